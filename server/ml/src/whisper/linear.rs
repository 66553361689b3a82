//! A layer's weights and bias, in full or quantised precision, with the steps before and after the product fused into
//! the same pass over the rows.

use std::io;

use super::file::WeightsFile;
use crate::arithmetic;
use crate::packed::{ByteRows, Packed, Precision, Rows, Weights, share};

/// The scale and shift of layer normalisation.
pub(super) struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// PyTorch's default epsilon.
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

/// What to do with the product including the bias.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum After {
    /// Overwrite the output.
    Set,
    /// Overwrite the output after applying the exact GELU.
    Gelu,
    /// Add to the output.
    Add,
}

pub(super) struct Linear {
    weights: Weights,
    bias: Vec<f32>,
}

/// Rows that are processed together: they fit into a core's own cache with one strip of weights.
const BLOCK: usize = 192;

impl Linear {
    /// Reads a layer of [outputs][inputs] weights and its bias.
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

    /// A layer without bias.
    pub(super) fn plain(weights: &[half::f16], inputs: usize, precision: Precision) -> Self {
        let weights = Weights::of_halves(weights, inputs, precision);
        let bias = vec![0.0; weights.columns()];
        Self { weights, bias }
    }

    /// A full-precision layer from weights that are already laid out.
    pub(super) fn full(strips: Packed, bias: Vec<f32>) -> Self {
        Self { weights: Weights::Full(strips), bias }
    }

    /// The number of outputs.
    pub(super) fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// The weights of one output.
    pub(super) fn output(&self, index: usize) -> Vec<f32> {
        self.weights.column(index)
    }

    /// Multiplies as many rows as `out` has room for, distributed over the threads.
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

    /// Like [`Self::apply`], for a few rows and very many outputs; the outputs are distributed over the threads.
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
