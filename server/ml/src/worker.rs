//! Runs a model on one thread, behind a bounded queue.
//!
//! A worker guarantees that interactive callers are served before tasks, and get [`EngineError::Busy`] at once if the
//! queue is full; that tasks wait for room; that requests whose caller has gone are dropped; and that a panic in the
//! model costs one batch, never the thread.

mod health;
mod queue;

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

pub(crate) use health::Stats;
pub use health::{Health, Timings};
use queue::{Consumer, Entry};

/// The model that a worker runs; it lives on one thread.
pub trait Engine {
    /// What a caller passes in.
    type Input: Send + 'static;
    /// The preprocessed input, such as tokens.
    type Prepared;
    /// What a caller gets back.
    type Output: Send + 'static;

    /// Preprocesses one input, on the worker's thread.
    fn prepare(&mut self, input: Self::Input) -> Result<Self::Prepared, String>;

    /// How much of a batch's budget one input takes.
    fn cost(&self, prepared: &Self::Prepared) -> usize;

    /// Runs a batch and returns one output for each input, in the same order.
    fn run(&mut self, batch: Vec<Self::Prepared>) -> Result<Vec<Self::Output>, String>;
}

/// Who is waiting for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// A person: served first, and refused at once if the queue is full.
    Interactive,
    /// A background task: waits for room in the queue.
    Task,
}

/// Why there is no answer.
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

/// An output with its timings.
#[derive(Debug, Clone)]
pub struct Answer<T> {
    pub output: T,
    pub timings: Timings,
}

/// The configuration of a worker.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The name of the thread.
    pub name: &'static str,
    /// The most waiting entries, for each priority.
    pub capacity: usize,
    /// A batch is closed once its entries cost this much. An interactive caller waits for at most one batch of tasks,
    /// so this should be a fraction of a second of work.
    pub budget: usize,
    /// Whether to load the model only with the first entry.
    pub lazy: bool,
}

/// A handle to a model's thread. Clones share it; the thread ends when the last one is dropped.
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
    /// Starts the thread, which loads the model with `load`, immediately unless it is lazy. If loading fails, it is
    /// tried again for every batch; it is also repeated after a panic.
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

    /// Runs inputs and waits for their answers, in the same order. Either all of them enter the queue or, for an
    /// interactive caller who finds it full, none.
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

    /// Like [`Self::run`] with the priority of a task, for callers outside any async runtime; panics inside one.
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

    /// The state and statistics of the worker.
    pub fn health(&self) -> Health {
        let waiting = |queue: &mpsc::Sender<Entry<E>>| queue.max_capacity() - queue.capacity();
        self.inner.stats.health(waiting(&self.inner.interactive), waiting(&self.inner.task))
    }

    /// Finishes the current batch, answers everything waiting with [`EngineError::Stopped`], and waits for the thread
    /// to end. Later calls on any clone get the same error.
    pub async fn shutdown(&self) {
        self.inner.stats.stop();
        let thread = self.inner.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            // Joining blocks; a join error means that the thread has ended already.
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

/// Whole microseconds, the unit of the counters.
fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
