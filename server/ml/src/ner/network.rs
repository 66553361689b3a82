//! From features to one vector a token: hashed embeddings, then four layers that each look one token
//! to either side.
//!
//! Each layer is a matrix product, the largest of three sums for each output ("maxout"), and layer
//! normalisation. With 96 numbers a token the products are too small for candle, whose every step
//! allocates a tensor and packs the weights anew; on strips laid out once ([`Packed`]) the windows
//! of neighbours are read where they lie, overlapping, and are never copied.

use std::ops::Range;

use crate::arithmetic;
use crate::packed::{Packed, Rows};

use super::hash::row_keys;
use super::lexemes::{FEATURES, Features};
use super::weights::{Layers, Unreadable};

/// How many numbers a token has between layers.
const WIDTH: usize = 96;
/// How many numbers a token has in the end.
pub(super) const VECTOR: usize = 64;
/// Of how many sums the largest counts.
const PIECES: usize = 3;
/// How many layers look to the sides, and so how many tokens to each side a vector depends on.
const DEPTH: usize = 4;
/// A token and its two neighbours.
const WINDOW: usize = 3;
/// Keeps the square root of a variance away from zero.
const EPSILON: f32 = 1e-8;
/// Rows and hash seed of each feature's table.
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

    /// The vectors [tokens][`VECTOR`] of one part of a text, whose neighbours are taken into account:
    /// a text has the same vectors in one part or many.
    pub(super) fn vectors(&self, features: &[Features], part: Range<usize>) -> Vec<f32> {
        // `DEPTH` rows to either side are computed along; before and behind the text they begin as
        // zeros, as in training. One more row of zeros at each end is only looked at.
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

    /// The embeddings [tokens][`FEATURES`][`WIDTH`]: the sum of four rows of each feature's table.
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

/// The four rows of a table that stand for an id.
pub(super) fn table_rows(id: u64, seed: u64, rows: usize) -> [usize; 4] {
    row_keys(id, seed).map(|key| key as usize % rows)
}

/// A matrix product of which each output is the largest of three, normalised.
struct Maxout {
    /// Columns [`PIECES`][`WIDTH`]: the pieces of an output lie apart, so that rows of outputs are
    /// compared at once.
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

    /// Hands each target the largest of its sums, normalised.
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

/// For each output the largest of its sums with their bias, both given as [pieces][outputs].
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

/// [outputs][pieces][inputs] as [pieces][outputs][inputs].
pub(super) fn pieces_first(values: &[f32], pieces: usize, inputs: usize) -> Vec<f32> {
    let rows = |piece| values.chunks_exact(inputs).skip(piece).step_by(pieces);
    (0..pieces).flat_map(rows).flatten().copied().collect()
}
