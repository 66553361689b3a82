//! The slowest steps, compiled again for registers of sixteen floats. They do the same operations in the same order, so
//! the results are bit-identical.

#![expect(unsafe_code, reason = "functions compiled for a processor's features may only be called on it")]

/// Like [`super::softmax`]; returns false, without doing anything, if the processor lacks the feature.
pub(super) fn softmax(row: &mut [f32]) -> bool {
    #[target_feature(enable = "avx512f")]
    fn wide(row: &mut [f32]) {
        super::plain_softmax(row);
    }
    let can = is_x86_feature_detected!("avx512f");
    if can {
        // SAFETY: the processor supports the feature.
        unsafe { wide(row) };
    }
    can
}

/// Like [`super::bias_gelu`]; returns false, without doing anything, if the processor lacks the features.
pub(super) fn bias_gelu(row: &mut [f32], bias: &[f32]) -> bool {
    #[target_feature(enable = "avx512f,avx512dq")]
    fn wide(row: &mut [f32], bias: &[f32]) {
        super::plain_bias_gelu(row, bias);
    }
    let can = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq");
    if can {
        // SAFETY: the processor supports the features.
        unsafe { wide(row, bias) };
    }
    can
}
