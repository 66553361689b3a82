//! The judge's weights: tuned layers and heads on top of the base's word table.

use candle_core::safetensors::SliceSafetensors;
use candle_core::{DType, Device, Error, Result};
use sha2::{Digest, Sha256};

use super::{COLON, Tokens, Verdict};
use crate::arithmetic;
use crate::bert::{BERT, Bert, Text};
use crate::e5::E5;
use crate::packed::Precision;

/// Matrices as codes of eight bits with a scale for each row (see `scripts/tools/pack_judge.py`).
pub(super) const WEIGHTS: &[u8] = include_bytes!("../../weights/judge.safetensors");

/// How many positions the tuned table has.
const POSITIONS: usize = 256;

/// At most as many are between and around a pair's parts.
const MARKS: usize = 3 + COLON;

/// The head that tells verdicts; the file may hold others.
const HEAD: &str = "head.verdict";

/// How many verdicts there are.
const VERDICTS: usize = 4;

/// How many word pieces of each part the layers were trained on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) requirement: usize,
    pub(super) heading: usize,
    pub(super) sentence: usize,
}

pub(super) struct Network {
    bert: Bert,
    limits: Limits,
    /// By verdict: the weights.
    head: Vec<f32>,
    bias: Vec<f32>,
}

/// Names the compiled-in weights.
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
        let (head, bias) = (numbers(&format!("{HEAD}.weight"))?, numbers(&format!("{HEAD}.bias"))?);
        let heads = head.len() == VERDICTS * config.hidden_size && bias.len() == VERDICTS;
        let short = limits.iter().all(|limit| *limit <= POSITIONS) && limits.iter().sum::<usize>() + MARKS <= POSITIONS;
        if !heads || !short || config.num_hidden_layers == 0 {
            return Err(misshapen());
        }
        let [requirement, heading, sentence] = limits;
        let limits = Limits { requirement, heading, sentence };
        let bert = Bert::build(config, &BERT, base.words(), &read)?;
        Ok(Self { bert, limits, head, bias })
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn read(&self, pairs: &[Tokens]) -> Result<Vec<Verdict>> {
        let texts: Vec<Text<'_>> = pairs.iter().map(|pair| Text { ids: &pair.ids, first: pair.first }).collect();
        Ok(self.bert.means(&texts)?.iter().map(|mean| self.verdict(mean)).collect())
    }

    fn verdict(&self, mean: &[f32]) -> Verdict {
        let mut row = [0.0; VERDICTS];
        for ((number, weights), bias) in row.iter_mut().zip(self.head.chunks_exact(mean.len())).zip(&self.bias) {
            *number = arithmetic::dot(mean, weights) + bias;
        }
        arithmetic::softmax(&mut row);
        let [supports, partly, denies, unrelated] = row;
        Verdict { supports, partly, denies, unrelated }
    }
}

fn misshapen() -> Error {
    Error::Msg("the judge's weights have an unexpected shape".into())
}

fn layer(index: usize) -> String {
    format!("encoder.layer.{index}.output.dense.bias")
}
