//! Whisper, speech to text: weights, spectrogram, encoder, decoder and the rules of its transcripts.
//!
//! Written for processors: products in eight bits on weights laid out once (see `strip`), keys and
//! values kept for every token, and only as much audio encoded as there is.

mod attempt;
mod decoder;
mod encoder;
mod file;
mod linear;
mod mel;
mod memory;
mod model;
mod rules;
mod segments;
mod vocabulary;
mod words;

pub use crate::packed::Precision;
pub use model::{ChunkTranscript, Segment, Sound, Whisper, Word};

/// The sizes of a Whisper model.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// Numbers of a row.
    width: usize,
    /// Attention heads.
    heads: usize,
    /// Layers of encoder and decoder each.
    layers: usize,
    /// Rows of encoded audio at most.
    audio: usize,
    /// Tokens of text at most.
    text: usize,
    /// Tokens that there are.
    vocabulary: usize,
}

impl Shape {
    fn head(self) -> usize {
        self.width / self.heads
    }
}

#[cfg(test)]
mod tests;
