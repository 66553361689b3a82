//! Element-wise steps between matrix products, fused so that each row is visited once.
//!
//! Every function works on one row and sums in a fixed order, so that a row's result depends on that row alone, not on
//! its neighbours or on how rows are distributed over threads.

#[cfg(target_arch = "x86_64")]
mod avx512;

/// Independent partial sums let the compiler use vector registers. Their number affects rounding, so it is the same on
/// every machine.
const LANES: usize = 16;

#[inline(always)]
fn fold(row: &[f32], start: f32, each: impl Fn(f32, f32) -> f32, join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [start; LANES];
    let mut chunks = row.chunks_exact(LANES);
    for chunk in &mut chunks {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane = each(*lane, value);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(chunks.remainder()) {
        *lane = each(*lane, value);
    }
    lanes.into_iter().fold(start, join)
}

#[inline(always)]
fn sum(row: &[f32]) -> f32 {
    fold(row, 0.0, |sum, value| sum + value, |sum, lane| sum + lane)
}

/// The exponential function to within two units in the last place; 0 far below the range, clamped far above.
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding 1.5 × 2²³ rounds to the nearest integer and leaves it in the low bits.
    const ROUND: f32 = 12_582_912.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    // The Taylor series: |rest| is at most ln 2 / 2, where the eighth term is below 6e-9.
    let series = 1.0 / 5040.0;
    let series = series * rest + 1.0 / 720.0;
    let series = series * rest + 1.0 / 120.0;
    let series = series * rest + 1.0 / 24.0;
    let series = series * rest + 1.0 / 6.0;
    let series = series * rest + 0.5;
    let series = series * rest + 1.0;
    let series = series * rest + 1.0;
    let power = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127);
    series * f32::from_bits(power << 23)
}

/// The error function by formula 7.1.26 of Abramowitz and Stegun, accurate to 1.5e-7.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let positive = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * positive);
    let series = 1.061_405_4;
    let series = series * t - 1.453_152_1;
    let series = series * t + 1.421_413_8;
    let series = series * t - 0.284_496_72;
    let series = series * t + 0.254_829_6;
    (1.0 - series * t * exp(-positive * positive)).copysign(x)
}

/// Adds the bias and applies the exact GELU, x/2 · (1 + erf(x/√2)).
pub(crate) fn bias_gelu(row: &mut [f32], bias: &[f32]) {
    #[cfg(target_arch = "x86_64")]
    if avx512::bias_gelu(row, bias) {
        return;
    }
    plain_bias_gelu(row, bias);
}

#[inline(always)]
fn plain_bias_gelu(row: &mut [f32], bias: &[f32]) {
    for (value, &bias) in row.iter_mut().zip(bias) {
        let x = *value + bias;
        *value = 0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2));
    }
}

pub(crate) fn bias(row: &mut [f32], bias: &[f32]) {
    for (value, &bias) in row.iter_mut().zip(bias) {
        *value += bias;
    }
}

/// Replaces scores by weights that sum to one.
pub(crate) fn softmax(row: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    if avx512::softmax(row) {
        return;
    }
    plain_softmax(row);
}

#[inline(always)]
fn plain_softmax(row: &mut [f32]) {
    let highest = highest(row);
    for value in row.iter_mut() {
        *value = exp(*value - highest);
    }
    let scale = 1.0 / sum(row);
    for value in row.iter_mut() {
        *value *= scale;
    }
}

/// The maximum of a row; negative infinity if it is empty.
#[inline(always)]
pub(crate) fn highest(row: &[f32]) -> f32 {
    // A comparison is one instruction; `f32::max` takes several because it handles NaN.
    let higher = |a: f32, b: f32| if b > a { b } else { a };
    fold(row, f32::NEG_INFINITY, higher, higher)
}

/// The sum of exp(x - highest) over a row.
pub(crate) fn exponentials(row: &[f32], highest: f32) -> f32 {
    fold(row, 0.0, |sum, value| sum + exp(value - highest), |sum, lane| sum + lane)
}

