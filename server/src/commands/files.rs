//! `hireq parse`, `embed`, `rank`, `match` and `transcribe`: the engines on files, for people who like pipes.

use crate::boot;
use anyhow::Context;
use chrono::Utc;
use clap::{Args, ValueEnum};
use hireq_documents::{Limits, parse_with, prediction::prediction, read};
use hireq_ml::{
    audio::Recording,
    transcribe::{Options, Transcriber},
};
use hireq_services::{
    config::Config,
    matching::alternatives,
    matching_texts::{self, TextMatcher},
    resumes::hints,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{
    io::{BufRead, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

#[derive(Debug, Args)]
pub(super) struct Parse {
    /// Résumé files
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Parse {
    /// Works without settings; if they are valid, they say where the name recogniser is.
    pub(super) fn run(self) -> anyhow::Result<()> {
        let recognizer = Config::from_env().ok().and_then(|config| boot::recognizer(&config.models_dir));
        let (limits, today) = (Limits::default(), Utc::now().date_naive());
        let mut out = std::io::stdout().lock();
        for path in self.files {
            let bytes = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let outcome = read(&bytes, &name, &limits).map(|document| {
                let resume = parse_with(&document, today, &hints(recognizer.as_ref(), &document));
                (document, resume)
            });
            writeln!(out, "{}", prediction(&name, &outcome))?;
        }
        Ok(())
    }
}

/// Embeds standard input, one text per line.
pub(super) fn embed(config: &Config) -> anyhow::Result<()> {
    let embedder = boot::embedder(config).context("the embedding model is missing: run scripts/models")?;
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let mut out = std::io::stdout().lock();
    for batch in lines.chunks(64) {
        for vector in embedder.embed_blocking(batch.to_vec())? {
            serde_json::to_writer(&mut out, &vector)?;
            writeln!(out)?;
        }
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct Rank {
    /// Jobs, one JSON a line: id, task, title, text
    #[arg(long)]
    jobs: PathBuf,
    /// Résumés, one JSON a line: id, task, text
    #[arg(long)]
    resumes: PathBuf,
}

#[derive(Deserialize)]
struct JobToRank {
    id: String,
    #[serde(default)]
    task: String,
    #[serde(default)]
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct ResumeToRank {
    id: String,
    #[serde(default)]
    task: String,
    text: String,
}

fn lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| serde_json::from_str(line).with_context(|| format!("{}, line {}", path.display(), n + 1)))
        .collect()
}

impl Rank {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<()> {
        let jobs: Vec<_> =
            lines::<JobToRank>(&self.jobs)?.into_iter().map(|j| (j.id, j.task, j.title, j.text)).collect();
        let resumes: Vec<_> =
            lines::<ResumeToRank>(&self.resumes)?.into_iter().map(|r| (r.id, r.task, r.text)).collect();
        let embedder = boot::embedder(config);
        let mut out = std::io::stdout().lock();
        for (job, resume, score) in
            matching_texts::rank_texts(&jobs, &resumes, embedder.as_ref(), Utc::now().date_naive())?
        {
            writeln!(out, "{job}\t{resume}\t{score}")?;
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Match {
    /// Jobs, one JSON a line: id, title, description, requirements (id, kind, must, text, `any_of`)
    #[arg(long)]
    jobs: PathBuf,
    /// Résumés, one JSON a line: id, job, text
    #[arg(long)]
    resumes: PathBuf,
    /// Propose requirements from the descriptions instead of taking those that are given
    #[arg(long)]
    propose: bool,
}

impl Match {
    /// Prints one JSON line for each résumé and its job.
    pub(super) fn run(self, config: &Config) -> anyhow::Result<()> {
        let jobs: Vec<matching_texts::JobLine> = lines(&self.jobs)?;
        let resumes: Vec<matching_texts::ResumeLine> = lines(&self.resumes)?;
        let embedder = boot::embedder(config);
        let judge = boot::judge(config);
        let matcher = TextMatcher::new(embedder.as_ref(), judge.as_ref(), Utc::now().date_naive())?;
        let mut out = std::io::stdout().lock();
        for job in &jobs {
            let given = (!self.propose).then(|| job.given());
            let criteria = matcher.job(&job.title, &job.description, given)?;
            for resume in resumes.iter().filter(|resume| resume.job == job.id) {
                let read = matcher.resume(&resume.text)?;
                let result = matcher.compare(&criteria, &read)?;
                let ids = job.requirements.iter().map(|r| Some(r.id.as_str()).filter(|_| !self.propose));
                let items: Vec<_> = criteria
                    .requirements()
                    .iter()
                    .zip(ids.chain(std::iter::repeat(None)))
                    .zip(&result.items)
                    .map(|((requirement, id), item)| {
                        serde_json::json!({
                            "id": id, "kind": requirement.kind, "must": requirement.must, "text": requirement.text,
                            "any_of": alternatives(&requirement.text), "quote": requirement.quote,
                            "verdict": item.verdict, "score": item.score, "reason": item.reason,
                            "evidence": item.evidence.iter().map(|span| span.slice(&read.text)).collect::<Vec<_>>(),
                        })
                    })
                    .collect();
                let line = serde_json::json!({
                    "job": job.id, "resume": resume.id, "total": result.total, "requirements": items,
                });
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(super) struct Transcribe {
    /// A recording: MP3, WAV, FLAC, Ogg Vorbis, AAC, MP4
    file: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The language's code, "en" for example; found out where it is not given
    #[arg(long)]
    language: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Segments and words with their times
    Json,
    /// `SubRip` subtitles
    Srt,
    /// `WebVTT` subtitles
    Vtt,
}

impl Transcribe {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        let transcriber = Transcriber::start(&config.models_dir)?;
        let recording = Recording::open(&self.file).with_context(|| self.file.display().to_string())?;
        let options = Options { language: self.language, words: matches!(self.format, Format::Json), from: 0 };
        let transcript = transcriber.transcribe(recording, options, |_| ControlFlow::Continue(())).await?;
        let mut out = std::io::stdout().lock();
        match self.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &transcript)?;
                writeln!(out)?;
            }
            Format::Srt => write!(out, "{}", transcript.srt())?,
            Format::Vtt => write!(out, "{}", transcript.vtt())?,
        }
        Ok(())
    }
}
