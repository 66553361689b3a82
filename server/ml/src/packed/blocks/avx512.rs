//! The kernel for processors with AVX-512 VNNI, which has an instruction for products of bytes.

#![expect(
    unsafe_code,
    reason = "vector loads take pointers, and functions compiled for a processor's features may only be called on it; \
    both are checked where they happen"
)]

use std::arch::x86_64::{
    __m256i, __m512, __m512i, _mm256_loadu_si256, _mm512_and_si512, _mm512_cvtepi32_ps, _mm512_cvtph_ps,
    _mm512_dpbusd_epi32, _mm512_fmadd_ps, _mm512_loadu_si512, _mm512_mul_ps, _mm512_set1_epi8, _mm512_set1_epi32,
    _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_srli_epi32, _mm512_storeu_ps,
};

use half::f16;

use super::{BLOCK, Bits, COLUMNS, ROWS, Strip, Tile, TileRows};

/// Floats per register.
const LANES: usize = 16;

/// Like [`super::tile`]; `None` if the processor lacks the features.
pub(super) fn tile(rows: TileRows<'_>, strip: Strip<'_>) -> Option<Tile<f32>> {
    if !(is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni")) {
        return None;
    }
    let mut out = [[0.0; COLUMNS]; ROWS];
    // SAFETY: the processor supports the features, and the caller has compared all lengths. With this many rows and
    // registers of columns, all sums stay in registers.
    unsafe {
        match rows.count {
            1 => columns::<1, 4>(rows, strip, &mut out),
            2 => columns::<2, 4>(rows, strip, &mut out),
            3 => columns::<3, 2>(rows, strip, &mut out),
            4 => columns::<4, 2>(rows, strip, &mut out),
            5 => columns::<5, 2>(rows, strip, &mut out),
            _ => columns::<6, 2>(rows, strip, &mut out),
        }
    }
    Some(out)
}

#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn columns<const N: usize, const WIDE: usize>(rows: TileRows<'_>, strip: Strip<'_>, out: &mut Tile<f32>) {
    for first in (0..COLUMNS).step_by(WIDE * LANES) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            match strip.bits {
                Bits::Four => some::<N, WIDE, true>(rows, strip, first, out),
                Bits::Eight => some::<N, WIDE, false>(rows, strip, first, out),
            }
        }
    }
}

/// Processes the columns from `first` on that fit into `WIDE` registers.
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn some<const N: usize, const WIDE: usize, const FOUR: bool>(
    rows: TileRows<'_>,
    strip: Strip<'_>,
    first: usize,
    out: &mut Tile<f32>,
) {
    let blocks = rows.depth / BLOCK;
    let mut sums: [[__m512; WIDE]; N] = [[_mm512_setzero_ps(); WIDE]; N];
    for index in 0..blocks {
        // SAFETY: the caller has compared depth and lengths; `first` and the registers stay within the strip's width.
        unsafe {
            let codes = strip.codes.as_ptr().add(index * strip.bits.bytes() + first * 4);
            let values = rows.values.as_ptr().add(index * BLOCK);
            let whole = if FOUR {
                fours::<N, WIDE>(codes, values, rows.depth)
            } else {
                eights::<N, WIDE>(codes, values, rows.depth)
            };
            let [scales, least] = strip.scales.get_unchecked(index);
            for wide in 0..WIDE {
                let column_scale = floats(scales.as_ptr().add(first + wide * LANES));
                let least = floats(least.as_ptr().add(first + wide * LANES));
                for row in 0..N {
                    let scale = _mm512_set1_ps(*rows.scales.get_unchecked(row * blocks + index));
                    let sum = _mm512_set1_ps(*rows.sums.get_unchecked(row * blocks + index));
                    let scaled = _mm512_mul_ps(_mm512_cvtepi32_ps(whole[row][wide]), column_scale);
                    sums[row][wide] = _mm512_fmadd_ps(scaled, scale, sums[row][wide]);
                    sums[row][wide] = _mm512_fmadd_ps(least, sum, sums[row][wide]);
                }
            }
        }
    }
    for (sums, out) in sums.iter().zip(out) {
        for (sum, out) in sums.iter().zip(out[first..].as_chunks_mut::<LANES>().0) {
            // SAFETY: `out` has sixteen places.
            unsafe { _mm512_storeu_ps(out.as_mut_ptr(), *sum) };
        }
    }
}

#[target_feature(enable = "avx512f")]
unsafe fn floats(halves: *const f16) -> __m512 {
    // SAFETY: the caller points at sixteen.
    _mm512_cvtph_ps(unsafe { _mm256_loadu_si256(halves.cast::<__m256i>()) })
}

#[target_feature(enable = "avx512f")]
unsafe fn four(values: *const i8) -> __m512i {
    // SAFETY: the caller points at four.
    _mm512_set1_epi32(unsafe { values.cast::<i32>().read_unaligned() })
}

#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn fours<const N: usize, const WIDE: usize>(
    codes: *const u8,
    values: *const i8,
    stride: usize,
) -> [[__m512i; WIDE]; N] {
    let mut sums = [[_mm512_setzero_si512(); WIDE]; N];
    let low = _mm512_set1_epi8(0x0f);
    for eight in 0..BLOCK / 8 {
        for wide in 0..WIDE {
            // SAFETY: a block has this many codes and numbers.
            unsafe {
                let both = _mm512_loadu_si512(codes.add((eight * COLUMNS + wide * LANES) * 4).cast());
                let (first, second) =
                    (_mm512_and_si512(both, low), _mm512_and_si512(_mm512_srli_epi32::<4>(both), low));
                for (row, sums) in sums.iter_mut().enumerate() {
                    let values = values.add(row * stride + eight * 8);
                    sums[wide] = _mm512_dpbusd_epi32(sums[wide], first, four(values));
                    sums[wide] = _mm512_dpbusd_epi32(sums[wide], second, four(values.add(4)));
                }
            }
        }
    }
    sums
}

#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn eights<const N: usize, const WIDE: usize>(
    codes: *const u8,
    values: *const i8,
    stride: usize,
) -> [[__m512i; WIDE]; N] {
    let mut sums = [[_mm512_setzero_si512(); WIDE]; N];
    for place in 0..BLOCK / 4 {
        for wide in 0..WIDE {
            // SAFETY: a block has this many codes and numbers.
            unsafe {
                let codes = _mm512_loadu_si512(codes.add((place * COLUMNS + wide * LANES) * 4).cast());
                for (row, sums) in sums.iter_mut().enumerate() {
                    sums[wide] = _mm512_dpbusd_epi32(sums[wide], codes, four(values.add(row * stride + place * 4)));
                }
            }
        }
    }
    sums
}
