//! Sentence vectors from all-MiniLM-L6-v2.
//!
//! On the same kind of processor, the same text gives a bit-identical vector, alone or in a batch: texts are not padded
//! (see `bert`).

use std::path::Path;
use std::sync::Arc;

use tokenizers::{Tokenizer, TruncationDirection, TruncationParams, TruncationStrategy};

use crate::bert::{Bert, Config};
use crate::models::{ModelError, ModelStore};
use crate::worker::{Answer, Engine, EngineError, Health, Settings, Worker};

pub use crate::worker::Priority;

/// A sentence vector of length one; the dot product of two vectors is their cosine.
pub type Vector = Vec<f32>;

/// The dimension of a [`Vector`].
pub const DIMENSIONS: usize = 384;

/// The most word pieces of a text that are read, including both special tokens; the rest is cut off.
pub const MAX_TOKENS: usize = 256;

const MODEL: &str = "all-MiniLM-L6-v2";

/// The budget is about a quarter of a second of work on two cores.
const SETTINGS: Settings = Settings { name: "embed", capacity: 512, budget: 2048, lazy: false };

/// A handle to the embedding model; clones share its thread.
#[derive(Clone)]
pub struct Embedder {
    worker: Worker<Model>,
    revision: Arc<str>,
}

impl Embedder {
    /// Starts the model; `dir` is the folder of all models. Checks its files, which takes milliseconds if they were
    /// checked before, and loads it on its own thread without waiting for that.
    pub fn start(dir: &Path) -> Result<Self, ModelError> {
        Self::start_model(dir, MODEL, SETTINGS, Model::minilm)
    }

    fn start_model(
        dir: &Path,
        name: &'static str,
        settings: Settings,
        load: fn(&Path) -> Result<Model, String>,
    ) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(name)?;
        let load = move || {
            let started = std::time::Instant::now();
            let model = load(&path)?;
            tracing::info!(model = name, milliseconds = started.elapsed().as_millis(), "model loaded");
            Ok(model)
        };
        let worker = Worker::start(settings, load).map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { worker, revision: entry.revision().into() })
    }

    /// The vectors of texts, in the same order. An empty text has one too.
    ///
    /// Either all texts of an interactive call enter the queue or, if it is too full, none. Keep such calls to a page
    /// of texts, and send more as a task.
    pub async fn embed(&self, texts: Vec<String>, priority: Priority) -> Result<Vec<Vector>, EngineError> {
        Ok(outputs(self.worker.run(texts, priority).await?))
    }

    /// Like [`Self::embed`], for programs without an async runtime; panics inside one.
    pub fn embed_blocking(&self, texts: Vec<String>) -> Result<Vec<Vector>, EngineError> {
        Ok(outputs(self.worker.run_blocking(texts)?))
    }

    /// Identifies the exact weights; vectors of different revisions must not be compared.
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// The state and statistics of the model's thread.
    pub fn health(&self) -> Health {
        self.worker.health()
    }

    /// Stops the model's thread after the current batch.
    pub async fn shutdown(&self) {
        self.worker.shutdown().await;
    }
}

fn outputs(answers: Vec<Answer<Vector>>) -> Vec<Vector> {
    answers.into_iter().map(|answer| answer.output).collect()
}

/// Splits a text into word pieces, including special tokens.
type Tokens = Box<dyn Fn(&str) -> Result<Vec<u32>, String>>;

struct Model {
    tokens: Tokens,
    bert: Bert,
}

impl Model {
    fn minilm(dir: &Path) -> Result<Self, String> {
        let config = Config::read(dir).map_err(|error| error.to_string())?;
        if config.hidden_size != DIMENSIONS || config.max_position_embeddings < MAX_TOKENS {
            return Err("the model has another shape than all-MiniLM-L6-v2".into());
        }
        let tokenizer = tokenizer(dir).map_err(|error| error.to_string())?;
        let bert = Bert::load(&dir.join("model.safetensors"), config).map_err(|error| error.to_string())?;
        let tokens = move |text: &str| {
            let encoding = tokenizer.encode_fast(text, true).map_err(|error| error.to_string())?;
            Ok(encoding.get_ids().to_vec())
        };
        Ok(Self { tokens: Box::new(tokens), bert })
    }
}

fn tokenizer(dir: &Path) -> tokenizers::Result<Tokenizer> {
    let mut tokenizer = Tokenizer::from_file(dir.join("tokenizer.json"))?;
    // The published file truncates and pads at 128 pieces. The model supports 256, and padding would only waste work.
    tokenizer.with_padding(None);
    tokenizer.with_truncation(Some(TruncationParams {
        max_length: MAX_TOKENS,
        strategy: TruncationStrategy::LongestFirst,
        stride: 0,
        direction: TruncationDirection::Right,
    }))?;
    Ok(tokenizer)
}

impl Engine for Model {
    type Input = String;
    type Prepared = Vec<u32>;
    type Output = Vector;

    fn prepare(&mut self, text: String) -> Result<Vec<u32>, String> {
        (self.tokens)(&text)
    }

    fn cost(&self, ids: &Vec<u32>) -> usize {
        ids.len()
    }

    fn run(&mut self, batch: Vec<Vec<u32>>) -> Result<Vec<Vector>, String> {
        let texts: Vec<&[u32]> = batch.iter().map(Vec::as_slice).collect();
        self.bert.embed(&texts).map_err(|error| error.to_string())
    }
}
