//! The decoder: generates one token after the other, each attending to the earlier ones and to the audio.

use std::io;

use super::Precision;
use super::Shape;
use super::file::WeightsFile;
use super::linear::{After, Linear, Norm};
use super::memory::Memory;
use crate::arithmetic;
use crate::packed::Rows;

pub(super) struct Decoder {
    /// Token embeddings, which are also the output projection.
    tokens: Linear,
    positions: Vec<f32>,
    layers: Vec<Layer>,
    norm: Norm,
    shape: Shape,
    /// The attention heads (layer, head) that align words with the audio.
    alignment_heads: Vec<(usize, usize)>,
}

struct Layer {
    self_norm: Norm,
    qkv: Linear,
    attended: Linear,
    audio_norm: Norm,
    audio_query: Linear,
    audio_projection: Linear,
    audio_attended: Linear,
    norm: Norm,
    widen: Linear,
    narrow: Linear,
}

/// The keys and values of the tokens so far, layer by layer, and each token's cross-attention.
pub(super) struct Past {
    keys: Vec<Vec<f32>>,
    values: Vec<Vec<f32>>,
    length: usize,
    /// For each token after the first `skipped`, the attention weights of the alignment heads, concatenated.
    cross_attention: Vec<Vec<f32>>,
}

impl Past {
    pub(super) fn new(layers: usize) -> Self {
        Self {
            keys: vec![Vec::new(); layers],
            values: vec![Vec::new(); layers],
            length: 0,
            cross_attention: Vec::new(),
        }
    }

    /// The number of tokens.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Drops the tokens from `length` on.
    pub(super) fn truncate(&mut self, length: usize, width: usize) {
        for rows in self.keys.iter_mut().chain(&mut self.values) {
            rows.truncate(length * width);
        }
        self.cross_attention.truncate(length);
        self.length = self.length.min(length);
    }

    /// The cross-attention of each token: the weights of the alignment heads, concatenated.
    pub(super) fn cross_attention(&self) -> &[Vec<f32>] {
        &self.cross_attention
    }
}

impl Decoder {
    pub(super) fn load(
        file: &mut WeightsFile,
        shape: Shape,
        alignment_heads: Vec<(usize, usize)>,
        precision: Precision,
    ) -> io::Result<Self> {
        let width = shape.width;
        let tokens = file.halves("decoder/embeddings/weight", &[shape.vocabulary, width])?;
        let tokens = Linear::plain(&tokens, width, precision);
        let layers = (0..shape.layers)
            .map(|index| {
                let name = |part: &str| format!("decoder/layer_{index}/{part}");
                let mut linear =
                    |part: &str, outputs, inputs| Linear::load(file, &name(part), (outputs, inputs), precision);
                let qkv = linear("self_attention/linear_0", 3 * width, width)?;
                let attended = linear("self_attention/linear_1", width, width)?;
                let audio_query = linear("attention/linear_0", width, width)?;
                let audio_projection = linear("attention/linear_1", 2 * width, width)?;
                let audio_attended = linear("attention/linear_2", width, width)?;
                let widen = linear("ffn/linear_0", 4 * width, width)?;
                let narrow = linear("ffn/linear_1", width, 4 * width)?;
                Ok(Layer {
                    self_norm: Norm::load(file, &name("self_attention/layer_norm"), width)?,
                    audio_norm: Norm::load(file, &name("attention/layer_norm"), width)?,
                    norm: Norm::load(file, &name("ffn/layer_norm"), width)?,
                    qkv,
                    attended,
                    audio_query,
                    audio_projection,
                    audio_attended,
                    widen,
                    narrow,
                })
            })
            .collect::<io::Result<_>>()?;
        Ok(Self {
            tokens,
            positions: file.floats("decoder/position_encodings/encodings", &[shape.text, width])?,
            layers,
            norm: Norm::load(file, "decoder/layer_norm", width)?,
            shape,
            alignment_heads,
        })
    }

    /// Computes what every layer keeps of the encoded audio.
    pub(super) fn remember(&self, encoded: &[f32]) -> Vec<Memory> {
        self.layers.iter().map(|layer| Memory::new(&layer.audio_projection, encoded, self.shape)).collect()
    }

    /// An empty state without tokens.
    pub(super) fn past(&self) -> Past {
        Past::new(self.layers.len())
    }

