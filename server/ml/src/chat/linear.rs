//! A layer's weights, multiplied by rows that are prepared one at a time.

use crate::packed::{BlockRows, COLUMNS, PackedBlocks, share};

pub(super) struct Linear {
    weights: PackedBlocks,
    bias: Option<Vec<f32>>,
}

/// What to do with the product.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum After {
    /// Overwrite the output.
    Set,
    /// Add to the output.
    Add,
}

impl Linear {
    pub(super) fn new(weights: PackedBlocks, bias: Option<Vec<f32>>) -> Self {
        Self { weights, bias }
    }

    /// The number of outputs.
    pub(super) fn outputs(&self) -> usize {
        self.weights.columns()
    }

    /// The weights of one output.
    pub(super) fn output(&self, index: usize, out: &mut [f32]) {
        self.weights.column(index, out);
    }

    /// Multiplies as many rows as `out` has room for; `row` writes the row with a given index. Many rows are
    /// distributed over the threads; for a single row, its outputs are.
    pub(super) fn apply(&self, row: impl Fn(usize, &mut [f32]) + Sync, after: After, out: &mut [f32]) {
        let (width, threads) = (self.outputs(), rayon::current_num_threads());
        let ready = |first: usize, count: usize| {
            let mut rows = BlockRows::new(self.weights.depth());
            let mut values = vec![0.0; self.weights.depth()];
            for index in first..first + count {
                row(index, &mut values);
                rows.push(&values);
            }
            rows
        };
        let count = out.len() / width;
        if count == 1 {
            let rows = ready(0, 1);
            let part = self.weights.strips().div_ceil(threads);
            share(out, COLUMNS, part, |first, out| {
                let last = self.weights.strips().min(first + part);
                self.weights.multiply(&rows, first..last, |_, column, sums| {
                    self.finish(column, sums, after, &mut out[column - first * COLUMNS..]);
                });
            });
        } else {
            share(out, width, count.div_ceil(threads), |first, out| {
                let rows = ready(first, out.len() / width);
                self.weights.multiply(&rows, 0..self.weights.strips(), |row, column, sums| {
                    self.finish(column, sums, after, &mut out[row * width + column..]);
                });
            });
        }
    }

    fn finish(&self, column: usize, sums: &[f32], after: After, out: &mut [f32]) {
        let out = &mut out[..sums.len()];
        match after {
            After::Set => out.copy_from_slice(sums),
            After::Add => out.iter_mut().zip(sums).for_each(|(out, sum)| *out += sum),
        }
        if let Some(bias) = &self.bias {
            out.iter_mut().zip(&bias[column..]).for_each(|(out, bias)| *out += bias);
        }
    }
}
