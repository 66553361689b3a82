//! The BERT encoder, for any number of texts at once.
//!
//! A text runs at its own length, without padding or mask, and the products sum each row in the same
//! order wherever it lies: a text's vector is the same bits whatever else is in the batch.

mod layer;
mod names;

use std::path::Path;

use candle_core::safetensors::MmapedSafetensors;
use candle_core::{DType, Device, Error, Result, Tensor};
use serde::Deserialize;

use crate::arithmetic;
use layer::{Layer, Loader, Norm};
use names::Names;
pub(crate) use names::{BERT, DISTILBERT};

/// The shape of a BERT, as its config.json states it.
///
/// The aliases are `DistilBERT`'s names for the same things; its config leaves the epsilon out.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    #[serde(alias = "dim")]
    pub(crate) hidden_size: usize,
    #[serde(alias = "n_layers")]
    pub(crate) num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    num_attention_heads: usize,
    pub(crate) max_position_embeddings: usize,
    vocab_size: usize,
    #[serde(default = "usual_epsilon")]
    layer_norm_eps: f64,
    #[serde(alias = "activation")]
    hidden_act: String,
}

fn usual_epsilon() -> f64 {
    1e-12
}

impl Config {
    /// The config.json of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let json = std::fs::read(folder.join("config.json"))?;
        serde_json::from_slice(&json).map_err(|error| Error::Msg(format!("config.json: {error}")))
    }
}

/// The encoder. Its word table stays in the mapped file, of which a text touches a few rows.
pub(crate) struct Bert {
    file: MmapedSafetensors,
    prefix: &'static str,
    positions: Vec<f32>,
    embedded: Norm,
    layers: Vec<Layer>,
    config: Config,
}

impl Bert {
    /// Maps the weights and lays the matrices out for the products.
    pub(crate) fn load(weights: &Path, config: Config) -> Result<Self> {
        Self::load_named(weights, config, &BERT)
    }

    /// As [`Self::load`] for an encoder that differs in what its tensors are called.
    #[expect(
        unsafe_code,
        reason = "a mapped file is undefined behaviour if it shrinks under us; \
        the store writes models in one rename and never changes them"
    )]
    pub(crate) fn load_named(weights: &Path, config: Config, names: &Names) -> Result<Self> {
        if config.hidden_act != "gelu" {
            return Err(Error::Msg(format!("the activation {} is unknown", config.hidden_act)));
        }
        // SAFETY: the file is replaced whole, never written in place (see the reason above).
        let file = unsafe { MmapedSafetensors::new(weights)? };
        let bare = file.get("embeddings.word_embeddings.weight").is_ok();
        let prefix = if bare { "" } else { names.prefix };
        let read = |name: &str| file.load(&format!("{prefix}{name}"), &Device::Cpu);
        let load = Loader { read: &read, names, epsilon: config.layer_norm_eps as f32 };

        let words = file.get(&format!("{prefix}embeddings.word_embeddings.weight"))?;
        if words.data().len() != config.vocab_size * config.hidden_size * size_of::<f32>() {
            return Err(Error::Msg("the word table has an unexpected shape or type".into()));
        }
        let mut positions = load.vector("embeddings.position_embeddings.weight")?;
        if names.has_kinds {
            let kinds = load.vector("embeddings.token_type_embeddings.weight")?;
            positions.chunks_exact_mut(config.hidden_size).for_each(|row| arithmetic::bias(row, &kinds));
        }
        let embedded = load.norm("embeddings.LayerNorm")?;
        let layers =
            (0..config.num_hidden_layers).map(|index| Layer::load(&load, index, &config)).collect::<Result<_>>()?;
        Ok(Self { positions, embedded, layers, prefix, config, file })
    }

    /// Puts one more layer on top, its tensors given by `read` under the names that they have in a
    /// whole file.
    pub(crate) fn add_layer(&mut self, read: &dyn Fn(&str) -> Result<Tensor>) -> Result<()> {
        let load = Loader { read, names: &BERT, epsilon: self.config.layer_norm_eps as f32 };
        self.layers.push(Layer::load(&load, self.layers.len(), &self.config)?);
        Ok(())
    }

    /// Another tensor of the same file, by its full name.
    pub(crate) fn tensor(&self, name: &str) -> Result<Tensor> {
        self.file.load(name, &Device::Cpu)?.to_dtype(DType::F32)
    }

    /// The last hidden states of one text, a row for each token.
    pub(crate) fn encode(&self, ids: &[u32]) -> Result<Tensor> {
        let hidden = self.hidden(&[ids])?;
        Tensor::from_vec(hidden, (ids.len(), self.config.hidden_size), &Device::Cpu)
    }

    /// For each text the mean of its hidden states, scaled to length one.
    pub(crate) fn embed(&self, texts: &[&[u32]]) -> Result<Vec<Vec<f32>>> {
        let width = self.config.hidden_size;
        let hidden = self.hidden(texts)?;
        let mut rows = hidden.chunks_exact(width);
        let mean = |ids: &&[u32]| {
            let mut mean = vec![0.0; width];
            rows.by_ref().take(ids.len()).for_each(|row| arithmetic::bias(&mut mean, row));
            mean.iter_mut().for_each(|value| *value /= ids.len() as f32);
            arithmetic::unit(&mut mean);
            mean
        };
        Ok(texts.iter().map(mean).collect())
    }

    /// The last hidden states of texts, a row for each token.
    fn hidden(&self, texts: &[&[u32]]) -> Result<Vec<f32>> {
        let (mut hidden, mut ranges, mut start) = (Vec::new(), Vec::with_capacity(texts.len()), 0);
        for ids in texts {
            let words = &mut self.words(ids)?[..];
            let positions = self.positions.get(..words.len());
            self.embedded.add(words, positions.ok_or_else(|| Error::Msg("the text is too long".into()))?);
            hidden.extend_from_slice(words);
            ranges.push(start..start + ids.len());
            start += ids.len();
        }
        // On one of the pool's own threads the others' help is had without waking this one up again each time.
        rayon::scope(|_| self.layers.iter().for_each(|layer| layer.forward(&mut hidden, &ranges, &self.config)));
        Ok(hidden)
    }

    fn words(&self, ids: &[u32]) -> Result<Vec<f32>> {
        let table = self.file.get(&format!("{}embeddings.word_embeddings.weight", self.prefix))?;
        let width = self.config.hidden_size;
        let mut rows = Vec::with_capacity(ids.len() * width);
        for &id in ids {
            let start = id as usize * width * size_of::<f32>();
            let row = table
                .data()
                .get(start..start + width * size_of::<f32>())
                .ok_or_else(|| Error::Msg(format!("token {id} is not in the word table")))?;
            let (values, _) = row.as_chunks::<4>();
            rows.extend(values.iter().map(|bytes| f32::from_le_bytes(*bytes)));
        }
        Ok(rows)
    }
}
