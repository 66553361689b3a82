//! A model's sizes, as its file states them.

use super::gguf::{Metadata, number, text};

/// The longest conversation that is taken: what a model remembers of each token takes memory.
const MAX_CONTEXT: usize = 4096;

/// The sizes of a llama or qwen2.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// Numbers that stand for a token.
    pub width: usize,
    pub layers: usize,
    /// Heads of queries.
    pub heads: usize,
    /// Heads of keys and values; each serves `heads / groups` heads of queries (grouped-query attention).
    pub groups: usize,
    /// Numbers of a head.
    pub head: usize,
    /// Numbers within the feed-forward step.
    pub wide: usize,
    /// Tokens that a conversation may have.
    pub context: usize,
    /// What is added to a mean square before its root.
    pub epsilon: f32,
    /// How many numbers of a head turn with the token's place, and how fast.
    pub turning: usize,
    pub base: f32,
    /// Which two numbers turn together: neighbours, or those half a head apart.
    pub neighbours: bool,
}

impl Shape {
    /// Reads and checks the sizes.
    pub(super) fn of(metadata: &Metadata) -> Result<Self, String> {
        let architecture = text(metadata, "general.architecture")?;
        if !["llama", "qwen2"].contains(&architecture) {
            return Err(format!("the architecture {architecture} is not supported"));
        }
        let key = |name: &str| format!("{architecture}.{name}");
        let whole = |name: &str| number(metadata, &key(name));
        let float = |name: &str| metadata.get(&key(name)).and_then(|value| value.to_f32().ok());
        if whole("expert_count").unwrap_or(0) > 0 {
            return Err("mixtures of experts are not supported".into());
        }
        let (width, heads) = (whole("embedding_length")?, whole("attention.head_count")?);
        let head = whole("attention.key_length").unwrap_or(width / heads.max(1));
        let shape = Self {
            width,
            heads,
            head,
            layers: whole("block_count")?,
            groups: whole("attention.head_count_kv").unwrap_or(heads),
            wide: whole("feed_forward_length")?,
            context: whole("context_length")?.min(MAX_CONTEXT),
            epsilon: float("attention.layer_norm_rms_epsilon").ok_or("the file does not say its epsilon")?,
            turning: whole("rope.dimension_count").unwrap_or(head),
            base: float("rope.freq_base").unwrap_or(10_000.0),
            neighbours: architecture == "llama",
        };
        let fits = shape.heads > 0
            && shape.groups > 0
            && shape.heads.is_multiple_of(shape.groups)
            && shape.turning.is_multiple_of(2)
            && (1..=shape.head).contains(&shape.turning);
        if fits { Ok(shape) } else { Err("the file's sizes do not fit each other".into()) }
    }

    /// Heads that ask the same one.
    pub(super) const fn sharing(&self) -> usize {
        self.heads / self.groups
    }
}
