//! Compares the embedding model with the vectors of a reference implementation.
//!
//! Skipped, with a message, if the model has not been downloaded (`scripts/models`).

mod support;

use hireq_ml::embed::{DIMENSIONS, Embedder, Priority, Vector};
use serde::Deserialize;
use support::{models_dir, started};

#[derive(Deserialize)]
struct Golden {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    text: String,
    embedding: Vector,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("golden/minilm_40.json")).expect("the golden file is JSON")
}

fn embedder() -> Option<Embedder> {
    started(Embedder::start(&models_dir()))
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

#[test]
fn vectors_agree_with_the_reference() {
    let Some(embedder) = embedder() else { return };
    let golden = golden();
    let texts: Vec<String> = golden.items.iter().map(|item| item.text.clone()).collect();
    let vectors = embedder.embed_blocking(texts).unwrap();
    let mut lowest: f64 = 1.0;
    let mut furthest: f32 = 0.0;
    for (item, vector) in golden.items.iter().zip(&vectors) {
        assert_eq!(vector.len(), DIMENSIONS);
        assert!((dot(vector, vector) - 1.0).abs() < 1e-6);
        lowest = lowest.min(dot(&item.embedding, vector) / dot(&item.embedding, &item.embedding).sqrt());
        for (ours, theirs) in vector.iter().zip(&item.embedding) {
            furthest = furthest.max((ours - theirs).abs());
        }
    }
    println!("lowest cosine {lowest}, largest difference {furthest:e}");
    assert!(lowest >= 0.9999);
    assert!(furthest < 1e-5);
}

#[test]
fn a_text_has_the_same_bits_alone_and_in_company() {
    let Some(embedder) = embedder() else { return };
    let mut texts: Vec<String> = golden().items.into_iter().map(|item| item.text).collect();
    texts.push("one two three four five six seven ".repeat(60));
    texts.push(String::new());
    let together = embedder.embed_blocking(texts.clone()).unwrap();
    for (text, expected) in texts.iter().zip(&together) {
        let alone = embedder.embed_blocking(vec![text.clone()]).unwrap();
        assert!(alone[0] == *expected, "the vector of a text of {} bytes changed", text.len());
    }
    texts.reverse();
    let mut reversed = embedder.embed_blocking(texts).unwrap();
    reversed.reverse();
    assert!(reversed == together);
}

#[tokio::test]
async fn a_person_gets_vectors_through_the_same_door() {
    let Some(embedder) = embedder() else { return };
    let texts = vec!["Rust engineer".to_owned(), "Systems programmer".to_owned(), "Pastry chef".to_owned()];
    let vectors = embedder.embed(texts, Priority::Interactive).await.unwrap();
    assert!(dot(&vectors[0], &vectors[1]) > dot(&vectors[0], &vectors[2]));
    assert_eq!(embedder.health().answered, 3);
    assert!(embedder.revision().starts_with("all-MiniLM-L6-v2@"));
    embedder.shutdown().await;
}
