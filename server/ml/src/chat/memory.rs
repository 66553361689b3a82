//! The key-value cache of one layer: for each group of heads the keys and values of the tokens so far, in the strips
//! that the products read.

use rayon::prelude::*;

use super::shape::Shape;
use crate::arithmetic;
use crate::packed::{COLUMNS, ROWS, Rows, tile};

/// With fewer key values than this, the attention is computed before a second thread could start.
const WORTH_SHARING: usize = 1 << 16;

/// The keys and values of one group.
#[derive(Default, Clone)]
struct Group {
    /// [tokens / 64][head dimension][64]
    keys: Vec<f32>,
    /// For every 64 dimensions of a head: [tokens][64]
    values: Vec<Vec<f32>>,
}

/// The keys and values of one layer.
pub(super) struct Memory {
    groups: Vec<Group>,
    head: usize,
    sharing: usize,
}

impl Memory {
    /// An empty cache.
    pub(super) fn new(shape: &Shape) -> Self {
        let group = Group { keys: Vec::new(), values: vec![Vec::new(); shape.head.div_ceil(COLUMNS)] };
        Self { groups: vec![group; shape.groups], head: shape.head, sharing: shape.sharing() }
    }

    /// Stores a token's keys and values, group by group, at a position; anything there or later is overwritten or
    /// forgotten.
    pub(super) fn put(&mut self, place: usize, keys: &[f32], values: &[f32]) {
        let head = self.head;
        let parts = keys.chunks_exact(head).zip(values.chunks_exact(head));
        for (group, (key, value)) in self.groups.iter_mut().zip(parts) {
            group.keys.resize((place / COLUMNS + 1) * head * COLUMNS, 0.0);
            let strip = &mut group.keys[place / COLUMNS * head * COLUMNS..];
            for (number, key) in strip.chunks_exact_mut(COLUMNS).zip(key) {
                number[place % COLUMNS] = *key;
            }
            for (strip, value) in group.values.iter_mut().zip(value.chunks(COLUMNS)) {
                strip.truncate(place * COLUMNS);
                strip.extend_from_slice(value);
                strip.resize((place + 1) * COLUMNS, 0.0);
            }
        }
    }

    /// Computes the attention for queries of tokens at `place` and after it, whose keys and values are already stored.
    /// Queries and output are laid out as [groups][tokens][heads per group][head dimension].
    pub(super) fn attend(&self, place: usize, queries: &[f32], seen: &mut [f32]) {
        let (head, size) = (self.head, queries.len() / self.groups.len());
        let tokens = size / (self.sharing * head);
        let tile = |(index, (queries, seen)): (usize, (&[f32], &mut [f32])), group: &Group| {
            self.tile(group, place, index * ROWS, queries, seen);
        };
        if (place + tokens) * tokens * self.groups.len() * head < WORTH_SHARING {
            let groups = queries.chunks_exact(size).zip(seen.chunks_exact_mut(size)).zip(&self.groups);
            for ((queries, seen), group) in groups {
                let tiles = queries.chunks(ROWS * head).zip(seen.chunks_mut(ROWS * head));
                tiles.enumerate().for_each(|part| tile(part, group));
            }
        } else {
            let groups = queries.par_chunks_exact(size).zip(seen.par_chunks_exact_mut(size)).zip(&self.groups);
            groups.for_each(|((queries, seen), group)| {
                let tiles = queries.par_chunks(ROWS * head).zip(seen.par_chunks_mut(ROWS * head));
                tiles.enumerate().for_each(|part| tile(part, group));
            });
        }
    }

    /// Processes some query rows of one group; `first` is the index of the first row.
    fn tile(&self, group: &Group, place: usize, first: usize, queries: &[f32], seen: &mut [f32]) {
        let (head, count) = (self.head, queries.len() / self.head);
        let length = |row: usize| place + (first + row) / self.sharing + 1;
        let longest = length(count - 1);
        let stride = longest.next_multiple_of(COLUMNS);
        let mut weights = vec![0.0; count * stride];
        let mut sums = [[0.0; COLUMNS]; ROWS];
        let strips = group.keys.chunks_exact(head * COLUMNS).take(stride / COLUMNS);
        for (index, strip) in strips.enumerate() {
            tile(Rows::packed(queries, head), count, strip, &mut sums);
            for (sums, weights) in sums.iter().zip(weights.chunks_exact_mut(stride)) {
                weights[index * COLUMNS..][..COLUMNS].copy_from_slice(sums);
            }
        }
        for (row, weights) in weights.chunks_exact_mut(stride).enumerate() {
            // A token attends to itself and those before it.
            let (past, future) = weights.split_at_mut(length(row));
            arithmetic::softmax(past);
            future.fill(0.0);
        }
        let rows = Rows { values: &weights, stride, depth: longest };
        for (part, strip) in group.values.iter().enumerate() {
            tile(rows, count, strip, &mut sums);
            for (sums, seen) in sums.iter().zip(seen.chunks_exact_mut(head)) {
                let seen = &mut seen[part * COLUMNS..];
                let width = seen.len().min(COLUMNS);
                seen[..width].copy_from_slice(&sums[..width]);
            }
        }
    }
}
