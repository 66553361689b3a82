//! The weights of a GGUF file, by the architecture that it names.

use std::collections::HashMap;
use std::fs::File;
use std::io::Cursor;
use std::path::Path;

use candle_core::quantized::gguf_file::{Content, Value};
use candle_core::{Device, Tensor};
use candle_transformers::models::{quantized_llama, quantized_qwen2};

/// What a GGUF file says of itself.
pub(super) type Metadata = HashMap<String, Value>;

/// Prompts are read in blocks of these sizes. Few sizes, because the models keep a mask for every pair of size and
/// place; small ones, because other models wait meanwhile.
const BLOCKS: [usize; 4] = [64, 16, 4, 1];

/// The file's longest conversation is cut to this; the rotary tables of the models end here.
const MAX_CONTEXT: usize = 4096;

enum Architecture {
    Llama(quantized_llama::ModelWeights),
    Qwen2(quantized_qwen2::ModelWeights),
}

/// A model that reads tokens and says what may come next.
pub(super) struct Weights {
    model: Architecture,
    context: usize,
}

impl Weights {
    /// Reads a file's weights and metadata.
    pub(super) fn load(file: &Path) -> Result<(Self, Metadata), String> {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let handle = File::open(file).map_err(|e| told(&e))?;
        let map = crate::models::map(&handle).map_err(|e| told(&e))?;
        let mut reader = Cursor::new(&map[..]);
        let content = Content::read(&mut reader).map_err(|e| told(&e))?;
        let metadata = content.metadata.clone();
        let architecture = text(&metadata, "general.architecture")?.to_owned();
        let context = number(&metadata, &format!("{architecture}.context_length"))?.min(MAX_CONTEXT);
        let model =
            match architecture.as_str() {
                "llama" => quantized_llama::ModelWeights::from_gguf(content, &mut reader, &Device::Cpu)
                    .map(Architecture::Llama),
                "qwen2" => quantized_qwen2::ModelWeights::from_gguf(content, &mut reader, &Device::Cpu)
                    .map(Architecture::Qwen2),
                other => return Err(format!("{}: the architecture {other} is not supported", file.display())),
            };
        Ok((Self { model: model.map_err(|e| told(&e))?, context }, metadata))
    }

    /// How many tokens a conversation may have, answer included.
    pub(super) const fn context(&self) -> usize {
        self.context
    }

    /// Reads the tokens after the `at` ones read before (none forgets them) and gives the logits of what follows:
    /// one number for each of the vocabulary's tokens. Asks `go_on` between blocks; `None` where it said no.
    pub(super) fn read(
        &mut self,
        tokens: &[u32],
        at: usize,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<Option<Tensor>, String> {
        let (mut done, mut logits) = (0, None);
        while let Some(&block) = BLOCKS.iter().find(|&&size| size <= tokens.len() - done) {
            if !go_on() {
                return Ok(None);
            }
            logits = Some(self.block(&tokens[done..done + block], at + done).map_err(|e| e.to_string())?);
            done += block;
        }
        Ok(logits)
    }

    fn block(&mut self, tokens: &[u32], at: usize) -> candle_core::Result<Tensor> {
        let input = Tensor::new(tokens, &Device::Cpu)?.unsqueeze(0)?;
        let logits = match &mut self.model {
            Architecture::Llama(model) => model.forward(&input, at)?,
            Architecture::Qwen2(model) => model.forward(&input, at)?,
        };
        logits.squeeze(0)
    }
}

/// A metadata entry that must be text.
pub(super) fn text<'a>(metadata: &'a Metadata, key: &str) -> Result<&'a str, String> {
    match metadata.get(key) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(format!("the file does not say {key}")),
    }
}

/// A metadata entry that must be a whole number.
pub(super) fn number(metadata: &Metadata, key: &str) -> Result<usize, String> {
    let value = metadata.get(key).and_then(|value| value.to_u32().ok());
    value.map(|n| n as usize).ok_or_else(|| format!("the file does not say {key}"))
}
