//! Finds a person's names wherever they occur: in other scripts, without accents, letter-spaced, broken over lines,
//! inside handles.
//!
//! Both name and text are reduced to plain lower-case Latin letters, keeping track of the characters that each letter
//! came from.

use crate::matching;
use any_ascii::any_ascii_char;
use std::{collections::HashSet, ops::Range};

/// Name parts of at least this length are also looked for inside other words and across spaces.
const LONG: usize = 5;

/// Only this many words of a name are used, so that a name of a thousand words costs no time.
const MOST_WORDS: usize = 8;

/// The most parts to look for in total.
const MOST_PARTS: usize = 200;

/// Words between names that identify nobody by themselves.
const PARTICLES: &[&str] = &[
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "el", "al", "bin",
    "ibn", "zu", "ter", "y",
];

/// Names that are also everyday words: they stay wherever they are written in lower case.
const ORDINARY: &[&str] = &[
    "mark",
    "young",
    "will",
    "bill",
    "rose",
    "hill",
    "grace",
    "hope",
    "joy",
    "faith",
    "may",
    "day",
    "april",
    "june",
    "august",
    "art",
    "drew",
    "chase",
    "grant",
    "page",
    "price",
    "long",
    "short",
    "brown",
    "white",
    "black",
    "green",
    "gray",
    "grey",
    "king",
    "knight",
    "bishop",
    "wood",
    "woods",
    "field",
    "park",
    "stone",
    "rivers",
    "banks",
    "bush",
    "lake",
    "frost",
    "snow",
    "winter",
    "summer",
    "rich",
    "best",
    "good",
    "moody",
    "small",
    "little",
    "strong",
    "wise",
    "sharp",
    "swift",
    "bright",
    "fair",
    "early",
    "love",
    "case",
    "cross",
    "bell",
    "ball",
    "ford",
    "marsh",
    "flowers",
    "ray",
    "pat",
    "bob",
    "jack",
    "frank",
    "ernest",
    "miles",
    "major",
    "christian",
    "victor",
    "guy",
    "chance",
    "sky",
    "star",
    "penny",
    "pearl",
    "ruby",
    "amber",
    "dawn",
    "ivy",
    "iris",
    "man",
    "son",
    "sun",
    "can",
    "an",
    "in",
    "on",
    "so",
    "the",
    "see",
    "you",
];

/// Words in file names and addresses that are not names.
const GENERIC: &[&str] = &[
    "resume",
    "cv",
    "curriculum",
    "vitae",
    "lebenslauf",
    "bewerbung",
    "final",
    "new",
    "neu",
    "old",
    "copy",
    "latest",
    "version",
    "draft",
    "english",
    "german",
    "deutsch",
    "french",
    "application",
    "cover",
    "letter",
    "profile",
    "docx",
    "pdf",
    "txt",
    "mail",
    "info",
    "contact",
    "hello",
    "office",
    "jobs",
    "job",
    "work",
    "test",
    "team",
    "the",
    "and",
    "for",
    "mit",
    "con",
    "pro",
    "www",
    "http",
    "https",
    "com",
    "net",
    "org",
    "github",
    "gitlab",
    "linkedin",
    "xing",
    "user",
    "users",
    "people",
    "about",
    "blog",
    "site",
    "home",
    "portfolio",
    "page",
];

/// The names that a person may be called by.
#[derive(Default)]
pub(super) struct Names {
    parts: Vec<Part>,
}

struct Part {
    letters: String,
    /// Made of ideographs, each of which is a word by itself.
    ideographs: bool,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Word,
    /// A whole name, or two neighbouring words of it.
    Whole,
    /// A word of an address or a file name: treated as a name only if the text never writes it in lower case.
    Guess,
}

