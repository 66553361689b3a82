use super::*;
use crate::support::{models_dir, started};

#[derive(Deserialize)]
struct Golden {
    requirement: String,
    heading: String,
    sentence: String,
    pieces: Vec<u32>,
    first: usize,
    probabilities: [f32; 4],
}

impl Golden {
    fn pair(&self) -> Pair {
        Pair { asked: self.requirement.clone(), heading: self.heading.clone(), sentence: self.sentence.clone() }
    }
}

fn golden() -> Vec<Golden> {
    serde_json::from_str(include_str!("../../tests/golden/judge.json")).unwrap()
}

fn numbers(bearing: &Bearing) -> [f32; 4] {
    [bearing.supports, bearing.partly, bearing.denies, bearing.unrelated]
}

fn folder() -> Option<std::path::PathBuf> {
    started(ModelStore::new(models_dir()).ready(e5::MODEL)).map(|(_, folder)| folder)
}

/// The largest difference from the reference's probabilities.
fn furthest(precision: Precision, golden: &[Golden]) -> Option<f32> {
    let judge = started(Judge::start_with(&models_dir(), precision))?;
    let read = judge.read_blocking(golden.iter().map(Golden::pair).collect()).unwrap();
    let pairs = read.iter().zip(golden).flat_map(|(read, golden)| numbers(read).into_iter().zip(golden.probabilities));
    let furthest = pairs.map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f32::max);
    println!("{precision:?}: furthest {furthest}");
    Some(furthest)
}

#[test]
fn the_judge_cuts_pairs_as_in_training() {
    let Some(folder) = folder() else { return };
    let bench = Bench::load(&folder, Precision::Eight).unwrap();
    for golden in golden() {
        let tokens = bench.tokens(Task::Bearing, &golden.pair());
        assert_eq!((tokens.ids, tokens.first), (golden.pieces, golden.first), "{}", golden.sentence);
    }
}

#[test]
fn the_judge_in_floats_agrees_with_the_reference() {
    // Only a few, because float arithmetic is slow in unoptimised tests.
    let Some(furthest) = furthest(Precision::Full, &golden()[2..8]) else { return };
    assert!(furthest < 1e-4, "{furthest}");
}

#[test]
fn the_judge_in_eight_bits_agrees_with_the_reference() {
    let Some(furthest) = furthest(Precision::Eight, &golden()[2..12]) else { return };
    assert!(furthest < 0.05, "{furthest}");
}

#[test]
fn the_judge_gives_a_pair_the_same_bits_alone_and_in_company() {
    let Some(judge) = started(Judge::start(&models_dir())) else { return };
    let pairs: Vec<Pair> = golden().iter().take(8).map(Golden::pair).collect();
    let together = judge.read_blocking(pairs.clone()).unwrap();
    for (pair, expected) in pairs.iter().zip(&together).step_by(2) {
        assert!(judge.read_blocking(vec![pair.clone()]).unwrap()[0] == *expected, "{}", pair.sentence);
        let sum: f32 = numbers(expected).iter().sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
    assert!(judge.revision().starts_with("judge@"));
}

#[test]
fn the_judge_answers_for_texts_that_are_empty_or_far_too_long() {
    let Some(judge) = started(Judge::start(&models_dir())) else { return };
    let long = "forklift \u{200b} ".repeat(50_000);
    let pair = |text: &str| Pair { asked: text.into(), heading: text.into(), sentence: text.into() };
    let read = judge.read_blocking(vec![pair(""), pair(&long)]).unwrap();
    assert!(read.iter().all(|verdict| numbers(verdict).iter().all(|number| number.is_finite())));
}

#[test]
fn damaged_weights_of_the_judge_are_an_error() {
    let Some(folder) = folder() else { return };
    let base = E5::open(&folder).unwrap();
    let whole = network::WEIGHTS;
    let load = |weights: &[u8]| Network::load(&base, weights, Precision::Eight).is_err();
    assert!(load(&[]) && load(&whole[..1000]) && load(&whole[..whole.len() - 1]));
    let renamed = String::from_utf8_lossy(&whole[..20_000]).find("head.verdict.weight").unwrap();
    let mut other = whole.to_vec();
    other[renamed] = b'l';
    assert!(load(&other));
}
