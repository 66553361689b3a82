//! Parses files and writes one prediction for each: `parse OUT_DIR FILE…`. With `-` it prints the text instead.
//!
//! `HINTS` may name a folder with a `FILE.json` for each file, holding hints such as `["Person", start, end]`, in bytes
//! of the text.

use hireq_documents::{EntityHint, EntityKind};
use std::{env, fs, path::Path, time::Instant};

fn main() {
    let mut args = env::args().skip(1);
    let out = args.next().expect("OUT_DIR FILE…");
    let today =
        env::var("AS_OF").ok().and_then(|d| d.parse().ok()).unwrap_or_else(|| chrono::Local::now().date_naive());
    for file in args {
        let name = Path::new(&file).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = fs::read(&file).expect("a readable file");
        let start = Instant::now();
        let read = hireq_documents::read(&bytes, &name, &hireq_documents::Limits::default());
        if out == "-" {
            match &read {
                Ok(d) => println!("=== {name} {:?}\n{}", d.warnings, d.text),
                Err(e) => println!("=== {name} {} {e}", e.status()),
            }
            continue;
        }
        let outcome = read.map(|d| {
            let resume = hireq_documents::parse_with(&d, today, &hints(&name));
            (d, resume)
        });
        let mut value = hireq_documents::prediction::prediction(&name, &outcome);
        value["seconds"] = start.elapsed().as_secs_f64().into();
        fs::write(Path::new(&out).join(format!("{name}.json")), value.to_string()).expect("a writable folder");
    }
}

fn hints(name: &str) -> Vec<EntityHint> {
    let Some(folder) = env::var_os("HINTS") else { return Vec::new() };
    let Ok(json) = fs::read(Path::new(&folder).join(format!("{name}.json"))) else { return Vec::new() };
    let hints: Vec<(String, usize, usize)> = serde_json::from_slice(&json).expect("hints");
    let kind = |word: &str| match word {
        "Person" => EntityKind::Person,
        "Organisation" => EntityKind::Organisation,
        _ => EntityKind::Place,
    };
    hints.iter().map(|(word, start, end)| EntityHint { kind: kind(word), range: *start..*end }).collect()
}
