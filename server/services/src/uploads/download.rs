//! Downloading a file that the reader may see, completely or in part.

use super::{Kind, names};
use crate::{Result, Services, files::ByteStream};
use hireq_store::documents::Stored;
use std::ops::Range;

#[derive(Debug)]
pub struct Download {
    key: String,
    sha256: Vec<u8>,
    /// The original name, with the ending that matches its content.
    pub name: String,
    /// The media type of its content.
    pub media_type: String,
    pub bytes: u64,
}

impl Download {
    pub(crate) fn new(stored: Stored, kind: &Kind) -> Self {
        Self {
            name: names::safe(&stored.original_name, kind.called, &stored.media_type),
            bytes: u64::try_from(stored.bytes).unwrap_or_default(),
            key: stored.storage_key,
            sha256: stored.sha256,
            media_type: stored.media_type,
        }
    }

    /// The HTTP entity tag, derived from the bytes: files with the same bytes have the same tag.
    #[must_use]
    pub fn tag(&self) -> String {
        use std::fmt::Write;
        let mut tag = String::from('"');
        for byte in &self.sha256 {
            // Writing into a string does not fail.
            _ = write!(tag, "{byte:02x}");
        }
        tag + "\""
    }

    /// A range of its bytes, which may be all of them.
    ///
    /// # Errors
    /// `NotFound` if the store has lost the file; `Unavailable` if the store refuses or does not answer.
    pub async fn part(&self, services: &Services, part: Range<u64>) -> Result<ByteStream> {
        if part == (0..self.bytes) {
            return services.files.get(&self.key).await;
        }
        services.files.part(&self.key, part).await
    }
}
