//! The model's tokens: text, control tokens, and times in steps of 20 ms.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use tokenizers::Tokenizer;

/// Seconds from one time token to the next.
pub(super) const STEP: f64 = 0.02;
/// The number of time tokens after the first: half a minute.
const STEPS: u32 = 1500;

/// The part of config.json with what the tokenizer does not contain.
#[derive(Deserialize)]
struct Config {
    alignment_heads: Vec<(usize, usize)>,
    lang_ids: Vec<u32>,
    suppress_ids: Vec<u32>,
    suppress_ids_begin: Vec<u32>,
}

/// The tokens, and which of them are suppressed.
pub(super) struct Vocabulary {
    tokenizer: Tokenizer,
    config: Config,
    /// The first token of every prompt.
    pub(super) start: u32,
    /// The last token of every transcript.
    pub(super) end: u32,
    /// Requests a transcript in the spoken language.
    pub(super) transcribe: u32,
    /// Predicted if nobody speaks.
    pub(super) no_speech: u32,
    /// The token for time 0.
    pub(super) first_time: u32,
    no_times: u32,
    languages: Vec<String>,
}

impl Vocabulary {
    /// Reads tokenizer.json and config.json.
    pub(super) fn load(dir: &Path) -> Result<Self, String> {
        let tokenizer = Tokenizer::from_file(dir.join("tokenizer.json")).map_err(|error| error.to_string())?;
        let config = std::fs::read(dir.join("config.json")).map_err(|error| error.to_string())?;
        let config: Config = serde_json::from_slice(&config).map_err(|error| error.to_string())?;
        let id = |token: &str| tokenizer.token_to_id(token).ok_or_else(|| format!("the token {token} is not there"));
        let languages = config
            .lang_ids
            .iter()
            .map(|id| {
                let token = tokenizer.id_to_token(*id).ok_or("a language has no token")?;
                Ok(token.trim_start_matches("<|").trim_end_matches("|>").to_owned())
            })
            .collect::<Result<_, String>>()?;
        let no_times = id("<|notimestamps|>")?;
        Ok(Self {
            start: id("<|startoftranscript|>")?,
            end: id("<|endoftext|>")?,
            transcribe: id("<|transcribe|>")?,
            // Its name differs between older and newer files, but it has always preceded this one.
            no_speech: no_times - 1,
            first_time: no_times + 1,
            no_times,
            languages,
            tokenizer,
            config,
        })
    }

    /// The size of the vocabulary.
    pub(super) fn size(&self) -> usize {
        (self.first_time + STEPS) as usize + 1
    }

    /// The attention heads (layer, head) that align words with the audio.
    pub(super) fn alignment_heads(&self) -> Vec<(usize, usize)> {
        self.config.alignment_heads.clone()
    }

    /// The tokens of all times.
    pub(super) fn times(&self) -> Range<usize> {
        self.first_time as usize..self.size()
    }

    /// The time in seconds, if a token is a time.
    pub(super) fn time(&self, token: u32) -> Option<f64> {
        token.checked_sub(self.first_time).map(|steps| f64::from(steps) * STEP)
    }

    pub(super) fn is_text(&self, token: u32) -> bool {
        token < self.end
    }

    /// The token of a language by its code ("en").
    pub(super) fn language(&self, code: &str) -> Option<u32> {
        let place = self.languages.iter().position(|language| language == code)?;
        self.config.lang_ids.get(place).copied()
    }

    /// The tokens and codes of all languages.
    pub(super) fn languages(&self) -> impl Iterator<Item = (u32, &str)> {
        self.config.lang_ids.iter().copied().zip(self.languages.iter().map(String::as_str))
    }

    /// The suppressed tokens; with `first`, also those that may not come first.
    pub(super) fn never(&self, first: bool) -> impl Iterator<Item = u32> + '_ {
        let begin = if first { &*self.config.suppress_ids_begin } else { &[] };
        self.config.suppress_ids.iter().chain(begin).copied().chain([self.no_times])
    }

    /// The text of tokens, without control tokens and times.
    pub(super) fn text(&self, tokens: &[u32]) -> Result<String, String> {
        let text: Vec<u32> = tokens.iter().copied().filter(|token| self.is_text(*token)).collect();
        self.tokenizer.decode(&text, true).map_err(|error| error.to_string())
    }
}
