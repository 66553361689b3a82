//! Cuts a recording into chunks of at most half a minute, at pauses, and leaves out silence.
//!
//! The cuts depend only on the recording, so interrupted work can resume with the same chunks. Only loudness is
//! considered: whatever counts as silence is far quieter than speech.

use super::{AudioError, RATE, Recording};

/// The longest chunk, in samples: what the model processes at once.
pub const LONGEST: usize = 30 * RATE as usize;
/// The shortest chunk, in samples, unless the recording ends.
const SHORTEST: usize = 18 * RATE as usize;
/// Loudness is measured in frames of 20 ms.
const FRAME: usize = RATE as usize / 50;
/// How many frames on either side are averaged to find a pause: 0.14 s in total.
const AROUND: usize = 3;
/// A pause one second later is preferred even if it is this much louder, in decibels, because long chunks are cheaper.
const LATER: f32 = 0.5;
/// Anything below this fraction of full scale (-66 dB) is silence.
const SILENT: f32 = 0.0005;
/// Anything below this fraction of the loud parts (-50 dB) is also silence.
const FAR_BELOW: f32 = 0.003;
/// Silence longer than this many frames is removed from the start of a chunk, except for a little.
const LEAD: usize = 25;
const KEPT: usize = 10;
/// If the loud frames are not at least this many times louder than the quiet ones, it is noise or a tone: the loudness
/// of speech varies much more.
const EVEN: f32 = 1.4;

/// A piece of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    /// The start, in samples from the beginning of the recording.
    pub start: u64,
    /// The start of the next chunk.
    pub next: u64,
    /// 16 kHz mono, at most [`LONGEST`] samples. Empty if there was only silence or steady noise.
    pub samples: Vec<f32>,
}

/// An iterator over the chunks of a recording.
#[derive(Debug)]
pub struct Chunks {
    recording: Recording,
    buffer: Vec<f32>,
    /// The position of the buffer's first sample.
    start: u64,
    more: bool,
}

impl Chunks {
    /// The chunks of a recording starting at sample `from`, which must be 0 or the `next` of some chunk.
    pub fn new(recording: Recording, from: u64) -> Result<Self, AudioError> {
        let mut chunks = Self { recording, buffer: Vec::new(), start: 0, more: true };
        // Seeking is inexact in many formats; decoding up to the position is exact, and a hundred times faster than
        // transcribing.
        while chunks.more && chunks.start < from {
            chunks.more = chunks.recording.read(&mut chunks.buffer)?;
            let past = (from - chunks.start).min(chunks.buffer.len() as u64);
            chunks.drop_first(past as usize);
        }
        Ok(chunks)
    }

    /// The duration in seconds according to the file.
    pub fn seconds(&self) -> Option<f64> {
        self.recording.seconds()
    }

    /// The next chunk, or `None` at the end.
    fn read(&mut self) -> Result<Option<Chunk>, AudioError> {
        while self.more && self.buffer.len() < LONGEST + RATE as usize {
            self.more = self.recording.read(&mut self.buffer)?;
        }
        if self.buffer.is_empty() {
            return Ok(None);
        }
        // Looks no further than this, because how far was read beyond it depends on the format's packet size.
        let seen = self.buffer.len().min(LONGEST + RATE as usize);
        let loudness: Vec<f32> = self.buffer[..seen].chunks(FRAME).map(loudness).collect();
        let silent = silence(&loudness);
        // Silence at the beginning is removed, however long it is.
        let lead = loudness.iter().take_while(|frame| **frame < silent).count();
        if lead == loudness.len() {
            let start = self.drop_first(seen);
            return Ok(Some(Chunk { start, next: self.start, samples: Vec::new() }));
        }
        if lead > LEAD {
            self.drop_first((lead - KEPT) * FRAME);
            return self.read();
        }
        let length = if self.more || seen > LONGEST { cut(&loudness) * FRAME } else { seen };
        let spoken = loudness[..length.div_ceil(FRAME)].iter().rposition(|frame| *frame >= silent).unwrap_or(0);
        let kept = ((spoken + 1 + KEPT) * FRAME).min(length);
        let samples = if is_steady(&self.buffer[..kept]) { Vec::new() } else { self.buffer[..kept].to_vec() };
        let start = self.drop_first(length);
        Ok(Some(Chunk { start, next: self.start, samples }))
    }

    /// Drops samples and returns the position where they began.
    fn drop_first(&mut self, count: usize) -> u64 {
        let start = self.start;
        self.buffer.drain(..count);
        self.start += count as u64;
        start
    }
}

