//! Products of 8-bit integers: weights are quantised once, rows on the fly.
//!
//! Each column of weights and each row has a scale of its own, its largest magnitude divided by 127. The sums are
//! exact, so they are the same on every processor; only quantisation loses accuracy.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::{COLUMNS, ROWS, Rows, Tile, portable};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// Added to weights to store them unsigned, as the processor's instruction requires.
const OFFSET: i32 = 128;

/// The sums of `count` rows (at most [`ROWS`]) with one strip of bytes, laid out as [depth / 4][64][4]. The other rows
/// of `sums` are not changed.
pub(super) fn tile(rows: Rows<'_, i8>, count: usize, strip: &[u8], sums: &mut Tile<i32>) {
    #[cfg(target_arch = "x86_64")]
    if avx512::byte_tile(rows, count, strip, sums) || avx2::byte_tile(rows, count, strip, sums) {
        return;
    }
    portable::byte_tile(rows, count, strip, sums);
}

/// A matrix of bytes in strips, with a scale for each column.
pub(crate) struct PackedBytes {
    data: Vec<u8>,
    scales: Vec<f32>,
    depth: usize,
}

impl PackedBytes {
    /// Quantises and lays out a matrix given by columns, that is, a layer's weights as [outputs][inputs]. The depth
    /// must be a multiple of four.
    pub(crate) fn of_columns(weights: &[f16], depth: usize) -> Self {
        let mut codes = Vec::with_capacity(weights.len());
        let mut column = vec![0.0; depth];
        let round = |weights: &[f16]| {
            weights.convert_to_f32_slice(&mut column);
            let scale = scale_of(&column);
            let inverse = 1.0 / scale;
            codes.extend(column.iter().map(|value| (i32::from(rounded(value * inverse)) + OFFSET) as u8));
            scale
        };
        let scales = weights.chunks_exact(depth).map(round).collect();
        Self::of_rounded(&codes, scales, depth)
    }

    /// Lays out a matrix that is quantised already. A weight is its code minus 128, multiplied by its column's scale.
    pub(crate) fn of_rounded(codes: &[u8], scales: Vec<f32>, depth: usize) -> Self {
        assert_eq!(depth % 4, 0, "bytes are multiplied by fours");
        let mut data = vec![0; scales.len().div_ceil(COLUMNS) * COLUMNS * depth];
        for (index, codes) in codes.chunks_exact(depth).enumerate() {
            let strip = &mut data[index / COLUMNS * COLUMNS * depth..];
            let places = strip.chunks_exact_mut(4 * COLUMNS).map(|fours| &mut fours[index % COLUMNS * 4..][..4]);
            codes.chunks_exact(4).zip(places).for_each(|(codes, place)| place.copy_from_slice(codes));
        }
        Self { data, scales, depth }
    }

    /// The number of values in a column.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    pub(crate) fn columns(&self) -> usize {
        self.scales.len()
    }

    pub(crate) fn strips(&self) -> usize {
        self.scales.len().div_ceil(COLUMNS)
    }

    /// One column, dequantised.
    pub(crate) fn column(&self, index: usize) -> Vec<f32> {
        let strip = &self.data[index / COLUMNS * COLUMNS * self.depth..][..COLUMNS * self.depth];
        let scale = self.scales[index];
        let fours = strip.chunks_exact(4 * COLUMNS).flat_map(|fours| &fours[index % COLUMNS * 4..][..4]);
        fours.map(|value| (i32::from(*value) - OFFSET) as f32 * scale).collect()
    }

    /// Multiplies quantised rows with the strips in `range` and passes each row's sums to `take`, with the row's index
    /// and the index of the first column.
    pub(crate) fn multiply(
        &self,
        rows: &ByteRows,
        range: std::ops::Range<usize>,
        mut take: impl FnMut(usize, usize, &[f32]),
    ) {
        let size = COLUMNS * self.depth;
        let values = Rows::packed(&rows.values, self.depth);
        let count = rows.scales.len();
        let mut sums = [[0; COLUMNS]; ROWS];
        for index in range {
            let strip = &self.data[index * size..][..size];
            let scales = &self.scales[index * COLUMNS..];
            let scales = &scales[..scales.len().min(COLUMNS)];
            for first in (0..count).step_by(ROWS) {
                let many = ROWS.min(count - first);
                tile(values.from(first), many, strip, &mut sums);
                for (row, sums) in (first..).zip(&sums[..many]) {
                    let mut out = [0.0; COLUMNS];
                    let (scale, excess) = (rows.scales[row], rows.excess[row]);
                    for ((out, sum), column) in out.iter_mut().zip(sums).zip(scales) {
                        *out = (sum - excess) as f32 * (scale * column);
                    }
                    take(row, index * COLUMNS, &out[..scales.len()]);
                }
            }
        }
    }
}

/// Rows quantised to eight bits, with what is needed to undo it.
#[derive(Default)]
pub(crate) struct ByteRows {
    values: Vec<i8>,
    scales: Vec<f32>,
    /// What the weights' offset adds to each of a row's sums.
    excess: Vec<i32>,
}

impl ByteRows {
    /// Quantises `count` rows.
    pub(crate) fn of(rows: Rows<'_, f32>, count: usize) -> Self {
        let mut rounded = Self { values: Vec::with_capacity(count * rows.depth), ..Self::default() };
        (0..count).for_each(|row| rounded.push(rows.row(row)));
        rounded
    }

    /// Quantises one row and appends it.
    pub(crate) fn push(&mut self, row: &[f32]) {
        let scale = scale_of(row);
        let inverse = 1.0 / scale;
        let start = self.values.len();
        // Resized and overwritten, because compilers do not vectorise appending.
        self.values.resize(start + row.len(), 0);
        let values = &mut self.values[start..];
        values.iter_mut().zip(row).for_each(|(place, value)| *place = rounded(value * inverse));
        self.excess.push(OFFSET * values.iter().map(|value| i32::from(*value)).sum::<i32>());
        self.scales.push(scale);
    }
}

/// The largest magnitude divided by 127; 1 for a row of zeros.
pub(super) fn scale_of(row: &[f32]) -> f32 {
    // Non-negative floats are ordered like their bits, for which compilers vectorise the maximum.
    let largest = row.iter().map(|value| value.abs().to_bits()).fold(0, u32::max);
    let largest = f32::from_bits(largest);
    if largest > 0.0 { largest / 127.0 } else { 1.0 }
}

/// Rounds to the nearest integer; |value| must be at most 127. Adding 1.5 × 2²³ leaves the integer in the low bits.
#[inline(always)]
pub(super) fn rounded(value: f32) -> i8 {
    (value + 12_582_912.0).to_bits() as i8
}
