//! The kernel in plain Rust.

use super::{BLOCK, Bits, COLUMNS, ROWS, Strip, Tile, TileRows, address};

/// Like [`super::tile`].
pub(super) fn tile(rows: TileRows<'_>, strip: Strip<'_>) -> Tile<f32> {
    let mut sums = [[0.0; COLUMNS]; ROWS];
    let mask = if strip.bits == Bits::Four { 0x0f } else { 0xff };
    let blocks = rows.depth / BLOCK;
    for (row, out) in sums.iter_mut().take(rows.count).enumerate() {
        for (index, codes) in strip.codes.chunks_exact(strip.bits.bytes()).enumerate() {
            let values = &rows.values[row * rows.depth + index * BLOCK..][..BLOCK];
            let mut whole = [0_i32; COLUMNS];
            for (place, value) in values.iter().enumerate() {
                for (column, sum) in whole.iter_mut().enumerate() {
                    let (at, shift) = address(strip.bits, column, place);
                    *sum += i32::from((codes[at] >> shift) & mask) * i32::from(*value);
                }
            }
            let (scale, sum) = (rows.scales[row * blocks + index], rows.sums[row * blocks + index]);
            let [scales, least] = &strip.scales[index];
            for (((out, whole), column_scale), least) in out.iter_mut().zip(whole).zip(scales).zip(least) {
                *out += whole as f32 * column_scale.to_f32() * scale + least.to_f32() * sum;
            }
        }
    }
    sums
}
