//! Sentence vectors from multilingual-e5-small, in some hundred languages.

use std::path::Path;

use super::{DIMENSIONS, Embedder, MAX_TOKENS, Model, Vector};
use crate::e5;
use crate::models::ModelError;
use crate::worker::{EngineError, Health, Priority, Settings};

/// About half a second's work on two cores.
const SETTINGS: Settings = Settings { name: "embed-e5", capacity: 512, budget: 2048, lazy: true };

/// On which side of a comparison a text stands: the model was taught to put questions near their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is looked for.
    Query,
    /// What it is looked for in.
    Passage,
}

impl Side {
    fn mark(self, text: &str) -> String {
        match self {
            Self::Query => format!("query: {text}"),
            Self::Passage => format!("passage: {text}"),
        }
    }
}

/// A handle on the multilingual model; clones share its thread. It loads when the first text comes.
#[derive(Clone)]
pub struct Multilingual(Embedder);

impl Multilingual {
    /// As [`Embedder::start`].
    pub fn start(dir: &Path) -> Result<Self, ModelError> {
        Embedder::start_model(dir, e5::MODEL, SETTINGS, Model::e5).map(Self)
    }

    /// As [`Embedder::embed`]; of a text the first [`MAX_TOKENS`] word pieces are read.
    pub async fn embed(&self, texts: &[String], side: Side, priority: Priority) -> Result<Vec<Vector>, EngineError> {
        self.0.embed(marked(texts, side), priority).await
    }

    /// As [`Embedder::embed_blocking`].
    pub fn embed_blocking(&self, texts: &[String], side: Side) -> Result<Vec<Vector>, EngineError> {
        self.0.embed_blocking(marked(texts, side))
    }

    /// As [`Embedder::revision`].
    pub fn revision(&self) -> &str {
        self.0.revision()
    }

    /// As [`Embedder::health`].
    pub fn health(&self) -> Health {
        self.0.health()
    }

    /// As [`Embedder::shutdown`].
    pub async fn shutdown(&self) {
        self.0.shutdown().await;
    }
}

fn marked(texts: &[String], side: Side) -> Vec<String> {
    texts.iter().map(|text| side.mark(text)).collect()
}

impl Model {
    fn e5(dir: &Path) -> Result<Self, String> {
        let load = || -> candle_core::Result<Self> {
            let e5 = e5::E5::open(dir)?;
            let (pieces, bert) = (e5.pieces()?, e5.encoder()?);
            let marks = pieces.marks();
            let tokens = move |text: &str| {
                let pieces = pieces.encode(text, MAX_TOKENS - 2);
                Ok([&[marks.first], &pieces[..], &[marks.last]].concat())
            };
            Ok(Self { tokens: Box::new(tokens), bert })
        };
        let model = load().map_err(|error| error.to_string())?;
        if model.bert.width() == DIMENSIONS { Ok(model) } else { Err("the model has another width".into()) }
    }
}
