//! Remembers which files were checked, so that the next start need not read them again.
//!
//! This is only an optimisation; it does not protect against somebody who can write to the folder.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::FileEntry;

const FILE: &str = ".checked.json";

/// The checked files of one folder, by name.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Stamps(BTreeMap<String, Stamp>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stamp {
    sha256: String,
    bytes: u64,
    modified: u128,
}

impl Stamp {
    fn of(file: &FileEntry, metadata: &Metadata) -> Option<Self> {
        let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self { sha256: file.sha256.clone(), bytes: metadata.len(), modified: modified.as_nanos() })
    }
}

impl Stamps {
    /// The folder's stamps; empty if there are none or they cannot be read.
    pub(super) fn read(dir: &Path) -> Self {
        std::fs::read(dir.join(FILE)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Saves the stamps if the folder is writable; files in a read-only folder are checked at every start.
    pub(super) fn write(&self, dir: &Path) {
        let written = serde_json::to_vec(self)
            .map_err(std::io::Error::from)
            .and_then(|bytes| std::fs::write(dir.join(FILE), bytes));
        if let Err(error) = written {
            tracing::debug!(%error, "the check of a model could not be noted");
        }
    }

    /// Whether this exact file was checked against the same SHA-256 before.
    pub(super) fn vouch_for(&self, file: &FileEntry, metadata: &Metadata) -> bool {
        let now = Stamp::of(file, metadata);
        now.is_some() && self.0.get(&file.name) == now.as_ref()
    }

    /// Remembers that the file was checked.
    pub(super) fn note(&mut self, file: &FileEntry, metadata: &Metadata) {
        if let Some(stamp) = Stamp::of(file, metadata) {
            self.0.insert(file.name.clone(), stamp);
        }
    }
}
