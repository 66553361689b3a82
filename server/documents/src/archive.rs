//! Reads parts of a zip archive, limiting how much they may inflate to.

use crate::{Limits, ReadError};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An office file's parts.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    max_ratio: u64,
}

impl<'a> Archive<'a> {
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Corrupt)?;
        if zip.len() > 5000 {
            return Err(ReadError::Bomb);
        }
        Ok(Self { zip, left: limits.max_inflated, max_ratio: limits.max_ratio })
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.zip.file_names_raw().map(|n| String::from_utf8_lossy(n).into_owned()).collect()
    }

    /// A part as text; `None` if it is missing.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        Ok(self.bytes(name)?.map(|bytes| crate::plain::decode(&bytes)))
    }

    pub(crate) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Ok(part) = self.zip.by_name(name) else { return Ok(None) };
        if part.encrypted() {
            return Err(ReadError::Encrypted);
        }
        let packed = part.compressed_size().max(1);
        let mut bytes = Vec::new();
        // Declared sizes may be wrong, so the limit applies to the actual output.
        let cap = self.left.min(packed.saturating_mul(self.max_ratio).max(1 << 20));
        part.take(cap + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Corrupt)?;
        if bytes.len() as u64 > cap {
            return Err(ReadError::Bomb);
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}
