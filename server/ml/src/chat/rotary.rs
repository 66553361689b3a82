//! Where a token stands, told to its queries and keys by turning their numbers in pairs (rotary position embedding,
//! arXiv 2104.09864).

use super::gguf::Gguf;
use super::shape::Shape;

/// Cosines and sines of every place's angles.
pub(super) struct Rotary {
    /// [places][pairs] of cosine and sine.
    angles: Vec<(f32, f32)>,
    pairs: usize,
    neighbours: bool,
}

impl Rotary {
    /// Angles for every place of a conversation. Long models say by how much some pairs turn more slowly.
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

    /// Turns one head's numbers by the angles of the token's place.
    pub(super) fn apply(&self, head: &mut [f32], place: usize) {
        for (pair, (cosine, sine)) in self.angles[place * self.pairs..][..self.pairs].iter().enumerate() {
            let (a, b) = if self.neighbours { (2 * pair, 2 * pair + 1) } else { (pair, pair + self.pairs) };
            let (x, y) = (head[a], head[b]);
            head[a] = x * cosine - y * sine;
            head[b] = x * sine + y * cosine;
        }
    }
}
