//! Patterns that stand in the source.

use regex::Regex;

/// A pattern that is a constant, and that a test runs.
pub(crate) fn regex(pattern: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "the patterns are constants that the tests run")]
    Regex::new(pattern).expect("a valid pattern")
}
