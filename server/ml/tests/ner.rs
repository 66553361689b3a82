//! Compares tokens and entities with spaCy's, and checks unusual texts.
//!
//! Skipped, with a message, if the model has not been downloaded (`scripts/models`).

mod support;

use std::ops::Range;
use std::time::{Duration, Instant};

use hireq_ml::ner::{Label, Recognizer};
use serde::Deserialize;
use support::{models_dir, started};

#[derive(Deserialize)]
struct Golden {
    docs: Vec<Doc>,
}

/// Positions are in code points, as in Python.
#[derive(Deserialize)]
struct Doc {
    text: String,
    tokens: Vec<[usize; 2]>,
    ents: Vec<(usize, usize, Label)>,
}

/// The reference's results; `NER_GOLDEN` may name a larger file in the same format.
fn golden() -> Golden {
    let json = match std::env::var_os("NER_GOLDEN") {
        Some(path) => std::fs::read_to_string(path).expect("NER_GOLDEN names a readable file"),
        None => include_str!("golden/spacy_ner.json").to_owned(),
    };
    serde_json::from_str(&json).expect("the golden file is JSON")
}

fn recognizer() -> Option<Recognizer> {
    started(Recognizer::load(&models_dir()))
}

/// Maps code point positions to byte positions.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str) -> Self {
        Self(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    fn range(&self, start: usize, end: usize) -> Range<usize> {
        self.0[start]..self.0[end]
    }
}

#[test]
fn tokens_are_those_of_the_reference() {
    let Some(recognizer) = recognizer() else { return };
    for doc in golden().docs {
        let places = Places::of(&doc.text);
        let theirs: Vec<&str> = doc.tokens.iter().map(|[start, end]| &doc.text[places.range(*start, *end)]).collect();
        let tokens = recognizer.tokens(&doc.text);
        let ours: Vec<&str> = tokens.iter().map(|token| &doc.text[token.range.clone()]).collect();
        assert_eq!(ours, theirs, "of {:?}", doc.text);
    }
}

#[test]
fn entities_are_those_of_the_reference() {
    let Some(recognizer) = recognizer() else { return };
    let mut count = 0;
    for doc in golden().docs {
        let places = Places::of(&doc.text);
        let theirs: Vec<_> =
            doc.ents.iter().map(|(start, end, label)| (*label, &doc.text[places.range(*start, *end)])).collect();
        let ours = recognizer.entities(&doc.text);
        count += ours.len();
        let ours: Vec<_> = ours.iter().map(|entity| (entity.label, entity.text)).collect();
        assert_eq!(ours, theirs, "of {:?}", doc.text);
    }
    println!("{count} entities");
}

#[test]
fn texts_without_words_have_no_entities() {
    let Some(recognizer) = recognizer() else { return };
    for text in ["", " ", "\n\n\t  \n", "\u{feff}", "\0\0\0", "…", "🧑🏽‍💻🧑🏽‍💻"] {
        let entities = recognizer.entities(text);
        assert!(entities.is_empty(), "{text:?}: {entities:?}");
    }
    assert!(recognizer.tokens("").is_empty());
    assert_eq!(recognizer.tokens("\n\n").len(), 1);
}

#[test]
fn every_range_is_that_of_its_text() {
    let Some(recognizer) = recognizer() else { return };
    let text = "Zoë Müller – 北京 🦀\n\nSoftware Engineer, Siemens AG, München, since März 2019 ‹…›";
    let mut end = 0;
    for entity in recognizer.entities(text) {
        assert_eq!(&text[entity.range.clone()], entity.text);
        assert!(entity.range.start >= end, "entities do not overlap");
        end = entity.range.end;
    }
    let words: String = recognizer.tokens(text).iter().map(|token| &text[token.range.clone()]).collect();
    assert_eq!(words.replace(' ', ""), text.replace(' ', ""), "no text is lost");
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let Some(recognizer) = recognizer() else { return };
    let prose = "Ada Lovelace worked at Analytical Engines Ltd. in London from May 2016 to June 2019. ";
    let dots = "a.b@".repeat(50_000);
    let hostile = [
        prose.repeat(200_000 / prose.len()),
        "x".repeat(200_000),
        "(".repeat(200_000),
        ")".repeat(200_000),
        ".".repeat(200_000),
        "-".repeat(200_000),
        "a-".repeat(100_000),
        "a@".repeat(100_000),
        "://".repeat(66_000),
        "1.".repeat(100_000),
        ":-)".repeat(66_000),
        "'s".repeat(100_000),
        "🙂".repeat(50_000),
        "\n \t".repeat(66_000),
        dots,
    ];
    // Two hundred kilobytes of punctuation are as many tokens, forty times those of a long résumé.
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 240 } else { 30 });
    for text in hostile {
        let started = Instant::now();
        recognizer.entities(&text);
        let took = started.elapsed();
        println!("{:?}… {} bytes: {took:.1?}", text.chars().take(12).collect::<String>(), text.len());
        assert!(took < limit, "{:?}… took {took:?}", text.chars().take(12).collect::<String>());
    }
}

#[test]
fn clones_answer_alike_on_many_threads() {
    let Some(recognizer) = recognizer() else { return };
    let text = golden().docs[0].text.clone();
    let expected = recognizer.entities(&text).len();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (recognizer, text) = (recognizer.clone(), &text);
            scope.spawn(move || assert_eq!(recognizer.entities(text).len(), expected));
        }
    });
}
