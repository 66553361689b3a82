//! Products with weights that are quantised in blocks of 32, as in GGUF files.
//!
//! A block has unsigned codes of four or eight bits, a scale and a minimum: a weight is `scale × code + minimum`. Rows
//! are quantised on the fly to eight bits, with a scale for each block of 32. The products of codes are summed as
//! integers, and only these sums are scaled.

mod portable;

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;

use half::f16;
use rayon::prelude::*;

use super::bytes::{rounded, scale_of};
use super::{COLUMNS, ROWS, Tile};

/// The number of weights that share a scale.
pub(crate) const BLOCK: usize = 32;

/// One column's weights in one block.
pub(crate) struct Block {
    /// The codes; below 16 if they have four bits.
    pub(crate) codes: [u8; BLOCK],
    /// The step between two codes.
    pub(crate) scale: f16,
    /// The value of code 0.
    pub(crate) least: f16,
}

impl Block {
    /// Quantises weights to eight bits.
    pub(crate) fn of(weights: &[f32; BLOCK]) -> Self {
        let scale = f16::from_f32(scale_of(weights));
        // For very small weights the scale underflows to zero, and so do the weights.
        let inverse = if scale > f16::ZERO { 1.0 / scale.to_f32() } else { 0.0 };
        let code = |weight: f32| (i32::from(rounded((weight * inverse).clamp(-127.0, 127.0))) + 128) as u8;
        Self { codes: weights.map(code), scale, least: f16::from_f32(-128.0 * scale.to_f32()) }
    }
}

/// The number of bits per code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bits {
    /// Two codes per byte.
    Four,
    /// One code per byte.
    Eight,
}

impl Bits {
    /// The size in bytes of a block of one strip.
    const fn bytes(self) -> usize {
        match self {
            Self::Four => COLUMNS * BLOCK / 2,
            Self::Eight => COLUMNS * BLOCK,
        }
    }
}

/// One strip's blocks, in the layout that the kernels read.
#[derive(Clone, Copy)]
struct Strip<'a> {
    bits: Bits,
    /// Eight bits: [blocks][8][64][4]. Four bits: [blocks][4][64][4], where the low halves are the first four of the
    /// eight groups and the high halves the last four.
    codes: &'a [u8],
    /// [blocks][scales, minimums][64]
    scales: &'a [[[f16; COLUMNS]; 2]],
}

/// The sums of up to [`ROWS`] rows from `first` on with one strip.
fn tile(rows: &BlockRows, first: usize, count: usize, strip: Strip<'_>) -> Tile<f32> {
    let (depth, blocks) = (rows.depth, rows.depth / BLOCK);
    assert!((1..=ROWS).contains(&count) && first + count <= rows.count(), "a tile has one to six rows");
    assert!(strip.scales.len() == blocks && strip.codes.len() == blocks * strip.bits.bytes(), "another depth");
    let rows = TileRows {
        values: &rows.values[first * depth..][..count * depth],
        scales: &rows.scales[first * blocks..][..count * blocks],
        sums: &rows.sums[first * blocks..][..count * blocks],
        count,
        depth,
    };
    #[cfg(target_arch = "x86_64")]
    if let Some(tile) = avx512::tile(rows, strip).or_else(|| avx2::tile(rows, strip)) {
        return tile;
    }
    portable::tile(rows, strip)
}

/// The rows of one tile. The slices' lengths match `count` and `depth`, and the strip has the same depth.
#[derive(Clone, Copy)]
struct TileRows<'a> {
    values: &'a [i8],
    scales: &'a [f32],
    sums: &'a [f32],
    count: usize,
    depth: usize,
}

/// A matrix of quantised weights in strips of 64 columns.
pub(crate) struct PackedBlocks {
    bits: Bits,
    codes: Vec<u8>,
    scales: Vec<[[f16; COLUMNS]; 2]>,
    depth: usize,
    columns: usize,
}