impl Names {
    /// Adds each word of a name, and its neighbouring words together in either order.
    pub(super) fn add(&mut self, name: &str) {
        let words = words(name);
        for word in &words {
            let signs: Vec<char> = word.chars().collect();
            let ideographs = is_ideograph(signs[0]);
            if is_hanzi(signs[0]) && signs.len() <= 4 {
                self.add_signs(&signs);
            } else if !PARTICLES.contains(&word.to_lowercase().as_str()) {
                self.push(plain_of(&signs), ideographs, Kind::Word);
            }
        }
        let pairs = words.iter().flat_map(|one| words.iter().map(move |other| (one, other)));
        for (one, other) in pairs.filter(|(one, other)| one != other) {
            self.push(format!("{}{}", plain(one), plain(other)), false, Kind::Whole);
        }
        self.push(words.iter().map(|word| plain(word)).collect(), false, Kind::Whole);
    }

    /// Adds the parts of a name written in ideographs, and its transliteration: 王小明 is also called 小明 and Wang. A
    /// single ideograph occurs in too many other words to be covered.
    fn add_signs(&mut self, signs: &[char]) {
        let (family, given) = signs.split_at(match signs.len() {
            1 => 0,
            4 => 2,
            _ => 1,
        });
        for part in [family, given, signs] {
            self.push(plain_of(part), part.len() > 1, Kind::Word);
        }
        self.push(plain_of(given) + &plain_of(family), false, Kind::Whole);
    }

    /// Adds those words of an address or a file name that may be names.
    pub(super) fn add_words(&mut self, text: &str) {
        for word in words(text) {
            let (small, letters) = (word.to_lowercase(), plain(&word));
            if word.chars().count() >= 3 && !GENERIC.contains(&small.as_str()) && !matching::is_word_of_work(&word) {
                self.push(letters, false, Kind::Guess);
            }
        }
    }

    fn push(&mut self, letters: String, ideographs: bool, kind: Kind) {
        let known = self.parts.iter().any(|p| p.letters == letters && p.kind == kind);
        if letters.len() >= 2 && !known && self.parts.len() < MOST_PARTS {
            self.parts.push(Part { letters, ideographs, kind });
        }
    }

    /// Marks every character that belongs to a name.
    pub(super) fn cover(&self, chars: &[char], covered: &mut [bool]) {
        if self.parts.is_empty() {
            return;
        }
        let letters = Letters::of(chars);
        let small = letters.small_words(chars, covered);
        for part in &self.parts {
            let ordinary = ORDINARY.contains(&part.letters.as_str()) || matching::is_word_of_work(&part.letters);
            let guess = part.kind == Kind::Guess;
            if guess && (ordinary || small.contains(part.letters.as_str())) {
                continue;
            }
            let sought = SearchPart { ordinary: ordinary && part.kind == Kind::Word, part };
            letters.find(chars, &sought, |place| covered[place].fill(true));
        }
        cover_initials(chars, covered);
    }
}

/// A part to look for.
struct SearchPart<'p> {
    part: &'p Part,
    /// Stays where it is written in lower case.
    ordinary: bool,
}

/// A text's letters in the Latin alphabet, and the character that each came from.
struct Letters {
    letters: Vec<u8>,
    from: Vec<usize>,
    to: Vec<usize>,
    /// Whether a word begins with this letter.
    first: Vec<bool>,
    /// Whether a word ends with this letter.
    last: Vec<bool>,
}

