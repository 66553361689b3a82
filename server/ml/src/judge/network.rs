//! The judge's weights: fine-tuned layers and heads on top of the base model's word table.

use candle_core::safetensors::SliceSafetensors;
use candle_core::{DType, Device, Error, Result};
use sha2::{Digest, Sha256};

use super::{COLON, Task, Tokens};
use crate::arithmetic;
use crate::bert::{BERT, Bert, Text};
use crate::e5::E5;
use crate::packed::Precision;

/// Matrices are stored as 8-bit codes with a scale for each row (see `scripts/tools/judge/pack.py`).
pub(super) const WEIGHTS: &[u8] = include_bytes!("../../weights/judge.safetensors");

/// The number of positions in the fine-tuned position table.
const POSITIONS: usize = 256;

/// The most special tokens and separators around and between the parts of a pair.
const MARKS: usize = 3 + COLON;

/// The number of answers in [`super::Bearing`].
const VERDICTS: usize = 4;
/// Must-have, nice-to-have, neither.
pub(super) const DEMANDS: usize = 3;
/// The number of kinds of requirement.
pub(super) const ASKS: usize = 6;

/// The lengths in word pieces, for each part of a pair, that the layers were trained on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) requirement: usize,
    pub(super) heading: usize,
    pub(super) sentence: usize,
}

pub(super) struct Network {
    bert: Bert,
    limits: Limits,
    verdict: Head,
    demand: Head,
    asks: Head,
}

/// An output head: one matrix applied to the mean of the hidden states.
struct Head {
    /// In row-major order.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Head {
    /// The probabilities of its classes.
    fn read(&self, mean: &[f32]) -> Vec<f32> {
        let rows = self.weights.chunks_exact(mean.len()).zip(&self.bias);
        let mut numbers: Vec<f32> = rows.map(|(weights, bias)| arithmetic::dot(mean, weights) + bias).collect();
        arithmetic::softmax(&mut numbers);
        numbers
    }
}

/// Identifies the compiled-in weights.
pub(super) fn revision() -> String {
    let digest = hex::encode(Sha256::digest(WEIGHTS));
    format!("judge@{}", digest.get(..12).unwrap_or(&digest))
}

impl Network {
    pub(super) fn load(base: &E5, weights: &[u8], precision: Precision) -> Result<Self> {
        let file = SliceSafetensors::new(weights)?;
        let raw = |name: &str| file.load(name, &Device::Cpu);
        let read = |name: &str| {
            let tensor = raw(name)?;
            if precision == Precision::Eight || tensor.dtype() != DType::U8 {
                return Ok(tensor);
            }
            let scale = raw(&name.replace(".weight", ".scale"))?.unsqueeze(1)?;
            (tensor.to_dtype(DType::F32)? - 128.0)?.broadcast_mul(&scale)
        };
        let mut config = base.config();
        config.max_position_embeddings = POSITIONS;
        config.num_hidden_layers =
            (0..config.num_hidden_layers).take_while(|index| file.get(&layer(*index)).is_ok()).count();
        let limits = match raw("limits")?.to_vec1::<u32>()?[..] {
            [requirement, heading, sentence] => [requirement, heading, sentence].map(|limit| limit as usize),
            _ => return Err(misshapen()),
        };
        let numbers = |name: &str| raw(name)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>();
        let head = |name: &str, rows: usize| {
            let (weights, bias) = (numbers(&format!("head.{name}.weight"))?, numbers(&format!("head.{name}.bias"))?);
            let fits = weights.len() == rows * config.hidden_size && bias.len() == rows;
            if fits { Ok(Head { weights, bias }) } else { Err(misshapen()) }
        };
        let (verdict, demand, asks) = (head("verdict", VERDICTS)?, head("advert", DEMANDS)?, head("kind", ASKS)?);
        let short = limits.iter().all(|limit| *limit <= POSITIONS) && limits.iter().sum::<usize>() + MARKS <= POSITIONS;
        if !short || config.num_hidden_layers == 0 {
            return Err(misshapen());
        }
        let [requirement, heading, sentence] = limits;
        let limits = Limits { requirement, heading, sentence };
        let bert = Bert::build(config, &BERT, base.words(), &read)?;
        Ok(Self { bert, limits, verdict, demand, asks })
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn read(&self, pairs: &[Tokens]) -> Result<Vec<Vec<f32>>> {
        let texts: Vec<Text<'_>> = pairs.iter().map(|pair| Text { ids: &pair.ids, first: pair.first }).collect();
        let read = |(mean, pair): (&Vec<f32>, &Tokens)| match pair.task {
            Task::Bearing => self.verdict.read(mean),
            Task::Advert => [self.demand.read(mean), self.asks.read(mean)].concat(),
        };
        Ok(self.bert.means(&texts)?.iter().zip(pairs).map(read).collect())
    }
}

fn misshapen() -> Error {
    Error::Msg("the judge's weights have an unexpected shape".into())
}

fn layer(index: usize) -> String {
    format!("encoder.layer.{index}.output.dense.bias")
}
