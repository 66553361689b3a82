//! Rotary position embedding (arXiv 2104.09864): encodes a token's position by rotating pairs of values in its queries
//! and keys.

use super::gguf::Gguf;
use super::shape::Shape;

/// The cosines and sines for every position.
pub(super) struct Rotary {
    /// [positions][pairs] of cosine and sine.
    angles: Vec<(f32, f32)>,
    pairs: usize,
    neighbours: bool,
}

impl Rotary {
    /// The angles for every position in a conversation. Long-context models specify factors by which some pairs rotate
    /// more slowly.
    pub(super) fn new(shape: &Shape, file: &Gguf) -> Result<Self, String> {
        let pairs = shape.turning / 2;
        let slower = if file.has("rope_freqs.weight") { file.floats("rope_freqs.weight")? } else { vec![1.0; pairs] };
        let speed = |(pair, slower): (usize, &f32)| shape.base.powf(-(pair as f32) / pairs as f32) / slower;
        let speeds: Vec<f32> = slower.iter().enumerate().map(speed).collect();
        if speeds.len() != pairs {
            return Err("rope_freqs.weight has another length than a head's pairs".into());
        }
        let angle = |place: usize, speed: &f32| {
            let angle = place as f32 * speed;
            (angle.cos(), angle.sin())
        };
        let angles = (0..shape.context).flat_map(|place| speeds.iter().map(move |speed| angle(place, speed))).collect();
        Ok(Self { angles, pairs, neighbours: shape.neighbours })
    }

    /// Rotates one head's values by the angles of a position.
    pub(super) fn apply(&self, head: &mut [f32], place: usize) {
        for (pair, (cosine, sine)) in self.angles[place * self.pairs..][..self.pairs].iter().enumerate() {
            let (a, b) = if self.neighbours { (2 * pair, 2 * pair + 1) } else { (pair, pair + self.pairs) };
            let (x, y) = (head[a], head[b]);
            head[a] = x * cosine - y * sine;
            head[b] = x * sine + y * cosine;
        }
    }
}
