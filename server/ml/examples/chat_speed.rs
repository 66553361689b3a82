//! Measures how many tokens per second the chat model reads and writes.
//!
//! `RAYON_NUM_THREADS=2 cargo run --release -p hireq-ml --example chat_speed -- FILE.gguf [RUNS]`
//!
//! Prints a JSON line: medians for reading a long prompt and for answering a short one, the loading time, the CPU
//! seconds for both, and the peak memory of the process.

mod support;

use std::path::PathBuf;
use std::time::Instant;

use hireq_ml::chat::{Chat, Event, Message, Request, Role, Summary};
use serde_json::json;
use support::{peak_memory, processor_seconds};

/// The length of the long prompt in words; a word and its space are one token.
const WORDS: usize = 480;
const ANSWER: usize = 64;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = PathBuf::from(arguments.next().ok_or("which file?")?);
    let runs: usize = arguments.next().map_or(Ok(3), |runs| runs.parse())?;
    let start = Instant::now();
    let chat = Chat::start_file(&file, "measured")?;
    ask(&chat, "Hello", 1)?;
    let load = start.elapsed().as_secs_f64();

    let words = ["engineer", "software", "team", "data", "project", "lead"];
    let long: Vec<&str> = words.iter().copied().cycle().take(WORDS).collect();
    let (mut prompt, mut answer, mut cpu) = (Vec::new(), Vec::new(), [0.0; 2]);
    for _ in 0..runs {
        let before = processor_seconds();
        let read = ask(&chat, &long.join(" "), 1)?;
        let between = processor_seconds();
        let written = ask(&chat, "Tell a long story about a lighthouse.", ANSWER)?;
        prompt.push(read.prompt_tokens as f64 / read.prompt_time.as_secs_f64());
        answer.push(written.tokens as f64 / written.time.as_secs_f64());
        cpu[0] += (between - before) / read.prompt_tokens as f64;
        cpu[1] += (processor_seconds() - between) / written.tokens as f64;
    }
    println!(
        "{}",
        json!({
            "prompt": median(prompt), "answer": median(answer), "load": load, "peak": peak_memory(),
            "cpu_prompt": cpu[0] / runs as f64, "cpu_answer": cpu[1] / runs as f64,
        })
    );
    Ok(())
}

fn ask(chat: &Chat, text: &str, tokens: usize) -> Result<Summary, Box<dyn std::error::Error>> {
    let mut events = chat.ask(Request::new(vec![Message::new(Role::User, text)], tokens))?;
    loop {
        match events.blocking_recv().ok_or("the answer has no end")? {
            Event::Text(_) => {}
            Event::End(summary) => return Ok(summary),
            Event::Failed(reason) => return Err(reason.into()),
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
