//! One model on one thread, behind a bounded queue.
//!
//! A worker promises that interactive callers are served before tasks and told [`EngineError::Busy`]
//! at once when the queue is full; that tasks wait for room; that work whose caller has gone is
//! dropped; and that a panic in the model costs one batch, never the thread.

mod health;
mod queue;

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

pub(crate) use health::Stats;
pub use health::{Health, Timings};
use queue::{Consumer, Entry};

/// What a worker drives: a model that lives on one thread.
pub trait Engine {
    /// What a caller hands in.
    type Input: Send + 'static;
    /// The input made ready for the model (tokens, say).
    type Prepared;
    /// What a caller gets back.
    type Output: Send + 'static;

    /// Makes one input ready. Called on the worker's thread.
    fn prepare(&mut self, input: Self::Input) -> Result<Self::Prepared, String>;

    /// What one prepared input takes from the budget of a batch.
    fn cost(&self, prepared: &Self::Prepared) -> usize;

    /// Runs a batch and answers in the same order, one output for each.
    fn run(&mut self, batch: Vec<Self::Prepared>) -> Result<Vec<Self::Output>, String>;
}

/// Who is waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// A person: served first, and refused rather than kept waiting when the queue is full.
    Interactive,
    /// A background task: waits for room.
    Task,
}

/// Why a model gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The queue is full; try again later.
    #[error("the model is busy")]
    Busy,
    /// The model could not be loaded.
    #[error("the model is not available: {0}")]
    Unavailable(String),
    /// This batch failed.
    #[error("the model failed: {0}")]
    Failed(String),
    /// The worker was shut down.
    #[error("the model was shut down")]
    Stopped,
}

/// An output and how long its parts took.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    /// What the model gave.
    pub output: T,
    /// How long it waited and ran.
    pub timings: Timings,
}

/// How a worker is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Names the thread.
    pub name: &'static str,
    /// How many entries may wait, for each priority.
    pub capacity: usize,
    /// A batch is closed once its entries cost this much. An interactive caller waits at most for
    /// one batch of tasks, so keep it to a fraction of a second's work.
    pub budget: usize,
    /// Whether to load the model only when the first entry comes.
    pub lazy: bool,
}

/// A handle on a model's thread. Clones share it; the thread ends when the last one is dropped.
pub struct Worker<E: Engine> {
    inner: Arc<Inner<E>>,
}

impl<E: Engine> Clone for Worker<E> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

struct Inner<E: Engine> {
    interactive: mpsc::Sender<Entry<E>>,
    task: mpsc::Sender<Entry<E>>,
    stats: Arc<Stats>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

type Reply<E> = oneshot::Receiver<Result<Answer<<E as Engine>::Output>, EngineError>>;

impl<E: Engine + 'static> Worker<E> {
    /// Starts the thread, which loads the model with `load`: at once, unless it is lazy. The load is tried again for
    /// every batch as long as it fails, and after a panic.
    pub fn start(
        settings: Settings,
        load: impl FnMut() -> Result<E, String> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (interactive, interactive_rx) = mpsc::channel(settings.capacity);
        let (task, task_rx) = mpsc::channel(settings.capacity);
        let stats = Arc::new(Stats::default());
        let shared = Arc::clone(&stats);
        let thread = std::thread::Builder::new().name(settings.name.to_owned()).spawn(move || {
            Consumer::new(interactive_rx, task_rx, shared, &settings, load).work();
        })?;
        let thread = Mutex::new(Some(thread));
        Ok(Self { inner: Arc::new(Inner { interactive, task, stats, thread }) })
    }

    /// Runs inputs and waits for their answers, in the same order. All of them enter the queue or,
    /// for an interactive caller who finds it full, none.
    pub async fn run(&self, inputs: Vec<E::Input>, priority: Priority) -> Result<Vec<Answer<E::Output>>, EngineError> {
        let replies = match priority {
            Priority::Interactive => self.enter_at_once(inputs)?,
            Priority::Task => {
                let mut replies = Vec::with_capacity(inputs.len());
                for input in inputs {
                    let (entry, reply) = Entry::new(input);
                    let sent = self.inner.task.send(entry).await;
                    sent.map_err(|_| EngineError::Stopped)?;
                    replies.push(reply);
                }
                replies
            }
        };
        let mut answers = Vec::with_capacity(replies.len());
        for reply in replies {
            answers.push(reply.await.unwrap_or(Err(EngineError::Stopped))?);
        }
        Ok(answers)
    }

    /// As [`Self::run`] for a task, outside any async context (it panics inside one).
    pub fn run_blocking(&self, inputs: Vec<E::Input>) -> Result<Vec<Answer<E::Output>>, EngineError> {
        let mut replies = Vec::with_capacity(inputs.len());
        for input in inputs {
            let (entry, reply) = Entry::new(input);
            self.inner.task.blocking_send(entry).map_err(|_| EngineError::Stopped)?;
            replies.push(reply);
        }
        replies.into_iter().map(|reply| reply.blocking_recv().unwrap_or(Err(EngineError::Stopped))).collect()
    }

    fn enter_at_once(&self, inputs: Vec<E::Input>) -> Result<Vec<Reply<E>>, EngineError> {
        let places = self.inner.interactive.try_reserve_many(inputs.len());
        let places = places.map_err(|error| match error {
            mpsc::error::TrySendError::Full(()) => {
                self.inner.stats.refuse();
                EngineError::Busy
            }
            mpsc::error::TrySendError::Closed(()) => EngineError::Stopped,
        })?;
        Ok(places
            .zip(inputs)
            .map(|(place, input)| {
                let (entry, reply) = Entry::new(input);
                place.send(entry);
                reply
            })
            .collect())
    }

    /// What the worker is doing and has done.
    pub fn health(&self) -> Health {
        let waiting = |queue: &mpsc::Sender<Entry<E>>| queue.max_capacity() - queue.capacity();
        self.inner.stats.health(waiting(&self.inner.interactive), waiting(&self.inner.task))
    }

    /// Finishes the batch at hand, answers everything that waits with [`EngineError::Stopped`] and
    /// waits for the thread to end. Later calls on any clone are answered the same.
    pub async fn shutdown(&self) {
        self.inner.stats.stop();
        let thread = self.inner.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            // Joining blocks; a thread that cannot be joined has ended already.
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("a model's thread ended in a panic");
            }
        }
    }
}

impl<E: Engine> Entry<E> {
    fn new(input: E::Input) -> (Self, Reply<E>) {
        let (reply, answer) = oneshot::channel();
        (Self { input, reply, since: Instant::now() }, answer)
    }
}

/// Whole microseconds, which is how counters keep time.
fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