impl Iterator for Chunks {
    type Item = Result<Chunk, AudioError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn loudness(frame: &[f32]) -> f32 {
    (crate::arithmetic::dot(frame, frame) / frame.len().max(1) as f32).sqrt()
}

/// The loudness below which a frame counts as silence.
fn silence(loudness: &[f32]) -> f32 {
    let mut sorted = loudness.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let loud = sorted[(sorted.len() - 1) * 19 / 20];
    SILENT.max(loud * FAR_BELOW)
}

/// Whether the loudness of a sound hardly varies.
fn is_steady(samples: &[f32]) -> bool {
    // Differences of neighbouring samples, because the low frequencies of noise vary slowly, which would look like
    // speech.
    let differences: Vec<f32> = samples.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut frames: Vec<f32> = differences.chunks_exact(FRAME).map(loudness).collect();
    frames.sort_unstable_by(f32::total_cmp);
    let at = |twentieths: usize| frames[(frames.len() - 1) * twentieths / 20];
    // Within half a second, even speech may have a steady loudness.
    frames.len() > LEAD && at(18) < EVEN * at(2)
}

/// The frame to cut at: the quietest place, or the latest of several that are about equal.
fn cut(loudness: &[f32]) -> usize {
    let (first, last) = (SHORTEST / FRAME, LONGEST / FRAME - AROUND);
    let score = |index: usize| {
        let around = &loudness[index - AROUND..(index + AROUND + 1).min(loudness.len())];
        let mean = around.iter().map(|value| value * value).sum::<f32>() / around.len() as f32;
        let decibels = 10.0 * mean.max(1e-12).log10();
        decibels - LATER * (index - first) as f32 * FRAME as f32 / RATE as f32
    };
    let places = (first..last.min(loudness.len())).map(|index| (index, score(index)));
    places.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(last, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A WAV file of 16-bit samples at 16 kHz.
    fn wav(samples: &[f32]) -> Vec<u8> {
        let data: Vec<u8> = samples.iter().flat_map(|value| ((value * 32767.0) as i16).to_le_bytes()).collect();
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + data.len() as u32).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        bytes.extend(RATE.to_le_bytes());
        bytes.extend((2 * RATE).to_le_bytes());
        bytes.extend(b"\x02\0\x10\0data");
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(data);
        bytes
    }

    /// A tone of this duration and level, whose loudness rises twice per second.
    fn tone(seconds: f32, level: f32) -> Vec<f32> {
        let swell = |n: f32| 0.6 + 0.4 * (n * 0.0008).sin();
        (0..(seconds * RATE as f32) as usize).map(|n| level * swell(n as f32) * (n as f32 * 0.2).sin()).collect()
    }

    fn chunks_of(samples: &[f32], from: u64) -> Vec<Chunk> {
        let recording = Recording::from_bytes(wav(samples), Some("wav")).unwrap();
        Chunks::new(recording, from).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_long_recording_is_cut_in_its_pauses() {
        let mut samples = tone(24.0, 0.5);
        samples.extend(tone(0.4, 0.0));
        samples.extend(tone(25.0, 0.5));
        let chunks = chunks_of(&samples, 0);
        assert_eq!(chunks.len(), 2);
        let cut = chunks[0].next as f32 / RATE as f32;
        assert!((24.0..24.4).contains(&cut), "{cut}");
        assert_eq!(chunks[0].next, chunks[1].start);
        assert_eq!(chunks[1].next, samples.len() as u64);
    }

    #[test]
    fn a_recording_without_pauses_is_cut_all_the_same() {
        let chunks = chunks_of(&tone(100.0, 0.5), 0);
        assert!(chunks.iter().all(|chunk| chunk.samples.len() <= LONGEST));
        assert!(chunks.windows(2).all(|pair| pair[0].next == pair[1].start));
        assert_eq!(chunks.iter().map(|chunk| chunk.samples.len()).sum::<usize>(), 100 * RATE as usize);
    }

    #[test]
    fn silence_is_left_out() {
        let mut samples = tone(45.0, 0.0);
        samples.extend(tone(3.0, 0.5));
        samples.extend(tone(5.0, 0.0));
        let heard: Vec<_> = chunks_of(&samples, 0).into_iter().filter(|chunk| !chunk.samples.is_empty()).collect();
        assert_eq!(heard.len(), 1);
        let start = heard[0].start as f32 / RATE as f32;
        assert!((44.5..45.0).contains(&start), "{start}");
        assert!(heard[0].samples.len() < 4 * RATE as usize);
        assert!(chunks_of(&tone(10.0, 0.0), 0).iter().all(|chunk| chunk.samples.is_empty()));
    }

    #[test]
    fn even_noise_is_left_out() {
        let mut state = 1_u32;
        let mut noise = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            0.3 * ((state >> 8) as f32 / (1 << 23) as f32 - 1.0)
        };
        let noise: Vec<f32> = (0..10 * RATE).map(&mut noise).collect();
        assert!(chunks_of(&noise, 0).iter().all(|chunk| chunk.samples.is_empty()));
        assert!(!is_steady(&tone(5.0, 0.3)));
    }

    #[test]
    fn work_goes_on_with_the_same_chunks() {
        let mut samples = Vec::new();
        for _ in 0..9 {
            samples.extend(tone(8.0, 0.4));
            samples.extend(tone(0.3, 0.001));
        }
        let all = chunks_of(&samples, 0);
        assert!(all.len() > 2);
        assert_eq!(chunks_of(&samples, all[0].next), all[1..]);
        assert!(chunks_of(&samples, samples.len() as u64).is_empty());
    }
}
