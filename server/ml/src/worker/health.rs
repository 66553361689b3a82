//! A worker's counters, which any thread may read.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::Notify;

use super::micros;

/// How long the parts of one answer took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Timings {
    /// Waiting in the queue.
    pub queue: Duration,
    /// Preprocessing (for text, tokenising).
    pub prepare: Duration,
    /// Running the model, including the rest of the batch.
    pub inference: Duration,
}

/// The state of a worker, and its statistics since it started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    /// Whether the model is loaded and its thread is running.
    pub ready: bool,
    /// The error of the last attempt to load, if it failed.
    pub trouble: Option<String>,
    /// Waiting interactive entries.
    pub waiting_interactive: usize,
    /// Waiting task entries.
    pub waiting_task: usize,
    /// Batches run.
    pub batches: u64,
    /// Entries answered with an output.
    pub answered: u64,
    /// Entries answered with an error.
    pub failed: u64,
    /// Entries dropped because their caller had gone.
    pub dropped: u64,
    /// Interactive requests refused because the queue was full.
    pub refused: u64,
    /// Batches that panicked.
    pub panics: u64,
    /// Mean timings of the answered entries.
    pub mean: Timings,
}

const LOADING: u8 = 0;
const LOADED: u8 = 1;
const ENDED: u8 = 2;

#[derive(Default)]
pub(crate) struct Stats {
    phase: AtomicU8,
    stopping: AtomicBool,
    pub(super) wake: Notify,
    trouble: Mutex<Option<String>>,
    batches: AtomicU64,
    answered: AtomicU64,
    failed: AtomicU64,
    dropped: AtomicU64,
    refused: AtomicU64,
    panics: AtomicU64,
    queue_us: AtomicU64,
    prepare_us: AtomicU64,
    inference_us: AtomicU64,
}

fn add(counter: &AtomicU64, amount: u64) {
    counter.fetch_add(amount, Ordering::Relaxed);
}

impl Stats {
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    pub(super) fn stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    pub(crate) fn loading(&self, trouble: Option<String>) {
        self.phase.store(LOADING, Ordering::Release);
        self.tell(trouble);
    }

    pub(crate) fn loaded(&self) {
        self.phase.store(LOADED, Ordering::Release);
        self.tell(None);
    }

    pub(crate) fn ended(&self) {
        self.phase.store(ENDED, Ordering::Release);
    }

    fn tell(&self, trouble: Option<String>) {
        if let Ok(mut slot) = self.trouble.lock() {
            *slot = trouble;
        }
    }

    pub(crate) fn refuse(&self) {
        add(&self.refused, 1);
    }

    pub(crate) fn drop_one(&self) {
        add(&self.dropped, 1);
    }

    pub(crate) fn fail(&self, entries: usize) {
        add(&self.failed, entries as u64);
    }

    pub(crate) fn panic(&self) {
        add(&self.panics, 1);
    }

    pub(crate) fn batch(&self) {
        add(&self.batches, 1);
    }

    pub(crate) fn answer(&self, timings: Timings) {
        add(&self.answered, 1);
        add(&self.queue_us, micros(timings.queue));
        add(&self.prepare_us, micros(timings.prepare));
        add(&self.inference_us, micros(timings.inference));
    }

    pub(crate) fn health(&self, waiting_interactive: usize, waiting_task: usize) -> Health {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let answered = read(&self.answered);
        let mean = |total: &AtomicU64| Duration::from_micros(read(total) / answered.max(1));
        Health {
            ready: self.phase.load(Ordering::Acquire) == LOADED,
            trouble: self.trouble.lock().ok().and_then(|trouble| trouble.clone()),
            waiting_interactive,
            waiting_task,
            batches: read(&self.batches),
            answered,
            failed: read(&self.failed),
            dropped: read(&self.dropped),
            refused: read(&self.refused),
            panics: read(&self.panics),
            mean: Timings {
                queue: mean(&self.queue_us),
                prepare: mean(&self.prepare_us),
                inference: mean(&self.inference_us),
            },
        }
    }
}
