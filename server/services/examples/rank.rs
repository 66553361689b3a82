//! Ranks résumés as `hireq rank` does, as a separate example so that benchmarks need not build the whole program.
//!
//! usage: rank JOBS.jsonl RESUMES.jsonl [MODELS]

use chrono::Utc;
use hireq_ml::embed::Embedder;
use std::{error::Error, io::Write, path::Path};

type Row = serde_json::Map<String, serde_json::Value>;

fn rows(path: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(std::fs::read_to_string(path)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn word(row: &Row, key: &str) -> String {
    row.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [jobs, resumes, models @ ..] = arguments.as_slice() else {
        return Err("usage: rank JOBS.jsonl RESUMES.jsonl [MODELS]".into());
    };
    let jobs: Vec<_> =
        rows(jobs)?.iter().map(|j| (word(j, "id"), word(j, "task"), word(j, "title"), word(j, "text"))).collect();
    let resumes: Vec<_> = rows(resumes)?.iter().map(|r| (word(r, "id"), word(r, "task"), word(r, "text"))).collect();
    let embedder = models.first().map(|folder| Embedder::start(Path::new(folder))).transpose()?;
    let ranked =
        hireq_services::matching_texts::rank_texts(&jobs, &resumes, embedder.as_ref(), Utc::now().date_naive())?;
    let mut out = std::io::stdout().lock();
    for (job, resume, score) in ranked {
        writeln!(out, "{job}\t{resume}\t{score}")?;
    }
    Ok(())
}