/// Layer normalisation in place.
pub(crate) fn normalise(row: &mut [f32], scale: &[f32], shift: &[f32], epsilon: f32) {
    let width = row.len() as f32;
    let mean = sum(row) / width;
    for value in row.iter_mut() {
        *value -= mean;
    }
    let squares = fold(row, 0.0, |sum, value| sum + value * value, |sum, lane| sum + lane);
    let inverse = 1.0 / (squares / width + epsilon).sqrt();
    for ((value, &scale), &shift) in row.iter_mut().zip(scale).zip(shift) {
        *value = *value * inverse * scale + shift;
    }
}

/// RMS normalisation: divides a row by its root mean square and multiplies it by the scale.
pub(crate) fn scale_to_root(row: &mut [f32], scale: &[f32], epsilon: f32) {
    let squares = fold(row, 0.0, |sum, value| sum + value * value, |sum, lane| sum + lane);
    let inverse = 1.0 / (squares / row.len() as f32 + epsilon).sqrt();
    for (value, &scale) in row.iter_mut().zip(scale) {
        *value *= inverse * scale;
    }
}

/// The gated linear unit of llama (`SwiGLU`): gate / (1 + exp(-gate)) · number.
pub(crate) fn gated(gates: &[f32], numbers: &[f32], out: &mut [f32]) {
    for ((out, &gate), &number) in out.iter_mut().zip(gates).zip(numbers) {
        *out = gate / (1.0 + exp(-gate)) * number;
    }
}

/// The dot product of two rows.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.into_iter().sum::<f32>() + rest
}

/// Adds a multiple of one row to another.
pub(crate) fn add_scaled(row: &mut [f32], scale: f32, other: &[f32]) {
    for (value, other) in row.iter_mut().zip(other) {
        *value += scale * other;
    }
}

/// Scales a vector to length one; a zero vector stays as it is.
pub(crate) fn unit(vector: &mut [f32]) {
    let squares = fold(vector, 0.0, |sum, value| sum + value * value, |sum, lane| sum + lane);
    let inverse = 1.0 / squares.sqrt().max(1e-12);
    for value in vector {
        *value *= inverse;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_the_library() {
        for step in -8700..8700 {
            let x = step as f32 / 100.0;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp(x)) - exact).abs() / exact;
            assert!(error < 3e-7, "exp({x}) is off by {error:e}");
        }
    }

    #[test]
    fn the_error_function_agrees_with_known_values() {
        for (x, exact) in
            [(0.0, 0.0), (0.1, 0.112_462_916), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (2.0, 0.995_322_3), (4.0, 1.0)]
        {
            assert!((erf(x) - exact).abs() < 4e-7, "erf({x}) = {}", erf(x));
            assert!((erf(-x) + exact).abs() < 4e-7);
        }
    }

    #[test]
    fn wider_registers_give_the_same_bits() {
        let row: Vec<f32> = (0..1000).map(|index| ((index * 7919) % 1000) as f32 / 100.0 - 5.0).collect();
        let (mut fast, mut plain) = (row.clone(), row.clone());
        softmax(&mut fast);
        plain_softmax(&mut plain);
        assert_eq!(fast, plain);
        bias_gelu(&mut fast, &row);
        plain_bias_gelu(&mut plain, &row);
        assert_eq!(fast, plain);
    }

    #[test]
    fn weights_sum_to_one_even_for_large_scores() {
        let mut row: Vec<f32> = (0..37).map(|index| index as f32 * 30.0).collect();
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(row[36] > 0.999);
    }

    #[test]
    fn a_normalised_row_has_mean_zero_and_variance_one() {
        let mut row: Vec<f32> = (0..384).map(|index| (index * index % 97) as f32 + 500.0).collect();
        normalise(&mut row, &[1.0; 384], &[0.0; 384], 1e-12);
        let mean = row.iter().sum::<f32>() / 384.0;
        let variance = row.iter().map(|value| value * value).sum::<f32>() / 384.0;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{mean} {variance}");
    }
}
