use half::f16;

use super::bytes::ByteRows;
use super::*;

/// Pseudo-random values between -1 and 1.
pub(super) fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed;
    let step = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(step).collect()
}

fn product(rows: &[f32], weights: &[f32], depth: usize) -> Vec<f32> {
    let dot = |row: &[f32], column: &[f32]| row.iter().zip(column).map(|(a, b)| a * b).sum();
    rows.chunks(depth).flat_map(|row| weights.chunks(depth).map(move |column| dot(row, column))).collect()
}

#[test]
fn packed_matrices_multiply_as_the_definition_says() {
    for (count, depth, columns) in [(1, 8, 64), (6, 12, 65), (7, 20, 130), (13, 64, 3)] {
        let (rows, weights) = (numbers(count * depth, 1), numbers(columns * depth, 2));
        let mut out = vec![0.0; count * columns];
        Packed::of_columns(&weights, depth).multiply(Rows::packed(&rows, depth), count, |row, column, sums| {
            out[row * columns + column..][..sums.len()].copy_from_slice(sums);
        });
        for (got, exact) in out.iter().zip(product(&rows, &weights, depth)) {
            assert!((got - exact).abs() < 1e-5, "{got} for {exact}");
        }
    }
}

#[test]
fn rows_may_overlap() {
    let (samples, weights) = (numbers(40, 3), numbers(16 * 5, 4));
    let rows = Rows { values: &samples, stride: 8, depth: 16 };
    let mut out = [0.0; 4 * 5];
    Packed::of_columns(&weights, 16).multiply(rows, 4, |row, _, sums| {
        out[row * 5..][..5].copy_from_slice(sums);
    });
    let spread: Vec<f32> = (0..4).flat_map(|row| samples[row * 8..][..16].to_vec()).collect();
    for (got, exact) in out.iter().zip(product(&spread, &weights, 16)) {
        assert!((got - exact).abs() < 1e-5);
    }
}

#[test]
fn bytes_multiply_to_within_their_rounding() {
    for (count, depth, columns) in [(1, 64, 64), (6, 512, 70), (8, 128, 129)] {
        let (rows, weights) = (numbers(count * depth, 5), numbers(columns * depth, 6));
        let halves: Vec<f16> = weights.iter().map(|value| f16::from_f32(*value)).collect();
        let strips = PackedBytes::of_columns(&halves, depth);
        let mut bytes = ByteRows::default();
        rows.chunks(depth).for_each(|row| bytes.push(row));
        let mut out = vec![0.0; count * columns];
        strips.multiply(&bytes, 0..strips.strips(), |row, column, sums| {
            out[row * columns + column..][..sums.len()].copy_from_slice(sums);
        });
        // The rounding error of each factor is at most half a step of 1/127.
        let allowed = 4.0 * (depth as f32).sqrt() / 127.0 / 3.0_f32.sqrt();
        for (got, exact) in out.iter().zip(product(&rows, &weights, depth)) {
            assert!((got - exact).abs() < allowed, "{got} for {exact}");
        }
    }
}

#[test]
fn the_kernels_agree_with_plain_rust() {
    let (rows, strip) = (numbers(ROWS * 100, 7), numbers(100 * COLUMNS, 8));
    let rows = Rows::packed(&rows, 100);
    for count in 1..=ROWS {
        let mut plain = [[0.0; COLUMNS]; ROWS];
        portable::tile(rows, count, &strip, &mut plain);
        #[cfg(target_arch = "x86_64")]
        for tile in [avx512::tile, avx2::tile] {
            let mut fast = [[0.0; COLUMNS]; ROWS];
            if tile(rows, count, &strip, &mut fast) {
                for (fast, plain) in fast.as_flattened().iter().zip(plain.as_flattened()) {
                    assert!((fast - plain).abs() < 1e-4);
                }
            }
        }
    }
    let bytes: Vec<i8> = (0..ROWS * 100).map(|index| ((index * 37 % 255) as i32 - 127) as i8).collect();
    let strip: Vec<u8> = (0..100 * COLUMNS).map(|index| (index * 91 % 255 + 1) as u8).collect();
    let rows = Rows::packed(&bytes, 100);
    for count in 1..=ROWS {
        let mut plain = [[0; COLUMNS]; ROWS];
        portable::byte_tile(rows, count, &strip, &mut plain);
        #[cfg(target_arch = "x86_64")]
        for tile in [avx512::byte_tile, avx2::byte_tile, avx2::plain_byte_tile] {
            let mut fast = [[0; COLUMNS]; ROWS];
            if tile(rows, count, &strip, &mut fast) {
                assert_eq!(fast, plain);
            }
        }
    }
}
