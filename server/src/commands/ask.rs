//! `hireq chat` and `hireq answer`: the chat model, and answers quoted from documents.

use crate::boot;
use anyhow::{Context, bail};
use clap::Args;
use hireq_documents::{Limits, read};
use hireq_ml::{
    answer::answer,
    chat::{Chat, Event, Message, Request, Role},
};
use hireq_services::config::Config;
use serde_json::json;
use std::{io::Write, path::PathBuf};

/// The model used if none is specified.
const DEFAULT_MODEL: &str = "SmolLM2-135M-Instruct";

#[derive(Debug, Args)]
pub(super) struct Say {
    /// What to say to the model
    text: String,
    /// A GGUF file of a llama or qwen2 architecture, instead of the default model
    #[arg(long)]
    model: Option<PathBuf>,
    /// Instructions before the conversation
    #[arg(long)]
    system: Option<String>,
    /// At most this many tokens of answer
    #[arg(long, default_value_t = 256)]
    max_tokens: usize,
    /// Zero takes the likeliest words
    #[arg(long, default_value_t = 0.0)]
    temperature: f64,
    /// Say on standard error how many tokens a second were read and written
    #[arg(long)]
    timings: bool,
}

impl Say {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let chat = match &self.model {
            Some(file) => Chat::start_file(file, &file.to_string_lossy()),
            None => Chat::start(&config.models_dir, DEFAULT_MODEL),
        }?;
        let system = self.system.map(|text| Message::new(Role::System, text));
        let messages = system.into_iter().chain([Message::new(Role::User, self.text)]).collect();
        let mut request = Request::new(messages, self.max_tokens);
        request.temperature = self.temperature;
        let mut events = chat.ask(request)?;
        let mut out = std::io::stdout();
        while let Some(event) = events.recv().await {
            match event {
                Event::Text(piece) => {
                    out.write_all(piece.as_bytes())?;
                    out.flush()?;
                }
                Event::End(summary) => {
                    writeln!(out)?;
                    if self.timings {
                        eprintln!(
                            "prompt: {} tokens in {:.3} s; answer: {} tokens in {:.3} s",
                            summary.prompt_tokens,
                            summary.prompt_time.as_secs_f64(),
                            summary.tokens,
                            summary.time.as_secs_f64()
                        );
                    }
                }
                Event::Failed(reason) => bail!(reason),
            }
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Answer {
    question: String,
    /// The documents to answer from
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// At most this many quotes
    #[arg(long, default_value_t = 3)]
    limit: usize,
}

impl Answer {
    /// Prints one JSON line for each quote: file, text, range in the file's text, closeness. Prints nothing if no
    /// sentence answers the question.
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let embedder = boot::embedder(config).context("the embedding model is missing: run scripts/models")?;
        let mut passages = Vec::new();
        for path in &self.files {
            let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let document = read(&bytes, &name, &Limits::default()).with_context(|| path.display().to_string())?;
            passages.push(document.text);
        }
        let quotes = answer(&embedder, &self.question, &passages, self.limit).await?;
        if quotes.is_empty() {
            eprintln!("hireq: nothing in these documents answers that");
        }
        let mut out = std::io::stdout().lock();
        for quote in quotes {
            let line = json!({
                "file": self.files[quote.passage], "text": quote.text, "start": quote.range.start,
                "end": quote.range.end, "closeness": quote.closeness,
            });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}
