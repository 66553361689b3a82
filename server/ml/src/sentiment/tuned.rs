//! The default model: `MiniLM`'s embeddings and first three layers from the embedder's own file, followed by three
//! fine-tuned layers, the mean over the word pieces, and one matrix for the three classes.
//!
//! The fine-tuned part (11 MB) is compiled in rather than stored with the models: it was trained on top of exactly
//! these three layers, so it belongs to the build, cannot be missing, damaged or of another version, and need not be
//! downloaded. `weights/sentiment.json` says how it was made. It is stored as f16 and runs as f32.

use std::path::Path;

use candle_core::safetensors::SliceSafetensors;
use candle_core::{DType, Device, Error, Result, Tensor};

use super::Sentiment;
use super::reader::{Classifier, MAX_TOKENS};
use crate::arithmetic;
use crate::bert::{Bert, Config};
use crate::embed::DIMENSIONS;

pub(super) const WEIGHTS: &[u8] = include_bytes!("../../weights/sentiment.safetensors");

/// The number of layers shared with the embedder.
const SHARED: usize = 3;

const CLASSES: usize = 3;

pub(super) struct Tuned {
    bert: Bert,
    /// `[384, 3]`
    head: Tensor,
    bias: Tensor,
}

impl Tuned {
    /// Loads the shared layers from the embedder's folder.
    pub(super) fn load(minilm: &Path) -> Result<Self> {
        let mut config = Config::read(minilm)?;
        if config.hidden_size != DIMENSIONS || config.max_position_embeddings < MAX_TOKENS {
            return Err(Error::Msg("the model has another shape than all-MiniLM-L6-v2".into()));
        }
        let (width, layers) = (config.hidden_size, config.num_hidden_layers);
        let own = SliceSafetensors::new(WEIGHTS)?;
        let read = |name: &str| own.load(name, &Device::Cpu)?.to_dtype(DType::F32);
        config.num_hidden_layers = SHARED;
        let mut bert = Bert::load(&minilm.join("model.safetensors"), config)?;
        for _ in SHARED..layers {
            bert.add_layer(&read)?;
        }
        let head = read("head.weight")?.reshape((CLASSES, width))?.t()?.contiguous()?;
        let bias = read("head.bias")?.reshape((1, CLASSES))?;
        Ok(Self { bert, head, bias })
    }
}

impl Classifier for Tuned {
    fn probabilities(&self, ids: &[u32]) -> Result<[f32; 3]> {
        let mean = self.bert.encode(ids)?.mean_keepdim(0)?;
        let mut row = (mean.matmul(&self.head)? + &self.bias)?.flatten_all()?.to_vec1::<f32>()?;
        arithmetic::softmax(&mut row);
        Ok([row[0], row[1], row[2]])
    }

    fn judge(&self, probabilities: [f32; 3]) -> Sentiment {
        Sentiment::of_three(probabilities)
    }
}
