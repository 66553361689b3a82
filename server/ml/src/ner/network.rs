//! Computes one vector per token from its features: hashed embeddings, followed by four layers that each include one
//! neighbour on either side.
//!
//! Each layer is a matrix product, the largest of three sums for each output ("maxout"), and layer normalisation. With
//! 96 values per token the products are too small for candle, which allocates a tensor and repacks the weights in every
//! step. With strips laid out once ([`Packed`]), the overlapping windows of neighbours are read in place and never
//! copied.

use std::ops::Range;

use crate::arithmetic;
use crate::packed::{Packed, Rows};

use super::hash::row_keys;
use super::lexemes::{FEATURES, Features};
use super::weights::{Layers, Unreadable};

/// The dimension of a token's vector between layers.
const WIDTH: usize = 96;
/// The dimension of a token's final vector.
pub(super) const VECTOR: usize = 64;
/// Maxout: how many sums there are for each output, of which the largest counts.
const PIECES: usize = 3;
/// The number of layers, and so the number of tokens on either side on which a vector depends.
const DEPTH: usize = 4;
/// A token and its two neighbours.
const WINDOW: usize = 3;
/// Keeps the standard deviation away from zero.
const EPSILON: f32 = 1e-8;
/// The number of rows and the hash seed of each feature's table.
const TABLES: [(usize, u64); FEATURES] = [(5000, 8), (1000, 9), (2500, 10), (2500, 11)];

/// The layers from features to vectors.
pub(super) struct Network {
    /// For each feature a table [rows][`WIDTH`].
    tables: [Vec<f32>; FEATURES],
    mix: Maxout,
    convolutions: [Maxout; DEPTH],
    projection: Packed,
    projection_bias: Vec<f32>,
}

impl Network {
    pub(super) fn read(layers: &mut Layers) -> Result<Self, Unreadable> {
        let mut tables = [const { Vec::new() }; FEATURES];
        for (table, (rows, _)) in tables.iter_mut().zip(TABLES) {
            *table = layers.take("hashembed")?.take("E", &[rows, WIDTH])?;
        }
        let mix = Maxout::read(layers, FEATURES * WIDTH)?;
        let mut window = || Maxout::read(layers, WINDOW * WIDTH);
        let convolutions = [window()?, window()?, window()?, window()?];
        let mut projection = layers.take("linear")?;
        Ok(Self {
            tables,
            mix,
            convolutions,
            projection: Packed::of_columns(&projection.take("W", &[VECTOR, WIDTH])?, WIDTH),
            projection_bias: projection.take("b", &[VECTOR])?,
        })
    }

    /// The vectors [tokens][`VECTOR`] for a part of a text. Neighbours outside the part are taken into account, so that
    /// the vectors do not depend on how a text is divided.
    pub(super) fn vectors(&self, features: &[Features], part: Range<usize>) -> Vec<f32> {
        // `DEPTH` rows on either side are computed as well; beyond the text they start as zeros, as in training. One
        // more row of zeros at each end is only read.
        let margin = DEPTH + 1;
        let computed = part.len() + 2 * DEPTH;
        let mut rows = vec![0.0; (part.len() + 2 * margin) * WIDTH];
        let mut sums = Vec::new();

        let known = part.start.saturating_sub(DEPTH)..(part.end + DEPTH).min(features.len());
        let first = known.start + margin - part.start;
        let embedded = self.embed(&features[known.clone()]);
        self.mix.sums(Rows::packed(&embedded, FEATURES * WIDTH), known.len(), &mut sums);
        let targets = rows[first * WIDTH..].chunks_exact_mut(WIDTH);
        self.mix.finish(&sums, targets, |row, value| row.copy_from_slice(value));

        for layer in &self.convolutions {
            let windows = Rows { values: &rows, stride: WIDTH, depth: WINDOW * WIDTH };
            layer.sums(windows, computed, &mut sums);
            let targets = rows[WIDTH..].chunks_exact_mut(WIDTH);
            layer.finish(&sums, targets, |row, value| arithmetic::add_scaled(row, 1.0, value));
        }

        let mut vectors = vec![0.0; part.len() * VECTOR];
        let inner = Rows::packed(&rows[margin * WIDTH..], WIDTH);
        self.projection.multiply(inner, part.len(), |row, column, sums| {
            let vector = &mut vectors[row * VECTOR + column..][..sums.len()];
            vector.copy_from_slice(sums);
            arithmetic::bias(vector, &self.projection_bias[column..]);
        });
        vectors
    }