impl Letters {
    fn of(chars: &[char]) -> Self {
        let mut all = Self { letters: vec![], from: vec![], to: vec![], first: vec![], last: vec![] };
        let mut inside = false;
        for (at, c) in chars.iter().enumerate() {
            if is_silent(*c) {
                // A combining accent belongs to the letter before it.
                if inside && let Some(to) = all.to.last_mut() {
                    *to = at + 1;
                }
                continue;
            }
            if !is_letter(*c) {
                all.end_word(&mut inside);
                continue;
            }
            // In scripts without spaces, every character is a word by itself.
            if is_ideograph(*c) {
                all.end_word(&mut inside);
            }
            for letter in any_ascii_char(*c).bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase()) {
                all.letters.push(letter);
                all.from.push(at);
                all.to.push(at + 1);
                all.first.push(!inside);
                all.last.push(false);
                inside = true;
            }
            if is_ideograph(*c) {
                all.end_word(&mut inside);
            }
        }
        all.end_word(&mut inside);
        all
    }

    fn end_word(&mut self, inside: &mut bool) {
        if *inside && let Some(last) = self.last.last_mut() {
            *last = true;
        }
        *inside = false;
    }

    /// The words that the uncovered text writes in lower case anywhere.
    fn small_words(&self, chars: &[char], covered: &[bool]) -> HashSet<String> {
        let mut start = 0;
        let mut words = HashSet::new();
        for end in (0..self.letters.len()).filter(|n| self.last[*n]) {
            if chars[self.from[start]].is_lowercase() && !covered[self.from[start]] {
                words.insert(reduced(&self.letters[start..=end]));
            }
            start = end + 1;
        }
        words
    }

    fn find(&self, chars: &[char], sought: &SearchPart<'_>, mut found: impl FnMut(Range<usize>)) {
        let mut at = 0;
        while at < self.letters.len() {
            match self.matched(chars, sought, at) {
                Some((place, next)) => {
                    found(place);
                    at = next;
                }
                None => at += 1,
            }
        }
    }

    /// The position after the wanted letters, if they start at `at`.
    fn spells(&self, wanted: &[u8], at: usize) -> Option<usize> {
        let mut n = at;
        let written_out = |n: usize| {
            n > at && self.letters.get(n) == Some(&b'e') && matches!(self.letters[n - 1], b'a' | b'o' | b'u')
        };
        for letter in wanted {
            if self.letters.get(n) != Some(letter) && written_out(n) {
                n += 1;
            }
            if self.letters.get(n) != Some(letter) {
                return None;
            }
            n += 1;
        }
        Some(if written_out(n) && (!self.first[n] || self.last[n]) { n + 1 } else { n })
    }

    /// If the part occurs at this letter: its range of characters, and the letter after it.
    fn matched(&self, chars: &[char], sought: &SearchPart<'_>, at: usize) -> Option<(Range<usize>, usize)> {
        let (wanted, whole) = (sought.part.letters.as_bytes(), sought.part.kind == Kind::Whole);
        let inflected = is_inflected(chars[self.from[at]]);
        let end = self.spells(if inflected { stem(wanted) } else { wanted }, at)?;
        let Some((end, tail)) = self.word_end(end).filter(|_| self.first[at]) else {
            return self.inside(chars, sought, at..end).map(|place| (place, end));
        };
        let place = self.from[at]..self.to[end - 1];
        let written = &chars[place.clone()];
        let small = written[0].is_lowercase();
        let tail_fits =
            matches!(tail, b"" | b"s" | b"es") || inflected && !small && tail.len() <= 3 && wanted.len() > 2;
        if !tail_fits {
            return self.inside(chars, sought, at..end - tail.len()).map(|place| (place, end));
        }
        let length = end - at;
        let as_written = if whole {
            !small || length >= LONG
        } else if is_ideograph(written[0]) {
            sought.part.ideographs
        } else if small {
            !sought.ordinary && length > 2
        } else {
            // Two-letter names only in their usual spelling: "Li", but not "LI".
            length > 2 || !written[0].is_ascii() || written[1..].iter().all(|c| c.is_lowercase())
        };
        (as_written && self.hold_together(chars, at..end, whole)).then_some((place, end))
    }

    /// Where the word ends, and the letters of it that follow this position.
    fn word_end(&self, end: usize) -> Option<(usize, &[u8])> {
        let more = (end - 1..self.letters.len().min(end + 3)).find(|n| self.last[*n])? + 1;
        Some((more, &self.letters[end..more]))
    }

    /// Whether letters separated by spaces or signs still form one word, or several words of one name.
    fn hold_together(&self, chars: &[char], letters: Range<usize>, whole: bool) -> bool {
        let gaps: Vec<&[char]> = (letters.start + 1..letters.end)
            .filter(|n| self.first[*n])
            .map(|n| &chars[self.to[n - 1]..self.from[n]])
            .filter(|gap| !gap.is_empty())
            .collect();
        let near = |gap: &&[char]| {
            gap.len() <= 4
                && gap.iter().filter(|c| **c == '\n').count() <= 1
                && gap.iter().all(|c| c.is_whitespace() || is_silent(*c) || "-‐‑–.,'’·_•".contains(*c))
        };
        let broken = |gap: &&[char]| gap.iter().all(|c| !matches!(c, '.' | ','));
        let spaced = letters.len() >= 3 && gaps.len() + 1 == letters.len();
        gaps.iter().all(near)
            && (whole
                || spaced
                || gaps.is_empty()
                || gaps.len() == 1 && gaps.iter().all(broken) && (letters.len() >= LONG || gaps[0].contains(&'\n')))
    }

    /// A long part inside another word, such as a handle: the whole word is covered.
    fn inside(&self, chars: &[char], sought: &SearchPart<'_>, letters: Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (self.from[letters.start], self.to[letters.end - 1]);
        let apart = (letters.start + 1..letters.end).any(|n| self.first[n]);
        if letters.len() < LONG || apart || sought.part.kind == Kind::Guess || is_ideograph(chars[start]) {
            return None;
        }
        let start = chars[..start].iter().rposition(|c| c.is_whitespace()).map_or(0, |n| n + 1);
        let end = chars[end..].iter().position(|c| c.is_whitespace()).map_or(chars.len(), |n| end + n);
        let handle = chars[start..end].iter().any(|c| c.is_ascii_digit() || matches!(c, '@' | '_' | '.' | '/'));
        (!sought.ordinary || handle).then_some(start..end)
    }
}

