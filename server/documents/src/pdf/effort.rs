//! Limits the work per document. Form XObjects that draw each other make a tiny file draw for ever, and the interpreter
//! has no way to stop it, so a panic unwinds it from inside.

use crate::Limits;
use std::{
    panic::resume_unwind,
    time::{Duration, Instant},
};

/// The remaining budget of a document.
pub(super) struct Effort {
    glyphs: usize,
    drawings: usize,
    end: Instant,
}

/// The panic payload thrown when the budget is used up; it bypasses the panic hook.
pub(super) struct Exhausted;

/// Ten times the 2,396 drawings of the most elaborate evaluation file. Text is not counted, because some programs draw
/// each letter separately.
const MAX_DRAWINGS: usize = 24_000;
/// The time limit, for single steps that are slow in themselves. It is generous, so that a busy machine gives the same
/// result as an idle one.
const MAX_TIME: Duration = Duration::from_secs(8);

impl Effort {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { glyphs: limits.max_glyphs, drawings: MAX_DRAWINGS, end: Instant::now() + MAX_TIME }
    }

    /// Whether there is budget for another page.
    pub(super) fn is_left(&self) -> bool {
        self.glyphs > 0 && self.drawings > 0 && Instant::now() < self.end
    }

    pub(super) fn glyph(&mut self) {
        match self.glyphs.checked_sub(1) {
            Some(left) => self.glyphs = left,
            None => resume_unwind(Box::new(Exhausted)),
        }
    }

    /// Counts a shape, a clip, an image or a form XObject.
    pub(super) fn drawing(&mut self) {
        match self.drawings.checked_sub(1) {
            Some(left) if Instant::now() < self.end => self.drawings = left,
            _ => {
                self.drawings = 0;
                resume_unwind(Box::new(Exhausted));
            }
        }
    }
}
