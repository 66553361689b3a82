//! The decoder of llama and qwen2 models: turns tokens into scores for the next token.

use super::gguf::Gguf;
use super::linear::{After, Linear};
use super::memory::Memory;
use super::rotary::Rotary;
use super::shape::Shape;
use crate::worker::Priority;
use crate::{arithmetic, processor};

/// Prompts are read in blocks of this many tokens. Between blocks the reader may cancel, and other models, which share
/// the processor, get their turn.
const READ_AT_ONCE: usize = 96;

pub(super) struct Decoder {
    /// Token embeddings; in many models also the output projection.
    tokens: Linear,
    scores: Option<Linear>,
    layers: Vec<Layer>,
    norm: Vec<f32>,
    rotary: Rotary,
    shape: Shape,
    past: Vec<Memory>,
}

struct Layer {
    attention_norm: Vec<f32>,
    /// Query, key and value projections, stacked.
    qkv: Linear,
    attended: Linear,
    wide_norm: Vec<f32>,
    /// The gate and up projections of the feed-forward network, stacked.
    widen: Linear,
    narrow: Linear,
}

impl Layer {
    fn load(file: &Gguf, index: usize, shape: &Shape) -> Result<Self, String> {
        let name = |part: &str| format!("blk.{index}.{part}");
        let linear = |parts: &[&str], inputs: usize| {
            let weights: Vec<String> = parts.iter().map(|part| name(&format!("{part}.weight"))).collect();
            let weights = file.matrix(&weights.iter().map(String::as_str).collect::<Vec<_>>(), inputs)?;
            let biases: Vec<String> = parts.iter().map(|part| name(&format!("{part}.bias"))).collect();
            let mut bias = None;
            if biases.iter().all(|name| file.has(name)) {
                let parts = biases.iter().map(|name| file.floats(name)).collect::<Result<Vec<_>, _>>()?;
                bias = Some(parts.concat());
            }
            Ok::<_, String>(Linear::new(weights, bias))
        };
        let layer = Self {
            attention_norm: file.floats(&name("attn_norm.weight"))?,
            qkv: linear(&["attn_q", "attn_k", "attn_v"], shape.width)?,
            attended: linear(&["attn_output"], shape.heads * shape.head)?,
            wide_norm: file.floats(&name("ffn_norm.weight"))?,
            widen: linear(&["ffn_gate", "ffn_up"], shape.width)?,
            narrow: linear(&["ffn_down"], shape.wide)?,
        };
        let fits = layer.attention_norm.len() == shape.width
            && layer.wide_norm.len() == shape.width
            && layer.qkv.outputs() == (shape.heads + 2 * shape.groups) * shape.head
            && layer.widen.outputs() == 2 * shape.wide
            && layer.attended.outputs() == shape.width
            && layer.narrow.outputs() == shape.width;
        if fits { Ok(layer) } else { Err(format!("layer {index} has another shape than the file says")) }
    }
}

impl Decoder {
    /// Lays out the weights of a file.
    pub(super) fn load(file: &Gguf) -> Result<Self, String> {
        let shape = Shape::of(file.metadata())?;
        let matrix = |name: &str| Ok::<_, String>(Linear::new(file.matrix(&[name], shape.width)?, None));
        let norm = file.floats("output_norm.weight")?;
        if norm.len() != shape.width {
            return Err("output_norm.weight has another length than the file says".into());
        }
        Ok(Self {
            tokens: matrix("token_embd.weight")?,
            scores: file.has("output.weight").then(|| matrix("output.weight")).transpose()?,
            layers: (0..shape.layers).map(|index| Layer::load(file, index, &shape)).collect::<Result<_, _>>()?,
            norm,
            rotary: Rotary::new(&shape, file)?,
            past: (0..shape.layers).map(|_| Memory::new(&shape)).collect(),
            shape,
        })
    }

    /// The most tokens of a conversation, including the answer.
    pub(super) const fn context(&self) -> usize {
        self.shape.context
    }

