use super::*;
use crate::packed::tests::numbers;

/// 4-bit weights with arbitrary codes, or quantised 8-bit weights.
fn strips(bits: Bits, columns: usize, depth: usize) -> PackedBlocks {
    let weights = numbers(columns * depth, 1);
    PackedBlocks::build(bits, (columns, depth), |column, block| {
        let weights: &[f32; BLOCK] = &weights[column * depth + block * BLOCK..].as_chunks().0[0];
        match bits {
            Bits::Eight => Block::of(weights),
            Bits::Four => Block {
                codes: weights.map(|weight| ((weight + 1.0) * 7.99) as u8),
                scale: f16::from_f32(0.125),
                least: f16::from_f32(-1.0),
            },
        }
    })
}

fn rounded_rows(count: usize, depth: usize) -> (Vec<f32>, BlockRows) {
    let rows = numbers(count * depth, 2);
    let mut rounded = BlockRows::new(depth);
    rows.chunks(depth).for_each(|row| rounded.push(row));
    (rows, rounded)
}

#[test]
fn a_product_is_that_of_the_columns_with_the_rows_to_within_the_rows_rounding() {
    for (bits, count, depth, columns) in
        [(Bits::Eight, 1, 64, 64), (Bits::Four, 7, 96, 130), (Bits::Eight, 12, 576, 3), (Bits::Four, 3, 32, 65)]
    {
        let strips = strips(bits, columns, depth);
        let (rows, rounded) = rounded_rows(count, depth);
        let mut seen = 0;
        strips.multiply(&rounded, 0..strips.strips(), |row, first, sums| {
            for (column, sum) in (first..).zip(sums) {
                let mut weights = vec![0.0; depth];
                strips.column(column, &mut weights);
                let exact: f32 = rows[row * depth..][..depth].iter().zip(&weights).map(|(a, b)| a * b).sum();
                let allowed = 4.0 * (depth as f32).sqrt() / 254.0 / 3.0_f32.sqrt();
                assert!((sum - exact).abs() < allowed, "{sum} for {exact}");
                seen += 1;
            }
        });
        assert_eq!(seen, count * columns);
    }
}

#[test]
fn rounded_weights_are_within_half_a_step() {
    let strips = strips(Bits::Eight, 70, 64);
    let weights = numbers(70 * 64, 1);
    let mut column = vec![0.0; 64];
    for (index, weights) in weights.chunks(64).enumerate() {
        strips.column(index, &mut column);
        for (got, weight) in column.iter().zip(weights) {
            assert!((got - weight).abs() < 0.6 / 127.0, "{got} for {weight}");
        }
    }
    let nothing = Block::of(&[1e-9; BLOCK]);
    assert_eq!(nothing.scale.to_f32() * 255.0 + nothing.least.to_f32(), 0.0);
}

#[test]
fn the_kernels_agree_with_plain_rust() {
    let depth = 96;
    let (_, rows) = rounded_rows(ROWS, depth);
    for bits in [Bits::Four, Bits::Eight] {
        let strips = strips(bits, COLUMNS, depth);
        for count in 1..=ROWS {
            let tile_rows = TileRows {
                values: &rows.values[..count * depth],
                scales: &rows.scales[..count * depth / BLOCK],
                sums: &rows.sums[..count * depth / BLOCK],
                count,
                depth,
            };
            let plain = portable::tile(tile_rows, strips.strip(0));
            #[cfg(target_arch = "x86_64")]
            for tile in [avx512::tile(tile_rows, strips.strip(0)), avx2::tile(tile_rows, strips.strip(0))] {
                for (fast, plain) in tile.iter().flatten().flatten().zip(plain.as_flattened()) {
                    assert!((fast - plain).abs() < 1e-4, "{fast} for {plain}");
                }
            }
        }
    }
}
