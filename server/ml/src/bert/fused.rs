//! The encoder's element-wise steps as candle operations, shared among threads by rows.

use candle_core::{CpuStorage, Error, InplaceOp1, InplaceOp2, Layout, Result};
use rayon::prelude::*;

use crate::arithmetic;

/// Below this many numbers a step is over before a second thread would have begun.
const WORTH_SHARING: usize = 1 << 15;

pub(super) struct Bias(pub(super) Vec<f32>);
pub(super) struct BiasGelu(pub(super) Vec<f32>);
pub(super) struct Softmax;

/// Adds a bias and the other tensor, then normalises each row.
pub(super) struct AddNormalise {
    pub(super) bias: Vec<f32>,
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
    pub(super) epsilon: f32,
}

fn contiguous(layout: &Layout) -> Result<(usize, usize)> {
    layout.contiguous_offsets().ok_or_else(|| Error::Msg("a fused step met a strided tensor".into()))
}

fn values_mut<'a>(storage: &'a mut CpuStorage, layout: &Layout) -> Result<&'a mut [f32]> {
    let (start, end) = contiguous(layout)?;
    match storage {
        CpuStorage::F32(values) => Ok(&mut values[start..end]),
        _ => Err(Error::Msg("a fused step met numbers other than f32".into())),
    }
}

fn each_row(values: &mut [f32], width: usize, step: impl Fn(usize, &mut [f32]) + Sync) {
    let rows = values.len() / width.max(1);
    if values.len() < WORTH_SHARING || rayon::current_num_threads() < 2 {
        values.chunks_exact_mut(width).enumerate().for_each(|(index, row)| step(index, row));
    } else {
        let share = rows.div_ceil(rayon::current_num_threads());
        values.par_chunks_mut(share * width).enumerate().for_each(|(index, rows)| {
            for (offset, row) in rows.chunks_exact_mut(width).enumerate() {
                step(index * share + offset, row);
            }
        });
    }
}

impl InplaceOp1 for Bias {
    fn name(&self) -> &'static str {
        "bias"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let values = values_mut(storage, layout)?;
        each_row(values, self.0.len(), |_, row| arithmetic::bias(row, &self.0));
        Ok(())
    }
}

impl InplaceOp1 for BiasGelu {
    fn name(&self) -> &'static str {
        "bias-gelu"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let values = values_mut(storage, layout)?;
        each_row(values, self.0.len(), |_, row| arithmetic::bias_gelu(row, &self.0));
        Ok(())
    }
}

impl InplaceOp1 for Softmax {
    fn name(&self) -> &'static str {
        "softmax"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let width = layout.dims().last().copied().unwrap_or(1);
        let values = values_mut(storage, layout)?;
        each_row(values, width, |_, row| arithmetic::softmax(row));
        Ok(())
    }
}

impl InplaceOp2 for AddNormalise {
    fn name(&self) -> &'static str {
        "add-normalise"
    }

    fn cpu_fwd(
        &self,
        storage: &mut CpuStorage,
        layout: &Layout,
        other: &CpuStorage,
        other_layout: &Layout,
    ) -> Result<()> {
        let (start, end) = contiguous(other_layout)?;
        let other = &other.as_slice::<f32>()?[start..end];
        let values = values_mut(storage, layout)?;
        if values.len() != other.len() {
            return Err(Error::Msg("two tensors to be added differ in shape".into()));
        }
        let width = self.scale.len();
        each_row(values, width, |index, row| {
            let other = &other[index * width..(index + 1) * width];
            for ((value, &other), &bias) in row.iter_mut().zip(other).zip(&self.bias) {
                *value += other + bias;
            }
            arithmetic::normalise(row, &self.scale, &self.shift, self.epsilon);
        });
        Ok(())
    }
}
