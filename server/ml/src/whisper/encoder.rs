//! The encoder: turns a spectrogram into the rows that the decoder attends to.

use std::io;

use super::Precision;
use super::Shape;
use super::file::WeightsFile;
use super::linear::{After, Linear, Norm};
use super::mel::BANDS;
use crate::arithmetic;
use crate::packed::{COLUMNS, Packed, ROWS, Rows, share, tile};

/// Queries that are processed together.
const BLOCK: usize = 96;
/// How many rows of attention scores are kept at a time, so that they stay in a core's own cache.
const SCORED: usize = 4 * ROWS;

pub(super) struct Encoder {
    first: Linear,
    second: Linear,
    positions: Vec<f32>,
    layers: Vec<Layer>,
    norm: Norm,
    shape: Shape,
}

struct Layer {
    attention_norm: Norm,
    qkv: Linear,
    attended: Linear,
    norm: Norm,
    widen: Linear,
    narrow: Linear,
}

/// Reads a convolution over three positions as a linear layer: [outputs][positions][inputs].
fn convolution(file: &mut WeightsFile, name: &str, (outputs, inputs): (usize, usize)) -> io::Result<Linear> {
    let weights = file.floats(&format!("{name}/weight"), &[outputs, inputs, 3])?;
    let mut columns = Vec::with_capacity(weights.len());
    for weights in weights.chunks_exact(3 * inputs) {
        columns.extend((0..3).flat_map(|place| (0..inputs).map(move |input| weights[input * 3 + place])));
    }
    let bias = file.floats(&format!("{name}/bias"), &[outputs])?;
    Ok(Linear::full(Packed::of_columns(&columns, 3 * inputs), bias))
}

impl Encoder {
    pub(super) fn load(file: &mut WeightsFile, shape: Shape, precision: Precision) -> io::Result<Self> {
        let width = shape.width;
        let layers = (0..shape.layers)
            .map(|index| {
                let name = |part: &str| format!("encoder/layer_{index}/{part}");
                let mut linear =
                    |part: &str, outputs, inputs| Linear::load(file, &name(part), (outputs, inputs), precision);
                let qkv = linear("self_attention/linear_0", 3 * width, width)?;
                let attended = linear("self_attention/linear_1", width, width)?;
                let widen = linear("ffn/linear_0", 4 * width, width)?;
                let narrow = linear("ffn/linear_1", width, 4 * width)?;
                Ok(Layer {
                    attention_norm: Norm::load(file, &name("self_attention/layer_norm"), width)?,
                    norm: Norm::load(file, &name("ffn/layer_norm"), width)?,
                    qkv,
                    attended,
                    widen,
                    narrow,
                })
            })
            .collect::<io::Result<_>>()?;
        Ok(Self {
            first: convolution(file, "encoder/conv1", (width, BANDS))?,
            second: convolution(file, "encoder/conv2", (width, width))?,
            positions: file.floats("encoder/position_encodings/encodings", &[shape.audio, width])?,
            layers,
            norm: Norm::load(file, "encoder/layer_norm", width)?,
            shape,
        })
    }

    /// Encodes a spectrogram with an even number of columns into half as many rows.
    pub(super) fn encode(&self, mel: &[f32]) -> Vec<f32> {
        let width = self.shape.width;
        let columns = mel.len() / BANDS;
        let rows = columns / 2;
        // Convolutions read one column of silence on either side.
        let mut padded = vec![0.0; (columns + 2) * BANDS];
        padded[BANDS..][..mel.len()].copy_from_slice(mel);
        let mut convolved = vec![0.0; (columns + 2) * width];
        let reads = Rows { values: &padded, stride: BANDS, depth: 3 * BANDS };
        self.first.apply(reads, None, After::Gelu, &mut convolved[width..(columns + 1) * width]);
        let mut hidden = vec![0.0; rows * width];
        let reads = Rows { values: &convolved, stride: 2 * width, depth: 3 * width };
        self.second.apply(reads, None, After::Gelu, &mut hidden);
        drop(convolved);
        for (value, position) in hidden.iter_mut().zip(&self.positions) {
            *value += position;
        }

        let mut wide = vec![0.0; rows * 4 * width];
        let mut attended = vec![0.0; rows * width];
        for layer in &self.layers {
            let qkv = &mut wide[..rows * 3 * width];
            layer.qkv.apply(Rows::packed(&hidden, width), Some(&layer.attention_norm), After::Set, qkv);
            self.attend(qkv, &mut attended);
            layer.attended.apply(Rows::packed(&attended, width), None, After::Add, &mut hidden);
            layer.widen.apply(Rows::packed(&hidden, width), Some(&layer.norm), After::Gelu, &mut wide);
            layer.narrow.apply(Rows::packed(&wide, 4 * width), None, After::Add, &mut hidden);
        }
        share(&mut hidden, width, BLOCK, |_, rows| rows.chunks_exact_mut(width).for_each(|row| self.norm.apply(row)));
        hidden
    }

