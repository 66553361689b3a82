//! What the decoder keeps of a recording: the keys and values of the encoded audio for every layer, in sixteen bits.
//!
//! Each token reads all of it, so its size determines the cost of attending to the audio. The sixteen bits are the
//! upper half of a float: converting back is a shift, which costs almost nothing.

use super::Shape;
use super::linear::{After, Linear};
use crate::arithmetic;
use crate::packed::{COLUMNS, Rows};

/// The upper half of a float, rounded to nearest.
fn narrowed(value: f32) -> u16 {
    let bits = value.to_bits();
    (bits.wrapping_add(0x7fff + ((bits >> 16) & 1)) >> 16) as u16
}

fn widened(value: u16) -> f32 {
    f32::from_bits(u32::from(value) << 16)
}

/// One layer's keys and values of the encoded audio.
pub(super) struct Memory {
    /// [heads][rows / 64][head dimension][64]
    keys: Vec<u16>,
    /// [heads][rows][64]
    values: Vec<u16>,
    rows: usize,
    head: usize,
}

impl Memory {
    /// Projects the encoded audio with a layer that produces keys and values side by side.
    pub(super) fn new(projection: &Linear, encoded: &[f32], shape: Shape) -> Self {
        let (width, heads) = (shape.width, shape.heads);
        let (rows, head) = (encoded.len() / width, width / heads);
        let mut both = vec![0.0; rows * 2 * width];
        projection.apply(Rows::packed(encoded, width), None, After::Set, &mut both);
        let strips = rows.div_ceil(COLUMNS);
        let mut keys = vec![0; heads * strips * head * COLUMNS];
        let mut values = vec![0; heads * rows * COLUMNS];
        for (row, both) in both.chunks_exact(2 * width).enumerate() {
            let (key, value) = both.split_at(width);
            for (index, key) in key.chunks_exact(head).enumerate() {
                let strip = &mut keys[(index * strips + row / COLUMNS) * head * COLUMNS..];
                for (place, key) in key.iter().enumerate() {
                    strip[place * COLUMNS + row % COLUMNS] = narrowed(*key);
                }
            }
            for (index, value) in value.chunks_exact(head).enumerate() {
                let places = &mut values[(index * rows + row) * COLUMNS..];
                places.iter_mut().zip(value).for_each(|(place, value)| *place = narrowed(*value));
            }
        }
        Self { keys, values, rows, head }
    }

    /// The number of rows of audio.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Attention of one head: writes the attention weights to `weights` and the output to `out`.
    pub(super) fn attend(&self, index: usize, query: &[f32], weights: &mut Vec<f32>, out: &mut [f32]) {
        let size = self.rows.div_ceil(COLUMNS) * self.head * COLUMNS;
        weights.clear();
        for strip in self.keys[index * size..][..size].chunks_exact(self.head * COLUMNS) {
            weights.extend(row_times_strip(query, strip));
        }
        weights.truncate(self.rows);
        arithmetic::softmax(weights);
        let values = &self.values[index * self.rows * COLUMNS..][..self.rows * COLUMNS];
        out.copy_from_slice(&row_times_strip(weights, values)[..self.head]);
    }
}

fn row_times_strip(row: &[f32], strip: &[u16]) -> [f32; COLUMNS] {
    let mut sums = [0.0_f32; COLUMNS];
    for (value, weights) in row.iter().zip(strip.as_chunks::<COLUMNS>().0) {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum = value.mul_add(widened(*weight), *sum);
        }
    }
    sums
}
