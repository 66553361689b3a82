//! The BERT encoder, for any number of texts at once.
//!
//! Texts are not padded to a common length, so no mask is needed, and matrix products sum each row in the same order
//! wherever it is: a text's vector is bit-identical whatever else is in the batch.

mod layer;
mod names;

use std::path::Path;
use std::sync::Arc;

use candle_core::safetensors::MmapedSafetensors;
use candle_core::{Device, Error, Result, Tensor};
use serde::Deserialize;

use crate::arithmetic;
use layer::{Layer, Loader, Norm};
use names::Names;
pub(crate) use names::{BERT, DISTILBERT};

/// The dimensions of a BERT model, as in its config.json.
///
/// The aliases are `DistilBERT`'s names for the same values; its config does not contain the epsilon.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    #[serde(alias = "dim")]
    pub(crate) hidden_size: usize,
    #[serde(alias = "n_layers")]
    pub(crate) num_hidden_layers: usize,
    #[serde(alias = "n_heads")]
    pub(crate) num_attention_heads: usize,
    pub(crate) max_position_embeddings: usize,
    pub(crate) vocab_size: usize,
    #[serde(default = "usual_epsilon")]
    pub(crate) layer_norm_eps: f64,
    #[serde(alias = "activation")]
    pub(crate) hidden_act: String,
}

fn usual_epsilon() -> f64 {
    1e-12
}

impl Config {
    /// Reads the config.json of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let json = std::fs::read(folder.join("config.json"))?;
        serde_json::from_slice(&json).map_err(|error| Error::Msg(format!("config.json: {error}")))
    }
}

/// Memory-maps a file of weights.
#[expect(
    unsafe_code,
    reason = "a mapped file is undefined behaviour if it shrinks under us; \
    the store writes models in one rename and never changes them"
)]
pub(crate) fn map(weights: &Path) -> Result<Arc<MmapedSafetensors>> {
    // SAFETY: the file is replaced whole, never written in place (see the reason above).
    unsafe { MmapedSafetensors::new(weights) }.map(Arc::new)
}

/// Appends a word piece's vector; returns `None` if there is no such piece. Word tables stay memory-mapped, because a
/// text uses only a few of their rows.
pub(crate) type Words = Box<dyn Fn(u32, &mut Vec<f32>) -> Option<()> + Send + Sync>;

/// Reads a tensor by its name.
pub(crate) type Read<'a> = dyn Fn(&str) -> Result<Tensor> + 'a;

/// The word pieces of a text, or of two texts that are encoded together.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    pub(crate) ids: &'a [u32],
    /// How many of them belong to the first text.
    pub(crate) first: usize,
}

impl<'a> Text<'a> {
    pub(crate) fn one(ids: &'a [u32]) -> Self {
        Self { ids, first: ids.len() }
    }
}

pub(crate) struct Bert {
    words: Words,
    /// For each token type (first or second text), the vectors of all positions with the type's vector added.
    positions: Vec<Vec<f32>>,
    embedded: Norm,
    layers: Vec<Layer>,
    config: Config,
}

impl Bert {
    /// Maps the weights, and lays out the matrices for the products.
    pub(crate) fn load(weights: &Path, config: Config) -> Result<Self> {
        Self::load_named(map(weights)?, config, &BERT)
    }

