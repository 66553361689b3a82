//! Compares the sentiment models with PyTorch's results, and checks them on plain sentences and on rated ones.
//!
//! Skipped, with a message, if the model has not been downloaded (`scripts/models`), or if the rated sentences are
//! missing (`SENTIMENT_DATA`: the folder that scripts/train-sentiment uses).

mod support;

use std::path::{Path, PathBuf};

use hireq_ml::sentiment::{Label, MAX_TOKENS, MAX_WINDOWS, Model, Priority, Sentiment, SentimentReader};
use serde::Deserialize;
use support::{models_dir, started};

#[derive(Deserialize)]
struct Golden<const CLASSES: usize> {
    text: String,
    #[serde(deserialize_with = "probabilities::deserialize")]
    probabilities: [f32; CLASSES],
}

mod probabilities {
    use serde::{Deserialize, Deserializer, de::Error};

    pub(super) fn deserialize<'de, const N: usize, D: Deserializer<'de>>(from: D) -> Result<[f32; N], D::Error> {
        Vec::deserialize(from)?.try_into().map_err(|_| D::Error::custom("another number of classes"))
    }
}

fn reader() -> Option<SentimentReader> {
    started(SentimentReader::start(&models_dir(), Model::Tuned))
}

fn read(reader: &SentimentReader, texts: &[&str]) -> Vec<Sentiment> {
    reader.score_blocking(texts.iter().map(|&text| text.to_owned()).collect()).expect("the model answers")
}

fn labels(reader: &SentimentReader, expected: Label, texts: &[&str]) {
    for (text, read) in texts.iter().zip(read(reader, texts)) {
        assert_eq!(read.label, expected, "{text:?} has {read:?}");
    }
}

