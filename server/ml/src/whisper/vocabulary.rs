//! The model's tokens: text, the marks that steer it, and times in steps of 20 ms.

use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use tokenizers::Tokenizer;

/// Seconds from one time token to the next.
pub(super) const STEP: f64 = 0.02;
/// Time tokens after the first: half a minute.
const STEPS: u32 = 1500;

/// The part of config.json that says what the tokens cannot.
#[derive(Deserialize)]
struct Config {
    alignment_heads: Vec<(usize, usize)>,
    lang_ids: Vec<u32>,
    suppress_ids: Vec<u32>,
    suppress_ids_begin: Vec<u32>,
}

/// The tokens, and which of them are never said.
pub(super) struct Vocabulary {
    tokenizer: Tokenizer,
    config: Config,
    /// Begins every prompt.
    pub(super) start: u32,
    /// Ends every transcript.
    pub(super) end: u32,
    /// Asks for the words as they are spoken.
    pub(super) transcribe: u32,
    /// What the model says where nobody speaks.
    pub(super) no_speech: u32,
    /// The time 0.
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
            // Older and newer files name it differently; it has always come just before this one.
            no_speech: no_times - 1,
            first_time: no_times + 1,
            no_times,
            languages,
            tokenizer,
            config,
        })
    }

    /// How many tokens a model must know.
    pub(super) fn size(&self) -> usize {
        (self.first_time + STEPS) as usize + 1
    }

    /// Layers and heads that follow the audio word by word.
    pub(super) fn followers(&self) -> Vec<(usize, usize)> {
        self.config.alignment_heads.clone()
    }

    /// The tokens of all times.
    pub(super) fn times(&self) -> Range<usize> {
        self.first_time as usize..self.size()
    }

    /// Seconds, where a token is a time.
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

    /// The languages' tokens and codes.
    pub(super) fn languages(&self) -> impl Iterator<Item = (u32, &str)> {
        self.config.lang_ids.iter().copied().zip(self.languages.iter().map(String::as_str))
    }

    /// Tokens that are never said, `first` among them those that may not come first.
    pub(super) fn never(&self, first: bool) -> impl Iterator<Item = u32> + '_ {
        let begin = if first { &*self.config.suppress_ids_begin } else { &[] };
        self.config.suppress_ids.iter().chain(begin).copied().chain([self.no_times])
    }

    /// The text of tokens; marks and times are left out.
    pub(super) fn text(&self, tokens: &[u32]) -> Result<String, String> {
        let text: Vec<u32> = tokens.iter().copied().filter(|token| self.is_text(*token)).collect();
        self.tokenizer.decode(&text, true).map_err(|error| error.to_string())
    }
}
