//! A layer's weights and bias, multiplied in whole or in rounded numbers, with what comes before and
//! after the product in the same pass over the rows.

use std::io;

use super::file::WeightsFile;
use crate::arithmetic;
use crate::packed::{ByteRows, Packed, Precision, Rows, Weights, share};

/// Layer normalisation's scale and shift.
pub(super) struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// What PyTorch adds to a variance by default.
const EPSILON: f32 = 1e-5;

impl Norm {
    pub(super) fn load(file: &mut WeightsFile, name: &str, width: usize) -> io::Result<Self> {
        Ok(Self {
            scale: file.floats(&format!("{name}/gamma"), &[width])?,
            shift: file.floats(&format!("{name}/beta"), &[width])?,
        })
    }

    /// Normalises a row in place.
    pub(super) fn apply(&self, row: &mut [f32]) {
        arithmetic::normalise(row, &self.scale, &self.shift, EPSILON);
    }
}

/// What happens to a product and its bias.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum After {
    /// They replace what was there.
    Set,
    /// They replace it, through the exact GELU.
    Gelu,
    /// They are added to what was there.
    Add,
}

/// A linear layer.
pub(super) struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

/// Rows that are worked on together: they stay in a core's own cache with one strip of weights.
const BLOCK: usize = 192;

impl Linear {
    /// Reads a layer of [outputs][inputs] weights, and its bias.
    pub(super) fn load(
        file: &mut WeightsFile,
        name: &str,
        (outputs, inputs): (usize, usize),
        precision: Precision,
    ) -> io::Result<Self> {
        let bias = file.floats(&format!("{name}/bias"), &[outputs])?;
        let weights = file.halves(&format!("{name}/weight"), &[outputs, inputs])?;
        Ok(Self { weights: Weights::of_halves(&weights, inputs, precision), bias })
    }

    /// A layer of weights without a bias.
    pub(super) fn plain(weights: &[half::f16], inputs: usize, precision: Precision) -> Self {
        let weights = Weights::of_halves(weights, inputs, precision);
        let bias = vec![0.0; weights.columns()];
        Self { weights, bias }
    }

    /// A layer in full precision from weights that are laid out already.
    pub(super) fn full(strips: Packed, bias: Vec<f32>) -> Self {
        Self { weights: Weights::Full(strips), bias }
    }

    /// How many numbers come out.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The weights of one output.
    pub(super) fn output(&self, index: usize) -> Vec<f32> {
        self.weights.column(index)
    }

    /// Multiplies as many rows as `out` has room for, shared among the threads.
    pub(super) fn apply(&self, rows: Rows<'_, f32>, norm: Option<&Norm>, after: After, out: &mut [f32]) {
        let width = self.outputs();
        share(out, width, BLOCK, |first, out| self.block(rows.from(first), norm, after, out));
    }

    fn block(&self, rows: Rows<'_, f32>, norm: Option<&Norm>, after: After, out: &mut [f32]) {
        let (width, count) = (self.outputs(), out.len() / self.outputs());
        let mut finish = |row: usize, column: usize, sums: &[f32]| {
            let bias = &self.bias[column..column + sums.len()];
            let out = &mut out[row * width + column..][..sums.len()];
            match after {
                After::Add => {
                    for ((out, sum), bias) in out.iter_mut().zip(sums).zip(bias) {
                        *out += sum + bias;
                    }
                }
                After::Set | After::Gelu => {
                    out.copy_from_slice(sums);
                    if after == After::Gelu {
                        arithmetic::bias_gelu(out, bias);
                    } else {
                        arithmetic::bias(out, bias);
                    }
                }
            }
        };
        let mut normal = Vec::new();
        let rows = match norm {
            None => rows,
            Some(norm) => {
                for row in 0..count {
                    normal.extend_from_slice(rows.row(row));
                    norm.apply(&mut normal[row * rows.depth..]);
                }
                Rows::packed(&normal, rows.depth)
            }
        };
        self.weights.multiply(rows, count, &mut finish);
    }

    /// As [`Self::apply`] for a few rows and very many outputs, which are shared among the threads.
    pub(super) fn apply_wide(&self, rows: Rows<'_, f32>, count: usize, out: &mut [f32]) {
        let Weights::Eight(strips) = &self.weights else {
            return self.block(rows, None, After::Set, out);
        };
        let bytes = ByteRows::of(rows, count);
        let width = self.outputs();
        if count > 1 {
            return strips.multiply(&bytes, 0..strips.strips(), |row, column, sums| {
                out[row * width + column..][..sums.len()].copy_from_slice(sums);
            });
        }
        const STRIPS: usize = 64;
        share(out, crate::packed::COLUMNS, STRIPS, |first, out| {
            let last = strips.strips().min(first + STRIPS);
            strips.multiply(&bytes, first..last, |_, column, sums| {
                out[column - first * crate::packed::COLUMNS..][..sums.len()].copy_from_slice(sums);
            });
        });
    }
}
