//! Matrix products whose right side was laid out once, in strips of 64 columns.
//!
//! A strip holds its columns' numbers in the order in which the kernel reads them, so a product
//! streams through memory and packs nothing. One kernel serves both ends: six rows at a time for a
//! thousand rows, or a single row whose speed is that of the memory. For x86 processors kernels are
//! written out (`avx512`, `avx2`) and chosen at run time; elsewhere the compiler vectorises the same sums.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod blocks;
mod bytes;
mod portable;
mod weights;

use rayon::prelude::*;

pub(crate) use blocks::{BLOCK, Bits, Block, BlockRows, PackedBlocks};
pub(crate) use bytes::{ByteRows, PackedBytes};
pub use weights::Precision;
pub(crate) use weights::{Matrix, Weights};

/// How many columns a strip has.
pub(crate) const COLUMNS: usize = 64;

/// How many rows a kernel takes at once.
pub(crate) const ROWS: usize = 6;

/// What a kernel hands back: sums of up to [`ROWS`] rows with one strip.
pub(crate) type Tile<T> = [[T; COLUMNS]; ROWS];

/// Rows of numbers that begin `stride` apart and may overlap.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a, T> {
    /// The numbers.
    pub(crate) values: &'a [T],
    /// How far apart two rows begin.
    pub(crate) stride: usize,
    /// How many numbers of a row take part.
    pub(crate) depth: usize,
}

impl<'a, T> Rows<'a, T> {
    /// Rows that lie one behind the other.
    pub(crate) fn packed(values: &'a [T], depth: usize) -> Self {
        Self { values, stride: depth, depth }
    }

    pub(crate) fn row(&self, index: usize) -> &'a [T] {
        &self.values[index * self.stride..][..self.depth]
    }

    /// The rows from `first` on.
    pub(crate) fn from(&self, first: usize) -> Self {
        Self { values: &self.values[first * self.stride..], ..*self }
    }
}

/// Panics unless `count` rows lie within their slice and the strip is as deep as they are.
fn check<T>(rows: Rows<'_, T>, count: usize, strip_depth: usize) {
    assert!((1..=ROWS).contains(&count), "a tile has one to six rows");
    assert!((count - 1) * rows.stride + rows.depth <= rows.values.len(), "the rows end too early");
    assert!(rows.depth <= strip_depth, "the strip ends too early");
}

/// The sums of `count` rows (at most [`ROWS`]) with one strip of `depth` × [`COLUMNS`] numbers. The other rows of `sums`
/// stay as they are.
pub(crate) fn tile(rows: Rows<'_, f32>, count: usize, strip: &[f32], sums: &mut Tile<f32>) {
    #[cfg(target_arch = "x86_64")]
    if avx512::tile(rows, count, strip, sums) || avx2::tile(rows, count, strip, sums) {
        return;
    }
    portable::tile(rows, count, strip, sums);
}

/// A matrix of 32-bit numbers in strips: [columns / 64][depth][64], filled up with zeros.
pub(crate) struct Packed {
    data: Vec<f32>,
    depth: usize,
    columns: usize,
}

impl Packed {
    /// Lays out a matrix given by columns, that is, a layer's weights as [outputs][inputs].
    pub(crate) fn of_columns(weights: &[f32], depth: usize) -> Self {
        let columns = weights.len() / depth.max(1);
        let mut data = vec![0.0; columns.div_ceil(COLUMNS) * COLUMNS * depth];
        for (column, values) in weights.chunks_exact(depth).enumerate() {
            let strip = &mut data[column / COLUMNS * COLUMNS * depth..];
            for (place, value) in values.iter().enumerate() {
                strip[place * COLUMNS + column % COLUMNS] = *value;
            }
        }
        Self { data, depth, columns }
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// How many numbers a column has.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// One column as it was given.
    pub(crate) fn column(&self, index: usize) -> Vec<f32> {
        let strip = &self.data[index / COLUMNS * COLUMNS * self.depth..];
        strip.iter().skip(index % COLUMNS).step_by(COLUMNS).take(self.depth).copied().collect()
    }

    /// Multiplies `count` rows and hands each row's sums to `take`, with the row's number and the
    /// sums' first column.
    pub(crate) fn multiply(&self, rows: Rows<'_, f32>, count: usize, mut take: impl FnMut(usize, usize, &[f32])) {
        let mut sums = [[0.0; COLUMNS]; ROWS];
        for (index, strip) in self.data.chunks_exact(COLUMNS * self.depth).enumerate() {
            let column = index * COLUMNS;
            let width = COLUMNS.min(self.columns - column);
            for first in (0..count).step_by(ROWS) {
                let many = ROWS.min(count - first);
                tile(rows.from(first), many, strip, &mut sums);
                for (offset, sums) in sums[..many].iter().enumerate() {
                    take(first + offset, column, &sums[..width]);
                }
            }
        }
    }
}

/// Shares rows of `width` numbers among the threads, some at a time: `step` gets the number of its
/// first row. The shares do not depend on how many threads there are.
pub(crate) fn share(values: &mut [f32], width: usize, rows: usize, step: impl Fn(usize, &mut [f32]) + Sync) {
    if values.len() <= rows * width || rayon::current_num_threads() < 2 {
        values.chunks_mut(rows * width).enumerate().for_each(|(index, part)| step(index * rows, part));
    } else {
        values.par_chunks_mut(rows * width).enumerate().for_each(|(index, part)| step(index * rows, part));
    }
}

#[cfg(test)]
mod tests;
