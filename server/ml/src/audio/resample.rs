//! Converts between sample rates, piece by piece, with a windowed sinc filter.
//!
//! For every position that an output sample can have between two input samples, the filter's table has a row. When the
//! rate is reduced, frequencies above half the new rate have to be removed first; the same filter, made wider, does
//! this.

/// Zero crossings on each side of the filter's centre.
const CROSSINGS: usize = 24;
/// Kaiser's parameter: about 80 dB of attenuation.
const BETA: f64 = 8.0;
/// The cut-off relative to half the lower rate; the filter needs room to roll off.
const CUT_OFF: f64 = 0.94;
/// Sample rates of real recordings, with a margin on both sides.
const RATES: std::ops::RangeInclusive<u32> = 2_000..=400_000;

/// Resamples a stream of samples.
pub(super) struct Resampler {
    rate: u32,
    /// The two rates, divided by their greatest common divisor.
    from: usize,
    to: usize,
    /// A row of `2 * half` coefficients for each of the `to` positions between two samples.
    table: Vec<f32>,
    half: usize,
    /// Input that is still needed; half a filter length of silence precedes the first sample.
    waiting: Vec<f32>,
    /// The position of the next output in units of 1/`to` sample, from the first sample in `waiting`.
    place: usize,
    pushed: usize,
    given: usize,
}

impl Resampler {
    /// A resampler, or `None` for an implausible sample rate.
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
                // Every row sums to one, so that a constant level is unchanged.
                let sum: f64 = row.iter().sum();
                table.extend(row.iter().map(|weight| (weight / sum) as f32));
            }
        }
        let waiting = if same { Vec::new() } else { vec![0.0; half - 1] };
        Some(Self { rate, from, to, table, half, waiting, place: 0, pushed: 0, given: 0 })
    }

    /// The input rate.
    pub(super) fn rate(&self) -> u32 {
        self.rate
    }

    /// Processes samples and appends the output to `out`.
    pub(super) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        if self.table.is_empty() {
            out.extend_from_slice(samples);
            return;
        }
        self.pushed += samples.len();
        self.waiting.extend_from_slice(samples);
        self.produce(usize::MAX, out);
    }

    /// Appends the remaining output to `out`, so that its duration equals the input's.
    pub(super) fn finish(&mut self, out: &mut Vec<f32>) {
        if self.table.is_empty() {
            return;
        }
        self.waiting.resize(self.waiting.len() + self.half + 1, 0.0);
        let whole = (self.pushed * self.to).div_ceil(self.from);
        self.produce(whole - self.given.min(whole), out);
    }

    fn produce(&mut self, most: usize, out: &mut Vec<f32>) {
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

/// The Kaiser window on -1 to 1.
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
