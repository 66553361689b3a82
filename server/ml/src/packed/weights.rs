//! A layer's weights, which are multiplied in whole or in rounded numbers.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::{ByteRows, Packed, PackedBytes, Rows};

/// How exactly to multiply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// Weights and activations rounded to eight bits: several times faster.
    #[default]
    Eight,
    /// 32-bit floats: what a reference is compared with.
    Full,
}

/// Weights as a file has them, by columns: [outputs][inputs].
pub(crate) enum Matrix {
    /// Numbers.
    Full(Vec<f32>),
    /// Codes and the scale of each column (see [`PackedBytes::of_rounded`]).
    Eight(Vec<u8>, Vec<f32>),
}

impl Matrix {
    /// Multiplies every weight with a number.
    pub(crate) fn scale(&mut self, by: f32) {
        let (Self::Full(numbers) | Self::Eight(_, numbers)) = self;
        numbers.iter_mut().for_each(|number| *number *= by);
    }

    /// Puts more columns behind these; whether they are of the same kind.
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

    /// How many weights there are.
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
    /// Lays out columns of `depth` numbers as exactly as they are given.
    pub(crate) fn of(matrix: Matrix, depth: usize) -> Self {
        match matrix {
            Matrix::Full(numbers) => Self::Full(Packed::of_columns(&numbers, depth)),
            Matrix::Eight(codes, scales) => Self::Eight(PackedBytes::of_rounded(&codes, scales, depth)),
        }
    }

    /// Lays out columns of `depth` numbers.
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

    /// How many numbers a column has.
    pub(crate) fn depth(&self) -> usize {
        match self {
            Self::Full(strips) => strips.depth(),
            Self::Eight(strips) => strips.depth(),
        }
    }

    /// One column, to within its rounding.
    pub(crate) fn column(&self, index: usize) -> Vec<f32> {
        match self {
            Self::Full(strips) => strips.column(index),
            Self::Eight(strips) => strips.column(index),
        }
    }

    /// Multiplies `count` rows and hands each row's sums to `take`, with the row's number and the sums' first column.
    pub(crate) fn multiply(&self, rows: Rows<'_, f32>, count: usize, take: impl FnMut(usize, usize, &[f32])) {
        match self {
            Self::Full(strips) => strips.multiply(rows, count, take),
            Self::Eight(strips) => strips.multiply(&ByteRows::of(rows, count), 0..strips.strips(), take),
        }
    }
}
