//! Time without a position that people account for in their list of positions.

use super::lexicon::title_score;
use crate::{fold::fold, vocabulary::vocabulary};

/// Whether an entry's words say that there was no position.
pub(super) fn is_pause(text: &str) -> bool {
    let folded = fold(text);
    // Who stands in for somebody works.
    let covered = vocabulary().pauses.covers.any_in(&folded);
    let paused =
        |pause: &str| begins(&folded, pause) || pause.contains(' ') && folded.contains(pause) && title_score(text) == 0;
    vocabulary().pauses.words.iter().any(paused) && !covered
}

/// Whether words begin with other whole words.
fn begins(folded: &str, words: &str) -> bool {
    folded.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
