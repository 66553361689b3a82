//! Which way a text runs: pages are scanned and printed sideways, and names stand upright in a margin.

use hayro_interpret::kurbo::Point;

/// Quarter turns of the writing direction, clockwise.
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

    /// By where a step to the right leads, y downwards.
    pub(super) fn of(x: f64, y: f64) -> Self {
        match (y.abs() > x.abs(), x < 0.0, y < 0.0) {
            (false, false, _) => Self::Level,
            (false, true, _) => Self::Over,
            (true, _, false) => Self::Down,
            (true, _, true) => Self::Up,
        }
    }

    /// A point of the page as the text sees it.
    pub(super) fn upright(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Self::Level => (x, y),
            Self::Down => (y, -x),
            Self::Over => (-x, -y),
            Self::Up => (-y, x),
        }
    }

    /// And back.
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