    /// The embeddings [tokens][`FEATURES`][`WIDTH`]: for each feature, the sum of four rows of its table.
    fn embed(&self, features: &[Features]) -> Vec<f32> {
        let mut embedded = vec![0.0; features.len() * FEATURES * WIDTH];
        let ids = features.iter().flatten();
        let tables = self.tables.iter().zip(TABLES).cycle();
        for ((target, id), (table, (rows, seed))) in embedded.chunks_exact_mut(WIDTH).zip(ids).zip(tables) {
            for row in table_rows(*id, seed, rows) {
                arithmetic::add_scaled(target, 1.0, &table[row * WIDTH..][..WIDTH]);
            }
        }
        embedded
    }
}

/// The four rows of a table that represent an id.
pub(super) fn table_rows(id: u64, seed: u64, rows: usize) -> [usize; 4] {
    row_keys(id, seed).map(|key| key as usize % rows)
}

/// A matrix product with maxout over three sums per output, followed by layer normalisation.
struct Maxout {
    /// Columns [`PIECES`][`WIDTH`]: the sums of one output are far apart, so that whole rows of outputs can be compared
    /// at once.
    strips: Packed,
    bias: Vec<f32>,
    scale: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn read(layers: &mut Layers, inputs: usize) -> Result<Self, Unreadable> {
        let mut maxout = layers.take("maxout")?;
        let mut normalisation = layers.take("layernorm")?;
        let weights = maxout.take("W", &[WIDTH, PIECES, inputs])?;
        Ok(Self {
            strips: Packed::of_columns(&pieces_first(&weights, PIECES, inputs), inputs),
            bias: pieces_first(&maxout.take("b", &[WIDTH, PIECES])?, PIECES, 1),
            scale: normalisation.take("G", &[WIDTH])?,
            shift: normalisation.take("b", &[WIDTH])?,
        })
    }

    /// All sums [count][`PIECES`][`WIDTH`], without bias.
    fn sums(&self, rows: Rows<'_, f32>, count: usize, sums: &mut Vec<f32>) {
        sums.resize(count * PIECES * WIDTH, 0.0);
        self.strips.multiply(rows, count, |row, column, part| {
            sums[row * PIECES * WIDTH + column..][..part.len()].copy_from_slice(part);
        });
    }

    /// Writes the normalised maximum of the sums to each target.
    fn finish<'a>(
        &self,
        sums: &[f32],
        targets: impl Iterator<Item = &'a mut [f32]>,
        take: impl Fn(&mut [f32], &[f32]),
    ) {
        let mut outputs = [0.0; WIDTH];
        for (sums, target) in sums.chunks_exact(PIECES * WIDTH).zip(targets) {
            largest(sums, &self.bias, &mut outputs);
            arithmetic::normalise(&mut outputs, &self.scale, &self.shift, EPSILON);
            take(target, &outputs);
        }
    }
}

/// For each output the largest of its sums, including the bias; both are given as [pieces][outputs].
pub(super) fn largest(sums: &[f32], bias: &[f32], outputs: &mut [f32]) {
    outputs.fill(f32::NEG_INFINITY);
    let pieces = sums.chunks_exact(outputs.len()).zip(bias.chunks_exact(outputs.len()));
    for (sums, bias) in pieces {
        for ((output, sum), bias) in outputs.iter_mut().zip(sums).zip(bias) {
            let value = sum + bias;
            *output = if value > *output { value } else { *output };
        }
    }
}

/// Reorders [outputs][pieces][inputs] to [pieces][outputs][inputs].
pub(super) fn pieces_first(values: &[f32], pieces: usize, inputs: usize) -> Vec<f32> {
    let rows = |piece| values.chunks_exact(inputs).skip(piece).step_by(pieces);
    (0..pieces).flat_map(rows).flatten().copied().collect()
}
