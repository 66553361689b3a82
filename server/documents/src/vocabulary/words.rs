//! Word lists in a language's file: one string with commas between words, checked when loaded.

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Deserializer, de::Error};
use std::{borrow::Cow, collections::HashSet, ops::Deref, sync::OnceLock};
use unicode_normalization::UnicodeNormalization;

/// Words or phrases without duplicates.
#[derive(Debug, Default)]
pub struct Words {
    list: Vec<String>,
    known: HashSet<String>,
    /// Finds all of them in a text in one pass.
    finder: OnceLock<Option<AhoCorasick>>,
}

impl Words {
    fn parse(text: &str) -> Result<Self, String> {
        let mut words = Self::default();
        for word in text.split(',') {
            let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
            if word.is_empty() {
                return Err("nothing between two commas".into());
            }
            if words.has(&word) {
                return Err(format!("“{word}” stands there twice"));
            }
            words.push(word);
        }
        Ok(words)
    }

    fn push(&mut self, word: String) {
        if self.known.insert(word.clone()) {
            self.list.push(word);
        }
    }

    /// Adds another language's words. They are sorted longest first, so that the longer of two matching words is found.
    pub(super) fn add(&mut self, other: Self) {
        other.list.into_iter().for_each(|word| self.push(word));
        self.list.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }

    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.known.contains(word)
    }

    /// Whether a phrase contains one of them as a word.
    #[must_use]
    pub fn any_in(&self, phrase: &str) -> bool {
        phrase.split(' ').any(|word| self.has(word))
    }

    /// All of them, longest first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }

    /// Whether a text begins with one of them.
    pub(crate) fn begin(&self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    /// Whether a text ends with one of them.
    pub(crate) fn end(&self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }

    /// Whether one of them occurs anywhere in a text.
    pub(crate) fn within(&self, text: &str) -> bool {
        let finder = self.finder.get_or_init(|| AhoCorasick::new(&self.list).ok());
        finder.as_ref().map_or_else(|| self.iter().any(|word| text.contains(word)), |finder| finder.is_match(text))
    }

    /// A regular expression for any of them.
    pub(crate) fn pattern(&self) -> String {
        self.iter().map(pattern).collect::<Vec<_>>().join("|")
    }
}

/// A regular expression for a word or phrase, allowing any whitespace and either apostrophe.
pub(crate) fn pattern(phrase: &str) -> String {
    regex::escape(phrase).replace(' ', r"\s+").replace('\'', "['’]")
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Cow::<str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// Words to compare with folded text, which must be folded themselves: lower case, no accents, no punctuation.
#[derive(Debug, Default)]
pub struct Folded(Words);

impl Folded {
    pub(super) fn add(&mut self, other: Self) {
        self.0.add(other.0);
    }
}

impl Deref for Folded {
    type Target = Words;

    fn deref(&self) -> &Words {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Folded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Words::deserialize(deserializer)?;
        words.iter().try_for_each(check_folded).map_err(D::Error::custom)?;
        Ok(Self(words))
    }
}

fn check_folded(word: &str) -> Result<(), String> {
    let plain: String = word.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).nfc().collect();
    let fits = plain.to_lowercase() == word && word.chars().all(|c| c.is_alphanumeric() || c == ' ');
    if fits { Ok(()) } else { Err(format!("“{word}” has capitals, accents or punctuation")) }
}

/// Folded words; a star at either end stands for any letters.
#[derive(Debug, Default)]
pub struct Patterns(Vec<String>);

impl Patterns {
    pub(super) fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether one of them matches the words of a folded phrase.
    pub(crate) fn fit(&self, phrase: &str) -> bool {
        let padded = format!(" {phrase} ");
        self.0.iter().any(|part| padded.contains(part))
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let part = |word: &str| {
            let (from, bare) = word.strip_prefix('*').map_or((" ", word), |rest| ("", rest));
            let (bare, to) = bare.strip_suffix('*').map_or((bare, " "), |rest| (rest, ""));
            check_folded(bare).map(|()| format!("{from}{bare}{to}"))
        };
        let words = Words::deserialize(deserializer)?;
        words.iter().map(part).collect::<Result<_, _>>().map(Self).map_err(D::Error::custom)
    }
}
