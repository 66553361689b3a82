//! `hireq sentiment`: how favourable the wording of each line is.

use anyhow::Context;
use clap::Args;
use hireq_ml::sentiment::{Model, Priority, Sentiment as Reading, SentimentReader};
use hireq_services::config::Config;
use serde::Serialize;
use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
};

/// How many lines are read at a time, so that a file of any length takes little memory.
const PAGE: usize = 64;

#[derive(Debug, Args)]
pub(super) struct Sentiment {
    /// Text files, a sentence or short paragraph a line; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// `default`, or the folder of a `DistilBERT` with two classes
    #[arg(long, env = "SENTIMENT_MODEL", default_value = "default")]
    model: String,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: usize,
    #[serde(flatten)]
    sentiment: Reading,
    text: &'a str,
}

fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    Ok(Box::new(BufReader::new(std::fs::File::open(path)?)))
}

impl Sentiment {
    /// Prints an answer for every line, including empty ones, so that line numbers match the file's.
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let model = Model::named(&self.model, &config.models_dir);
        let reader = SentimentReader::start(&config.models_dir, model).context("The sentiment model cannot start")?;
        for path in &self.files {
            let file = path.to_string_lossy();
            let unreadable = || format!("{file} cannot be read");
            let mut lines = open(path).with_context(unreadable)?.lines();
            let mut line = 0;
            loop {
                let page = lines.by_ref().take(PAGE).collect::<Result<Vec<_>, _>>().with_context(unreadable)?;
                if page.is_empty() {
                    break;
                }
                let read = reader.score(page.clone(), Priority::Task).await?;
                let mut out = std::io::stdout().lock();
                for (text, sentiment) in page.iter().zip(read) {
                    line += 1;
                    serde_json::to_writer(&mut out, &Line { file: &file, line, sentiment, text })?;
                    writeln!(out)?;
                }
            }
        }
        reader.shutdown().await;
        Ok(())
    }
}
