//! Determines when each word was spoken from the decoder's cross-attention.
//!
//! Some attention heads align the text with the audio. Their weights, normalised over the tokens and smoothed over
//! time, form a matrix of tokens by time; dynamic time warping finds the best path through it, which says when one
//! token ends and the next begins.

use std::ops::Range;

use super::segments::Span;
use super::vocabulary::{STEP, Vocabulary};

/// The width of the median filter that smooths the weights.
const MEDIAN: usize = 7;

/// The times, in seconds, at which the text tokens begin, and the one at which the last ends: one more than there are
/// tokens.
///
/// `attention` has a row for every token and for the end, with the weights of `heads` heads concatenated; `text` lists
/// the tokens that are words.
pub(super) fn beginnings(attention: &[Vec<f32>], heads: usize, frames: usize, text: &[usize]) -> Vec<f64> {
    let mut rows: Vec<usize> = text.to_vec();
    rows.push(attention.len().saturating_sub(1));
    if frames == 0 || heads == 0 || attention.iter().any(|row| row.len() < heads * frames) {
        return Vec::new();
    }
    let mut picture = vec![0.0; rows.len() * frames];
    for head in 0..heads {
        let mut weights = vec![0.0; rows.len() * frames];
        for (row, weights) in rows.iter().zip(weights.chunks_exact_mut(frames)) {
            let row = &attention[*row];
            weights.copy_from_slice(&row[head * (row.len() / heads)..][..frames]);
        }
        normalise_columns(&mut weights, frames);
        for (weights, picture) in weights.chunks_exact(frames).zip(picture.chunks_exact_mut(frames)) {
            add_medians(weights, picture);
        }
    }
    path(&picture, frames).into_iter().map(|frame| frame as f64 * STEP).collect()
}

/// Normalises each frame's weights to mean 0 and standard deviation 1 over the tokens.
fn normalise_columns(weights: &mut [f32], frames: usize) {
    let count = (weights.len() / frames) as f32;
    let (mut mean, mut square) = (vec![0.0; frames], vec![0.0; frames]);
    for row in weights.chunks_exact(frames) {
        for ((mean, square), value) in mean.iter_mut().zip(&mut square).zip(row) {
            *mean += value / count;
            *square += value * value / count;
        }
    }
    for row in weights.chunks_exact_mut(frames) {
        for ((value, mean), square) in row.iter_mut().zip(&mean).zip(&square) {
            *value = (*value - mean) / (square - mean * mean).max(1e-12).sqrt();
        }
    }
}

/// Adds the median over each position's neighbours; the ends are mirrored.
fn add_medians(row: &[f32], out: &mut [f32]) {
    let half = MEDIAN / 2;
    let mut mirrored = Vec::with_capacity(row.len() + 2 * half);
    let at = |index: isize| {
        let last = row.len() as isize - 1;
        let index = if index < 0 { -index } else { index };
        row[if index > last { (2 * last - index).max(0) } else { index } as usize]
    };
    mirrored.extend((0..row.len() + 2 * half).map(|index| at(index as isize - half as isize)));
    for (window, out) in mirrored.windows(MEDIAN).zip(out) {
        let mut sorted = [0.0; MEDIAN];
        sorted.copy_from_slice(window);
        sorted.sort_unstable_by(f32::total_cmp);
        *out += sorted[half];
    }
}

/// The path with the largest sum through a matrix of rows by frames, from corner to corner: the frame at which it
/// reaches each row.
fn path(picture: &[f32], frames: usize) -> Vec<usize> {
    const BOTH: u8 = 0;
    const ROW: u8 = 1;
    const FRAME: u8 = 2;
    let rows = picture.len() / frames;
    let mut steps = vec![BOTH; picture.len()];
    let mut before = vec![f32::INFINITY; frames + 1];
    before[0] = 0.0;
    for row in 0..rows {
        let mut now = vec![f32::INFINITY; frames + 1];
        for frame in 0..frames {
            let (both, new_row, new_frame) = (before[frame], before[frame + 1], now[frame]);
            let (cost, step) = if both < new_row && both < new_frame {
                (both, BOTH)
            } else if new_row < both && new_row < new_frame {
                (new_row, ROW)
            } else {
                (new_frame, FRAME)
            };
            now[frame + 1] = cost - picture[row * frames + frame];
            steps[row * frames + frame] = step;
        }
        before = now;
    }
    let mut reached = vec![0; rows];
    let (mut row, mut frame) = (rows - 1, frames - 1);
    loop {
        reached[row] = frame;
        if row == 0 && frame == 0 {
            return reached;
        }
        match steps[row * frames + frame] {
            BOTH if row > 0 && frame > 0 => (row, frame) = (row - 1, frame - 1),
            ROW if row > 0 => row -= 1,
            _ if frame > 0 => frame -= 1,
            _ => row -= 1,
        }
    }
}

/// Groups the tokens of a span into words by their text. A character may take several tokens.
pub(super) fn group(
    vocabulary: &Vocabulary,
    tokens: &[u32],
    span: &Span,
    spaced: bool,
) -> Result<Vec<(String, Range<usize>)>, String> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    let mut first = span.tokens.start;
    for next in span.tokens.clone() {
        let text = vocabulary.text(&tokens[first..=next])?;
        // Only part of a character.
        if text.ends_with('\u{fffd}') && next + 1 < span.tokens.end {
            continue;
        }
        let mark = text.chars().all(|c| !c.is_alphanumeric());
        let joins = if spaced { !text.starts_with(' ') } else { mark };
        match words.last_mut() {
            Some((word, range)) if joins => {
                word.push_str(&text);
                range.end = next + 1;
            }
            _ => words.push((text, first..next + 1)),
        }
        first = next + 1;
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_follows_the_bright_places() {
        // Three tokens over six frames.
        let picture = [
            1.0, 1.0, -1.0, -1.0, -1.0, -1.0, //
            -1.0, -1.0, 1.0, -1.0, -1.0, -1.0, //
            -1.0, -1.0, -1.0, 1.0, 1.0, 1.0,
        ];
        assert_eq!(path(&picture, 6), [0, 2, 3]);
    }

    #[test]
    fn the_middle_ignores_a_single_spike() {
        let mut row = vec![1.0; 20];
        row[9] = 50.0;
        let mut out = vec![0.0; 20];
        add_medians(&row, &mut out);
        assert_eq!(out, vec![1.0; 20]);
        add_medians(&[2.0], &mut out[..1]);
        assert_eq!(out[0], 3.0);
    }

    #[test]
    fn tokens_begin_where_a_head_first_looks_at_them() {
        // Two heads over ten frames; the two tokens and the end each attend to a third of them.
        let looks = |from: usize, to: usize| -> Vec<f32> {
            (0..20).map(|place| if (from..to).contains(&(place % 10)) { 0.9 } else { 0.01 }).collect()
        };
        let attention = [looks(0, 4), looks(4, 8), looks(8, 10)];
        let times = beginnings(&attention, 2, 10, &[0, 1]);
        assert_eq!(times.len(), 3);
        assert!(times[0] == 0.0 && (0.06..0.1).contains(&times[1]) && (0.14..0.2).contains(&times[2]), "{times:?}");
    }
}
