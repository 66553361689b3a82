//! One layer of the encoder, applied to several texts at once.
//!
//! Matrix products take the rows of all texts together, without padding, because no row's product depends on the
//! others. Attention is computed for each text and head separately.

use std::ops::Range;

use candle_core::{DType, Error, Result, Tensor};
use rayon::prelude::*;

use super::names::Names;
use super::{Config, Read};
use crate::arithmetic;
use crate::packed::{COLUMNS, Matrix, ROWS, Rows, Weights, share, tile};

/// The most rows processed together: they fit into a core's own cache with one strip of weights.
const BLOCK: usize = 64;

/// How many rows to process together, given their total: the same number of blocks for each thread, as long as each
/// block fills a tile.
fn block(rows: usize) -> usize {
    let shares = rows.div_ceil(BLOCK).next_multiple_of(rayon::current_num_threads()).min(rows / ROWS);
    rows.div_ceil(shares.max(1))
}

pub(super) struct Layer {
    /// Query, key and value projections side by side. The scaling of attention scores is included in the query weights.
    qkv: Linear,
    attended: Linear,
    attended_norm: Norm,
    widen: Linear,
    narrow: Linear,
    narrow_norm: Norm,
}

struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

impl Linear {
    /// Multiplies packed rows; `finish` combines the sums and the bias into the output.
    fn apply(&self, rows: &[f32], out: &mut [f32], finish: impl Fn(&mut [f32], &[f32], &[f32])) {
        let width = self.bias.len();
        let depth = rows.len() / (out.len() / width);
        self.weights.multiply(Rows::packed(rows, depth), out.len() / width, |row, column, sums| {
            let out = &mut out[row * width + column..][..sums.len()];
            finish(out, sums, &self.bias[column..][..sums.len()]);
        });
    }
}

/// Adds the bias.
fn plain(out: &mut [f32], sums: &[f32], bias: &[f32]) {
    for ((out, sum), bias) in out.iter_mut().zip(sums).zip(bias) {
        *out = sum + bias;
    }
}

/// Adds the bias and applies GELU.
fn gelu(out: &mut [f32], sums: &[f32], bias: &[f32]) {
    out.copy_from_slice(sums);
    arithmetic::bias_gelu(out, bias);
}

pub(super) struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

impl Norm {
    /// Adds `others` to the rows and normalises each row.
    pub(super) fn add(&self, rows: &mut [f32], others: &[f32]) {
        let width = self.scale.len();
        for (row, other) in rows.chunks_exact_mut(width).zip(others.chunks_exact(width)) {
            arithmetic::bias(row, other);
            arithmetic::normalise(row, &self.scale, &self.shift, self.epsilon);
        }
    }
}

impl Layer {
    pub(super) fn load(load: &Loader<'_>, index: usize, config: &Config) -> Result<Self> {
        let names = load.names;
        let name = |part: &str| format!("{}.{index}.{part}", names.layers);
        let head = config.hidden_size / config.num_attention_heads;
        let scale = 1.0 / (head as f32).sqrt();
        let part = |part: &str| load.linear(&name(part));
        let (mut weights, mut bias) = part(names.query)?;
        let misshapen = || Error::Msg(format!("layer {index} has another shape than its config says"));
        weights.scale(scale);
        bias.iter_mut().for_each(|value| *value *= scale);
        for name in [names.key, names.value] {
            let (more, more_bias) = part(name)?;
            if !weights.append(more) {
                return Err(misshapen());
            }
            bias.extend(more_bias);
        }
        let linear = |(weights, bias): (Matrix, Vec<f32>)| -> Result<Linear> {
            let depth = weights.len() / bias.len().max(1);
            if depth * bias.len() != weights.len() || depth == 0 || !depth.is_multiple_of(4) {
                return Err(misshapen());
            }
            Ok(Linear { weights: Weights::of(weights, depth), bias })
        };
        let layer = Self {
            qkv: linear((weights, bias))?,
            attended: linear(part(names.attended)?)?,
            attended_norm: load.norm(&name(names.attended_norm))?,
            widen: linear(part(names.widen)?)?,
            narrow: linear(part(names.narrow)?)?,
            narrow_norm: load.norm(&name(names.narrow_norm))?,
        };
        let width = config.hidden_size;
        let outputs = [&layer.qkv, &layer.attended, &layer.narrow].map(|linear| linear.bias.len());
        let depths = [&layer.qkv, &layer.attended, &layer.widen].map(|linear| linear.weights.depth());
        let fits = outputs == [3 * width, width, width]
            && depths == [width; 3]
            && layer.narrow.weights.depth() == layer.widen.bias.len();
        if fits { Ok(layer) } else { Err(misshapen()) }
    }

    /// Applies the layer to the hidden rows of the texts, each in its own range.
    pub(super) fn forward(&self, hidden: &mut [f32], texts: &[Range<usize>], config: &Config) {
        let (width, heads) = (config.hidden_size, config.num_attention_heads);
        let block = block(hidden.len() / width);
        let mut qkv = vec![0.0; 3 * hidden.len()];
        share(&mut qkv, 3 * width, block, |first, qkv| {
            let rows = &hidden[first * width..][..qkv.len() / 3];
            self.qkv.apply(rows, qkv, plain);
        });
        let seen = attend(&qkv, texts, (width, heads));
        drop(qkv);
        share(hidden, width, block, |first, hidden| {
            let mut rows = vec![0.0; hidden.len()];
            gather(&seen, texts, first, (width, heads), &mut rows);
            let mut attended = vec![0.0; hidden.len()];
            self.attended.apply(&rows, &mut attended, plain);
            self.attended_norm.add(&mut attended, hidden);
            let mut wide = vec![0.0; hidden.len() / width * self.widen.bias.len()];
            self.widen.apply(&attended, &mut wide, gelu);
            self.narrow.apply(&wide, hidden, plain);
            self.narrow_norm.add(hidden, &attended);
        });
    }
}

