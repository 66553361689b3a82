//! Right-to-left text. Pages store letters by their position on the page; this module restores the logical order.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// A letter of a right-to-left script.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// The number of right-to-left letters minus the number of left-to-right letters.
pub(super) fn lean(text: &str) -> i64 {
    let sign = |c: char| match bidi_class(c) {
        BidiClass::R | BidiClass::AL => 1,
        BidiClass::L => -1,
        _ => 0,
    };
    text.chars().map(sign).sum()
}

/// Puts the words of a line from visual into logical order. Returns the index of each word and its text. (Reordering a
/// line from logical to visual order is the inverse, so applying the bidirectional algorithm to the visual order gives
/// the logical one.)
pub(super) fn logical_order(words: &[&str], leans_left: bool) -> Vec<(usize, String)> {
    let text = words.join(" ");
    let base = if leans_left { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(&text, Some(base));
    let mut owners = Vec::new();
    let mut chars = Vec::new();
    let mut levels = Vec::new();
    let mut word = 0;
    for (at, c) in text.char_indices() {
        owners.push(word);
        chars.push(c);
        levels.push(info.levels[at]);
        word += usize::from(c == ' ');
    }
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut begun = false;
    for at in BidiInfo::reorder_visual(&levels) {
        let c = chars[at];
        if c == ' ' {
            begun = false;
            continue;
        }
        let c = if levels[at].is_rtl() { mirrored(c) } else { c };
        match out.last_mut().filter(|_| begun) {
            Some((_, text)) => text.push(c),
            None => out.push((owners[at], c.to_string())),
        }
        begun = true;
    }
    out
}

const fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logical(seen: &str, left: bool) -> String {
        let words: Vec<&str> = seen.split(' ').collect();
        logical_order(&words, left).into_iter().map(|(_, w)| w).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_line_that_runs_to_the_left_is_told_in_the_order_of_speech() {
        assert_eq!(logical("ןרוא תרבח ,הנכות תסדנהמ", true), "מהנדסת תוכנה, חברת אורן");
        assert_eq!(logical("םויה – 2019", true), "2019 – היום");
        assert_eq!(logical("תווצ לוהינ ,Python, SQL", true), "Python, SQL, ניהול צוות");
        assert_eq!(logical("0134 555 6 962+", true), "+962 6 555 0134");
        assert_eq!(logical("Translates תירבע and ’français", false), "Translates עברית and ’français");
        assert_eq!(logical("(ליח) ילארשי", true), "ישראלי (חיל)");
    }
}
