//! A chat model: any GGUF file of a llama or qwen2 architecture, on a thread of its own.
//!
//! One conversation is answered at a time, token by token; the others wait in a bounded queue. An answer whose reader
//! has gone stops at the next token, and prompts are read in small blocks, so that the other models, which share the
//! processor's threads, never wait long for it.

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

/// How many conversations may wait.
const CAPACITY: usize = 8;

/// What to say, and how long.
#[derive(Debug, Clone)]
pub struct Request {
    /// The conversation so far; the model writes the assistant's next message.
    pub messages: Vec<Message>,
    /// At most this many tokens of answer.
    pub max_tokens: usize,
    /// The answer ends before any of these.
    pub stop: Vec<String>,
    /// Zero takes the likeliest token each time, which gives the same answer each time.
    pub temperature: f64,
    /// Decides the draw where the temperature is above zero.
    pub seed: u64,
}

impl Request {
    /// A request that is answered with the likeliest words.
    pub fn new(messages: Vec<Message>, max_tokens: usize) -> Self {
        Self { messages, max_tokens, stop: Vec::new(), temperature: 0.0, seed: 0 }
    }
}

/// What comes of a request, in this order: pieces of text, then its end.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The next piece of the answer; all pieces joined are the answer.
    Text(String),
    /// The answer is complete.
    End(Summary),
    /// The model failed; no more comes.
    Failed(String),
}

/// How an answer came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Why it ended.
    pub finish: Finish,
    /// The prompt's tokens.
    pub prompt_tokens: usize,
    /// The answer's tokens.
    pub tokens: usize,
    /// Time spent reading the prompt.
    pub prompt_time: Duration,
    /// Time spent writing the answer.
    pub time: Duration,
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// The model ended it, or a stop text came.
    Stop,
    /// Its tokens were used up.
    Length,
    /// Its reader went away.
    Cancelled,
}

/// A handle on the chat model; clones share its thread, which ends when the last one is dropped.
#[derive(Clone)]
pub struct Chat {
    queue: Queue,
    stats: Arc<Stats>,
    name: Arc<str>,
}

impl Chat {
    /// Starts a model of the manifest from the folder that holds all models. The file is mapped, and read when the
    /// first request comes.
    ///
    /// # Errors
    /// Where the model is unknown, missing or damaged.
    pub fn start(dir: &Path, name: &str) -> Result<Self, ModelError> {
        let (entry, path) = ModelStore::new(dir).ready(name)?;
        let file = entry.files.first().map(|file| path.join(&file.name));
        let file = file.ok_or_else(|| ModelError::Load("the manifest names no file".into()))?;
        Self::start_file(&file, name)
    }

    /// Starts any GGUF file.
    ///
    /// # Errors
    /// Where the file cannot be opened.
    pub fn start_file(file: &Path, name: &str) -> Result<Self, ModelError> {
        if let Err(error) = std::fs::File::open(file) {
            return Err(ModelError::Load(format!("{}: {error}", file.display())));
        }
        let stats = Arc::new(Stats::default());
        let queue = engine::start(file.to_owned(), CAPACITY, Arc::clone(&stats));
        let queue = queue.map_err(|error| ModelError::Load(error.to_string()))?;
        Ok(Self { queue, stats, name: name.into() })
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Begins an answer. Its events come as they are written; dropping the receiver stops it.
    ///
    /// # Errors
    /// Where too many wait, or the model's thread has ended.
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

    /// What the model's thread is doing and has done. A conversation is a batch of its own; being made ready is reading
    /// the prompt, running is writing the answer. One whose reader left counts as dropped.
    pub fn health(&self) -> Health {
        self.stats.health(self.queue.max_capacity() - self.queue.capacity(), 0)
    }
}

#[cfg(test)]
mod tests;
