//! The steps that take longest, compiled once more for registers of sixteen numbers. The same steps
//! in the same order: the same bits.

#![expect(unsafe_code, reason = "functions compiled for a processor's features may only be called on it")]

/// As [`super::softmax`]; says whether the processor could.
pub(super) fn softmax(row: &mut [f32]) -> bool {
    #[target_feature(enable = "avx512f")]
    fn wide(row: &mut [f32]) {
        super::plain_softmax(row);
    }
    let can = is_x86_feature_detected!("avx512f");
    if can {
        // SAFETY: the processor has the feature.
        unsafe { wide(row) };
    }
    can
}

/// As [`super::bias_gelu`]; says whether the processor could.
pub(super) fn bias_gelu(row: &mut [f32], bias: &[f32]) -> bool {
    #[target_feature(enable = "avx512f,avx512dq")]
    fn wide(row: &mut [f32], bias: &[f32]) {
        super::plain_bias_gelu(row, bias);
    }
    let can = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq");
    if can {
        // SAFETY: the processor has the features.
        unsafe { wide(row, bias) };
    }
    can
}
