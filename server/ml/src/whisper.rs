//! Whisper, speech to text: weights, spectrogram, encoder, decoder and the rules for its output.
//!
//! Optimised for CPUs: products in eight bits with weights laid out once (see `packed`), cached keys and values for
//! every token, and only as much audio encoded as there is.

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

/// The dimensions of a Whisper model.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// The dimension of a row.
    width: usize,
    /// Attention heads.
    heads: usize,
    /// The number of layers in the encoder and in the decoder.
    layers: usize,
    /// The most rows of encoded audio.
    audio: usize,
    /// The most tokens of text.
    text: usize,
    /// The size of the vocabulary.
    vocabulary: usize,
}

impl Shape {
    fn head(self) -> usize {
        self.width / self.heads
    }
}

#[cfg(test)]
mod tests;
