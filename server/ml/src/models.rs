//! The models that HireQ uses, and whether their files are present and intact.
//!
//! A file counts as checked once its SHA-256 has been compared with the manifest. Its size and modification time are
//! then stored beside it, so that later starts take milliseconds. [`ModelStore::check`] reads everything again.

mod stamp;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use stamp::Stamps;

/// One file of a model, according to the manifest.
#[derive(Debug, Clone, Deserialize)]
pub struct FileEntry {
    /// The file's name in the model's folder.
    pub name: String,
    /// The exact size in bytes.
    pub bytes: u64,
    /// The SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// One model, according to the manifest.
#[derive(Debug, Clone, Deserialize)]
pub struct ManifestEntry {
    /// The model's common name, which is also the name of its folder.
    pub name: String,
    /// What HireQ uses it for.
    pub purpose: String,
    /// The licence of the weights, as an SPDX identifier.
    pub licence: String,
    /// Its files; the first contains the weights and determines the revision.
    pub files: Vec<FileEntry>,
}

impl ManifestEntry {
    /// Identifies the exact weights: the model's name and the start of their SHA-256.
    ///
    /// Vectors of different revisions must never be compared.
    pub fn revision(&self) -> String {
        let digest = self.weights_sha256();
        format!("{}@{}", self.name, digest.get(..12).unwrap_or(digest))
    }

    fn weights_sha256(&self) -> &str {
        self.files.first().map_or("", |file| &file.sha256)
    }
}

/// Where `scripts/models` puts the models: the environment variable `MODELS_DIR`, or else `hireq/models` in the user's
/// cache folder.
pub fn usual_folder(variable: impl Fn(&str) -> Option<String>) -> PathBuf {
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")));
    folder("MODELS_DIR").unwrap_or_else(|| cache().unwrap_or_default().join("hireq/models"))
}

/// The compiled-in manifest, as JSON.
pub const MANIFEST: &str = include_str!("../models.json");

/// The models that this build supports, in the manifest's order.
pub fn manifest() -> Result<Vec<ManifestEntry>, ModelError> {
    #[derive(Deserialize)]
    struct Manifest {
        models: Vec<ManifestEntry>,
    }
    let manifest: Manifest = serde_json::from_str(MANIFEST).map_err(|error| ModelError::Manifest(error.to_string()))?;
    Ok(manifest.models)
}

/// Memory-maps a model's file.
#[expect(
    unsafe_code,
    reason = "a mapped file is undefined behaviour if it shrinks under us; \
    the store writes models in one rename and never changes them"
)]
pub(crate) fn map(file: &File) -> io::Result<memmap2::Mmap> {
    // SAFETY: the file is replaced whole, never written in place (see the reason above).
    unsafe { memmap2::Mmap::map(file) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every file is present with the right SHA-256.
    Ready,
    /// At least one file is missing.
    Missing,
    /// A file has the wrong size or SHA-256, or cannot be read.
    Damaged,
}

/// A model and the state of its files on this machine.
#[derive(Debug, Clone, Serialize)]
pub struct ModelState {
    /// The model's common name.
    pub name: String,
    /// What HireQ uses it for.
    pub purpose: String,
    /// The licence of the weights, as an SPDX identifier.
    pub licence: String,
    /// The folder of its files.
    pub path: PathBuf,
    pub status: Status,
    /// The total size of its files in bytes, according to the manifest.
    pub bytes: u64,
    /// The SHA-256 of its weights, according to the manifest.
    pub sha256: String,
    /// Identifies the exact weights.
    pub revision: String,
}

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The manifest has no model of this name.
    #[error("no model is called {0}")]
    Unknown(String),
    /// Its files have not been downloaded.
    #[error("the model {name} is missing from {}; run scripts/models", path.display())]
    Missing {
        name: String,
        /// The folder where its files belong.
        path: PathBuf,
    },
    /// A file differs from the published one.
    #[error("the model {name} in {} is damaged; remove it and run scripts/models", path.display())]
    Damaged {
        name: String,
        /// The folder of its files.
        path: PathBuf,
    },
    /// The files are intact but could not be loaded.
    #[error("a model could not be loaded: {0}")]
    Load(String),
    /// The compiled-in manifest cannot be parsed.
    #[error("the model manifest is not readable: {0}")]
    Manifest(String),
}

/// The folder with all models, each in a folder of its own.
#[derive(Debug, Clone)]
pub struct ModelStore {
    dir: PathBuf,
}

impl ModelStore {
    /// A store in `dir`, which does not have to exist.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The folder with all models.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Every model in the manifest with its state. Reads a whole file only if it is new or changed.
    pub fn state(&self) -> Vec<ModelState> {
        self.states(Trust::Stamps)
    }

    /// Like [`Self::state`], but reads every file to compare its SHA-256.
    pub fn check(&self) -> Vec<ModelState> {
        self.states(Trust::Nothing)
    }

