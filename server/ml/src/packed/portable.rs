//! The kernels in plain Rust, written so that compilers vectorise them.

use super::{COLUMNS, Rows, Tile};

/// Like [`super::tile`].
pub(super) fn tile(rows: Rows<'_, f32>, count: usize, strip: &[f32], sums: &mut Tile<f32>) {
    for (index, sums) in sums[..count].iter_mut().enumerate() {
        let mut row = [0.0_f32; COLUMNS];
        for (&value, weights) in rows.row(index).iter().zip(strip.as_chunks::<COLUMNS>().0) {
            for (sum, weight) in row.iter_mut().zip(weights) {
                *sum = value.mul_add(*weight, *sum);
            }
        }
        *sums = row;
    }
}

/// Like [`super::bytes::tile`].
pub(super) fn byte_tile(rows: Rows<'_, i8>, count: usize, strip: &[u8], sums: &mut Tile<i32>) {
    for (index, sums) in sums[..count].iter_mut().enumerate() {
        let mut row = [0_i32; COLUMNS];
        for (values, weights) in rows.row(index).as_chunks::<4>().0.iter().zip(strip.as_chunks::<{ 4 * COLUMNS }>().0) {
            let values = values.map(i32::from);
            for (sum, weights) in row.iter_mut().zip(weights.as_chunks::<4>().0) {
                let weights = weights.map(i32::from);
                *sum += (values[0] * weights[0] + values[1] * weights[1])
                    + (values[2] * weights[2] + values[3] * weights[3]);
            }
        }
        *sums = row;
    }
}