    /// Drops the tokens from `length` on.
    pub(super) fn rewind(&self, past: &mut Past, length: usize) {
        past.truncate(length, self.shape.width);
    }

    pub(super) fn most_tokens(&self) -> usize {
        self.shape.text
    }

    /// Reads further tokens and returns the scores of the next token.
    pub(super) fn read(&self, memory: &[Memory], past: &mut Past, tokens: &[u32]) -> Vec<f32> {
        let width = self.shape.width;
        let count = tokens.len();
        let mut hidden = Vec::with_capacity(count * width);
        for (token, position) in tokens.iter().zip(self.positions[past.length * width..].chunks_exact(width)) {
            hidden.extend(self.tokens.output(*token as usize).iter().zip(position).map(|(a, b)| a + b));
        }
        let mut cross_attention = vec![Vec::new(); count];
        let mut wide = vec![0.0; count * 4 * width];
        let mut attended = vec![0.0; count * width];
        for (index, (layer, memory)) in self.layers.iter().zip(memory).enumerate() {
            let qkv = &mut wide[..count * 3 * width];
            layer.qkv.apply(Rows::packed(&hidden, width), Some(&layer.self_norm), After::Set, qkv);
            let (keys, values) = (&mut past.keys[index], &mut past.values[index]);
            for (qkv, out) in qkv.chunks_exact(3 * width).zip(attended.chunks_exact_mut(width)) {
                keys.extend_from_slice(&qkv[width..2 * width]);
                values.extend_from_slice(&qkv[2 * width..]);
                self.attend(&qkv[..width], keys, values, out);
            }
            layer.attended.apply(Rows::packed(&attended, width), None, After::Add, &mut hidden);

            let queries = &mut wide[..count * width];
            layer.audio_query.apply(Rows::packed(&hidden, width), Some(&layer.audio_norm), After::Set, queries);
            for ((query, out), cross_attention) in
                queries.chunks_exact_mut(width).zip(attended.chunks_exact_mut(width)).zip(&mut cross_attention)
            {
                self.attend_to_audio(index, memory, query, out, cross_attention);
            }
            layer.audio_attended.apply(Rows::packed(&attended, width), None, After::Add, &mut hidden);

            layer.widen.apply(Rows::packed(&hidden, width), Some(&layer.norm), After::Gelu, &mut wide);
            layer.narrow.apply(Rows::packed(&wide, 4 * width), None, After::Add, &mut hidden);
        }
        past.length += count;
        past.cross_attention.append(&mut cross_attention);
        let last = &mut hidden[(count - 1) * width..];
        self.norm.apply(last);
        let mut scores = vec![0.0; self.tokens.outputs()];
        self.tokens.apply_wide(Rows::packed(last, width), 1, &mut scores);
        scores
    }

    fn attend(&self, query: &[f32], keys: &[f32], values: &[f32], out: &mut [f32]) {
        let (width, head) = (self.shape.width, self.shape.head());
        let scale = 1.0 / (head as f32).sqrt();
        let mut weights = Vec::with_capacity(keys.len() / width);
        for (index, (query, out)) in query.chunks_exact(head).zip(out.chunks_exact_mut(head)).enumerate() {
            let place = index * head..(index + 1) * head;
            weights.clear();
            weights.extend(keys.chunks_exact(width).map(|key| arithmetic::dot(query, &key[place.clone()]) * scale));
            arithmetic::softmax(&mut weights);
            out.fill(0.0);
            for (weight, value) in weights.iter().zip(values.chunks_exact(width)) {
                arithmetic::add_scaled(out, *weight, &value[place.clone()]);
            }
        }
    }

    fn attend_to_audio(
        &self,
        layer: usize,
        memory: &Memory,
        query: &mut [f32],
        out: &mut [f32],
        cross_attention: &mut Vec<f32>,
    ) {
        let head = self.shape.head();
        let scale = 1.0 / (head as f32).sqrt();
        query.iter_mut().for_each(|value| *value *= scale);
        let mut weights = Vec::with_capacity(memory.rows() + crate::packed::COLUMNS);
        for (index, (query, out)) in query.chunks_exact(head).zip(out.chunks_exact_mut(head)).enumerate() {
            memory.attend(index, query, &mut weights, out);
            if self.alignment_heads.contains(&(layer, index)) {
                cross_attention.extend_from_slice(&weights);
            }
        }
    }
}
