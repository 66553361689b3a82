//! Walks over the tokens and decides at each whether it begins, continues or ends an entity, is one
//! by itself, or is none.
//!
//! A decision sees three tokens' vectors: this one's, and inside an entity its first one's and the
//! one before. It is never taken back, so the walk is as long as the text and remembers no more of
//! it than these three: a text can be read in parts.

use std::ops::Range;

use crate::arithmetic;
use crate::packed::{Packed, Rows};

use super::labels::Label;
use super::network::{VECTOR, largest, pieces_first};
use super::weights::{Layers, Unreadable};

/// Of how many sums the largest counts.
const PIECES: usize = 2;
/// How many numbers a decision is made from.
const HIDDEN: usize = 64;
/// The sums of one token in one of its roles.
const SUMS: usize = PIECES * HIDDEN;
/// This token, the open entity's first one, the one before this inside an entity.
const ROLES: usize = 3;

/// How many labels there are, and the first output of each kind of action.
const LABELS: usize = Label::ALL.len();
const BEGIN: usize = 0;
const INSIDE: usize = LABELS;
const LAST: usize = 2 * LABELS;
const SINGLE: usize = 3 * LABELS;
/// One output in between stands for entities known beforehand, which there are never.
const OUTSIDE: usize = 4 * LABELS + 1;
const OUTPUTS: usize = OUTSIDE + 1;

/// The layers that choose an action.
pub(super) struct Actions {
    /// Columns [`ROLES`][`SUMS`]: every token's part in any decision is computed once.
    lower: Packed,
    lower_bias: Vec<f32>,
    /// Stands for a token that a role does not have: [`ROLES`][`SUMS`].
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

    /// The output with the highest score, of those allowed; the first of equals.
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

/// A walk over one text.
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

    /// Goes over the next tokens, given by their vectors and whether each is white space. `total` is
    /// how many tokens the text has.
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

    /// The entities found, in ranges of tokens.
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
