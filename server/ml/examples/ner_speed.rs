//! Measures how long it takes to find the entities of a résumé on one thread.
//!
//! `cargo run --release -p hireq-ml --example ner_speed [MODELS_DIR]`
//!
//! Prints the loading time, then the best and the median of many runs for texts of several lengths; on a busy machine
//! the best is the figure to compare.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use hireq_ml::models::usual_folder;
use hireq_ml::ner::Recognizer;
use serde::Deserialize;

const RUNS: usize = 200;

#[derive(Deserialize)]
struct Golden {
    docs: Vec<Doc>,
}

#[derive(Deserialize)]
struct Doc {
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args_os().nth(1).map(PathBuf::from);
    let dir = dir.unwrap_or_else(|| usual_folder(|name| std::env::var(name).ok()));
    let started = Instant::now();
    let recognizer = Recognizer::load(&dir)?;
    println!("{}; loaded in {:.1?}", recognizer.revision(), started.elapsed());

    let golden: Golden = serde_json::from_str(include_str!("../tests/golden/spacy_ner.json"))?;
    let paragraphs = golden.docs.iter().take(30).map(|doc| doc.text.as_str());
    println!("{:>7} {:>9} {:>12} {:>12} {:>12}", "tokens", "entities", "best", "median", "cutting");
    for wanted in [32, 356, 1000] {
        let mut text = String::new();
        for paragraph in paragraphs.clone() {
            if recognizer.tokens(&text).len() < wanted {
                text = format!("{text}{paragraph}\n");
            }
        }
        let end = recognizer.tokens(&text).get(wanted).map_or(text.len(), |token| token.range.start);
        text.truncate(end);
        let (best, median) = time(|| recognizer.entities(&text).len());
        let (cutting, _) = time(|| recognizer.tokens(&text).len());
        let entities = recognizer.entities(&text).len();
        println!("{wanted:>7} {entities:>9} {best:>12.1?} {median:>12.1?} {cutting:>12.1?}");
    }
    Ok(())
}

/// The best and the median of many runs.
fn time(mut run: impl FnMut() -> usize) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(run());
            started.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[RUNS / 2])
}
