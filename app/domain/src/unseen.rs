//! Characters that are invisible or change the direction of the text around them: two names that differ only by these
//! look the same.

/// Whether a character is invisible: those that Unicode calls default ignorable (DerivedCoreProperties.txt), line and
/// paragraph separators, and the empty Braille cell.
#[must_use]
pub const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character changes the direction of the text after it, even beyond its own string.
#[must_use]
pub const fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text contains anything visible.
#[must_use]
pub fn shows(text: &str) -> bool {
    text.contains(|c: char| !c.is_whitespace() && !is_unseen(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_signs_are_seen_and_fillers_are_not() {
        assert!(shows("Zoë") && shows("小") && shows("-"));
        for nothing in ["", " ", "\u{200b}", "\u{3164}", "\u{2800}\u{ad}", "\u{e0041}", "\u{202e}"] {
            assert!(!shows(nothing), "{nothing:?}");
        }
    }
}