    /// Reads tokens that follow the `at` tokens read before (0 starts a new conversation) and returns the scores of the
    /// next token, one for each token of the vocabulary. Calls `go_on` between blocks, and returns `None` if that
    /// returns false.
    pub(super) fn read(
        &mut self,
        tokens: &[u32],
        at: usize,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<Option<Vec<f32>>, String> {
        if tokens.is_empty() || at + tokens.len() > self.shape.context {
            return Err(format!("{} tokens after {at} do not fit", tokens.len()));
        }
        if tokens.iter().any(|token| *token as usize >= self.tokens.outputs()) {
            return Err("a token is not in the vocabulary".into());
        }
        let mut last = Vec::new();
        for (index, tokens) in tokens.chunks(READ_AT_ONCE).enumerate() {
            if !go_on() {
                return Ok(None);
            }
            let _reserved = processor::reserve(Priority::Interactive);
            // Inside the thread pool the other threads join in without waking this one after each product.
            last = rayon::scope(|_| self.block(tokens, at + index * READ_AT_ONCE));
        }
        let _reserved = processor::reserve(Priority::Interactive);
        Ok(Some(rayon::scope(|_| self.scores(&mut last))))
    }

    /// The scores of the vocabulary for a token's hidden state.
    fn scores(&self, hidden: &mut [f32]) -> Vec<f32> {
        arithmetic::scale_to_root(hidden, &self.norm, self.shape.epsilon);
        let head = self.scores.as_ref().unwrap_or(&self.tokens);
        let mut scores = vec![0.0; head.outputs()];
        head.apply(|_, row| row.copy_from_slice(hidden), After::Set, &mut scores);
        scores
    }

    /// Reads one block and returns the last token's hidden state.
    fn block(&mut self, tokens: &[u32], at: usize) -> Vec<f32> {
        let Shape { width, wide, epsilon, .. } = self.shape;
        let mut hidden = vec![0.0; tokens.len() * width];
        for (token, row) in tokens.iter().zip(hidden.chunks_exact_mut(width)) {
            self.tokens.output(*token as usize, row);
        }
        let mut attention = Attention::new(&self.shape, tokens.len());
        let mut gates = vec![0.0; tokens.len() * 2 * wide];
        for (layer, past) in self.layers.iter().zip(&mut self.past) {
            let normal = |norm: &[f32], index: usize, row: &mut [f32], hidden: &[f32]| {
                row.copy_from_slice(&hidden[index * width..][..width]);
                arithmetic::scale_to_root(row, norm, epsilon);
            };
            layer.qkv.apply(
                |index, row| normal(&layer.attention_norm, index, row, &hidden),
                After::Set,
                &mut attention.qkv,
            );
            attention.attend(&self.rotary, past, at);
            layer.attended.apply(|index, row| attention.seen(index, row), After::Add, &mut hidden);

            layer.widen.apply(|index, row| normal(&layer.wide_norm, index, row, &hidden), After::Set, &mut gates);
            layer.narrow.apply(
                |index, row| {
                    let (gate, up) = gates[index * 2 * wide..][..2 * wide].split_at(wide);
                    arithmetic::gated(gate, up, row);
                },
                After::Add,
                &mut hidden,
            );
        }
        hidden.split_off((tokens.len() - 1) * width)
    }
}

/// The attention of a block of tokens.
struct Attention<'a> {
    shape: &'a Shape,
    tokens: usize,
    /// [tokens][queries, keys, values of all heads]
    qkv: Vec<f32>,
    /// [groups][tokens][heads per group][head dimension]
    queries: Vec<f32>,
    /// Attention output, laid out like `queries`.
    seen: Vec<f32>,
}

impl<'a> Attention<'a> {
    fn new(shape: &'a Shape, tokens: usize) -> Self {
        let queries = tokens * shape.heads * shape.head;
        let keys = tokens * shape.groups * shape.head;
        Self {
            shape,
            tokens,
            qkv: vec![0.0; queries + 2 * keys],
            queries: vec![0.0; queries],
            seen: vec![0.0; queries],
        }
    }

    /// The offset of a token's queries in one group.
    fn at(&self, group: usize, token: usize) -> usize {
        (group * self.tokens + token) * self.shape.sharing() * self.shape.head
    }

    /// Rotates queries and keys by the tokens' positions, stores keys and values, and computes the attention.
    fn attend(&mut self, rotary: &Rotary, past: &mut Memory, place: usize) {
        let Shape { heads, groups, head, .. } = *self.shape;
        let scale = 1.0 / (head as f32).sqrt();
        let together = self.shape.sharing() * head;
        for token in 0..self.tokens {
            let row = token * (heads + 2 * groups) * head..;
            let (asked, values) = self.qkv[row].split_at_mut((heads + groups) * head);
            asked.chunks_exact_mut(head).for_each(|head| rotary.apply(head, place + token));
            let (queries, keys) = asked.split_at(heads * head);
            past.put(place + token, keys, &values[..groups * head]);
            for (group, from) in queries.chunks_exact(together).enumerate() {
                let at = (group * self.tokens + token) * together;
                let scaled = from.iter().map(|value| value * scale);
                self.queries[at..at + together].iter_mut().zip(scaled).for_each(|(to, value)| *to = value);
            }
        }
        past.attend(place, &self.queries, &mut self.seen);
    }

    /// A token's attention output, with all heads one after the other.
    fn seen(&self, token: usize, row: &mut [f32]) {
        let together = self.shape.sharing() * self.shape.head;
        for (group, row) in row.chunks_exact_mut(together).enumerate() {
            row.copy_from_slice(&self.seen[self.at(group, token)..][..together]);
        }
    }
}