    /// Self-attention, head by head. `qkv` has queries, keys and values side by side.
    fn attend(&self, qkv: &[f32], out: &mut [f32]) {
        let (width, heads) = (self.shape.width, self.shape.heads);
        let head = width / heads;
        let rows = out.len() / width;
        let strips = rows.div_ceil(COLUMNS);
        // For every head, the keys in strips of 64 rows and the values as one strip of 64 columns.
        let mut keys = vec![0.0; heads * strips * head * COLUMNS];
        let mut values = vec![0.0; heads * rows * COLUMNS];
        share(&mut keys, strips * head * COLUMNS, 1, |index, keys| {
            for (row, qkv) in qkv.chunks_exact(3 * width).enumerate() {
                let strip = &mut keys[row / COLUMNS * head * COLUMNS..];
                let key = &qkv[width + index * head..][..head];
                for (place, value) in key.iter().enumerate() {
                    strip[place * COLUMNS + row % COLUMNS] = *value;
                }
            }
        });
        share(&mut values, rows * COLUMNS, 1, |index, values| {
            for (values, qkv) in values.chunks_exact_mut(COLUMNS).zip(qkv.chunks_exact(3 * width)) {
                values[..head].copy_from_slice(&qkv[2 * width + index * head..][..head]);
            }
        });
        let scale = 1.0 / (head as f32).sqrt();
        share(out, width, BLOCK, |first, out| {
            let mut scores = vec![0.0; SCORED * strips * COLUMNS];
            let mut sums = [[0.0; COLUMNS]; ROWS];
            let mut queries = vec![0.0; SCORED * head];
            for index in 0..heads {
                let keys = &keys[index * strips * head * COLUMNS..][..strips * head * COLUMNS];
                let values = &values[index * rows * COLUMNS..][..rows * COLUMNS];
                for (part, out) in out.chunks_mut(SCORED * width).enumerate() {
                    let count = out.len() / width;
                    let start = first + part * SCORED;
                    for (queries, qkv) in queries.chunks_exact_mut(head).zip(qkv[start * 3 * width..].chunks(3 * width))
                    {
                        for (query, value) in queries.iter_mut().zip(&qkv[index * head..]) {
                            *query = value * scale;
                        }
                    }
                    scored(&queries, keys, count, head, &mut scores);
                    for scores in scores.chunks_exact_mut(strips * COLUMNS).take(count) {
                        arithmetic::softmax(&mut scores[..rows]);
                    }
                    let weights = Rows { values: &scores, stride: strips * COLUMNS, depth: rows };
                    for row in (0..count).step_by(ROWS) {
                        let many = ROWS.min(count - row);
                        tile(weights.from(row), many, values, &mut sums);
                        for (sums, out) in sums[..many].iter().zip(out[row * width..].chunks_mut(width)) {
                            out[index * head..][..head].copy_from_slice(&sums[..head]);
                        }
                    }
                }
            }
        });
    }
}

/// The dot products of `count` queries with all keys.
fn scored(queries: &[f32], keys: &[f32], count: usize, head: usize, scores: &mut [f32]) {
    let strips = keys.len() / (head * COLUMNS);
    let queries = Rows::packed(queries, head);
    let mut sums = [[0.0; COLUMNS]; ROWS];
    for (strip, keys) in keys.chunks_exact(head * COLUMNS).enumerate() {
        for row in (0..count).step_by(ROWS) {
            let many = ROWS.min(count - row);
            tile(queries.from(row), many, keys, &mut sums);
            for (offset, sums) in sums[..many].iter().enumerate() {
                scores[((row + offset) * strips + strip) * COLUMNS..][..COLUMNS].copy_from_slice(sums);
            }
        }
    }
}
