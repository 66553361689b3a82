//! What to split off the start and the end of a word, and where to split inside it.
//!
//! spaCy expresses these rules as three regular expressions with look-behind, 31 KB long because every class of
//! characters is written out in every place. Here the rules use a table of character classes, which takes constant time
//! at each position and needs no compilation.

use std::ops::Range;

use super::characters::{CURRENCY, ICON, LETTER, LOWER, PUNCTUATION, QUOTE, UPPER, is};

/// Currencies written with letters, recognised before and after an amount.
const DOLLARS: [&str; 3] = ["US$", "C$", "A$"];

/// Units that are split off the preceding number, as listed by spaCy, including one entry where its list lacks a comma.
const UNITS: &str = "km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s km/h kmh mph \
    hPa Pa mbar mb MB kb KB gb GB tb TB T G M K % км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г \
    мг м/с км/ч кПа Па мбар Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم كم² كم³ م م² م³ سم سم² سم³ مم مم² مم³ كم غرام \
    جرام جم كغ ملغ كوب اكواب";

/// The length of the longest unit, in characters.
const LONGEST_UNIT: usize = 5;

/// How many bytes to split off the start of a word; 0 for none.
pub(super) fn prefix(word: &str) -> usize {
    let mut characters = word.chars();
    let Some(first) = characters.next() else { return 0 };
    match first {
        '.' => {
            let dots = word.len() - word.trim_start_matches('.').len();
            if dots >= 2 { dots } else { 0 }
        }
        '+' => usize::from(!characters.next().is_some_and(|c| c.is_ascii_digit())),
        '§' | '%' | '=' | '—' | '–' => first.len_utf8(),
        _ if is(first, PUNCTUATION | QUOTE | CURRENCY | ICON) => first.len_utf8(),
        _ => DOLLARS.iter().find(|dollars| word.starts_with(**dollars)).map_or(0, |dollars| dollars.len()),
    }
}

/// How many bytes to split off the end of a word; 0 for none. If several rules apply, the longest counts.
pub(super) fn suffix(word: &str) -> usize {
    let mut characters = word.chars().rev();
    let Some(last) = characters.next() else { return 0 };
    let before = characters.next();
    let alone = match last {
        '.' => return dots(word),
        '…' if before == Some('…') => 2 * last.len_utf8(),
        '—' | '–' => last.len_utf8(),
        '+' => usize::from(before.is_some_and(|c| c.is_ascii_digit())),
        's' | 'S' => before.filter(|c| matches!(c, '\'' | '’')).map_or(0, |c| c.len_utf8() + 1),
        _ if is(last, PUNCTUATION | QUOTE | ICON) => last.len_utf8(),
        _ => 0,
    };
    alone.max(after_a_digit(word, last))
}

/// The dots to split off the end of a word: two or more always; a single one unless the letters before it suggest an
/// abbreviation.
fn dots(word: &str) -> usize {
    let stem = word.trim_end_matches('.');
    let dots = word.len() - stem.len();
    if dots >= 2 {
        return dots;
    }
    let mut characters = stem.chars().rev();
    let (last, before) = (characters.next(), characters.next());
    let Some(last) = last else { return 0 };
    let ends_a_word = is(last, LOWER | QUOTE | PUNCTUATION)
        || matches!(last, '0'..='9' | '%' | '²' | '-' | '+' | '(' | '?' | ':' | '|' | ')');
    let degrees = before == Some('°') && matches!(last, 'F' | 'f' | 'C' | 'c' | 'K' | 'k');
    let shouted = is(last, UPPER) && before.is_some_and(|before| is(before, UPPER));
    usize::from(ends_a_word || degrees || shouted)
}

/// A unit or a currency at the end of a word, directly after a digit.
fn after_a_digit(word: &str, last: char) -> usize {
    let behind_a_digit = |ending: usize| word[..word.len() - ending].ends_with(|c: char| c.is_ascii_digit());
    if is(last, CURRENCY) && behind_a_digit(last.len_utf8()) {
        return last.len_utf8();
    }
    // Few words have a digit near their end, so the lists need not be searched for the others.
    if !word.chars().rev().skip(1).take(LONGEST_UNIT).any(|c| c.is_ascii_digit()) {
        return 0;
    }
    UNITS
        .split(' ')
        .chain(DOLLARS)
        .find(|ending| word.ends_with(ending) && behind_a_digit(ending.len()))
        .map_or(0, |ending| ending.len())
}

/// The places to split inside a word, in order: dashes between letters, slashes, commas, symbols.
pub(super) fn infixes(word: &str, found: &mut Vec<Range<usize>>) {
    found.clear();
    let mut before = None;
    let mut at = 0;
    while let Some(c) = word[at..].chars().next() {
        let length = infix(before, c, &word[at..]);
        if length > 0 {
            found.push(at..at + length);
        }
        let step = if length > 0 { length } else { c.len_utf8() };
        before = word[..at + step].chars().next_back();
        at += step;
    }
}

/// The length of the separator at the start of `rest`, which begins with `c`; 0 if there is none.
fn infix(before: Option<char>, c: char, rest: &str) -> usize {
    let behind = |c: Option<char>, classes| c.is_some_and(|c| is(c, classes));
    let word_before = behind(before, LETTER) || before.is_some_and(|c| c.is_ascii_digit());
    let next = |skip: usize| rest[skip..].chars().next();
    let size = c.len_utf8();
    match c {
        '.' => {
            let dots = rest.len() - rest.trim_start_matches('.').len();
            if dots >= 2 {
                return dots;
            }
            usize::from(behind(before, LOWER | QUOTE) && behind(next(1), UPPER | QUOTE))
        }
        '…' => size,
        '+' | '-' | '*' | '^'
            if before.is_some_and(|c| c.is_ascii_digit())
                && next(1).is_some_and(|c| c.is_ascii_digit() || c == '-') =>
        {
            1
        }
        ',' => usize::from(behind(before, LETTER) && behind(next(1), LETTER)),
        '-' | '–' | '—' | '~' if word_before => ["---", "--", "——", "-", "–", "—", "~"]
            .iter()
            .find(|dash| rest.starts_with(**dash) && behind(next(dash.len()), LETTER))
            .map_or(0, |dash| dash.len()),
        ':' | '<' | '>' | '=' | '/' if word_before => usize::from(behind(next(1), LETTER)),
        _ if is(c, ICON) => size,
        _ => 0,
    }
}
