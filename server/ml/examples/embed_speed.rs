//! Measures how many texts per second the embedding model takes, for several lengths and batch sizes.
//!
//! `RAYON_NUM_THREADS=2 cargo run --release -p hireq-ml --example embed_speed [MODELS_DIR]`
//!
//! Prints JSON lines: for each length and batch size the median of five runs of about half a second each, and the texts
//! per second of CPU time (`cpu`), which is the figure to compare on a busy machine; also the loading time and the peak
//! memory of the process.

mod support;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use hireq_ml::embed::Embedder;
use hireq_ml::models::usual_folder;
use serde_json::json;
use support::{peak_memory, processor_seconds};

const RUNS: usize = 5;
const RUN: Duration = Duration::from_millis(500);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args_os().nth(1).map(PathBuf::from);
    let dir = dir.unwrap_or_else(|| usual_folder(|name| std::env::var(name).ok()));
    let start = Instant::now();
    let embedder = Embedder::start(&dir)?;
    let started = start.elapsed();
    embedder.embed_blocking(vec!["the first vector".into()])?;
    println!("{}", json!({ "start": started.as_secs_f64(), "load": start.elapsed().as_secs_f64() }));
    for tokens in [32, 128, 256] {
        for batch in [1, 32] {
            let (rate, per_cpu) = speed(&embedder, tokens, batch)?;
            let case = format!("{tokens}x{batch}");
            println!("{}", json!({ (case.as_str()): rate, (format!("{case} cpu")): per_cpu }));
        }
    }
    println!("{}", json!({ "peak": peak_memory() }));
    Ok(())
}

fn speed(embedder: &Embedder, tokens: usize, batch: usize) -> Result<(f64, f64), Box<dyn std::error::Error>> {
    // Each of these words is one word piece; the two special tokens make up the rest.
    let words = ["engineer", "software", "team", "data", "project", "lead"];
    let text: Vec<&str> = words.iter().copied().cycle().take(tokens - 2).collect();
    let texts = vec![text.join(" "); batch];
    embedder.embed_blocking(texts.clone())?;
    let mut rates = Vec::with_capacity(RUNS);
    let (mut all, cpu) = (0, processor_seconds());
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut done = 0;
        while start.elapsed() < RUN {
            done += embedder.embed_blocking(texts.clone())?.len();
        }
        rates.push(done as f64 / start.elapsed().as_secs_f64());
        all += done;
    }
    let cpu = processor_seconds() - cpu;
    rates.sort_by(f64::total_cmp);
    Ok((rates[RUNS / 2], all as f64 / cpu))
}
