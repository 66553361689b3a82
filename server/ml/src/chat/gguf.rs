//! A GGUF file: its metadata, and its tensors laid out for the products.

use std::collections::HashMap;
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use candle_core::Device;
use candle_core::quantized::gguf_file::{Content, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use half::f16;

use crate::packed::{BLOCK, Bits, Block, PackedBlocks};

/// The metadata of a GGUF file.
pub(super) type Metadata = HashMap<String, Value>;

pub(super) struct Gguf {
    content: Content,
    map: memmap2::Mmap,
    name: String,
}

impl Gguf {
    /// Maps the file into memory and reads its header: the metadata and the list of tensors.
    pub(super) fn open(file: &Path) -> Result<Self, String> {
        let name = file.display().to_string();
        let in_file = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let handle = File::open(file).map_err(|e| in_file(&e))?;
        let map = crate::models::map(&handle).map_err(|e| in_file(&e))?;
        let content = Content::read(&mut Cursor::new(&map[..])).map_err(|e| in_file(&e))?;
        Ok(Self { content, map, name })
    }

    pub(super) fn metadata(&self) -> &Metadata {
        &self.content.metadata
    }

    /// Whether there is a tensor of this name.
    pub(super) fn has(&self, tensor: &str) -> bool {
        self.content.tensor_infos.contains_key(tensor)
    }

    fn tensor(&self, name: &str) -> Result<QTensor, String> {
        let tensor = self.content.tensor(&mut Cursor::new(&self.map[..]), name, &Device::Cpu);
        tensor.map_err(|e| format!("{}: {name}: {e}", self.name))
    }

    /// A tensor's values as floats.
    pub(super) fn floats(&self, name: &str) -> Result<Vec<f32>, String> {
        floats(&self.tensor(name)?).map_err(|e| format!("{}: {name}: {e}", self.name))
    }

    /// Several matrices of [outputs][inputs], stacked. Weights quantised in blocks of 32 are kept exactly; others are
    /// quantised to eight bits.
    pub(super) fn matrix(&self, names: &[&str], inputs: usize) -> Result<PackedBlocks, String> {
        let tensors = names.iter().map(|name| self.tensor(name)).collect::<Result<Vec<_>, _>>()?;
        let wrong = || format!("{}: {} has an unexpected shape", self.name, names.join(", "));
        let mut outputs = 0;
        for tensor in &tensors {
            let (rows, columns) = tensor.shape().dims2().map_err(|_| wrong())?;
            if columns != inputs || !inputs.is_multiple_of(BLOCK) {
                return Err(wrong());
            }
            outputs += rows;
        }
        let kinds: Vec<GgmlDType> = tensors.iter().map(QTensor::dtype).collect();
        let four = kinds.iter().all(|kind| matches!(kind, GgmlDType::Q4_0 | GgmlDType::Q4_1));
        let bits = if four { Bits::Four } else { Bits::Eight };
        let parts = tensors.iter().map(|tensor| Part::of(tensor, inputs / BLOCK, bits)).collect::<Result<Vec<_>, _>>();
        let parts = parts.map_err(|e| format!("{}: {}: {e}", self.name, names.join(", ")))?;
        Ok(PackedBlocks::build(bits, (outputs, inputs), |mut output, block| {
            let mut parts = parts.iter();
            loop {
                match parts.next() {
                    Some(part) if output < part.outputs => return part.block(output, block),
                    Some(part) => output -= part.outputs,
                    // There are as many outputs as all parts have together.
                    None => return Block::of(&[0.0; BLOCK]),
                }
            }
        }))
    }
}

fn floats(tensor: &QTensor) -> candle_core::Result<Vec<f32>> {
    tensor.dequantize(&Device::Cpu)?.flatten_all()?.to_vec1()
}

/// One of the matrices that are stacked.
struct Part<'a> {
    blocks: usize,
    outputs: usize,
    weights: Weights<'a>,
}

enum Weights<'a> {
    /// Blocks as stored in the file, with their format.
    Kept(std::borrow::Cow<'a, [u8]>, GgmlDType),
    /// Any other format, as floats.
    Floats(Vec<f32>),
}

impl<'a> Part<'a> {
    fn of(tensor: &'a QTensor, blocks: usize, bits: Bits) -> candle_core::Result<Self> {
        let kind = tensor.dtype();
        let outputs = tensor.shape().elem_count() / (blocks * BLOCK);
        let kept = match kind {
            GgmlDType::Q4_0 | GgmlDType::Q4_1 => true,
            GgmlDType::Q8_0 => bits == Bits::Eight,
            _ => false,
        };
        let weights = if kept { Weights::Kept(tensor.data()?, kind) } else { Weights::Floats(floats(tensor)?) };
        Ok(Self { blocks, outputs, weights })
    }

    /// One block of one output's weights. The formats are ggml's `block_q4_0`, `block_q4_1` and `block_q8_0`.
    fn block(&self, output: usize, index: usize) -> Block {
        let at = output * self.blocks + index;
        match &self.weights {
            Weights::Floats(weights) => Block::of(&weights.as_chunks::<BLOCK>().0[at]),
            Weights::Kept(bytes, kind) => {
                let size = kind.type_size();
                let bytes = &bytes[at * size..][..size];
                let half = |at: usize| f16::from_le_bytes([bytes[at], bytes[at + 1]]);
                let scale = half(0);
                let times = |factor: f32| f16::from_f32(factor * scale.to_f32());
                let nibbles = |bytes: &[u8]| {
                    std::array::from_fn(|place| (bytes[place % (BLOCK / 2)] >> (place / (BLOCK / 2) * 4)) & 0x0f)
                };
                match kind {
                    GgmlDType::Q4_0 => Block { codes: nibbles(&bytes[2..]), scale, least: times(-8.0) },
                    GgmlDType::Q4_1 => Block { codes: nibbles(&bytes[4..]), scale, least: half(2) },
                    _ => Block {
                        codes: std::array::from_fn(|place| bytes[2 + place] ^ 0x80),
                        scale,
                        least: times(-128.0),
                    },
                }
            }
        }
    }
}

/// A metadata entry that must be a string.
pub(super) fn text<'a>(metadata: &'a Metadata, key: &str) -> Result<&'a str, String> {
    match metadata.get(key) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(format!("the file does not say {key}")),
    }
}

/// A metadata entry that must be an unsigned integer.
pub(super) fn number(metadata: &Metadata, key: &str) -> Result<usize, String> {
    let value = metadata.get(key).and_then(|value| value.to_u32().ok());
    value.map(|n| n as usize).ok_or_else(|| format!("the file does not say {key}"))
}
