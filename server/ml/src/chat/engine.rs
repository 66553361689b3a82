//! The thread that holds the model and takes one conversation after the other.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tokio::sync::mpsc;

use super::decoder::Decoder;
use super::generate::generate;
use super::gguf::Gguf;
use super::template::Template;
use super::tokens::Tokens;
use super::{Event, Request};

/// A conversation and where its answer goes.
pub(super) struct Job {
    pub request: Request,
    pub events: mpsc::Sender<Event>,
}

/// The way to the thread.
pub(super) type Queue = mpsc::Sender<Job>;

/// A loaded model with its words.
pub(super) struct Model {
    pub decoder: Decoder,
    pub tokens: Tokens,
    pub template: Template,
}

impl Model {
    /// Reads a GGUF file.
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
pub(super) fn start(file: PathBuf, capacity: usize) -> std::io::Result<Queue> {
    let (queue, mut jobs) = mpsc::channel::<Job>(capacity);
    std::thread::Builder::new().name("chat".into()).spawn(move || {
        let mut model = None;
        while let Some(job) = jobs.blocking_recv() {
            answer(&file, &mut model, &job);
        }
    })?;
    Ok(queue)
}

fn answer(file: &Path, model: &mut Option<Model>, job: &Job) {
    if model.is_none() {
        match Model::load(file) {
            Ok(loaded) => *model = Some(loaded),
            Err(error) => {
                tracing::error!(%error, "the chat model could not be loaded");
                _ = job.events.blocking_send(Event::Failed(error));
                return;
            }
        }
    }
    let Some(loaded) = model.as_mut() else { return };
    let outcome = catch_unwind(AssertUnwindSafe(|| generate(loaded, &job.request, &job.events)));
    let last = match outcome {
        Ok(Ok(summary)) => Event::End(summary),
        Ok(Err(error)) => Event::Failed(error),
        Err(_) => {
            // Whatever state the panic left behind is not trusted again.
            *model = None;
            Event::Failed("the chat model failed; try again".into())
        }
    };
    _ = job.events.blocking_send(last);
}
