//! Writing directions: some pages are scanned or printed sideways, and some names are set vertically in a margin.

use hayro_interpret::kurbo::Point;

/// Clockwise quarter turns of the writing direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Turn {
    #[default]
    Level,
    Down,
    Over,
    Up,
}

impl Turn {
    pub(super) const ALL: [Self; 4] = [Self::Level, Self::Up, Self::Down, Self::Over];

    /// The turn for a writing direction given as a vector, with y pointing down.
    pub(super) fn of(x: f64, y: f64) -> Self {
        match (y.abs() > x.abs(), x < 0.0, y < 0.0) {
            (false, false, _) => Self::Level,
            (false, true, _) => Self::Over,
            (true, _, false) => Self::Down,
            (true, _, true) => Self::Up,
        }
    }

    /// Converts a point of the page to the coordinates of the text.
    pub(super) fn upright(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Self::Level => (x, y),
            Self::Down => (y, -x),
            Self::Over => (-x, -y),
            Self::Up => (-y, x),
        }
    }

    /// The inverse of [`Self::upright`].
    pub(super) fn to_page(self, x: f64, y: f64) -> Point {
        match self {
            Self::Level => Point::new(x, y),
            Self::Down => Point::new(-y, x),
            Self::Over => Point::new(-x, -y),
            Self::Up => Point::new(y, -x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_turn_leads_to_the_page_and_back() {
        for turn in Turn::ALL {
            let (x, y) = turn.upright(3.0, 5.0);
            assert_eq!(turn.to_page(x, y), Point::new(3.0, 5.0));
        }
    }
}
