//! The thread that owns the model and answers one conversation at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc;

use super::decoder::Decoder;
use super::generate::generate;
use super::gguf::Gguf;
use super::template::Template;
use super::tokens::Tokens;
use super::{Event, Finish, Request};
use crate::worker::{Stats, Timings};

/// A conversation, and the channel for its answer.
pub(super) struct Job {
    pub request: Request,
    pub events: mpsc::Sender<Event>,
    /// When the request was made.
    pub since: Instant,
}

/// The channel to the thread.
pub(super) type Queue = mpsc::Sender<Job>;

/// A loaded model with its tokenizer and template.
pub(super) struct Model {
    pub decoder: Decoder,
    pub tokens: Tokens,
    pub template: Template,
}

impl Model {
    pub(super) fn load(file: &Path) -> Result<Self, String> {
        let started = std::time::Instant::now();
        let gguf = Gguf::open(file)?;
        let (tokens, template) = (Tokens::of(gguf.metadata())?, Template::of(gguf.metadata())?);
        let decoder = Decoder::load(&gguf).map_err(|e| format!("{}: {e}", file.display()))?;
        tracing::info!(milliseconds = started.elapsed().as_millis(), "chat model loaded");
        Ok(Self { decoder, tokens, template })
    }
}

/// Starts the thread; it ends when the last sender is dropped.
pub(super) fn start(file: PathBuf, capacity: usize, stats: Arc<Stats>) -> std::io::Result<Queue> {
    let (queue, mut jobs) = mpsc::channel::<Job>(capacity);
    std::thread::Builder::new().name("chat".into()).spawn(move || {
        let mut model = None;
        while let Some(job) = jobs.blocking_recv() {
            answer(&file, &mut model, &job, &stats);
        }
        stats.ended();
    })?;
    Ok(queue)
}

fn answer(file: &Path, model: &mut Option<Model>, job: &Job, stats: &Stats) {
    if job.events.is_closed() {
        stats.drop_one();
        return;
    }
    let waited = job.since.elapsed();
    if model.is_none() {
        match Model::load(file) {
            Ok(loaded) => {
                stats.loaded();
                *model = Some(loaded);
            }
            Err(error) => {
                stats.loading(Some(error.clone()));
                stats.fail(1);
                tracing::error!(%error, "the chat model could not be loaded");
                _ = job.events.blocking_send(Event::Failed(error));
                return;
            }
        }
    }
    let Some(loaded) = model.as_mut() else { return };
    stats.batch();
    let outcome = catch_unwind(AssertUnwindSafe(|| generate(loaded, &job.request, &job.events)));
    let last = match outcome {
        Ok(Ok(summary)) => {
            match summary.finish {
                Finish::Cancelled => stats.drop_one(),
                Finish::Stop | Finish::Length => {
                    let (prepare, inference) = (summary.prompt_time, summary.time);
                    stats.answer(Timings { queue: waited, prepare, inference });
                }
            }
            Event::End(summary)
        }
        Ok(Err(error)) => {
            stats.fail(1);
            Event::Failed(error)
        }
        Err(_) => {
            stats.panic();
            stats.fail(1);
            stats.loading(None);
            // After a panic the model's state is unknown, so it is loaded again.
            *model = None;
            Event::Failed("the chat model failed; try again".into())
        }
    };
    _ = job.events.blocking_send(last);
}
