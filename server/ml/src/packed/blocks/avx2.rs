//! The kernel for processors with AVX2 only: one row and 32 columns at a time.

#![expect(
    unsafe_code,
    reason = "vector loads take pointers, and functions compiled for a processor's features may only be called on it; \
    both are checked where they happen"
)]

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_abs_epi8, _mm256_add_epi16, _mm256_add_epi32, _mm256_and_si256,
    _mm256_cvtepi32_ps, _mm256_cvtph_ps, _mm256_fmadd_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
    _mm256_mul_ps, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setzero_ps,
    _mm256_setzero_si256, _mm256_sign_epi8, _mm256_srli_epi32, _mm256_storeu_ps, _mm256_xor_si256,
};

use super::{BLOCK, Bits, COLUMNS, ROWS, Strip, Tile, TileRows};

/// Floats per register.
const LANES: usize = 8;
/// Registers of columns that are summed in one pass over the depth.
const WIDE: usize = 4;

/// Like [`super::tile`]; `None` if the processor lacks the features.
pub(super) fn tile(rows: TileRows<'_>, strip: Strip<'_>) -> Option<Tile<f32>> {
    if !(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("f16c")) {
        return None;
    }
    let mut out = [[0.0; COLUMNS]; ROWS];
    for (row, out) in out.iter_mut().take(rows.count).enumerate() {
        for first in (0..COLUMNS).step_by(WIDE * LANES) {
            // SAFETY: the processor supports the features, and the caller has compared all lengths.
            unsafe {
                match strip.bits {
                    Bits::Four => some::<true>(rows, row, strip, first, out),
                    Bits::Eight => some::<false>(rows, row, strip, first, out),
                }
            }
        }
    }
    Some(out)
}

#[target_feature(enable = "avx2,fma,f16c")]
unsafe fn some<const FOUR: bool>(
    rows: TileRows<'_>,
    row: usize,
    strip: Strip<'_>,
    first: usize,
    out: &mut [f32; COLUMNS],
) {
    let blocks = rows.depth / BLOCK;
    let mut sums = [_mm256_setzero_ps(); WIDE];
    for index in 0..blocks {
        let (scale, sum) = (rows.scales[row * blocks + index], rows.sums[row * blocks + index]);
        let [scales, least] = &strip.scales[index];
        // SAFETY: the caller has compared depth and lengths; `first` and the registers stay within the strip's width.
        unsafe {
            let codes = strip.codes.as_ptr().add(index * strip.bits.bytes() + first * 4);
            let values = rows.values.as_ptr().add(row * rows.depth + index * BLOCK);
            let whole = if FOUR { fours(codes, values) } else { eights(codes, values) };
            for wide in 0..WIDE {
                let at = first + wide * LANES;
                let column_scale = _mm256_cvtph_ps(_mm_loadu_si128(scales.as_ptr().add(at).cast()));
                let mut least = _mm256_cvtph_ps(_mm_loadu_si128(least.as_ptr().add(at).cast()));
                if !FOUR {
                    // Correct for the 128 that `eights` subtracts.
                    least = _mm256_fmadd_ps(_mm256_set1_ps(128.0), column_scale, least);
                }
                let scaled = _mm256_mul_ps(_mm256_cvtepi32_ps(whole[wide]), column_scale);
                sums[wide] = _mm256_fmadd_ps(scaled, _mm256_set1_ps(scale), sums[wide]);
                sums[wide] = _mm256_fmadd_ps(least, _mm256_set1_ps(sum), sums[wide]);
            }
        }
    }
    for (sum, out) in sums.iter().zip(out[first..].as_chunks_mut::<LANES>().0) {
        // SAFETY: `out` has eight places.
        unsafe { _mm256_storeu_ps(out.as_mut_ptr(), *sum) };
    }
}

#[target_feature(enable = "avx2")]
unsafe fn load(codes: *const u8, place: usize, wide: usize) -> __m256i {
    // SAFETY: the caller stays within a block.
    unsafe { _mm256_loadu_si256(codes.add((place * COLUMNS + wide * LANES) * 4).cast()) }
}

#[target_feature(enable = "avx2")]
unsafe fn four(values: *const i8) -> __m256i {
    // SAFETY: the caller points at four.
    _mm256_set1_epi32(unsafe { values.cast::<i32>().read_unaligned() })
}

#[target_feature(enable = "avx2")]
unsafe fn fours(codes: *const u8, values: *const i8) -> [__m256i; WIDE] {
    // Eight products of a code below 16 and a value of at most 127, twice: at most 30480, which fits into sixteen bits.
    let mut sums = [_mm256_setzero_si256(); WIDE];
    let low = _mm256_set1_epi8(0x0f);
    for eight in 0..BLOCK / 8 {
        // SAFETY: a block has this many codes and numbers.
        let (first, second) = unsafe { (four(values.add(eight * 8)), four(values.add(eight * 8 + 4))) };
        for (wide, sum) in sums.iter_mut().enumerate() {
            // SAFETY: as above.
            let both = unsafe { load(codes, eight, wide) };
            let high = _mm256_and_si256(_mm256_srli_epi32::<4>(both), low);
            *sum = _mm256_add_epi16(*sum, _mm256_maddubs_epi16(_mm256_and_si256(both, low), first));
            *sum = _mm256_add_epi16(*sum, _mm256_maddubs_epi16(high, second));
        }
    }
    sums.map(|sum| _mm256_madd_epi16(sum, _mm256_set1_epi16(1)))
}

/// The sums with codes minus 128: as signed values, their products in pairs fit into sixteen bits.
#[target_feature(enable = "avx2")]
unsafe fn eights(codes: *const u8, values: *const i8) -> [__m256i; WIDE] {
    let mut sums = [_mm256_setzero_si256(); WIDE];
    let (offset, ones) = (_mm256_set1_epi8(-128), _mm256_set1_epi16(1));
    for place in 0..BLOCK / 4 {
        // SAFETY: a block has this many codes and numbers.
        let four = unsafe { four(values.add(place * 4)) };
        for (wide, sum) in sums.iter_mut().enumerate() {
            // SAFETY: as above.
            let codes = _mm256_xor_si256(unsafe { load(codes, place, wide) }, offset);
            let pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(codes), _mm256_sign_epi8(four, codes));
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
        }
    }
    sums
}