/// Covers initials beside a covered name, such as "Z.".
fn cover_initials(chars: &[char], covered: &mut [bool]) {
    for at in 0..chars.len() {
        let alone = chars[at].is_uppercase()
            && !covered[at]
            && (at == 0 || !chars[at - 1].is_alphanumeric())
            && chars.get(at + 1) == Some(&'.');
        let after = (at + 2..chars.len().min(at + 4)).find(|n| chars[*n] != ' ').is_some_and(|n| covered[n]);
        let before =
            (at.saturating_sub(3)..at).rev().find(|n| !matches!(chars[*n], ' ' | ',')).is_some_and(|n| covered[n]);
        if alone && (after || before) {
            covered[at..at + 2].fill(true);
        }
    }
}

fn words(name: &str) -> Vec<String> {
    let part = |c: char| !(is_letter(c) || is_silent(c) || matches!(c, '\'' | '’'));
    name.split(part).filter(|word| word.starts_with(is_letter)).take(MOST_WORDS).map(str::to_owned).collect()
}

/// A word in plain Latin letters, as the text's letters are stored.
fn plain(word: &str) -> String {
    plain_of(&word.chars().collect::<Vec<_>>())
}

fn plain_of(chars: &[char]) -> String {
    reduced(&Letters::of(chars).letters)
}

/// Reduces "ae", "oe" and "ue", the usual spellings of ä, ö and ü without accents, to one letter.
fn reduced(letters: &[u8]) -> String {
    let mut plain = String::with_capacity(letters.len());
    for letter in letters.iter().copied().map(char::from) {
        if letter != 'e' || !plain.ends_with(['a', 'o', 'u']) {
            plain.push(letter);
        }
    }
    plain
}

/// The letters without a grammatical case ending.
fn stem(letters: &[u8]) -> &[u8] {
    let vowels = letters.iter().rev().take(2).take_while(|b| b"aeiouy".contains(b)).count();
    if letters.len() >= vowels + 3 { &letters[..letters.len() - vowels] } else { letters }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

/// Accents and vowel points, which may be left out in writing, and invisible characters.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{ad}')
        || hireq_domain::unseen::is_unseen(c)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{3040}'..='\u{30ff}' | '\u{e00}'..='\u{e7f}')
}

/// Characters of Chinese and Korean names, which are written without spaces.
fn is_hanzi(c: char) -> bool {
    is_ideograph(c) && !matches!(c, '\u{3040}'..='\u{30ff}' | '\u{e00}'..='\u{e7f}')
}

/// Greek and Cyrillic letters: names in these scripts change their ending with the grammatical case.
fn is_inflected(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}')
}
