//! Constant regular expressions.

use regex::Regex;

/// Compiles a constant pattern; tests run every one.
pub(crate) fn regex(pattern: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "the patterns are constants that the tests run")]
    Regex::new(pattern).expect("a valid pattern")
}