    /// The manifest entry and the folder of a model, if its files are present and intact.
    pub fn ready(&self, name: &str) -> Result<(ManifestEntry, PathBuf), ModelError> {
        let entry = manifest()?
            .into_iter()
            .find(|entry| entry.name == name)
            .ok_or_else(|| ModelError::Unknown(name.to_owned()))?;
        let path = self.dir.join(&entry.name);
        let name = entry.name.clone();
        match inspect(&path, &entry.files, Trust::Stamps) {
            Status::Ready => Ok((entry, path)),
            Status::Missing => Err(ModelError::Missing { name, path }),
            Status::Damaged => Err(ModelError::Damaged { name, path }),
        }
    }

    fn states(&self, trust: Trust) -> Vec<ModelState> {
        let entries = manifest().unwrap_or_else(|error| {
            tracing::error!(%error, "no models can be listed");
            Vec::new()
        });
        entries
            .into_iter()
            .map(|entry| {
                let path = self.dir.join(&entry.name);
                ModelState {
                    status: inspect(&path, &entry.files, trust),
                    bytes: entry.files.iter().map(|file| file.bytes).sum(),
                    sha256: entry.weights_sha256().to_owned(),
                    revision: entry.revision(),
                    name: entry.name,
                    purpose: entry.purpose,
                    licence: entry.licence,
                    path,
                }
            })
            .collect()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Trust {
    Stamps,
    Nothing,
}

fn inspect(dir: &Path, files: &[FileEntry], trust: Trust) -> Status {
    let known = Stamps::read(dir);
    let mut stamps = Stamps::default();
    let mut status = Status::Ready;
    for file in files {
        let path = dir.join(&file.name);
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Status::Missing,
            Err(_) => status = Status::Damaged,
            Ok(metadata) if metadata.len() != file.bytes => status = Status::Damaged,
            Ok(metadata) => {
                let trusted = trust == Trust::Stamps && known.vouch_for(file, &metadata);
                if trusted || sha256_of(&path).is_ok_and(|digest| digest == file.sha256) {
                    stamps.note(file, &metadata);
                } else {
                    status = Status::Damaged;
                }
            }
        }
    }
    if stamps != known {
        stamps.write(dir);
    }
    status
}

fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_model(dir: &Path, content: &[u8]) -> FileEntry {
        std::fs::write(dir.join("weights"), content).unwrap();
        FileEntry { name: "weights".into(), bytes: content.len() as u64, sha256: hex::encode(Sha256::digest(content)) }
    }

    #[test]
    fn the_manifest_is_readable_and_complete() {
        for entry in manifest().unwrap() {
            assert!(!entry.files.is_empty(), "{} has no files", entry.name);
            assert!(entry.files.iter().all(|file| file.sha256.len() == 64));
            assert!(entry.revision().starts_with(&entry.name));
        }
    }

    #[test]
    fn an_empty_folder_is_a_missing_model() {
        let dir = tempfile::tempdir().unwrap();
        let store = ModelStore::new(dir.path());
        assert!(store.state().iter().all(|model| model.status == Status::Missing));
        assert!(matches!(store.ready("all-MiniLM-L6-v2"), Err(ModelError::Missing { .. })));
        assert!(matches!(store.ready("nonesuch"), Err(ModelError::Unknown(_))));
    }

    #[test]
    fn a_file_of_the_right_length_and_wrong_content_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let file = a_model(dir.path(), b"the published weights");
        assert_eq!(inspect(dir.path(), std::slice::from_ref(&file), Trust::Stamps), Status::Ready);

        let weights = dir.path().join("weights");
        std::fs::write(&weights, b"the forged .. weights").unwrap();
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
        File::options().write(true).open(&weights).unwrap().set_modified(later).unwrap();
        assert_eq!(inspect(dir.path(), std::slice::from_ref(&file), Trust::Stamps), Status::Damaged);
    }

    #[test]
    fn a_full_check_finds_a_change_that_kept_length_and_time() {
        let dir = tempfile::tempdir().unwrap();
        let file = a_model(dir.path(), b"the published weights");
        let weights = dir.path().join("weights");
        let before = std::fs::metadata(&weights).unwrap().modified().unwrap();
        assert_eq!(inspect(dir.path(), std::slice::from_ref(&file), Trust::Stamps), Status::Ready);

        std::fs::write(&weights, b"the forged .. weights").unwrap();
        File::options().write(true).open(&weights).unwrap().set_modified(before).unwrap();
        assert_eq!(inspect(dir.path(), std::slice::from_ref(&file), Trust::Stamps), Status::Ready);
        assert_eq!(inspect(dir.path(), std::slice::from_ref(&file), Trust::Nothing), Status::Damaged);
        assert_eq!(inspect(dir.path(), &[file], Trust::Stamps), Status::Damaged, "a failed check withdraws the stamp");
    }
}
