//! Measures how long the judge takes for pairs of several lengths in word pieces.
//!
//! `RAYON_NUM_THREADS=1 cargo run --release -p hireq-ml --example judge_speed [MODELS_DIR]`
//!
//! Prints JSON lines: for both precisions, and each length and batch size, the best and the median of many runs in
//! milliseconds per pair; the CPU milliseconds per pair, which is the figure to compare on a busy machine; and the peak
//! memory.

mod support;

use std::path::PathBuf;
use std::time::Instant;

use hireq_ml::judge::{Judge, Pair};
use hireq_ml::models::usual_folder;
use hireq_ml::whisper::Precision;
use serde_json::json;
use support::{peak_memory, processor_seconds};

const RUNS: usize = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args_os().nth(1).map(PathBuf::from);
    let dir = dir.unwrap_or_else(|| usual_folder(|name| std::env::var(name).ok()));
    for precision in [Precision::Eight, Precision::Full] {
        let judge = Judge::start_with(&dir, precision)?;
        let start = Instant::now();
        judge.read_blocking(vec![pair(40)])?;
        println!("{}", json!({ "precision": format!("{precision:?}"), "load": start.elapsed().as_secs_f64() }));
        for (pieces, batch) in [(40, 1), (40, 40), (100, 40)] {
            let pairs = vec![pair(pieces); batch];
            let cpu = processor_seconds();
            let mut times = Vec::with_capacity(RUNS);
            for _ in 0..RUNS {
                let start = Instant::now();
                judge.read_blocking(pairs.clone())?;
                times.push(start.elapsed().as_secs_f64() * 1000.0 / batch as f64);
            }
            let cpu = (processor_seconds() - cpu) * 1000.0 / (RUNS * batch) as f64;
            times.sort_by(f64::total_cmp);
            let case = format!("{pieces}x{batch}");
            println!("{}", json!({ "case": case, "best": times[0], "median": times[RUNS / 2], "cpu": cpu }));
        }
    }
    println!("{}", json!({ "peak": peak_memory() }));
    Ok(())
}

/// Each of these words is one word piece; five special tokens make up the rest.
fn pair(pieces: usize) -> Pair {
    let words = |count| ["data", "project", "system", "service"].into_iter().cycle().take(count).collect::<Vec<_>>();
    let sentence = words(pieces - 5 - 10 - 2).join(" ");
    Pair { asked: words(10).join(" "), heading: words(2).join(" "), sentence }
}
