//! The kernels for processors without AVX-512, which have half as many registers of half the width. Floats: six rows
//! and sixteen columns at a time. Bytes: two rows and 32 columns, with AVX-VNNI if available, otherwise with AVX2
//! alone.

#![expect(
    unsafe_code,
    reason = "vector loads take pointers, and functions compiled for a processor's features may only be called on it; \
    both are checked where they happen"
)]

use std::arch::x86_64::{
    __m256, __m256i, _mm256_abs_epi8, _mm256_add_epi32, _mm256_dpbusd_avx_epi32, _mm256_fmadd_ps, _mm256_loadu_ps,
    _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_set1_epi8, _mm256_set1_epi16,
    _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_ps, _mm256_setzero_si256, _mm256_sign_epi8, _mm256_storeu_ps,
    _mm256_storeu_si256, _mm256_xor_si256,
};

use super::{COLUMNS, Rows, Tile, check};

/// The columns that are summed in one pass over the depth.
const HALF: usize = COLUMNS / 2;
/// The registers that these columns take up.
const WIDE: usize = HALF / 8;

/// Like [`super::tile`]; returns false, without doing anything, if the processor lacks the features.
pub(super) fn tile(rows: Rows<'_, f32>, count: usize, strip: &[f32], sums: &mut Tile<f32>) -> bool {
    if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")) {
        return false;
    }
    check(rows, count, strip.len() / COLUMNS);
    for column in (0..COLUMNS).step_by(16) {
        // SAFETY: the processor supports the features, and `check` has compared all lengths.
        unsafe {
            match count {
                1 => floats::<1>(rows, strip, column, sums),
                2 => floats::<2>(rows, strip, column, sums),
                3 => floats::<3>(rows, strip, column, sums),
                4 => floats::<4>(rows, strip, column, sums),
                5 => floats::<5>(rows, strip, column, sums),
                _ => floats::<6>(rows, strip, column, sums),
            }
        }
    }
    true
}

#[target_feature(enable = "avx2,fma")]
unsafe fn floats<const N: usize>(rows: Rows<'_, f32>, strip: &[f32], column: usize, out: &mut Tile<f32>) {
    let mut sums: [[__m256; 2]; N] = [[_mm256_setzero_ps(); 2]; N];
    let (values, strip) = (rows.values.as_ptr(), strip.as_ptr());
    for place in 0..rows.depth {
        // SAFETY: the caller has compared depth and lengths.
        unsafe {
            let weights = strip.add(place * COLUMNS + column);
            let weights = [_mm256_loadu_ps(weights), _mm256_loadu_ps(weights.add(8))];
            for (row, sums) in sums.iter_mut().enumerate() {
                let value = _mm256_set1_ps(*values.add(row * rows.stride + place));
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm256_fmadd_ps(value, weights, *sum);
                }
            }
        }
    }
    for (sums, out) in sums.iter().zip(out) {
        for (sum, out) in sums.iter().zip(out[column..].as_chunks_mut::<8>().0) {
            // SAFETY: `out` has eight places.
            unsafe { _mm256_storeu_ps(out.as_mut_ptr(), *sum) };
        }
    }
}

/// Like [`super::bytes::tile`]; returns false, without doing anything, if the processor lacks the features.
pub(super) fn byte_tile(rows: Rows<'_, i8>, count: usize, strip: &[u8], sums: &mut Tile<i32>) -> bool {
    if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni")) {
        return plain_byte_tile(rows, count, strip, sums);
    }
    // SAFETY: the processor supports the features.
    each_pair(rows, count, strip, sums, |rows, count, strip, column, out| unsafe {
        if count == 2 { with_vnni::<2>(rows, strip, column, out) } else { with_vnni::<1>(rows, strip, column, out) }
    });
    true
}

/// Like [`byte_tile`], with AVX2 alone.
pub(super) fn plain_byte_tile(rows: Rows<'_, i8>, count: usize, strip: &[u8], sums: &mut Tile<i32>) -> bool {
    if !is_x86_feature_detected!("avx2") {
        return false;
    }
    // SAFETY: the processor supports the feature.
    each_pair(rows, count, strip, sums, |rows, count, strip, column, out| unsafe {
        if count == 2 { with_avx2::<2>(rows, strip, column, out) } else { with_avx2::<1>(rows, strip, column, out) }
    });
    true
}

