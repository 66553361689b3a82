//! The worker's side of the queue: collect a batch, run it, answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc::Receiver;
use tokio::sync::oneshot;

use super::health::Stats;
use super::{Answer, Engine, EngineError, Priority, Settings, Timings};
use crate::processor;

/// A waiting input, and the channel for its answer.
pub(super) struct Entry<E: Engine> {
    pub(super) input: E::Input,
    pub(super) reply: Replier<E>,
    pub(super) since: Instant,
}

type Replier<E> = oneshot::Sender<Result<Answer<<E as Engine>::Output>, EngineError>>;

/// A batch: the inputs of the model, and who waits for them.
struct Batch<E: Engine> {
    inputs: Vec<E::Prepared>,
    callers: Vec<(Replier<E>, Timings)>,
    cost: usize,
}

pub(super) struct Consumer<E: Engine, L> {
    interactive: Receiver<Entry<E>>,
    task: Receiver<Entry<E>>,
    stats: Arc<Stats>,
    budget: usize,
    lazy: bool,
    load: L,
    engine: Option<E>,
}

impl<E: Engine, L: FnMut() -> Result<E, String>> Consumer<E, L> {
    pub(super) fn new(
        interactive: Receiver<Entry<E>>,
        task: Receiver<Entry<E>>,
        stats: Arc<Stats>,
        settings: &Settings,
        load: L,
    ) -> Self {
        let Settings { budget, lazy, .. } = *settings;
        Self { interactive, task, stats, budget, lazy, load, engine: None }
    }

    /// Works until every handle is dropped or the worker is told to stop.
    pub(super) fn work(mut self) {
        // Waiting on two queues at once needs an async runtime; this one runs nothing else.
        match tokio::runtime::Builder::new_current_thread().build() {
            Ok(runtime) => {
                if !self.lazy
                    && let Err(error) = self.load()
                {
                    tracing::warn!(%error, "a model could not be loaded");
                }
                while let Some(first) = runtime.block_on(self.next()) {
                    self.serve(first);
                }
            }
            Err(error) => tracing::error!(%error, "a model's thread could not start"),
        }
        // Dropping the receivers drops all pending reply channels, which callers see as "stopped".
        self.stats.ended();
    }

    async fn next(&mut self) -> Option<(Entry<E>, bool)> {
        let mut interactive_open = true;
        let mut task_open = true;
        loop {
            if self.stats.stopping() || !(interactive_open || task_open) {
                return None;
            }
            tokio::select! {
                biased;
                () = self.stats.wake.notified() => {}
                entry = self.interactive.recv(), if interactive_open => match entry {
                    Some(entry) => return Some((entry, true)),
                    None => interactive_open = false,
                },
                entry = self.task.recv(), if task_open => match entry {
                    Some(entry) => return Some((entry, false)),
                    None => task_open = false,
                },
            }
        }
    }

    /// Collects a batch starting with its first entry, and runs it. Tasks never join an interactive batch, because a
    /// person would have to wait for them.
    fn serve(&mut self, (first, interactive): (Entry<E>, bool)) {
        if let Err(reason) = self.load() {
            self.stats.fail(1);
            // A caller that has gone needs no answer.
            let _gone = first.reply.send(Err(EngineError::Unavailable(reason)));
            return;
        }
        let mut batch = Batch { inputs: Vec::new(), callers: Vec::new(), cost: 0 };
        self.take(first, &mut batch);
        while batch.cost < self.budget && self.engine.is_some() {
            let queue = if interactive { &mut self.interactive } else { &mut self.task };
            let Ok(entry) = queue.try_recv() else { break };
            self.take(entry, &mut batch);
        }
        if !batch.inputs.is_empty() {
            self.run(batch, if interactive { Priority::Interactive } else { Priority::Task });
        }
    }

    /// Adds one entry to the batch, unless its caller has gone or it cannot be preprocessed.
    fn take(&mut self, entry: Entry<E>, batch: &mut Batch<E>) {
        let Entry { input, reply, since } = entry;
        if reply.is_closed() {
            self.stats.drop_one();
            return;
        }
        let queue = since.elapsed();
        let start = Instant::now();
        let prepared = self.guarded(|engine| {
            let prepared = engine.prepare(input)?;
            let cost = engine.cost(&prepared);
            Ok((prepared, cost))
        });
        match prepared {
            Ok((prepared, cost)) => {
                let timings = Timings { queue, prepare: start.elapsed(), ..Timings::default() };
                batch.inputs.push(prepared);
                batch.callers.push((reply, timings));
                batch.cost += cost;
            }
            Err(error) => {
                self.stats.fail(1);
                let _gone = reply.send(Err(error));
            }
        }
    }

    fn run(&mut self, batch: Batch<E>, priority: Priority) {
        let Batch { inputs, mut callers, .. } = batch;
        let start = Instant::now();
        let reserved = processor::reserve(priority);
        for (_, timings) in &mut callers {
            timings.queue += start.elapsed();
        }
        let start = Instant::now();
        let outputs = self.guarded(|engine| {
            let expected = inputs.len();
            let outputs = engine.run(inputs)?;
            if outputs.len() == expected {
                Ok(outputs)
            } else {
                Err(format!("{} outputs for {expected} inputs", outputs.len()))
            }
        });
        drop(reserved);
        let inference = start.elapsed();
        self.stats.batch();
        match outputs {
            Ok(outputs) => {
                for (output, (reply, timings)) in outputs.into_iter().zip(callers) {
                    let timings = Timings { inference, ..timings };
                    self.stats.answer(timings);
                    let _gone = reply.send(Ok(Answer { output, timings }));
                }
            }
            Err(error) => {
                self.stats.fail(callers.len());
                for (reply, _) in callers {
                    let _gone = reply.send(Err(error.clone()));
                }
            }
        }
    }

    /// Calls the engine. After a panic its state may be inconsistent, so it is dropped and loaded again.
    fn guarded<T>(&mut self, call: impl FnOnce(&mut E) -> Result<T, String>) -> Result<T, EngineError> {
        let Some(engine) = self.engine.as_mut() else {
            return Err(EngineError::Failed("the model is being loaded anew".into()));
        };
        match catch_unwind(AssertUnwindSafe(|| call(engine))) {
            Ok(result) => result.map_err(EngineError::Failed),
            Err(_) => {
                self.engine = None;
                self.stats.panic();
                self.stats.loading(None);
                tracing::error!("a model panicked and will be loaded anew");
                Err(EngineError::Failed("it panicked".into()))
            }
        }
    }

    fn load(&mut self) -> Result<(), String> {
        if self.engine.is_some() {
            return Ok(());
        }
        let loaded =
            catch_unwind(AssertUnwindSafe(&mut self.load)).unwrap_or_else(|_| Err("it panicked while loading".into()));
        match loaded {
            Ok(engine) => {
                self.engine = Some(engine);
                self.stats.loaded();
                Ok(())
            }
            Err(reason) => {
                self.stats.loading(Some(reason.clone()));
                Err(reason)
            }
        }
    }
}
