//! The kernels for processors with AVX-512: a tile of six rows and four registers of columns stays in registers for the
//! whole depth.

#![expect(
    unsafe_code,
    reason = "vector loads take pointers, and functions compiled for a processor's features may only be called on it; \
    both are checked where they happen"
)]

use std::arch::x86_64::{
    __m512, __m512i, _mm512_dpbusd_epi32, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_loadu_si512, _mm512_set1_epi32,
    _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_storeu_ps, _mm512_storeu_si512,
};

use super::{COLUMNS, Rows, Tile, check};

/// The registers that a strip's width takes up.
const WIDE: usize = COLUMNS / 16;

/// Like [`super::tile`]; returns false, without doing anything, if the processor lacks the feature.
pub(super) fn tile(rows: Rows<'_, f32>, count: usize, strip: &[f32], sums: &mut Tile<f32>) -> bool {
    if !is_x86_feature_detected!("avx512f") {
        return false;
    }
    check(rows, count, strip.len() / COLUMNS);
    // SAFETY: the processor supports the feature, and `check` has compared all lengths.
    unsafe {
        match count {
            1 => floats::<1>(rows, strip, sums),
            2 => floats::<2>(rows, strip, sums),
            3 => floats::<3>(rows, strip, sums),
            4 => floats::<4>(rows, strip, sums),
            5 => floats::<5>(rows, strip, sums),
            _ => floats::<6>(rows, strip, sums),
        }
    }
    true
}

/// Like [`super::bytes::tile`]; returns false, without doing anything, if the processor lacks the features.
pub(super) fn byte_tile(rows: Rows<'_, i8>, count: usize, strip: &[u8], sums: &mut Tile<i32>) -> bool {
    if !(is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni")) {
        return false;
    }
    assert_eq!(rows.depth % 4, 0, "the kernel reads four numbers at a time");
    check(rows, count, strip.len() / COLUMNS);
    // SAFETY: the processor supports the features, and `check` has compared all lengths.
    unsafe {
        match count {
            1 => bytes::<1>(rows, strip, sums),
            2 => bytes::<2>(rows, strip, sums),
            3 => bytes::<3>(rows, strip, sums),
            4 => bytes::<4>(rows, strip, sums),
            5 => bytes::<5>(rows, strip, sums),
            _ => bytes::<6>(rows, strip, sums),
        }
    }
    true
}

#[target_feature(enable = "avx512f")]
unsafe fn floats<const N: usize>(rows: Rows<'_, f32>, strip: &[f32], out: &mut Tile<f32>) {
    let mut sums: [[__m512; WIDE]; N] = [[_mm512_setzero_ps(); WIDE]; N];
    let (values, strip) = (rows.values.as_ptr(), strip.as_ptr());
    for place in 0..rows.depth {
        // SAFETY: the caller has compared depth and lengths.
        unsafe {
            let mut weights = [_mm512_setzero_ps(); WIDE];
            for (index, weights) in weights.iter_mut().enumerate() {
                *weights = _mm512_loadu_ps(strip.add(place * COLUMNS + index * 16));
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                let value = _mm512_set1_ps(*values.add(row * rows.stride + place));
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm512_fmadd_ps(value, weights, *sum);
                }
            }
        }
    }
    for (sums, out) in sums.iter().zip(out) {
        for (sum, out) in sums.iter().zip(out.as_chunks_mut::<16>().0) {
            // SAFETY: `out` has sixteen places.
            unsafe { _mm512_storeu_ps(out.as_mut_ptr(), *sum) };
        }
    }
}

#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn bytes<const N: usize>(rows: Rows<'_, i8>, strip: &[u8], out: &mut Tile<i32>) {
    let mut sums: [[__m512i; WIDE]; N] = [[_mm512_setzero_si512(); WIDE]; N];
    let (values, strip) = (rows.values.as_ptr(), strip.as_ptr());
    for place in 0..rows.depth / 4 {
        // SAFETY: the caller has compared depth and lengths.
        unsafe {
            let mut weights = [_mm512_setzero_si512(); WIDE];
            for (index, weights) in weights.iter_mut().enumerate() {
                *weights = _mm512_loadu_si512(strip.add((place * COLUMNS + index * 16) * 4).cast());
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                let four = values.add(row * rows.stride + place * 4).cast::<i32>().read_unaligned();
                let four = _mm512_set1_epi32(four);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = _mm512_dpbusd_epi32(*sum, weights, four);
                }
            }
        }
    }
    for (sums, out) in sums.iter().zip(out) {
        for (sum, out) in sums.iter().zip(out.as_chunks_mut::<16>().0) {
            // SAFETY: `out` has sixteen places.
            unsafe { _mm512_storeu_si512(out.as_mut_ptr().cast(), *sum) };
        }
    }
}
