//! A token's features for the network: the ids of its normal form, its first character, its last three characters, and
//! its shape.

use ahash::AHashMap;

use super::characters::{is_digit, is_letter};
use super::hash::string_hash;
use super::tokenizer::Token;

/// The number of features of a token.
pub(super) const FEATURES: usize = 4;

/// The ids of normal form, prefix, suffix and shape.
pub(super) type Features = [u64; FEATURES];

/// Punctuation that can be written in several ways, with its normal form.
const MARKS: [(&str, &[&str]); 12] = [
    ("'s", &["'s", "'S", "’s", "’S"]),
    ("'", &["’", "‘", "´", "`"]),
    ("\"", &["”", "“", "''", "``", "´´", "„", "»", "«", "‘‘", "’’"]),
    ("?", &["？"]),
    ("!", &["！"]),
    (",", &["，"]),
    (";", &["；"]),
    (":", &["："]),
    (".", &["。", "।"]),
    ("...", &["…"]),
    ("-", &["—", "–", "--", "---", "——"]),
    ("$", &["€", "£", "¥", "฿", "US$", "C$", "A$", "₺", "₹", "৳", "₩", "Mex$", "₣", "E£"]),
];

/// Maps strings to ids.
pub(super) struct Strings {
    symbols: AHashMap<&'static str, u64>,
    longest_symbol: usize,
}

impl Strings {
    pub(super) fn new() -> Self {
        let symbols: AHashMap<_, _> = include_str!("symbols.txt").lines().zip(0..).collect();
        let longest_symbol = symbols.keys().map(|symbol| symbol.len()).max().unwrap_or(0);
        Self { symbols, longest_symbol }
    }

    /// A string's id: its index among the predefined symbols, or else its hash.
    pub(super) fn id(&self, string: &str) -> u64 {
        let symbol = if string.len() <= self.longest_symbol { self.symbols.get(string) } else { None };
        symbol.copied().unwrap_or_else(|| string_hash(string.as_bytes()))
    }
}

/// What is known about words independently of any text.
pub(super) struct Lexemes {
    strings: Strings,
    /// From the id of a word to the id of its normal form.
    norms: AHashMap<u64, u64>,
}

impl Lexemes {
    /// Includes the model's own table, which takes precedence over [`MARKS`].
    pub(super) fn new(strings: Strings, norms: AHashMap<u64, u64>) -> Self {
        let marks = MARKS.iter().flat_map(|(norm, written)| written.iter().map(move |mark| (mark, norm)));
        let mut all: AHashMap<u64, u64> = marks.map(|(mark, norm)| (strings.id(mark), strings.id(norm))).collect();
        all.extend(norms);
        Self { strings, norms: all }
    }

    /// The features of one token.
    pub(super) fn features(&self, text: &str, token: &Token) -> Features {
        let word = &text[token.range.clone()];
        let first = word.chars().next().map_or(0, char::len_utf8);
        let last = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        let norm = token.norm.or_else(|| self.norms.get(&self.strings.id(word)).copied());
        [
            norm.unwrap_or_else(|| self.strings.id(&word.to_lowercase())),
            self.strings.id(&word[..first]),
            self.strings.id(&word[last..]),
            self.strings.id(&shape(word)),
        ]
    }
}

/// The shape of a word: letters become x or X, digits d, and at most four of the same kind in a row are kept.
fn shape(word: &str) -> String {
    const LONG: usize = 100;
    const RUN: usize = 4;
    if word.chars().nth(LONG - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let mut run = (None, 0);
    for c in word.chars() {
        let kind = match c {
            _ if is_letter(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            _ if is_digit(c) => 'd',
            _ => c,
        };
        run = if run.0 == Some(kind) { (run.0, run.1 + 1) } else { (Some(kind), 1) };
        if run.1 <= RUN {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_keeps_four_of_a_kind() {
        let long = "a".repeat(100);
        for (word, expected) in [
            ("Stripe", "Xxxxx"),
            ("2016", "dddd"),
            ("C++20", "X++dd"),
            ("------", "----"),
            ("éÀ", "xX"),
            (&long, "LONG"),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }
}
