//! Decides for each token whether it begins, continues or ends an entity, is an entity by itself, or is outside.
//!
//! A decision depends on the vectors of three tokens: the current one and, inside an entity, the entity's first token
//! and the previous one. Decisions are final, so this takes linear time and keeps only these three vectors: a text can
//! be processed in parts.

use std::ops::Range;

use crate::arithmetic;
use crate::packed::{Packed, Rows};

use super::labels::Label;
use super::network::{VECTOR, largest, pieces_first};
use super::weights::{Layers, Unreadable};

/// Maxout: how many sums there are for each output, of which the largest counts.
const PIECES: usize = 2;
/// The dimension of the hidden layer.
const HIDDEN: usize = 64;
/// The number of sums for one token in one of its roles.
const SUMS: usize = PIECES * HIDDEN;
/// The roles of a token: the current one, the first of the open entity, the one before the current inside an entity.
const ROLES: usize = 3;

/// The number of labels. The following constants are the first output of each kind of action.
const LABELS: usize = Label::ALL.len();
const BEGIN: usize = 0;
const INSIDE: usize = LABELS;
const LAST: usize = 2 * LABELS;
const SINGLE: usize = 3 * LABELS;
/// The output in between is for entities known beforehand, which do not exist here.
const OUTSIDE: usize = 4 * LABELS + 1;
const OUTPUTS: usize = OUTSIDE + 1;

/// The layers that choose an action.
pub(super) struct Actions {
    /// Columns [`ROLES`][`SUMS`]. Every token's contribution to any decision is computed once.
    lower: Packed,
    lower_bias: Vec<f32>,
    /// The contribution of a missing token in each role: [`ROLES`][`SUMS`].
    absent: Vec<f32>,
    /// [`OUTPUTS`][`HIDDEN`].
    upper: Vec<f32>,
    upper_bias: Vec<f32>,
}

impl Actions {
    pub(super) fn read(layers: &mut Layers) -> Result<Self, Unreadable> {
        let mut lower = layers.take("precomputable_affine")?;
        let mut upper = layers.take("linear")?;
        let weights = lower.take("W", &[ROLES, HIDDEN, PIECES, VECTOR])?;
        let columns: Vec<f32> =
            weights.chunks_exact(SUMS * VECTOR).flat_map(|role| pieces_first(role, PIECES, VECTOR)).collect();
        let absent = lower.take("pad", &[1, ROLES, HIDDEN, PIECES])?;
        Ok(Self {
            lower: Packed::of_columns(&columns, VECTOR),
            lower_bias: pieces_first(&lower.take("b", &[HIDDEN, PIECES])?, PIECES, 1),
            absent: absent.chunks_exact(SUMS).flat_map(|role| pieces_first(role, PIECES, 1)).collect(),
            upper: upper.take("W", &[OUTPUTS, HIDDEN])?,
            upper_bias: upper.take("b", &[OUTPUTS])?,
        })
    }

    /// The allowed output with the highest score; the first one if several are equal.
    fn choose(&self, hidden: &[f32], allowed: impl Iterator<Item = usize>) -> usize {
        let mut best = (OUTSIDE, f32::NEG_INFINITY);
        for output in allowed {
            let weights = &self.upper[output * HIDDEN..][..HIDDEN];
            let score = arithmetic::dot(hidden, weights) + self.upper_bias[output];
            if score > best.1 {
                best = (output, score);
            }
        }
        best.0
    }
}

/// The state while processing one text.
pub(super) struct Walk<'a> {
    actions: &'a Actions,
    at: usize,
    open: Option<Open>,
    before: [f32; SUMS],
    found: Vec<(Label, Range<usize>)>,
}

struct Open {
    label: usize,
    start: usize,
    sums: [f32; SUMS],
}

impl<'a> Walk<'a> {
    pub(super) fn new(actions: &'a Actions) -> Self {
        Self { actions, at: 0, open: None, before: [0.0; SUMS], found: Vec::new() }
    }

    /// Processes the next tokens, given their vectors and whether each is white space. `total` is the number of tokens
    /// in the whole text.
    pub(super) fn over(&mut self, vectors: &[f32], are_space: &[bool], total: usize) {
        let mut sums = vec![[[0.0; SUMS]; ROLES]; are_space.len()];
        self.actions.lower.multiply(Rows::packed(vectors, VECTOR), are_space.len(), |row, column, part| {
            let row = sums[row].as_flattened_mut();
            row[column..][..part.len()].copy_from_slice(part);
        });
        for (roles, is_space) in sums.iter().zip(are_space) {
            self.step(roles, *is_space, self.at + 1 == total);
        }
    }

    /// The entities found, as ranges of tokens.
    pub(super) fn end(self) -> Vec<(Label, Range<usize>)> {
        self.found
    }

    fn step(&mut self, [this, first, previous]: &[[f32; SUMS]; ROLES], is_space: bool, is_final: bool) {
        let absent = |role: usize| &self.actions.absent[role * SUMS..][..SUMS];
        let mut sums = *this;
        match &self.open {
            Some(open) => {
                arithmetic::add_scaled(&mut sums, 1.0, &open.sums);
                arithmetic::add_scaled(&mut sums, 1.0, &self.before);
            }
            None => {
                arithmetic::add_scaled(&mut sums, 1.0, absent(1));
                arithmetic::add_scaled(&mut sums, 1.0, absent(2));
            }
        }
        let mut hidden = [0.0; HIDDEN];
        largest(&sums, &self.actions.lower_bias, &mut hidden);

        match self.open.take() {
            Some(open) => {
                let inside = (!is_final).then_some(INSIDE + open.label);
                let allowed = inside.into_iter().chain([LAST + open.label]);
                if self.actions.choose(&hidden, allowed) == LAST + open.label {
                    self.found.push((Label::ALL[open.label], open.start..self.at + 1));
                } else {
                    self.open = Some(open);
                }
            }
            None => {
                let begin = if is_space || is_final { 0..0 } else { BEGIN..BEGIN + LABELS };
                let single = if is_space { 0..0 } else { SINGLE..SINGLE + LABELS };
                match self.actions.choose(&hidden, begin.chain(single).chain([OUTSIDE])) {
                    OUTSIDE => {}
                    single @ SINGLE.. => self.found.push((Label::ALL[single - SINGLE], self.at..self.at + 1)),
                    begin => self.open = Some(Open { label: begin - BEGIN, start: self.at, sums: *first }),
                }
            }
        }
        self.before = *previous;
        self.at += 1;
    }
}
