//! A model's dimensions, according to its file.

use super::gguf::{Metadata, number, text};

/// The longest context that is used, to limit the memory of the key-value cache.
const MAX_CONTEXT: usize = 4096;

/// The dimensions of a llama or qwen2 model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    /// The dimension of a token's vector.
    pub width: usize,
    pub layers: usize,
    /// The number of query heads.
    pub heads: usize,
    /// The number of key and value heads; each serves `heads / groups` query heads (grouped-query attention).
    pub groups: usize,
    /// The dimension of a head.
    pub head: usize,
    /// The inner dimension of the feed-forward network.
    pub wide: usize,
    /// The most tokens of a conversation.
    pub context: usize,
    /// Added to the mean square before taking the root.
    pub epsilon: f32,
    /// How many dimensions of a head are rotated (rotary position embedding).
    pub turning: usize,
    /// The base of the rotation frequencies.
    pub base: f32,
    /// Whether neighbouring dimensions are rotated together, or those half a head apart.
    pub neighbours: bool,
}

impl Shape {
    /// Reads and checks the dimensions.
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

    /// The number of query heads that share a key and value head.
    pub(super) const fn sharing(&self) -> usize {
        self.heads / self.groups
    }
}
