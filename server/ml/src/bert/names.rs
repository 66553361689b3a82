//! The tensor names of an encoder in its file.

/// Names without the suffix `.weight` or `.bias`.
pub(crate) struct Names {
    /// The prefix of all names, if the file contains more than the bare encoder.
    pub(super) prefix: &'static str,
    pub(super) positions: &'static str,
    /// The vectors of the token types (first or second text), if the model has them.
    pub(super) kinds: Option<&'static str>,
    pub(super) embedded_norm: &'static str,
    /// The prefix before a layer's number.
    pub(super) layers: &'static str,
    pub(super) query: &'static str,
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    pub(super) attended: &'static str,
    pub(super) attended_norm: &'static str,
    pub(super) widen: &'static str,
    pub(super) narrow: &'static str,
    pub(super) narrow_norm: &'static str,
}

pub(crate) const BERT: Names = Names {
    prefix: "bert.",
    positions: "embeddings.position_embeddings",
    kinds: Some("embeddings.token_type_embeddings"),
    embedded_norm: "embeddings.LayerNorm",
    layers: "encoder.layer",
    query: "attention.self.query",
    key: "attention.self.key",
    value: "attention.self.value",
    attended: "attention.output.dense",
    attended_norm: "attention.output.LayerNorm",
    widen: "intermediate.dense",
    narrow: "output.dense",
    narrow_norm: "output.LayerNorm",
};

pub(crate) const DISTILBERT: Names = Names {
    prefix: "distilbert.",
    positions: "embeddings.position_embeddings",
    kinds: None,
    embedded_norm: "embeddings.LayerNorm",
    layers: "transformer.layer",
    query: "attention.q_lin",
    key: "attention.k_lin",
    value: "attention.v_lin",
    attended: "attention.out_lin",
    attended_norm: "sa_layer_norm",
    widen: "ffn.lin1",
    narrow: "ffn.lin2",
    narrow_norm: "output_layer_norm",
};