/// Calls a kernel for two rows or one, and for each half of the columns. The caller has checked that the rows lie
/// within their slice and that the strip's depth matches theirs.
fn each_pair(
    rows: Rows<'_, i8>,
    count: usize,
    strip: &[u8],
    sums: &mut Tile<i32>,
    kernel: impl Fn(Rows<'_, i8>, usize, &[u8], usize, &mut [[i32; COLUMNS]]),
) {
    assert_eq!(rows.depth % 4, 0, "the kernel reads four numbers at a time");
    check(rows, count, strip.len() / COLUMNS);
    for first in (0..count).step_by(2) {
        let many = (count - first).min(2);
        for column in [0, HALF] {
            kernel(rows.from(first), many, strip, column, &mut sums[first..first + many]);
        }
    }
}

/// The weights of eight columns at four positions of the depth.
#[target_feature(enable = "avx2")]
unsafe fn weights(strip: &[u8], place: usize, column: usize) -> __m256i {
    // SAFETY: the caller has compared depth and length.
    unsafe { _mm256_loadu_si256(strip.as_ptr().add((place * COLUMNS + column) * 4).cast()) }
}

/// Four values of a row, repeated across the register.
#[target_feature(enable = "avx2")]
unsafe fn four(rows: Rows<'_, i8>, row: usize, place: usize) -> __m256i {
    // SAFETY: the caller has compared depth and length.
    let four = unsafe { rows.values.as_ptr().add(row * rows.stride + place * 4).cast::<i32>().read_unaligned() };
    _mm256_set1_epi32(four)
}

#[target_feature(enable = "avx2")]
fn store<const N: usize>(sums: [[__m256i; WIDE]; N], column: usize, out: &mut [[i32; COLUMNS]]) {
    for (sums, out) in sums.iter().zip(out) {
        for (sum, out) in sums.iter().zip(out[column..column + HALF].as_chunks_mut::<8>().0) {
            // SAFETY: `out` has eight places.
            unsafe { _mm256_storeu_si256(out.as_mut_ptr().cast(), *sum) };
        }
    }
}

#[target_feature(enable = "avx2,avxvnni")]
unsafe fn with_vnni<const N: usize>(rows: Rows<'_, i8>, strip: &[u8], column: usize, out: &mut [[i32; COLUMNS]]) {
    let mut sums = [[_mm256_setzero_si256(); WIDE]; N];
    for place in 0..rows.depth / 4 {
        // SAFETY: the caller has compared depth and lengths.
        let fours: [__m256i; N] = std::array::from_fn(|row| unsafe { four(rows, row, place) });
        for index in 0..WIDE {
            // SAFETY: as above.
            let weights = unsafe { weights(strip, place, column + index * 8) };
            for (sums, four) in sums.iter_mut().zip(fours) {
                sums[index] = _mm256_dpbusd_avx_epi32(sums[index], weights, four);
            }
        }
    }
    store(sums, column, out);
}

#[target_feature(enable = "avx2")]
unsafe fn with_avx2<const N: usize>(rows: Rows<'_, i8>, strip: &[u8], column: usize, out: &mut [[i32; COLUMNS]]) {
    let (offset, ones) = (_mm256_set1_epi8(-128), _mm256_set1_epi16(1));
    let mut sums = [[_mm256_setzero_si256(); WIDE]; N];
    for place in 0..rows.depth / 4 {
        // SAFETY: the caller has compared depth and lengths.
        let fours: [__m256i; N] = std::array::from_fn(|row| unsafe { four(rows, row, place) });
        for index in 0..WIDE {
            // SAFETY: as above.
            let weights = unsafe { weights(strip, place, column + index * 8) };
            // Products of bytes are summed in sixteen bits, where the offset would overflow: so it is removed from the
            // weights, and their sign is moved to the row's values.
            let weights = _mm256_xor_si256(weights, offset);
            let sizes = _mm256_abs_epi8(weights);
            for (sums, four) in sums.iter_mut().zip(fours) {
                let pairs = _mm256_maddubs_epi16(sizes, _mm256_sign_epi8(four, weights));
                sums[index] = _mm256_add_epi32(sums[index], _mm256_madd_epi16(pairs, ones));
            }
        }
    }
    store(sums, column, out);
    // Add what the offset would have contributed.
    for (row, out) in out.iter_mut().enumerate().take(N) {
        let excess = 128 * rows.row(row).iter().map(|value| i32::from(*value)).sum::<i32>();
        out[column..column + HALF].iter_mut().for_each(|sum| *sum += excess);
    }
}