#[test]
fn sentiment_agrees_with_pytorch() {
    #[derive(Deserialize)]
    struct File {
        items: Vec<Golden<3>>,
    }
    let Some(reader) = reader() else { return };
    let golden: File = serde_json::from_str(include_str!("golden/sentiment.json")).unwrap();
    assert!(golden.items.len() >= 8);
    let mut furthest: f32 = 0.0;
    for Golden { text, probabilities } in &golden.items {
        let ours = read(&reader, &[text])[0];
        let sorted = [ours.probabilities.negative, ours.probabilities.neutral, ours.probabilities.positive];
        for (ours, theirs) in sorted.iter().zip(probabilities) {
            furthest = furthest.max((ours - theirs).abs());
        }
        assert!((sorted.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!((ours.score - (sorted[2] - sorted[0])).abs() < 1e-6);
    }
    println!("largest difference {furthest:e}");
    assert!(furthest < 1e-3);
}

#[test]
fn sentiment_of_plain_facts_is_neutral() {
    let Some(reader) = reader() else { return };
    labels(
        &reader,
        Label::Neutral,
        &[
            "I worked at Acme from 2019 to 2021.",
            "The interview is on Tuesday.",
            "I was an accountant at a shipping company in Rotterdam.",
            "My notice period is three months.",
            "We had four developers and one designer.",
            "The second interview lasts an hour.",
            "What did you do in your previous job?",
            "I have a master's degree in statistics.",
        ],
    );
}

#[test]
fn sentiment_hears_clear_words() {
    let Some(reader) = reader() else { return };
    labels(
        &reader,
        Label::Positive,
        &[
            "I loved every day of it and the people were fantastic.",
            "It was a wonderful team and I learned so much.",
            "I am really excited about this role.",
        ],
    );
    labels(
        &reader,
        Label::Negative,
        &[
            "I hated every day of it and the people were horrible.",
            "The management was incompetent and rude.",
            "It was a miserable, exhausting year.",
        ],
    );
}

#[test]
fn sentiment_turns_with_a_negation() {
    let Some(reader) = reader() else { return };
    let pairs = [
        ("The training was good.", "The training was not good."),
        ("I was happy with the outcome.", "I wasn't happy with the outcome."),
        ("I would recommend them.", "I would never recommend them."),
        ("They were helpful.", "They were not helpful at all."),
    ];
    for (plain, negated) in pairs {
        let both = read(&reader, &[plain, negated]);
        assert!(both[0].score > 0.2, "{plain:?} has {:?}", both[0]);
        assert!(both[1].score < -0.2, "{negated:?} has {:?}", both[1]);
    }
    for (plain, negated) in [
        ("I was unhappy with it.", "I was not unhappy with it."),
        ("The food was bad.", "The food was not bad at all."),
        ("I had problems with my manager.", "I never had any problems with my manager."),
    ] {
        let both = read(&reader, &[plain, negated]);
        assert!(both[0].score < -0.2, "{plain:?} has {:?}", both[0]);
        assert!(both[1].score > 0.0, "{negated:?} has {:?}", both[1]);
    }
}

#[test]
fn sentiment_of_nothing_is_neutral() {
    let Some(reader) = reader() else { return };
    assert!(read(&reader, &["", "  \n\t"]).iter().all(|read| *read == Sentiment::EMPTY));
    assert!(read(&reader, &[]).is_empty());
}

#[test]
fn sentiment_has_the_same_bits_alone_and_in_company() {
    let Some(reader) = reader() else { return };
    let long = "It was good. ".repeat(100);
    let texts = ["We shipped on time.", "", long.as_str(), "Never again.", "The client was pleased, we were not."];
    let together = read(&reader, &texts);
    for (text, expected) in texts.iter().zip(&together) {
        assert!(read(&reader, &[text])[0] == *expected, "{text:?} changed");
    }
    assert!(read(&reader, &texts) == together);
}

#[test]
fn sentiment_reads_a_long_text_to_its_end() {
    let Some(reader) = reader() else { return };
    let praise = "The team was wonderful and I loved the work. ".repeat(MAX_TOKENS / 8);
    let blame = "The manager was awful and I hated the hours. ".repeat(MAX_TOKENS / 2);
    let both = read(&reader, &[&praise, &format!("{praise}{blame}")]);
    assert!(both[0].score > 0.5 && both[1].score < 0.0, "{both:?}");
    let endless = "word ".repeat(MAX_TOKENS * MAX_WINDOWS * 2);
    assert_eq!(read(&reader, &[&endless])[0].label, Label::Neutral);
}

#[tokio::test]
async fn sentiment_for_a_person_goes_through_the_same_door() {
    let Some(reader) = reader() else { return };
    let texts = vec!["Splendid!".to_owned(), "Dreadful.".to_owned()];
    let read = reader.score(texts, Priority::Interactive).await.unwrap();
    assert!(read[0].score > read[1].score);
    assert_eq!(reader.health().answered, 2);
    assert!(reader.revision().starts_with("sentiment@"));
    reader.shutdown().await;
    assert!(reader.score(vec!["late".to_owned()], Priority::Interactive).await.is_err());
}

#[test]
fn sentiment_from_a_distilbert_agrees_with_pytorch() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/distilbert");
    let model = Model::DistilBert { folder: folder.clone(), band: 0.5 };
    let reader = SentimentReader::start(Path::new("nowhere"), model).unwrap();
    let expected = std::fs::read(folder.join("expected.json")).unwrap();
    let expected: Vec<Golden<2>> = serde_json::from_slice(&expected).unwrap();
    let mut texts: Vec<String> = expected.iter().map(|item| item.text.clone()).collect();
    texts.push(String::new());
    let read = reader.score_blocking(texts).unwrap();
    for (read, Golden { text, probabilities: [negative, positive] }) in read.iter().zip(&expected) {
        // PyTorch ran them as one padded batch with a mask.
        let difference =
            (read.probabilities.negative - negative).abs().max((read.probabilities.positive - positive).abs());
        assert!(difference < 1e-4, "{text:?} is off by {difference:e}");
        assert_eq!(read.probabilities.neutral, 0.0);
        assert_eq!(read.label == Label::Neutral, (positive - negative).abs() < 0.5);
    }
    assert_eq!(read.last(), Some(&Sentiment::EMPTY));
    assert_eq!(reader.revision(), "distilbert");
}

/// The sign must be right on clear sentences (rated at most -1 or at least 1) of each whole data set. The model was
/// trained on most of them, so this only tests the engine; docs/quality.md has figures for unseen data.
#[test]
fn sentiment_of_rated_sentences_has_the_right_sign() {
    let folder = std::env::var_os("SENTIMENT_DATA")
        .map(PathBuf::from)
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/sentiment"));
    for (set, floor) in [("movie", 0.94), ("amazon", 0.96), ("nyt", 0.95), ("tweets", 0.97)] {
        let Ok(lines) = std::fs::read_to_string(folder.join(format!("{set}.tsv"))) else {
            eprintln!("left out: there is no {set}.tsv in {}; SENTIMENT_DATA names the folder", folder.display());
            continue;
        };
        let Some(reader) = reader() else { return };
        let mut texts = Vec::new();
        let mut ratings: Vec<f32> = Vec::new();
        // Every seventh clear sentence is enough for a minimum.
        let rows = lines.lines().skip(1).filter_map(|line| {
            let mut fields = line.splitn(4, '\t').skip(1);
            let rating: f32 = fields.next()?.parse().ok()?;
            Some((rating, fields.nth(1)?.to_owned())).filter(|_| rating.abs() >= 1.0)
        });
        for (rating, text) in rows.step_by(7) {
            ratings.push(rating);
            texts.push(text);
        }
        let read = reader.score_blocking(texts).unwrap();
        let right = read.iter().zip(&ratings).filter(|(read, rating)| read.score * **rating > 0.0).count();
        let share = right as f64 / ratings.len() as f64;
        println!("{set}: {share:.3} of {}", ratings.len());
        assert!(share >= floor, "{set}: {share:.3} is below {floor}");
    }
}