/// Self-attention within each text, as [texts][heads][tokens][head dimension].
fn attend(qkv: &[f32], texts: &[Range<usize>], (width, heads): (usize, usize)) -> Vec<f32> {
    let head = width / heads;
    let mut seen = vec![0.0; qkv.len() / 3];
    let mut rest = &mut seen[..];
    let mut parts = Vec::with_capacity(texts.len() * heads);
    for text in texts {
        for index in 0..heads {
            let (part, after) = std::mem::take(&mut rest).split_at_mut(text.len() * head);
            rest = after;
            parts.push((&qkv[text.start * 3 * width + index * head..text.end * 3 * width], part));
        }
    }
    parts.into_par_iter().for_each(|(qkv, seen)| attend_head(qkv, width, head, seen));
    seen
}

/// Attention of one head. `qkv` starts at the first token's query; a token's key and value follow `width` and twice
/// `width` after its query, and the next token's query three times `width` after it.
fn attend_head(qkv: &[f32], width: usize, head: usize, seen: &mut [f32]) {
    let count = seen.len() / head;
    let stride = count.next_multiple_of(COLUMNS);
    let mut keys = vec![0.0; stride * head];
    let mut values = vec![0.0; count * head.next_multiple_of(COLUMNS)];
    for (token, qkv) in qkv.chunks(3 * width).enumerate() {
        let strip = &mut keys[token / COLUMNS * head * COLUMNS..];
        for (place, key) in strip.chunks_exact_mut(COLUMNS).zip(&qkv[width..][..head]) {
            place[token % COLUMNS] = *key;
        }
        for (strip, value) in values.chunks_exact_mut(count * COLUMNS).zip(qkv[2 * width..][..head].chunks(COLUMNS)) {
            strip[token * COLUMNS..][..value.len()].copy_from_slice(value);
        }
    }
    let queries = Rows { values: qkv, stride: 3 * width, depth: head };
    let mut weights = vec![0.0; ROWS * stride];
    let mut sums = [[0.0; COLUMNS]; ROWS];
    for first in (0..count).step_by(ROWS) {
        let many = ROWS.min(count - first);
        for (strip, keys) in keys.chunks_exact(head * COLUMNS).enumerate() {
            tile(queries.from(first), many, keys, &mut sums);
            for (sums, weights) in sums.iter().zip(weights.chunks_exact_mut(stride)) {
                weights[strip * COLUMNS..][..COLUMNS].copy_from_slice(sums);
            }
        }
        for row in weights.chunks_exact_mut(stride).take(many) {
            // Padded to full registers with zero weights, because remaining elements would be processed one at a time.
            let whole = count.next_multiple_of(16);
            row[count..whole].fill(f32::NEG_INFINITY);
            arithmetic::softmax(&mut row[..whole]);
        }
        let rows = Rows { values: &weights, stride, depth: count };
        for (strip, values) in values.chunks_exact(count * COLUMNS).enumerate() {
            tile(rows, many, values, &mut sums);
            for (sums, seen) in sums.iter().zip(seen[first * head..].chunks_exact_mut(head)).take(many) {
                let seen = &mut seen[strip * COLUMNS..];
                let width = seen.len().min(COLUMNS);
                seen[..width].copy_from_slice(&sums[..width]);
            }
        }
    }
}

/// Copies the attention output of the tokens from `first` on into rows, with all heads side by side.
fn gather(seen: &[f32], texts: &[Range<usize>], first: usize, (width, heads): (usize, usize), rows: &mut [f32]) {
    let head = width / heads;
    let mut text = texts.partition_point(|text| text.end <= first);
    for (token, row) in (first..).zip(rows.chunks_exact_mut(width)) {
        while texts[text].end <= token {
            text += 1;
        }
        let Range { start, end } = texts[text];
        for (index, row) in row.chunks_exact_mut(head).enumerate() {
            let at = start * width + (index * (end - start) + token - start) * head;
            row.copy_from_slice(&seen[at..at + head]);
        }
    }
}

fn numbers(tensor: &Tensor) -> Result<Vec<f32>> {
    tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1()
}

pub(super) struct Loader<'a> {
    pub(super) read: &'a Read<'a>,
    pub(super) names: &'a Names,
    pub(super) epsilon: f32,
}

impl Loader<'_> {
    pub(super) fn vector(&self, name: &str) -> Result<Vec<f32>> {
        numbers(&(self.read)(name)?)
    }

    /// The weights as [outputs][inputs], and the bias. Byte tensors are quantised codes, with each output's scale in a
    /// tensor of its own.
    fn linear(&self, name: &str) -> Result<(Matrix, Vec<f32>)> {
        let weights = (self.read)(&format!("{name}.weight"))?;
        let bias = self.vector(&format!("{name}.bias"))?;
        let weights = match weights.dtype() {
            DType::U8 => {
                let scales = self.vector(&format!("{name}.scale"))?;
                if scales.len() != bias.len() {
                    return Err(Error::Msg(format!("{name} has not a scale for each output")));
                }
                Matrix::Eight(weights.flatten_all()?.to_vec1()?, scales)
            }
            _ => Matrix::Full(numbers(&weights)?),
        };
        Ok((weights, bias))
    }

    pub(super) fn norm(&self, name: &str) -> Result<Norm> {
        let scale = self.vector(&format!("{name}.weight"))?;
        let shift = self.vector(&format!("{name}.bias"))?;
        Ok(Norm { scale, shift, epsilon: self.epsilon })
    }
}
