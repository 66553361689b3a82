//! Recognises breaks without a position that people include in their list of positions.

use super::lexicon::title_score;
use crate::{fold::fold, vocabulary::vocabulary};

/// Whether an entry's words say that there was no position.
pub(super) fn is_pause(text: &str) -> bool {
    let folded = fold(text);
    // Somebody who covers for another person's leave does work.
    let covered = vocabulary().pauses.covers.any_in(&folded);
    let paused =
        |pause: &str| begins(&folded, pause) || pause.contains(' ') && folded.contains(pause) && title_score(text) == 0;
    vocabulary().pauses.words.iter().any(paused) && !covered
}

/// Whether a text begins with these words, followed by a word boundary.
fn begins(folded: &str, words: &str) -> bool {
    folded.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
