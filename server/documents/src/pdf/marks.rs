//! List bullets drawn as small shapes rather than characters, as browsers print them.

use super::glyphs::Char;
use hayro_interpret::kurbo::{Point, Rect};

/// The most shapes kept for a page, since each is compared with the others and the text beside it.
const MAX_MARKS: usize = 600;

/// The smallest and largest width, in points.
const WIDTH: (f64, f64) = (0.8, 9.0);

/// The largest bullet, relative to the font size; the dots of timelines and ratings are larger.
const LARGEST: f64 = 0.5;

/// The largest distance between a bullet and its text, relative to the font size.
const REACH: f64 = 2.2;

/// The small, about square shapes on a page.
#[derive(Default)]
pub(super) struct Marks {
    shapes: Vec<(Rect, usize)>,
}

impl Marks {
    /// Keeps a shape that may be a bullet. `order` is its position in the drawing order of the page.
    pub(super) fn add(&mut self, bounds: Rect, order: usize) {
        let (width, height) = (bounds.width(), bounds.height());
        if (WIDTH.0..=WIDTH.1).contains(&width)
            && (0.75..=1.33).contains(&(height / width))
            && self.shapes.len() < MAX_MARKS
        {
            self.shapes.push((bounds, order));
        }
    }

    /// Inserts a bullet character before each line that starts with a bullet shape. `seen` says whether something drawn
    /// at a point and position in the drawing order is visible.
    pub(super) fn write(self, chars: &mut Vec<Char>, seen: impl Fn(Point, usize) -> bool) {
        if self.shapes.is_empty() {
            return;
        }
        let mut lines: Vec<Char> =
            chars.iter().copied().filter(|c| c.turn == super::turn::Turn::Level && !c.c.is_whitespace()).collect();
        lines.sort_by(|a, b| a.y.total_cmp(&b.y));
        let largest = lines.iter().map(|c| c.size).fold(0.0, f32::max);
        for (shape, order) in &self.shapes {
            let middle = shape.center();
            let from = lines.partition_point(|c| f64::from(c.y) < middle.y);
            let to = from + lines[from..].partition_point(|c| f64::from(c.y) < middle.y + f64::from(largest));
            let beside = |c: &&Char| {
                let height = (f64::from(c.y) - middle.y) / f64::from(c.size);
                (0.12..=0.6).contains(&height) && shape.width() <= LARGEST * f64::from(c.size)
            };
            let line = || lines[from..to].iter().filter(beside);
            let Some(text) = line().filter(|c| f64::from(c.x0) > middle.x).min_by(|a, b| a.x0.total_cmp(&b.x0)) else {
                continue;
            };
            let reach = REACH * f64::from(text.size);
            let before = line().any(|c| f64::from(c.x0) <= middle.x && f64::from(c.x1) > middle.x - 2.0 * reach);
            // A row of dots is a rating.
            let rating = self.shapes.iter().any(|(other, _)| {
                other != shape
                    && (other.center().y - middle.y).abs() < 1.0
                    && (other.center().x - middle.x).abs() < reach
            });
            if f64::from(text.x0) - shape.x1 <= reach && !text.bold && !before && !rating && seen(middle, *order) {
                let (x0, x1) = (shape.x0 as f32, shape.x1 as f32);
                chars.push(Char { c: '•', x0, x1, order: *order, ..*text });
            }
        }
    }
}
