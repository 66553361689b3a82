//! From any rate to another, piece by piece, with a windowed sinc.
//!
//! For every place that an output sample can have between two input samples there is a row of the
//! filter's table. A recording of higher rate is cut off below half the new rate first; that is the
//! same filter, made wider.

/// Crossings of zero on each side of the filter's middle.
const CROSSINGS: usize = 24;
/// Kaiser's parameter: about 80 dB between what passes and what must not.
const BETA: f64 = 8.0;
/// The cut-off, as a part of half the lower rate: the filter needs room to fall.
const CUT_OFF: f64 = 0.94;
/// Rates that recordings have, with room on either side.
const RATES: std::ops::RangeInclusive<u32> = 2_000..=400_000;

/// A stream of samples on its way to another rate.
pub(super) struct Resampler {
    rate: u32,
    /// The two rates without their common divisor.
    from: usize,
    to: usize,
    /// A row of `2 * half` numbers for each of the `to` places between two samples.
    table: Vec<f32>,
    half: usize,
    /// Input that is still needed; half a filter of silence comes before the first sample.
    waiting: Vec<f32>,
    /// The next output's place, in parts of `to` to a sample, counted from the first that waits.
    place: usize,
    pushed: usize,
    given: usize,
}

impl Resampler {
    /// A resampler, or nothing where no recording has such a rate.
    pub(super) fn new(rate: u32, target: u32) -> Option<Self> {
        if !RATES.contains(&rate) {
            return None;
        }
        let divisor = divisor(rate, target);
        let (from, to) = ((rate / divisor) as usize, (target / divisor) as usize);
        let same = from == to;
        let cut_off = CUT_OFF * (f64::from(target) / f64::from(rate)).min(1.0);
        let half = (CROSSINGS as f64 / cut_off).ceil() as usize;
        let mut table = Vec::new();
        if !same {
            table.reserve(to * 2 * half);
            for place in 0..to {
                let offset = place as f64 / to as f64;
                let row = (0..2 * half).map(|tap| tap as f64 - (half - 1) as f64 - offset);
                let row: Vec<f64> = row.map(|x| cut_off * sinc(cut_off * x) * kaiser(x / half as f64)).collect();
                // Every place passes a steady level on as it is.
                let sum: f64 = row.iter().sum();
                table.extend(row.iter().map(|weight| (weight / sum) as f32));
            }
        }
        let waiting = if same { Vec::new() } else { vec![0.0; half - 1] };
        Some(Self { rate, from, to, table, half, waiting, place: 0, pushed: 0, given: 0 })
    }

    /// The rate that comes in.
    pub(super) fn rate(&self) -> u32 {
        self.rate
    }

    /// Takes samples and adds what they give to `out`.
    pub(super) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        if self.table.is_empty() {
            out.extend_from_slice(samples);
            return;
        }
        self.pushed += samples.len();
        self.waiting.extend_from_slice(samples);
        self.give(usize::MAX, out);
    }

    /// Adds what is left to `out`: as much as the input was long.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) {
        if self.table.is_empty() {
            return;
        }
        self.waiting.resize(self.waiting.len() + self.half + 1, 0.0);
        let whole = (self.pushed * self.to).div_ceil(self.from);
        self.give(whole - self.given.min(whole), out);
    }

    fn give(&mut self, most: usize, out: &mut Vec<f32>) {
        let width = 2 * self.half;
        let before = out.len();
        loop {
            let first = self.place / self.to;
            let Some(samples) = self.waiting.get(first..first + width) else { break };
            if out.len() - before >= most {
                break;
            }
            let weights = &self.table[self.place % self.to * width..][..width];
            out.push(crate::arithmetic::dot(samples, weights));
            self.place += self.from;
        }
        self.given += out.len() - before;
        let done = (self.place / self.to).min(self.waiting.len());
        self.waiting.drain(..done);
        self.place -= done * self.to;
    }
}

fn divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { divisor(b, a % b) }
}

fn sinc(x: f64) -> f64 {
    let x = x * std::f64::consts::PI;
    if x.abs() < 1e-9 { 1.0 } else { x.sin() / x }
}

/// Kaiser's window over -1 to 1.
fn kaiser(x: f64) -> f64 {
    if x.abs() >= 1.0 { 0.0 } else { bessel(BETA * (1.0 - x * x).sqrt()) / bessel(BETA) }
}

/// The modified Bessel function of the first kind, of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for index in 1..60 {
        let factor = x / (2.0 * f64::from(index));
        term *= factor * factor;
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn tone(hertz: f64, rate: u32, seconds: f64) -> Vec<f32> {
        let count = (f64::from(rate) * seconds) as usize;
        (0..count).map(|n| (TAU * hertz * n as f64 / f64::from(rate)).sin() as f32).collect()
    }

    fn resampled(samples: &[f32], rate: u32, piece: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(rate, 16_000).unwrap();
        let mut out = Vec::new();
        samples.chunks(piece).for_each(|piece| resampler.push(piece, &mut out));
        resampler.finish(&mut out);
        out
    }

    #[test]
    fn a_tone_keeps_its_length_place_and_level() {
        for rate in [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000] {
            let out = resampled(&tone(440.0, rate, 0.5), rate, 1000);
            assert_eq!(out.len(), 8000, "{rate}");
            let exact = tone(440.0, 16_000, 0.5);
            let off = out[200..7800].iter().zip(&exact[200..]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(off < 1e-3, "{rate}: {off}");
        }
    }

    #[test]
    fn what_the_new_rate_cannot_hold_is_taken_out() {
        let out = resampled(&tone(9_000.0, 48_000, 0.5), 48_000, 4096);
        let loudest = out[200..7800].iter().fold(0.0_f32, |loudest, value| loudest.max(value.abs()));
        assert!(loudest < 1e-3, "{loudest}");
    }

    #[test]
    fn pieces_make_no_difference() {
        let samples = tone(1_000.0, 44_100, 0.3);
        assert_eq!(resampled(&samples, 44_100, samples.len()), resampled(&samples, 44_100, 7));
    }

    #[test]
    fn rates_that_no_recording_has_are_refused() {
        assert!(Resampler::new(0, 16_000).is_none());
        assert!(Resampler::new(4_000_000, 16_000).is_none());
    }
}
