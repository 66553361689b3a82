use serde::Deserialize;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::file::WeightsFile;
use super::*;
use crate::models::ModelStore;
use crate::support::{models_dir, started};

const BASE: Shape = Shape { width: 512, heads: 8, layers: 6, audio: 1500, text: 448, vocabulary: 51865 };

#[derive(Deserialize)]
struct Golden {
    prompt: Vec<u32>,
    greedy_ids: Vec<u32>,
    encoder_row0_first8: Vec<f32>,
    encoder_row100_first8: Vec<f32>,
    encoder_row1499_first8: Vec<f32>,
    first_step_top5: Top,
    mel_frame0: Vec<f32>,
    mel_frame100: Vec<f32>,
    mel_frame1099: Vec<f32>,
    mel_frame2999: Vec<f32>,
}

#[derive(Deserialize)]
struct Top {
    ids: Vec<usize>,
    logits: Vec<f32>,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../../tests/golden/whisper_jfk_numerics.json")).unwrap()
}

/// The audio clip of the reference file: 16 kHz mono with 16 bits, after a 44-byte header.
fn jfk() -> Vec<f32> {
    let bytes = include_bytes!("../../tests/fixtures/jfk.wav");
    bytes[44..].as_chunks::<2>().0.iter().map(|bytes| f32::from(i16::from_le_bytes(*bytes)) / 32768.0).collect()
}

fn file() -> Option<WeightsFile> {
    let (_, path) = started(ModelStore::new(models_dir()).ready("whisper-base"))?;
    Some(WeightsFile::open(&path.join("model.bin")).unwrap())
}

fn furthest(got: &[f32], exact: &[f32]) -> f32 {
    got.iter().zip(exact).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn the_spectrogram_agrees_with_the_reference() {
    let golden = golden();
    let mel = mel::Mel::new().of(&jfk(), 3000);
    for (column, exact) in
        [(0, golden.mel_frame0), (100, golden.mel_frame100), (1099, golden.mel_frame1099), (2999, golden.mel_frame2999)]
    {
        let off = furthest(&mel[column * 80..][..80], &exact);
        println!("column {column}: {off:e}");
        assert!(off < 1e-3, "column {column} is off by {off}");
    }
}

fn encoded_within(precision: Precision, allowed: f32) {
    let (golden, Some(mut file)) = (golden(), file()) else { return };
    let encoder = Encoder::load(&mut file, BASE, precision).unwrap();
    let encoded = encoder.encode(&mel::Mel::new().of(&jfk(), 3000));
    for (row, exact) in
        [(0, golden.encoder_row0_first8), (100, golden.encoder_row100_first8), (1499, golden.encoder_row1499_first8)]
    {
        let off = furthest(&encoded[row * 512..][..8], &exact);
        println!("row {row}: {off:e}");
        assert!(off < allowed, "row {row} is off by {off}");
    }
}

#[test]
fn the_encoder_agrees_with_the_reference() {
    encoded_within(Precision::Full, 2e-3);
}

#[test]
fn the_rounded_encoder_stays_close_to_the_reference() {
    encoded_within(Precision::Eight, 0.3);
}

#[test]
fn greedy_tokens_are_the_references() {
    let (golden, Some(mut file)) = (golden(), file()) else { return };
    for (precision, allowed) in [(Precision::Full, 0.1), (Precision::Eight, 1.0)] {
        let encoder = Encoder::load(&mut file, BASE, precision).unwrap();
        let decoder = Decoder::load(&mut file, BASE, Vec::new(), precision).unwrap();
        let memory = decoder.remember(&encoder.encode(&mel::Mel::new().of(&jfk(), 3000)));
        let mut past = decoder.past();
        let mut scores = decoder.read(&memory, &mut past, &golden.prompt);
        for (id, exact) in golden.first_step_top5.ids.iter().zip(&golden.first_step_top5.logits) {
            println!("{precision:?}: token {id}: {} for {exact}", scores[*id]);
            assert!((scores[*id] - exact).abs() < allowed);
        }
        scores[220] = f32::MIN;
        scores[50257] = f32::MIN;
        let mut ids = Vec::new();
        loop {
            let best = (0..50_258_u32).max_by(|a, b| scores[*a as usize].total_cmp(&scores[*b as usize])).unwrap();
            ids.push(best);
            if best == 50257 || ids.len() > 40 {
                break;
            }
            scores = decoder.read(&memory, &mut past, &[best]);
        }
        assert_eq!(ids, golden.greedy_ids, "{precision:?}");
    }
}
