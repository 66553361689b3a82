//! The BERT encoder, one text at a time.
//!
//! A text runs at its own length, without padding or mask. That is what makes its vector the same
//! bits whatever else is in the batch: matrix kernels choose their blocking by shape, so a padded
//! batch would round differently. On processors it costs nothing from about a hundred tokens on.

mod fused;
mod names;

use std::path::Path;

use candle_core::safetensors::MmapedSafetensors;
use candle_core::{D, DType, Device, Error, Result, Tensor};
use serde::Deserialize;

use crate::arithmetic;
use fused::{AddNormalise, Bias, BiasGelu, Softmax};
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
    positions: Tensor,
    embedded: AddNormalise,
    layers: Vec<Layer>,
    config: Config,
}

struct Layer {
    qkv: Tensor,
    qkv_bias: Bias,
    attended: Tensor,
    attended_norm: AddNormalise,
    widen: Tensor,
    widen_gelu: BiasGelu,
    narrow: Tensor,
    narrow_norm: AddNormalise,
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
        let mut positions = load.tensor("embeddings.position_embeddings.weight")?;
        if names.has_kinds {
            let kinds = load.tensor("embeddings.token_type_embeddings.weight")?;
            positions = positions.broadcast_add(&kinds.narrow(0, 0, 1)?)?;
        }
        let embedded = load.norm("embeddings.LayerNorm", None)?;
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
        let mut hidden = self.words(ids)?;
        hidden.inplace_op2(&self.positions.narrow(0, 0, ids.len())?, &self.embedded)?;
        for layer in &self.layers {
            hidden = layer.forward(&hidden, self.config.num_attention_heads)?;
        }
        Ok(hidden)
    }

    /// The mean of the hidden states, scaled to length one.
    pub(crate) fn embed(&self, ids: &[u32]) -> Result<Vec<f32>> {
        let hidden = self.encode(ids)?;
        let mut vector = hidden.mean(0)?.to_vec1::<f32>()?;
        arithmetic::unit(&mut vector);
        Ok(vector)
    }

    fn words(&self, ids: &[u32]) -> Result<Tensor> {
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
        Tensor::from_vec(rows, (ids.len(), width), &Device::Cpu)
    }
}

impl Layer {
    fn load(load: &Loader<'_>, index: usize, config: &Config) -> Result<Self> {
        let names = load.names;
        let name = |part: &str| format!("{}.{index}.{part}", names.layers);
        let head = config.hidden_size / config.num_attention_heads;
        // The scale of the scores goes into the query's weights, once.
        let scale = 1.0 / (head as f64).sqrt();
        let part = |part: &str, scale: f64| -> Result<(Tensor, Tensor)> {
            let weight = load.tensor(&name(&format!("{part}.weight")))?;
            let bias = load.tensor(&name(&format!("{part}.bias")))?;
            Ok(((weight * scale)?, (bias * scale)?))
        };
        let (query, query_bias) = part(names.query, scale)?;
        let (key, key_bias) = part(names.key, 1.0)?;
        let (value, value_bias) = part(names.value, 1.0)?;
        let weight = |part: &str| load.transposed(&name(&format!("{part}.weight")));
        let bias = |part: &str| name(&format!("{part}.bias"));
        Ok(Self {
            qkv: Tensor::cat(&[query, key, value], 0)?.t()?.contiguous()?,
            qkv_bias: Bias(Tensor::cat(&[query_bias, key_bias, value_bias], 0)?.to_vec1()?),
            attended: weight(names.attended)?,
            attended_norm: load.norm(&name(names.attended_norm), Some(&bias(names.attended)))?,
            widen: weight(names.widen)?,
            widen_gelu: BiasGelu(load.vector(&bias(names.widen))?),
            narrow: weight(names.narrow)?,
            narrow_norm: load.norm(&name(names.narrow_norm), Some(&bias(names.narrow)))?,
        })
    }

    fn forward(&self, hidden: &Tensor, heads: usize) -> Result<Tensor> {
        let (length, width) = hidden.dims2()?;
        let qkv = hidden.matmul(&self.qkv)?;
        qkv.inplace_op1(&self.qkv_bias)?;
        let qkv = qkv.reshape((length, 3, heads, width / heads))?;
        let part = |index: usize| qkv.narrow(1, index, 1)?.squeeze(1)?.transpose(0, 1);
        let (query, key, value) = (part(0)?, part(1)?, part(2)?);

        let weights = query.matmul(&key.transpose(D::Minus2, D::Minus1)?)?;
        weights.inplace_op1(&Softmax)?;
        let attended = weights.matmul(&value)?.transpose(0, 1)?.reshape((length, width))?;

        let attended = attended.matmul(&self.attended)?;
        attended.inplace_op2(hidden, &self.attended_norm)?;
        let wide = attended.matmul(&self.widen)?;
        wide.inplace_op1(&self.widen_gelu)?;
        let narrow = wide.matmul(&self.narrow)?;
        narrow.inplace_op2(&attended, &self.narrow_norm)?;
        Ok(narrow)
    }
}

struct Loader<'a> {
    read: &'a dyn Fn(&str) -> Result<Tensor>,
    names: &'a Names,
    epsilon: f32,
}

impl Loader<'_> {
    fn tensor(&self, name: &str) -> Result<Tensor> {
        (self.read)(name)?.to_dtype(DType::F32)
    }

    fn vector(&self, name: &str) -> Result<Vec<f32>> {
        self.tensor(name)?.to_vec1()
    }

    /// A product reads its right side along the rows; the file keeps it the other way round.
    fn transposed(&self, name: &str) -> Result<Tensor> {
        self.tensor(name)?.t()?.contiguous()
    }

    fn norm(&self, name: &str, bias: Option<&str>) -> Result<AddNormalise> {
        let scale = self.vector(&format!("{name}.weight"))?;
        let bias = bias.map_or_else(|| Ok(vec![0.0; scale.len()]), |bias| self.vector(bias))?;
        let shift = self.vector(&format!("{name}.bias"))?;
        Ok(AddNormalise { bias, scale, shift, epsilon: self.epsilon })
    }
}
