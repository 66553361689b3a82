//! Compares intermediate values with the reference's, if the model is installed.

use serde::Deserialize;

use super::lexemes::Strings;
use super::network::{VECTOR, table_rows};
use super::*;
use crate::support::{models_dir, started};

#[derive(Deserialize)]
struct Numerics {
    hash_examples: Vec<HashExample>,
    doc0_tok2vec_row0: Vec<f32>,
    doc0_tok2vec_last: Vec<f32>,
    doc0_tok2vec_shape: [usize; 2],
}

#[derive(Deserialize)]
struct HashExample {
    text: String,
    string_id: String,
    #[serde(rename = "rows_seed8_nV5000")]
    rows: [usize; 4],
}

fn numerics() -> Numerics {
    serde_json::from_str(include_str!("../../tests/golden/spacy_ner_numerics.json")).unwrap()
}

const FIRST_TEXT: &str = "Priya Raghunathan is a Senior Software Engineer at Stripe in San Francisco, California. She \
     previously worked at Amazon Web Services from June 2016 to March 2021, where she led a team of 8 engineers.";

fn recognizer() -> Option<Recognizer> {
    started(Recognizer::load(&models_dir()))
}

#[test]
fn strings_have_the_ids_and_rows_of_the_reference() {
    let strings = Strings::new();
    for example in numerics().hash_examples {
        let id = strings.id(&example.text);
        assert_eq!(id.to_string(), example.string_id, "{}", example.text);
        assert_eq!(table_rows(id, 8, 5000), example.rows, "{}", example.text);
    }
}

#[test]
fn vectors_agree_with_the_reference() {
    let Some(Recognizer { model, .. }) = recognizer() else { return };
    let golden = numerics();
    let tokens = tokenizer::tokens(FIRST_TEXT, &model.exceptions);
    let vectors = model.network.vectors(&model.features(FIRST_TEXT, &tokens), 0..tokens.len());
    assert_eq!([tokens.len(), VECTOR], golden.doc0_tok2vec_shape);
    let last = &vectors[vectors.len() - VECTOR..];
    let ours = vectors[..VECTOR].iter().chain(last);
    let theirs = golden.doc0_tok2vec_row0.iter().chain(&golden.doc0_tok2vec_last);
    let furthest = ours.zip(theirs).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    println!("largest difference {furthest:e}");
    assert!(furthest < 2e-5, "{furthest:e}");
}

#[test]
fn a_text_has_the_same_bits_in_one_part_or_many() {
    let Some(Recognizer { model, .. }) = recognizer() else { return };
    let text = FIRST_TEXT.repeat(4);
    let tokens = tokenizer::tokens(&text, &model.exceptions);
    let features = model.features(&text, &tokens);
    let whole = model.network.vectors(&features, 0..tokens.len());
    for width in [1, 7, 50] {
        let parts = (0..tokens.len()).step_by(width).map(|start| start..(start + width).min(tokens.len()));
        let parts: Vec<f32> = parts.flat_map(|part| model.network.vectors(&features, part)).collect();
        assert!(parts == whole, "parts of {width}");
    }
}
