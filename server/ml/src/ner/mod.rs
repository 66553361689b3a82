//! Names, employers, places and dates in English text: spaCy's `en_core_web_sm` 3.8, read from its
//! own files and run here.
//!
//! **What it is worth.** It learned from newspapers and talks of 2013 and before. In a résumé it
//! finds most people, places, companies and dates, and takes many skills for something else ("Rust"
//! for a place). Its word is a hint beside rules, never a fact.
//!
//! **Why no thread and no queue.** Unlike the other models it takes milliseconds a résumé and about
//! 20 MB, and nobody waits for it directly: whoever parses a document does so on a thread for such
//! work already and calls [`Recognizer::entities`] there. A queue in between would only add waiting.
//! Clones share the weights, and many threads may ask at once.
//!
//! Tokens and entities are those of spaCy with the entity recogniser alone, without its dependency
//! parser, which changed no entity where both were compared (`docs/models.md`). A text's answer is
//! the same whatever was asked before; time and memory grow with the text's length and no faster.

mod actions;
mod affixes;
mod characters;
mod exceptions;
mod hash;
mod labels;
mod lexemes;
mod network;
#[cfg(test)]
mod tests;
mod tokenizer;
mod url;
mod weights;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::models::{ModelError, ModelStore};

use actions::{Actions, Walk};
use characters::is_space;
use exceptions::Exceptions;
use lexemes::{Features, Lexemes};
use network::Network;
use weights::{Layers, Unreadable};

pub use labels::Label;
pub use tokenizer::Token;

const MODEL: &str = "en_core_web_sm";

/// How many tokens the network reads at once: its rows then stay in the processor's cache.
const PART: usize = 192;

/// Something with a name, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity<'t> {
    /// What it is.
    pub label: Label,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Its words as written.
    pub text: &'t str,
}

/// Finds entities; clones share one model.
#[derive(Clone)]
pub struct Recognizer {
    model: Arc<Model>,
    revision: Arc<str>,
}

impl Recognizer {
    /// Loads the model from the folder that holds all models. Checks its files first.
    pub fn load(dir: &Path) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(MODEL)?;
        let started = Instant::now();
        let model = Model::read(&path).map_err(|error| ModelError::Load(error.to_string()))?;
        tracing::info!(model = MODEL, milliseconds = started.elapsed().as_millis(), "model loaded");
        Ok(Self { model: Arc::new(model), revision: entry.revision().into() })
    }

    /// The entities of a text in their order; no two overlap.
    pub fn entities<'t>(&self, text: &'t str) -> Vec<Entity<'t>> {
        let tokens = self.tokens(text);
        let features = self.model.features(text, &tokens);
        let mut walk = Walk::new(&self.model.actions);
        for start in (0..tokens.len()).step_by(PART) {
            let part = start..(start + PART).min(tokens.len());
            let vectors = self.model.network.vectors(&features, part.clone());
            let are_space: Vec<bool> =
                tokens[part].iter().map(|token| text[token.range.clone()].chars().all(is_space)).collect();
            walk.over(&vectors, &are_space, tokens.len());
        }
        let entity = |(label, span): (Label, Range<usize>)| {
            let range = tokens[span.start].range.start..tokens[span.end - 1].range.end;
            Entity { label, text: &text[range.clone()], range }
        };
        walk.end().into_iter().map(entity).collect()
    }

    /// The words and marks of a text, as the model reads it.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        tokenizer::tokens(text, &self.model.exceptions)
    }

    /// Names the exact weights.
    pub fn revision(&self) -> &str {
        &self.revision
    }
}

struct Model {
    exceptions: Exceptions,
    lexemes: Lexemes,
    network: Network,
    actions: Actions,
}

impl Model {
    fn read(dir: &Path) -> Result<Self, Unreadable> {
        let (exceptions, lexemes) = weights::words(dir)?;
        let mut layers = Layers::read(dir)?;
        // The file lists the layers that choose before those that read: both have linear ones.
        let actions = Actions::read(&mut layers)?;
        let network = Network::read(&mut layers)?;
        Ok(Self { exceptions, lexemes, network, actions })
    }

    fn features(&self, text: &str, tokens: &[Token]) -> Vec<Features> {
        tokens.iter().map(|token| self.lexemes.features(text, token)).collect()
    }
}
