//! The chat model: any GGUF file of the llama or qwen2 architecture, on a thread of its own.
//!
//! One conversation is answered at a time, token by token; the others wait in a bounded queue. An answer stops at the
//! next token once its reader has gone, and prompts are read in small blocks, so that the other models, which share the
//! processor, never wait for long.

mod decoder;
mod engine;
mod generate;
mod gguf;
mod linear;
mod memory;
mod rotary;
mod shape;
mod template;
mod tokens;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use crate::models::{ModelError, ModelStore};
use crate::worker::{EngineError, Health, Stats};
use engine::{Job, Queue};
pub use template::{Message, Role};

/// The most conversations that may wait.
const CAPACITY: usize = 8;

#[derive(Debug, Clone)]
pub struct Request {
    /// The conversation so far; the model writes the assistant's next message.
    pub messages: Vec<Message>,
    /// The most tokens of the answer.
    pub max_tokens: usize,
    /// The answer ends before any of these texts.
    pub stop: Vec<String>,
    /// Zero always takes the most likely token, so that the answer is reproducible.
    pub temperature: f64,
    /// The seed for sampling, if the temperature is above zero.
    pub seed: u64,
}

impl Request {
    /// A request with temperature zero.
    pub fn new(messages: Vec<Message>, max_tokens: usize) -> Self {
        Self { messages, max_tokens, stop: Vec::new(), temperature: 0.0, seed: 0 }
    }
}

/// The events of an answer: pieces of text, followed by its end.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The next piece; the answer is all pieces joined.
    Text(String),
    /// The answer is complete.
    End(Summary),
    /// The model failed; no further events follow.
    Failed(String),
}

/// Statistics of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub finish: Finish,
    /// The number of tokens in the prompt.
    pub prompt_tokens: usize,
    /// The number of tokens in the answer.
    pub tokens: usize,
    /// Time spent reading the prompt.
    pub prompt_time: Duration,
    /// Time spent generating the answer.
    pub time: Duration,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// The model ended it, or a stop text was reached.
    Stop,
    /// The token limit was reached.
    Length,
    /// The reader disconnected.
    Cancelled,
}

/// A handle to the chat model; clones share its thread, which ends when the last one is dropped.
#[derive(Clone)]
pub struct Chat {
    queue: Queue,
    stats: Arc<Stats>,
    name: Arc<str>,
}

impl Chat {
    /// Starts a model from the manifest; `dir` is the folder of all models. The file is loaded with the first request.
    ///
    /// # Errors
    /// If the model is unknown, missing or damaged.
    pub fn start(dir: &Path, name: &str) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(name)?;
        let file = entry.files.first().map(|file| path.join(&file.name));
        let file = file.ok_or_else(|| ModelError::Load("the manifest names no file".into()))?;
        Self::start_file(&file, name)
    }

    /// Starts any GGUF file.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn start_file(file: &Path, name: &str) -> Result<Self, ModelError> {
        if let Err(error) = std::fs::File::open(file) {
            return Err(ModelError::Load(format!("{}: {error}", file.display())));
        }
        let stats = Arc::new(Stats::default());
        let queue = engine::start(file.to_owned(), CAPACITY, Arc::clone(&stats));
        let queue = queue.map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { queue, stats, name: name.into() })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Starts an answer. Its events arrive while it is generated; dropping the receiver cancels it.
    ///
    /// # Errors
    /// If too many conversations are waiting, or the model's thread has ended.
    pub fn ask(&self, request: Request) -> Result<mpsc::Receiver<Event>, EngineError> {
        let (events, receiver) = mpsc::channel(32);
        match self.queue.try_send(Job { request, events, since: Instant::now() }) {
            Ok(()) => Ok(receiver),
            Err(mpsc::error::TrySendError::Full(_)) => {
                self.stats.refuse();
                Err(EngineError::Busy)
            }
            Err(mpsc::error::TrySendError::Closed(_)) => Err(EngineError::Unavailable("it was shut down".into())),
        }
    }

    /// The state and statistics of the model's thread. Each conversation is a batch of its own; its preparation time is
    /// for reading the prompt, its run time for generating the answer. A cancelled one counts as dropped.
    pub fn health(&self) -> Health {
        self.stats.health(self.queue.max_capacity() - self.queue.capacity(), 0)
    }
}

#[cfg(test)]
mod tests;
