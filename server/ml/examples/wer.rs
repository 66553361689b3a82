//! Transcribes clips and prints a JSON line for each, and one for the total: words, times, speed, memory.
//!
//!     cargo run --release -p hireq-ml --example wer -- FOLDER [--full] [--words] [--runs N]
//!
//! FOLDER contains a manifest.json that lists clips with their reference texts. The word error rate ignores case and
//! punctuation; `scripts/bench-speech` computes it with Whisper's own normalisation.

mod support;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use hireq_ml::audio::Recording;
use hireq_ml::models::usual_folder;
use hireq_ml::transcribe::{Options, Transcriber};
use hireq_ml::whisper::Precision;
use serde::Deserialize;
use serde_json::json;
use support::{peak_memory, processor_seconds};

#[derive(Deserialize)]
struct Manifest {
    clips: Vec<Clip>,
}

#[derive(Deserialize)]
struct Clip {
    id: String,
    file: String,
    language: Option<String>,
    reference: Option<String>,
    in_wer_set: bool,
    duration_s: f64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| arguments.iter().any(|argument| argument == name);
    let after = |name: &str| arguments.iter().skip_while(|argument| *argument != name).nth(1);
    let folder = PathBuf::from(arguments.first().ok_or("which folder?")?);
    let runs: usize = after("--runs").map_or(Ok(1), |runs| runs.parse())?;
    let models = usual_folder(|name| std::env::var(name).ok());
    let precision = if flag("--full") { Precision::Full } else { Precision::Eight };
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(folder.join("manifest.json"))?)?;

    let start = Instant::now();
    let transcriber = Transcriber::start_with(&models, precision)?;
    // The weights are loaded with the first chunk.
    transcribe(&transcriber, &folder.join(&manifest.clips[0].file), &Options::default())?;
    let load = start.elapsed().as_secs_f64();

    let (mut errors, mut words, mut speeds) = (0, 0, Vec::new());
    for run in 0..runs {
        let (mut work, mut audio) = (0.0, 0.0);
        for clip in &manifest.clips {
            // English is given in advance, as it was to the other programs compared; the model has to detect other
            // languages.
            let language = clip.language.clone().filter(|language| language == "en");
            let options = Options { language, words: flag("--words"), from: 0 };
            let start = Instant::now();
            let (text, detected, segments) = transcribe(&transcriber, &folder.join(&clip.file), &options)?;
            let seconds = start.elapsed().as_secs_f64();
            work += seconds;
            audio += clip.duration_s;
            if run > 0 {
                continue;
            }
            println!(
                "{}",
                json!({ "id": clip.id, "text": text, "language": detected, "seconds": seconds, "segments": segments })
            );
            if let (true, Some(reference)) = (clip.in_wer_set, &clip.reference) {
                let (reference, text) = (plain(reference), plain(&text));
                errors += distance(&reference, &text);
                words += reference.len();
            }
        }
        speeds.push(work / audio);
    }
    speeds.sort_by(f64::total_cmp);
    println!(
        "{}",
        json!({
            "revision": transcriber.revision(), "threads": std::thread::available_parallelism()?.get(),
            "rtf": speeds[speeds.len() / 2], "rtf_best": speeds[0], "load": load, "peak": peak_memory(),
            "wer": errors as f64 / words.max(1) as f64, "cpu": processor_seconds(),
        })
    );
    Ok(())
}

type Heard = (String, String, serde_json::Value);

fn transcribe(transcriber: &Transcriber, path: &Path, options: &Options) -> Result<Heard, Box<dyn std::error::Error>> {
    let recording = Recording::open(path)?;
    let transcript = transcriber.transcribe_blocking(recording, options, |_| ControlFlow::Continue(()))?;
    Ok((transcript.text(), transcript.language.clone(), serde_json::to_value(&transcript.segments)?))
}

fn plain(text: &str) -> Vec<String> {
    let kept = |c: char| if c.is_alphanumeric() || c == '\'' { c } else { ' ' };
    text.to_lowercase().chars().map(kept).collect::<String>().split_whitespace().map(str::to_owned).collect()
}

/// The smallest number of words to insert, delete or replace.
fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in b.iter().enumerate() {
            let changed = before + usize::from(a != b);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
