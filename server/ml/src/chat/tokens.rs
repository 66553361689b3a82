//! The tokenizer in a GGUF file: byte-pair encoding as in GPT-2, with the pre-tokenizer that the file names.

use ahash::AHashMap;
use candle_core::quantized::gguf_file::Value;
use tokenizers::decoders::byte_level::ByteLevel;
use tokenizers::models::bpe::BPE;
use tokenizers::pre_tokenizers::digits::Digits;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{AddedToken, PreTokenizerWrapper, SplitDelimiterBehavior, Tokenizer};

use super::gguf::{Metadata, number, text};

/// The type of tokens that control the conversation and are never text (llama.cpp's `LLAMA_TOKEN_TYPE_CONTROL`).
const CONTROL: i32 = 3;

/// The pre-tokenizer pattern of Qwen 2, from its published tokenizer.json.
const QWEN2: &str =
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

/// The pre-tokenizer pattern of Llama 3, from its published tokenizer.json.
const LLAMA3: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

/// Converts text to tokens and back.
pub(super) struct Tokens {
    pub tokenizer: Tokenizer,
    ends: Vec<u32>,
}

impl Tokens {
    /// The tokenizer in a file.
    pub(super) fn of(metadata: &Metadata) -> Result<Self, String> {
        let model = text(metadata, "tokenizer.ggml.model")?;
        if model != "gpt2" {
            return Err(format!("the tokenizer {model} is not supported"));
        }
        let words = strings(metadata, "tokenizer.ggml.tokens")?;
        let merges = strings(metadata, "tokenizer.ggml.merges")?
            .iter()
            .map(|pair| pair.split_once(' ').map(|(a, b)| (a.to_owned(), b.to_owned())))
            .collect::<Option<Vec<_>>>()
            .ok_or("the file's merges are not pairs")?;
        let ids: AHashMap<String, u32> = (0u32..).zip(&words).map(|(id, word)| (word.clone(), id)).collect();
        let bpe = BPE::builder().vocab_and_merges(ids, merges).build().map_err(|e| e.to_string())?;
        let mut tokenizer = Tokenizer::new(bpe);
        tokenizer.with_pre_tokenizer(Some(splitter(text(metadata, "tokenizer.ggml.pre").unwrap_or("default"))?));
        tokenizer.with_decoder(Some(ByteLevel::new(false, false, false)));
        let kinds = metadata.get("tokenizer.ggml.token_type").and_then(|kinds| kinds.to_vec().ok());
        let control =
            |id: usize| kinds.and_then(|kinds| kinds.get(id)).and_then(|kind| kind.to_i32().ok()) == Some(CONTROL);
        let special: Vec<AddedToken> = words
            .iter()
            .enumerate()
            .filter(|(id, _)| control(*id))
            .map(|(_, word)| AddedToken::from(word.clone(), true))
            .collect();
        tokenizer.add_special_tokens(special).map_err(|e| e.to_string())?;
        let mut ends: Vec<u32> = ["<|im_end|>", "<|eot_id|>", "<|endoftext|>"]
            .iter()
            .filter_map(|word| tokenizer.token_to_id(word))
            .collect();
        if let Ok(end) = number(metadata, "tokenizer.ggml.eos_token_id") {
            ends.extend(u32::try_from(end).ok());
        }
        Ok(Self { tokenizer, ends })
    }

    /// A text's tokens. The template's marks become control tokens.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u32>, String> {
        Ok(self.tokenizer.encode(text, false).map_err(|e| e.to_string())?.get_ids().to_vec())
    }

    /// Whether a token ends an answer.
    pub(super) fn is_end(&self, token: u32) -> bool {
        self.ends.contains(&token)
    }

    /// The text forms of the control tokens, which must not occur in people's messages.
    pub(super) fn marks(&self) -> Vec<String> {
        self.tokenizer.get_added_tokens_decoder().into_values().map(|token| token.content).collect()
    }
}

/// The pre-tokenizer with the name that llama.cpp gives it.
fn splitter(name: &str) -> Result<PreTokenizerWrapper, String> {
    let byte_level = |split: bool| PreTokenizerWrapper::from(ByteLevel::new(false, true, split));
    let split_by = |pattern: &str| {
        Split::new(SplitPattern::Regex(pattern.into()), SplitDelimiterBehavior::Isolated, false)
            .map(PreTokenizerWrapper::from)
            .map_err(|e| e.to_string())
    };
    let parts = match name {
        "default" | "gpt-2" => vec![byte_level(true)],
        "smollm" => vec![Digits::new(true).into(), byte_level(true)],
        "qwen2" => vec![split_by(QWEN2)?, byte_level(false)],
        "llama-bpe" => vec![split_by(LLAMA3)?, byte_level(false)],
        other => return Err(format!("the text splitting {other} is not supported")),
    };
    Ok(Sequence::new(parts).into())
}

fn strings(metadata: &Metadata, key: &str) -> Result<Vec<String>, String> {
    let missing = || format!("the file does not say {key}");
    let values = metadata.get(key).and_then(|value| value.to_vec().ok()).ok_or_else(missing)?;
    values
        .iter()
        .map(|value| match value {
            Value::String(text) => Ok(text.clone()),
            _ => Err(missing()),
        })
        .collect()
}