    /// Like [`Self::load`], for an encoder with other tensor names.
    pub(crate) fn load_named(file: Arc<MmapedSafetensors>, config: Config, names: &Names) -> Result<Self> {
        let bare = file.get("embeddings.word_embeddings.weight").is_ok();
        let prefix = if bare { "" } else { names.prefix };
        let table = format!("{prefix}embeddings.word_embeddings.weight");
        let size = config.hidden_size * size_of::<f32>();
        if file.get(&table)?.data().len() != config.vocab_size * size {
            return Err(Error::Msg("the word table has an unexpected shape or type".into()));
        }
        let mapped = Arc::clone(&file);
        let words: Words = Box::new(move |id, out| {
            let view = mapped.get(&table).ok()?;
            let row = view.data().get(id as usize * size..)?.get(..size)?;
            out.extend(row.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)));
            Some(())
        });
        Self::build(config, names, words, &|name| file.load(&format!("{prefix}{name}"), &Device::Cpu))
    }

    /// Builds an encoder from a word table and a reader for all other tensors.
    pub(crate) fn build(config: Config, names: &Names, words: Words, read: &Read<'_>) -> Result<Self> {
        if config.hidden_act != "gelu" {
            return Err(Error::Msg(format!("the activation {} is unknown", config.hidden_act)));
        }
        let load = Loader { read, names, epsilon: config.layer_norm_eps as f32 };
        let positions = load.vector(&format!("{}.weight", names.positions))?;
        if positions.len() != config.max_position_embeddings * config.hidden_size {
            return Err(Error::Msg("the table of positions has an unexpected shape".into()));
        }
        let kinds = match names.kinds {
            Some(name) => load.vector(&format!("{name}.weight"))?,
            None => vec![0.0; config.hidden_size],
        };
        let add_kind = |kind: &[f32]| {
            let mut positions = positions.clone();
            positions.chunks_exact_mut(config.hidden_size).for_each(|row| arithmetic::bias(row, kind));
            positions
        };
        let positions = kinds.chunks_exact(config.hidden_size).map(add_kind).collect();
        let embedded = load.norm(names.embedded_norm)?;
        let layers =
            (0..config.num_hidden_layers).map(|index| Layer::load(&load, index, &config)).collect::<Result<_>>()?;
        Ok(Self { words, positions, embedded, layers, config })
    }

    /// Adds a layer on top. `read` provides its tensors by the names that they would have in a complete file.
    pub(crate) fn add_layer(&mut self, read: &Read<'_>) -> Result<()> {
        let load = Loader { read, names: &BERT, epsilon: self.config.layer_norm_eps as f32 };
        self.layers.push(Layer::load(&load, self.layers.len(), &self.config)?);
        Ok(())
    }

    /// The last hidden states of one text, one row per token.
    pub(crate) fn encode(&self, ids: &[u32]) -> Result<Tensor> {
        let hidden = self.hidden(&[Text::one(ids)])?;
        Tensor::from_vec(hidden, (ids.len(), self.config.hidden_size), &Device::Cpu)
    }

    /// For each text, the mean of its hidden states, scaled to length one.
    pub(crate) fn embed(&self, texts: &[&[u32]]) -> Result<Vec<Vec<f32>>> {
        let texts: Vec<Text<'_>> = texts.iter().map(|ids| Text::one(ids)).collect();
        let mut means = self.means(&texts)?;
        means.iter_mut().for_each(|mean| arithmetic::unit(mean));
        Ok(means)
    }

    /// For each text the mean of its hidden states.
    pub(crate) fn means(&self, texts: &[Text<'_>]) -> Result<Vec<Vec<f32>>> {
        let width = self.config.hidden_size;
        let hidden = self.hidden(texts)?;
        let mut rows = hidden.chunks_exact(width);
        let mean = |text: &Text<'_>| {
            let mut mean = vec![0.0; width];
            rows.by_ref().take(text.ids.len()).for_each(|row| arithmetic::bias(&mut mean, row));
            mean.iter_mut().for_each(|value| *value /= text.ids.len() as f32);
            mean
        };
        Ok(texts.iter().map(mean).collect())
    }

    /// The last hidden states of texts, one row per token.
    fn hidden(&self, texts: &[Text<'_>]) -> Result<Vec<f32>> {
        let (mut hidden, mut ranges, mut start) = (Vec::new(), Vec::with_capacity(texts.len()), 0);
        for text in texts {
            self.embed_words(*text, &mut hidden)?;
            ranges.push(start..start + text.ids.len());
            start += text.ids.len();
        }
        // Inside the thread pool the other threads join in without waking this one after each product.
        rayon::scope(|_| self.layers.iter().for_each(|layer| layer.forward(&mut hidden, &ranges, &self.config)));
        Ok(hidden)
    }

    /// Appends the input rows of the first layer for a text.
    fn embed_words(&self, Text { ids, first }: Text<'_>, hidden: &mut Vec<f32>) -> Result<()> {
        let (start, width) = (hidden.len(), self.config.hidden_size);
        if ids.len() > self.config.max_position_embeddings {
            return Err(Error::Msg("the text is too long".into()));
        }
        for &id in ids {
            (self.words)(id, hidden).ok_or_else(|| Error::Msg(format!("token {id} is not in the word table")))?;
        }
        let kinds = self.positions.iter().zip([0..first, first..ids.len()]);
        for (positions, tokens) in kinds {
            let part = tokens.start * width..tokens.end * width;
            self.embedded.add(&mut hidden[start..][part.clone()], &positions[part]);
        }
        Ok(())
    }
}
