//! A layer's weights, in full or quantised precision.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::{ByteRows, Packed, PackedBytes, Rows};

/// The precision of multiplications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// Weights and activations quantised to eight bits: several times faster.
    #[default]
    Eight,
    /// 32-bit floats, for comparison with a reference.
    Full,
}

/// Weights as stored in a file, by columns: [outputs][inputs].
pub(crate) enum Matrix {
    Full(Vec<f32>),
    /// Codes, and the scale of each column (see [`PackedBytes::of_rounded`]).
    Eight(Vec<u8>, Vec<f32>),
}

impl Matrix {
    /// Multiplies all weights by a factor.
    pub(crate) fn scale(&mut self, by: f32) {
        let (Self::Full(numbers) | Self::Eight(_, numbers)) = self;
        numbers.iter_mut().for_each(|number| *number *= by);
    }

    /// Appends more columns; returns false if they are of another kind.
    pub(crate) fn append(&mut self, more: Self) -> bool {
        match (self, more) {
            (Self::Full(numbers), Self::Full(more)) => numbers.extend(more),
            (Self::Eight(codes, scales), Self::Eight(more, more_scales)) => {
                codes.extend(more);
                scales.extend(more_scales);
            }
            _ => return false,
        }
        true
    }

    /// The number of weights.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Full(numbers) => numbers.len(),
            Self::Eight(codes, _) => codes.len(),
        }
    }
}

/// Weights laid out for the products.
pub(crate) enum Weights {
    Full(Packed),
    Eight(PackedBytes),
}

impl Weights {
    /// Lays out columns of `depth` values in the precision in which they are given.
    pub(crate) fn of(matrix: Matrix, depth: usize) -> Self {
        match matrix {
            Matrix::Full(numbers) => Self::Full(Packed::of_columns(&numbers, depth)),
            Matrix::Eight(codes, scales) => Self::Eight(PackedBytes::of_rounded(&codes, scales, depth)),
        }
    }

    /// Lays out columns of `depth` values in the given precision.
    pub(crate) fn of_halves(weights: &[f16], depth: usize, precision: Precision) -> Self {
        match precision {
            Precision::Eight => Self::Eight(PackedBytes::of_columns(weights, depth)),
            Precision::Full => Self::Full(Packed::of_columns(&weights.to_f32_vec(), depth)),
        }
    }

    pub(crate) fn columns(&self) -> usize {
        match self {
            Self::Full(strips) => strips.columns(),
            Self::Eight(strips) => strips.columns(),
        }
    }

    /// The number of values in a column.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::Full(strips) => strips.depth(),
            Self::Eight(strips) => strips.depth(),
        }
    }

    /// One column, dequantised if necessary.
    pub(crate) fn column(&self, index: usize) -> Vec<f32> {
        match self {
            Self::Full(strips) => strips.column(index),
            Self::Eight(strips) => strips.column(index),
        }
    }

    /// Multiplies `count` rows and passes each row's sums to `take`, with the row's index and the index of the first
    /// column.
    pub(crate) fn multiply(&self, rows: Rows<'_, f32>, count: usize, take: impl FnMut(usize, usize, &[f32])) {
        match self {
            Self::Full(strips) => strips.multiply(rows, count, take),
            Self::Eight(strips) => strips.multiply(&ByteRows::of(rows, count), 0..strips.strips(), take),
        }
    }
}
