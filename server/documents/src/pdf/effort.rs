//! What a page may cost. Forms that draw each other make an endless drawing of a tiny file, and the interpreter cannot
//! be asked to stop, so it is unwound from inside.

use crate::Limits;
use std::{
    panic::resume_unwind,
    time::{Duration, Instant},
};

/// What is left for a whole document.
pub(super) struct Effort {
    glyphs: usize,
    drawings: usize,
    end: Instant,
}

/// What is thrown where nothing is left; it does not go through the panic hook.
pub(super) struct Exhausted;

/// Ten times what the most lavish of the evaluation files takes, which is 2,396. Text is not among them: some programs draw
/// each letter on its own.
const MAX_DRAWINGS: usize = 24_000;
/// For single steps that are slow in themselves. Generous, so that a busy machine reads the same as an idle one.
const MAX_TIME: Duration = Duration::from_secs(8);

impl Effort {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { glyphs: limits.max_glyphs, drawings: MAX_DRAWINGS, end: Instant::now() + MAX_TIME }
    }

    /// Whether another page may be begun.
    pub(super) fn is_left(&self) -> bool {
        self.glyphs > 0 && self.drawings > 0 && Instant::now() < self.end
    }

    pub(super) fn glyph(&mut self) {
        match self.glyphs.checked_sub(1) {
            Some(left) => self.glyphs = left,
            None => resume_unwind(Box::new(Exhausted)),
        }
    }

    /// A shape, a clip, a picture or a form.
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