impl PackedBlocks {
    /// Lays out a matrix of `depth` × `columns`; `read` returns its blocks by column and block index. The depth must be
    /// a multiple of [`BLOCK`].
    pub(crate) fn build(
        bits: Bits,
        (columns, depth): (usize, usize),
        read: impl Fn(usize, usize) -> Block + Sync,
    ) -> Self {
        assert!(depth > 0 && depth.is_multiple_of(BLOCK), "weights are rounded by blocks of {BLOCK}");
        let blocks = depth / BLOCK;
        let strips = columns.div_ceil(COLUMNS);
        let mut codes = vec![0; strips * blocks * bits.bytes()];
        let mut scales = vec![[[f16::ZERO; COLUMNS]; 2]; strips * blocks];
        let parts = codes.par_chunks_exact_mut(blocks * bits.bytes()).zip(scales.par_chunks_exact_mut(blocks));
        parts.enumerate().for_each(|(strip, (codes, scales))| {
            for (index, (codes, scales)) in codes.chunks_exact_mut(bits.bytes()).zip(scales).enumerate() {
                let [steps, least] = scales;
                let columns = strip * COLUMNS..columns.min((strip + 1) * COLUMNS);
                for ((column, step), least) in columns.zip(steps).zip(least) {
                    let block = read(column, index);
                    (*step, *least) = (block.scale, block.least);
                    for (place, code) in block.codes.into_iter().enumerate() {
                        let (at, shift) = address(bits, column % COLUMNS, place);
                        codes[at] |= code << shift;
                    }
                }
            }
        });
        Self { bits, codes, scales, depth, columns }
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// The number of values in a column.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn strips(&self) -> usize {
        self.columns.div_ceil(COLUMNS)
    }

    fn strip(&self, index: usize) -> Strip<'_> {
        let blocks = self.depth / BLOCK;
        let size = blocks * self.bits.bytes();
        Strip {
            bits: self.bits,
            codes: &self.codes[index * size..][..size],
            scales: &self.scales[index * blocks..][..blocks],
        }
    }

    /// One column, dequantised.
    pub(crate) fn column(&self, index: usize, out: &mut [f32]) {
        let (strip, column) = (self.strip(index / COLUMNS), index % COLUMNS);
        let mask = if self.bits == Bits::Four { 0x0f } else { 0xff };
        let blocks = strip.codes.chunks_exact(self.bits.bytes()).zip(strip.scales);
        for (out, (codes, scales)) in out.chunks_exact_mut(BLOCK).zip(blocks) {
            let (scale, least) = (scales[0][column].to_f32(), scales[1][column].to_f32());
            for (place, out) in out.iter_mut().enumerate() {
                let (at, shift) = address(self.bits, column, place);
                *out = f32::from((codes[at] >> shift) & mask) * scale + least;
            }
        }
    }

    /// Multiplies quantised rows with the strips in `range` and passes each row's sums to `take`, with the row's index
    /// and the index of the first column.
    pub(crate) fn multiply(
        &self,
        rows: &BlockRows,
        range: std::ops::Range<usize>,
        mut take: impl FnMut(usize, usize, &[f32]),
    ) {
        for index in range {
            let strip = self.strip(index);
            let column = index * COLUMNS;
            let width = COLUMNS.min(self.columns - column);
            for first in (0..rows.count()).step_by(ROWS) {
                let many = ROWS.min(rows.count() - first);
                for (row, sums) in (first..).zip(&tile(rows, first, many, strip)[..many]) {
                    take(row, column, &sums[..width]);
                }
            }
        }
    }
}

/// The location of a code within a block: its byte, and its bit offset in that byte.
const fn address(bits: Bits, column: usize, place: usize) -> (usize, usize) {
    match bits {
        Bits::Four => ((place / 8 * COLUMNS + column) * 4 + place % 4, place % 8 / 4 * 4),
        Bits::Eight => ((place / 4 * COLUMNS + column) * 4 + place % 4, 0),
    }
}

/// Rows quantised to eight bits, block by block.
pub(crate) struct BlockRows {
    values: Vec<i8>,
    scales: Vec<f32>,
    /// For each block the sum of its quantised values, by which a column's minimum is multiplied.
    sums: Vec<f32>,
    depth: usize,
}

impl BlockRows {
    /// An empty set of rows with `depth` values each.
    pub(crate) fn new(depth: usize) -> Self {
        Self { values: Vec::new(), scales: Vec::new(), sums: Vec::new(), depth }
    }

    pub(crate) fn count(&self) -> usize {
        self.values.len() / self.depth
    }

    /// Quantises one row and appends it.
    pub(crate) fn push(&mut self, row: &[f32]) {
        assert_eq!(row.len(), self.depth, "a row of another depth");
        for block in row.as_chunks::<BLOCK>().0 {
            let scale = scale_of(block);
            let inverse = 1.0 / scale;
            let values = block.map(|value| rounded(value * inverse));
            let sum: i32 = values.iter().map(|value| i32::from(*value)).sum();
            self.values.extend_from_slice(&values);
            self.scales.push(scale);
            self.sums.push(sum as f32 * scale);
        }
    }
}

#[cfg(test)]
mod tests;
