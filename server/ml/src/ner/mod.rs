//! Named entity recognition for English: people, organisations, places and dates. It runs spaCy's `en_core_web_sm` 3.8
//! from its published files.
//!
//! **How good it is.** It was trained on newspapers and conversations from 2013 and earlier. In a résumé it finds most
//! people, places, companies and dates, but mistakes many skills for something else ("Rust" for a place). Use its
//! results as hints beside rules, never as facts.
//!
//! **Why it has no thread and queue.** Unlike the other models it takes milliseconds per résumé and about 20 MB, and
//! nobody waits for it directly: documents are parsed on threads meant for such work, which call
//! [`Recognizer::entities`]. A queue would only add waiting. Clones share the weights, and many threads may use it at
//! once.
//!
//! Tokens and entities are those of spaCy with only the entity recogniser, without the dependency parser, which changed
//! no entity where both were compared (`docs/models.md`). The result for a text does not depend on earlier texts; time
//! and memory are proportional to its length.

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

/// How many tokens the network processes at once, so that its rows stay in the processor's cache.
const PART: usize = 192;

/// A named entity and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity<'t> {
    pub label: Label,
    /// The range in the text, in bytes.
    pub range: Range<usize>,
    /// The entity as written.
    pub text: &'t str,
}

/// The recogniser; clones share one model.
#[derive(Clone)]
pub struct Recognizer {
    model: Arc<Model>,
    revision: Arc<str>,
}

impl Recognizer {
    /// Loads the model; `dir` is the folder of all models. Checks its files first.
    pub fn load(dir: &Path) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(MODEL)?;
        let started = Instant::now();
        let model = Model::read(&path).map_err(|error| ModelError::Load(error.to_string()))?;
        tracing::info!(model = MODEL, milliseconds = started.elapsed().as_millis(), "model loaded");
        Ok(Self { model: Arc::new(model), revision: entry.revision().into() })
    }

    /// The entities of a text, in order and without overlaps.
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

    /// The words and punctuation of a text, as the model reads it.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        tokenizer::tokens(text, &self.model.exceptions)
    }

    /// Identifies the exact weights.
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
        // Layers are taken by name and order, and the file lists the action layers before the network's; both include
        // linear layers.
        let actions = Actions::read(&mut layers)?;
        let network = Network::read(&mut layers)?;
        Ok(Self { exceptions, lexemes, network, actions })
    }

    fn features(&self, text: &str, tokens: &[Token]) -> Vec<Features> {
        tokens.iter().map(|token| self.lexemes.features(text, token)).collect()
    }
}
