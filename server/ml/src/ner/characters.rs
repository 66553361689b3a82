//! Classes of characters, as spaCy's English patterns and Python's string methods draw them.
//!
//! They differ from Unicode's own classes in places (a Chinese comma is a letter here), so the
//! ranges are data: `classes.txt`, which `scripts/tools/spacy_tables.py` writes.

use std::sync::LazyLock;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A set of classes, one a bit.
pub(super) type Classes = u8;

/// Small letters, and letters of scripts without case.
pub(super) const LOWER: Classes = 1;
/// Capital letters, and letters of scripts without case.
pub(super) const UPPER: Classes = 1 << 1;
/// All letters that the patterns know.
pub(super) const LETTER: Classes = 1 << 2;
/// Symbols, emoji and box drawing among them.
pub(super) const ICON: Classes = 1 << 3;
/// Marks that stand alone on either side of a word.
pub(super) const PUNCTUATION: Classes = 1 << 4;
/// Quotation marks of all sorts.
pub(super) const QUOTE: Classes = 1 << 5;
/// Currency signs.
pub(super) const CURRENCY: Classes = 1 << 6;
/// Digits that count nothing in decimal: superscripts, circled ones.
const ODD_DIGIT: Classes = 1 << 7;

const NAMES: [(&str, Classes); 8] = [
    ("lower", LOWER),
    ("upper", UPPER),
    ("letter", LETTER),
    ("icon", ICON),
    ("punctuation", PUNCTUATION),
    ("quote", QUOTE),
    ("currency", CURRENCY),
    ("digit", ODD_DIGIT),
];

/// How many code points have a place of their own in the table: all but the rare planes.
const PLANE: usize = 0x1_0000;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("classes.txt")));

struct Table {
    plane: Vec<Classes>,
    beyond: Vec<(u32, u32, Classes)>,
}

impl Table {
    fn read(text: &str) -> Self {
        let mut table = Self { plane: vec![0; PLANE], beyond: Vec::new() };
        for line in text.lines() {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let class = NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, class)| *class);
            for (first, last) in words.filter_map(range) {
                for point in first..=last.min(PLANE as u32 - 1) {
                    table.plane[point as usize] |= class;
                }
                if last as usize >= PLANE {
                    table.beyond.push((first, last, class));
                }
            }
        }
        table
    }

    fn of(&self, c: char) -> Classes {
        let point = u32::from(c);
        match self.plane.get(point as usize) {
            Some(classes) => *classes,
            None => self
                .beyond
                .iter()
                .filter(|(first, last, _)| (*first..=*last).contains(&point))
                .fold(0, |classes, (_, _, class)| classes | class),
        }
    }
}

fn range(word: &str) -> Option<(u32, u32)> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    Some((u32::from_str_radix(first, 16).ok()?, u32::from_str_radix(last, 16).ok()?))
}

pub(super) fn is(c: char, classes: Classes) -> bool {
    TABLE.of(c) & classes != 0
}

/// What Python's `str.isspace` says: white space, and four separators of old files.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// What Python's `str.isalpha` says.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' => true,
        _ if c.is_ascii() => false,
        _ => c.general_category_group() == GeneralCategoryGroup::Letter,
    }
}

/// What Python's `str.isdigit` says.
pub(super) fn is_digit(c: char) -> bool {
    match c {
        '0'..='9' => true,
        _ if c.is_ascii() => false,
        _ => is(c, ODD_DIGIT) || c.general_category() == GeneralCategory::DecimalNumber,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_table_is_known_and_filled() {
        for line in include_str!("classes.txt").lines() {
            let (name, ranges) = line.split_once(' ').unwrap();
            assert!(NAMES.iter().any(|(known, _)| *known == name), "{name}");
            assert!(ranges.split(' ').all(|word| range(word).is_some()), "{name}");
        }
        for (c, class) in [('q', LOWER), ('Ä', UPPER), ('字', LETTER), ('🙂', ICON), ('(', PUNCTUATION), ('’', QUOTE)]
        {
            assert!(is(c, class), "{c}");
        }
        assert!(is('€', CURRENCY) && !is('€', LETTER) && !is('q', UPPER) && !is('\\', QUOTE));
    }

    #[test]
    fn letters_digits_and_spaces_are_those_of_python() {
        assert!(is_letter('é') && is_letter('字') && !is_letter('_') && !is_letter('²') && !is_letter('\u{0301}'));
        assert!(is_digit('٣') && is_digit('²') && is_digit('①') && !is_digit('½') && !is_digit('x'));
        assert!(is_space('\u{a0}') && is_space('\u{1d}') && !is_space('\u{200b}'));
    }
}
