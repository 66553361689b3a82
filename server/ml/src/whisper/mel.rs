//! The log-mel spectrogram that is Whisper's input: 80 bands over 25 ms, a hundred times per second.
//!
//! As published with the model: 16 kHz; a periodic Hann window of 400 samples every 160; mirrored ends; 80 triangular
//! bands of equal area on Slaney's mel scale up to 8 kHz; the decimal logarithm, cut off eight below the maximum and
//! scaled to about one. The Fourier transform is a matrix product like any other here, which at this size costs no more
//! than an FFT.

use std::f64::consts::PI;

use crate::packed::{Packed, Rows, share};

/// Samples per second.
pub const RATE: usize = 16_000;
/// Samples from one column to the next.
pub(super) const HOP: usize = 160;
pub(super) const BANDS: usize = 80;
const WINDOW: usize = 400;
const BINS: usize = WINDOW / 2 + 1;
/// Columns that are processed together.
const BLOCK: usize = 96;

pub(super) struct Mel {
    /// The window and the Fourier transform combined: cosines, then sines.
    transform: Packed,
    /// For each band, its first frequency bin and its weights.
    bands: Vec<(usize, Vec<f32>)>,
}

impl Mel {
    pub(super) fn new() -> Self {
        let window = |n: usize| 0.5 - 0.5 * (2.0 * PI * n as f64 / WINDOW as f64).cos();
        let mut columns = Vec::with_capacity(2 * BINS * WINDOW);
        for part in [f64::cos, f64::sin] {
            for bin in 0..BINS {
                // Reduced modulo a full turn, because large angles lose precision.
                let angle = |n: usize| 2.0 * PI * ((bin * n) % WINDOW) as f64 / WINDOW as f64;
                columns.extend((0..WINDOW).map(|n| (window(n) * part(angle(n))) as f32));
            }
        }
        Self { transform: Packed::of_columns(&columns, WINDOW), bands: bands() }
    }

    /// The spectrogram of `samples`, padded with silence to `columns` columns of [`BANDS`] values each.
    pub(super) fn of(&self, samples: &[f32], columns: usize) -> Vec<f32> {
        let padded = padded(samples, columns * HOP);
        let mut out = vec![0.0; columns * BANDS];
        share(&mut out, BANDS, BLOCK, |first, out| {
            let count = out.len() / BANDS;
            let rows = Rows { values: &padded[first * HOP..], stride: HOP, depth: WINDOW };
            let mut spectrum = vec![0.0; count * 2 * BINS];
            self.transform.multiply(rows, count, |row, column, sums| {
                spectrum[row * 2 * BINS + column..][..sums.len()].copy_from_slice(sums);
            });
            for (spectrum, out) in spectrum.chunks_exact(2 * BINS).zip(out.chunks_exact_mut(BANDS)) {
                let (real, imaginary) = spectrum.split_at(BINS);
                let mut power = [0.0; BINS];
                for ((power, real), imaginary) in power.iter_mut().zip(real).zip(imaginary) {
                    *power = real * real + imaginary * imaginary;
                }
                for (out, (start, weights)) in out.iter_mut().zip(&self.bands) {
                    let energy: f32 = power[*start..].iter().zip(weights).map(|(power, weight)| power * weight).sum();
                    *out = energy.max(1e-10).log10();
                }
            }
        });
        let highest = out.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for value in &mut out {
            *value = (value.max(highest - 8.0) + 4.0) / 4.0;
        }
        out
    }
}

/// The samples, padded with silence to `length`, and with half a window mirrored at both ends.
fn padded(samples: &[f32], length: usize) -> Vec<f32> {
    let half = WINDOW / 2;
    let samples = &samples[..samples.len().min(length)];
    let mut padded = vec![0.0; length + 2 * half];
    padded[half..half + samples.len()].copy_from_slice(samples);
    for place in 1..=half {
        padded[half - place] = padded[half + place];
        padded[half + length - 1 + place] = padded[half + length - 1 - place];
    }
    padded
}

/// Slaney's mel scale: linear up to 1 kHz, logarithmic above.
fn hertz(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1000.0 * ((mel - 15.0) * 6.4_f64.ln() / 27.0).exp() }
}

fn bands() -> Vec<(usize, Vec<f32>)> {
    let nyquist = RATE as f64 / 2.0;
    let highest = 15.0 + (nyquist / 1000.0).ln() * 27.0 / 6.4_f64.ln();
    let edge = |index: usize| hertz(highest * index as f64 / (BANDS + 1) as f64);
    (0..BANDS)
        .map(|band| {
            let (low, middle, high) = (edge(band), edge(band + 1), edge(band + 2));
            let weight = |bin: usize| {
                let frequency = bin as f64 * nyquist / (BINS - 1) as f64;
                let slope = ((frequency - low) / (middle - low)).min((high - frequency) / (high - middle));
                (slope.max(0.0) * 2.0 / (high - low)) as f32
            };
            let start = (0..BINS).find(|bin| weight(*bin) > 0.0).unwrap_or(0);
            let weights = (start..BINS).map(weight).take_while(|weight| *weight > 0.0).collect();
            (start, weights)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_lights_its_own_band() {
        let tone: Vec<f32> =
            (0..RATE).map(|n| (2.0 * PI * 1000.0 * n as f64 / RATE as f64).sin() as f32 * 0.5).collect();
        let columns = RATE / HOP;
        let mel = Mel::new().of(&tone, columns);
        let column = &mel[50 * BANDS..51 * BANDS];
        let loudest = (0..BANDS).max_by(|a, b| column[*a].total_cmp(&column[*b])).unwrap();
        // 1 kHz is mel 15 of 45.2, and bands are 45.2 / 81 apart.
        assert!((25..=26).contains(&loudest), "band {loudest}");
    }

    #[test]
    fn silence_is_even() {
        let mel = Mel::new().of(&[], 10);
        assert_eq!(mel.len(), 10 * BANDS);
        assert!(mel.iter().all(|value| (value + 1.5).abs() < 1e-6), "{}", mel[0]);
    }

    #[test]
    fn bands_cover_every_frequency_between_the_edges() {
        let bands = bands();
        assert_eq!(bands.len(), BANDS);
        assert!(bands.iter().all(|(start, weights)| !weights.is_empty() && start + weights.len() <= BINS));
    }
}
