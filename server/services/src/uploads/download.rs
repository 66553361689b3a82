//! A file on its way to somebody who may see it, whole or in part.

use super::{Kind, names};
use crate::{Result, Services, files::ByteStream};
use hireq_store::documents::Stored;
use std::ops::Range;

/// A file that its reader may see.
#[derive(Debug)]
pub struct Download {
    key: String,
    sha256: Vec<u8>,
    /// What it was called, with the ending of what it is.
    pub name: String,
    /// What its content is.
    pub media_type: String,
    /// Size.
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

    /// Its entity tag: the same bytes have the same one, whatever file they are.
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

    /// A part of its bytes, which may be all.
    ///
    /// # Errors
    /// `NotFound` where the store has lost it; `Unavailable` where the store refuses or does not answer.
    pub async fn part(&self, services: &Services, part: Range<u64>) -> Result<ByteStream> {
        if part == (0..self.bytes) {
            return services.files.get(&self.key).await;
        }
        services.files.part(&self.key, part).await
    }
}
