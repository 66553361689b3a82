//! Matrix products whose right-hand side is laid out once, in strips of 64 columns.
//!
//! A strip stores the values of its columns in the order in which the kernel reads them, so a product streams through
//! memory and packs nothing. The same kernel serves both extremes: it takes six rows at a time out of a thousand, or a
//! single row at the speed of the memory. There are hand-written kernels for x86 processors (`avx512`, `avx2`), chosen
//! at run time; elsewhere the compiler vectorises the same sums.

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

/// The number of columns in a strip.
pub(crate) const COLUMNS: usize = 64;

/// The most rows that a kernel takes at once.
pub(crate) const ROWS: usize = 6;

/// A kernel's output: the sums of up to [`ROWS`] rows with one strip.
pub(crate) type Tile<T> = [[T; COLUMNS]; ROWS];

/// Rows of values that begin `stride` apart and may overlap.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a, T> {
    pub(crate) values: &'a [T],
    /// The distance between the starts of two rows.
    pub(crate) stride: usize,
    /// How many values of each row take part.
    pub(crate) depth: usize,
}

impl<'a, T> Rows<'a, T> {
    /// Rows without gaps between them.
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

/// Panics unless `count` rows lie within their slice and the strip's depth matches theirs.
fn check<T>(rows: Rows<'_, T>, count: usize, strip_depth: usize) {
    assert!((1..=ROWS).contains(&count), "a tile has one to six rows");
    assert!((count - 1) * rows.stride + rows.depth <= rows.values.len(), "the rows end too early");
    assert!(rows.depth <= strip_depth, "the strip ends too early");
}

/// The sums of `count` rows (at most [`ROWS`]) with one strip of `depth` × [`COLUMNS`] values. The other rows of `sums`
/// are not changed.
pub(crate) fn tile(rows: Rows<'_, f32>, count: usize, strip: &[f32], sums: &mut Tile<f32>) {
    #[cfg(target_arch = "x86_64")]
    if avx512::tile(rows, count, strip, sums) || avx2::tile(rows, count, strip, sums) {
        return;
    }
    portable::tile(rows, count, strip, sums);
}

/// A matrix of 32-bit floats in strips: [columns / 64][depth][64], padded with zeros.
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

    /// The number of values in a column.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// One column, in its original order.
    pub(crate) fn column(&self, index: usize) -> Vec<f32> {
        let strip = &self.data[index / COLUMNS * COLUMNS * self.depth..];
        strip.iter().skip(index % COLUMNS).step_by(COLUMNS).take(self.depth).copied().collect()
    }

    /// Multiplies `count` rows and passes each row's sums to `take`, with the row's index and the index of the first
    /// column.
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

/// Distributes rows of `width` values over the threads, in blocks of `rows` rows: `step` gets the index of its first
/// row. The blocks do not depend on the number of threads.
pub(crate) fn share(values: &mut [f32], width: usize, rows: usize, step: impl Fn(usize, &mut [f32]) + Sync) {
    if values.len() <= rows * width || rayon::current_num_threads() < 2 {
        values.chunks_mut(rows * width).enumerate().for_each(|(index, part)| step(index * rows, part));
    } else {
        values.par_chunks_mut(rows * width).enumerate().for_each(|(index, part)| step(index * rows, part));
    }
}

#[cfg(test)]
mod tests;
