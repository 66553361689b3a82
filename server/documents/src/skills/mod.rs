//! Finds skills and their aliases in any text as whole words: “java” is never found in “javascript”, nor “C” in “C++”.
//! Used for résumés and job descriptions.

use crate::vocabulary::{Vocabulary, vocabulary};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use hireq_domain::resume::Span;
use std::{collections::HashMap, sync::OnceLock};

/// A skill named in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillMention {
    pub name: &'static str,
    /// In characters of the text.
    pub span: Span,
}

/// All known skills.
pub struct Taxonomy {
    names: Vec<&'static str>,
    patterns: Vec<Pattern>,
    by_alias: HashMap<String, u32>,
    automaton: Option<AhoCorasick>,
}

struct Pattern {
    skill: u32,
    /// Only matches with this exact case.
    exact: Option<&'static str>,
    /// Only matches as a list item, because it is also a letter or an everyday word.
    alone: bool,
    curated: bool,
}

const CURATED: &str = include_str!("../../data/aliases.tsv");
const DERIVED: &str = include_str!("../../data/skills.tsv");

impl Taxonomy {
    /// The global taxonomy, loaded on first use.
    #[must_use]
    pub fn get() -> &'static Self {
        static TAXONOMY: OnceLock<Taxonomy> = OnceLock::new();
        TAXONOMY.get_or_init(Self::load)
    }

    fn load() -> Self {
        let mut taxonomy = Self { names: Vec::new(), patterns: Vec::new(), by_alias: HashMap::new(), automaton: None };
        let mut needles: Vec<String> = Vec::new();
        for (data, curated) in [(CURATED, true), (DERIVED, false)] {
            for line in data.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                let forms: Vec<&'static str> = line.split('\t').filter(|f| !f.is_empty()).collect();
                let Some(first) = forms.first() else { continue };
                let name = first.trim_start_matches(['=', '!']);
                let known =
                    forms.iter().find_map(|f| taxonomy.by_alias.get(&lower(f.trim_start_matches(['=', '!'])))).copied();
                let skill = known.unwrap_or_else(|| {
                    taxonomy.names.push(name);
                    taxonomy.names.len() as u32 - 1
                });
                for form in forms.iter().copied() {
                    // A name that also occurs with a mark (`=` or `!`) is only known in that marked form.
                    if forms.iter().any(|f| f.len() == form.len() + 1 && f.starts_with(['=', '!']) && f.ends_with(form))
                    {
                        taxonomy.by_alias.entry(lower(form)).or_insert(skill);
                        continue;
                    }
                    let bare = form.trim_start_matches(['=', '!']);
                    let key = lower(bare);
                    if *taxonomy.by_alias.entry(key.clone()).or_insert(skill) != skill {
                        continue;
                    }
                    needles.push(key);
                    taxonomy.patterns.push(Pattern {
                        skill,
                        exact: form.starts_with('=').then_some(bare),
                        alone: form.starts_with('!'),
                        curated,
                    });
                }
            }
        }
        taxonomy.automaton = AhoCorasickBuilder::new().build(&needles).ok();
        taxonomy
    }

    /// The canonical name of a skill or alias, ignoring case.
    #[must_use]
    pub fn canonical(&self, name: &str) -> Option<&'static str> {
        let key = lower(name.trim());
        self.by_alias
            .get(&key)
            .or_else(|| self.by_alias.get(key.trim_end_matches(['.', ':'])))
            .map(|i| self.names[*i as usize])
    }

    /// Every skill named in the text, in order and without overlaps; at the same position the longer name wins.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<SkillMention> {
        self.find_where(text, |_| true)
    }

    /// Only the skills curated by hand: fewer, but more reliable in prose.
    #[must_use]
    pub fn find_curated(&self, text: &str) -> Vec<SkillMention> {
        self.find_where(text, |p| p.curated)
    }

    fn find_where(&self, text: &str, wanted: impl Fn(&Pattern) -> bool) -> Vec<SkillMention> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let chars: Vec<char> = text.chars().collect();
        // One lower-case character for each character, so that offsets stay the same.
        let mut hay = String::with_capacity(text.len());
        let mut char_at = Vec::with_capacity(text.len() + 1);
        for (i, c) in chars.iter().enumerate() {
            let before = hay.len();
            hay.push(lower_char(*c));
            char_at.extend(std::iter::repeat_n(i as u32, hay.len() - before));
        }
        char_at.push(chars.len() as u32);
        let mut hits: Vec<(usize, usize, u32)> = Vec::new();
        for m in automaton.find_overlapping_iter(&hay) {
            let (start, end) = (char_at[m.start()] as usize, char_at[m.end()] as usize);
            let pattern = &self.patterns[m.pattern().as_usize()];
            if !wanted(pattern) || !whole_word(&chars, start, end) {
                continue;
            }
            if let Some(exact) = pattern.exact
                && !exact.chars().eq(chars[start..end].iter().copied())
            {
                continue;
            }
            if pattern.alone && !alone(&chars, start, end, self.names[pattern.skill as usize]) {
                continue;
            }
            hits.push((start, end, pattern.skill));
        }
        hits.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let mut found = Vec::new();
        let mut last = 0;
        for (start, end, skill) in hits {
            if start >= last {
                found.push(SkillMention { name: self.names[skill as usize], span: Span { start, end } });
                last = end;
            }
        }
        found
    }
}

fn lower_char(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) => l,
        _ => c,
    }
}

fn lower(text: &str) -> String {
    text.chars().map(lower_char).collect()
}

/// Letters of scripts that put spaces between words.
fn joins(c: char) -> bool {
    c.is_alphanumeric() && (c as u32) < 0x2E80
}

fn whole_word(chars: &[char], start: usize, end: usize) -> bool {
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied();
    let (before, after) = (at(start.checked_sub(1)), at(Some(end)));
    let first = chars.get(start).copied().unwrap_or(' ');
    let last = end.checked_sub(1).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    let open = match before {
        None => true,
        Some(c) if joins(c) => !joins(first) && first != '.',
        Some('.') => !at(start.checked_sub(2)).is_some_and(joins),
        Some('+' | '#' | '@' | '_') => false,
        Some(_) => true,
    };
    let closed = match after {
        None => true,
        // "C++11" and "C#8" also name the language.
        Some(c) if joins(c) => !joins(last) && c.is_ascii_digit(),
        Some('+' | '#') => matches!(last, '+' | '#') || (joins(last) && end - start > 2 && after == Some('+')),
        Some('.') => !at(Some(end + 1)).is_some_and(joins),
        Some('_') => false,
        Some('@') => false,
        Some('&') => end - start > 1 || !at(Some(end + 1)).is_some_and(joins),
        Some(_) => true,
    };
    open && closed
}

/// Whether it is between separators, as in a list, and not inside a sentence.
fn alone(chars: &[char], start: usize, end: usize, name: &str) -> bool {
    let letter = end - start <= 2;
    let shown: String = chars[start..end].iter().collect();
    if letter && shown != name {
        return false;
    }
    let mut i = start;
    while i > 0 && matches!(chars[i - 1], ' ') {
        i -= 1;
    }
    let before = i.checked_sub(1).map(|i| chars[i]);
    // Without spaces a text is one endless word, so only names up to this length are looked for.
    let longest = 12;
    let letters_before = chars[..i].iter().rev().take(longest).take_while(|c| c.is_alphabetic()).count();
    let word_before: String = chars[i - letters_before..i].iter().collect();
    let mut j = end;
    while chars.get(j) == Some(&' ') {
        j += 1;
    }
    let after = chars.get(j).copied();
    let word_after: String =
        chars[j.min(chars.len())..].iter().take(longest).take_while(|c| c.is_alphabetic()).collect();
    let separator = |c: Option<char>| {
        matches!(
            c,
            None | Some(
                ',' | ';' | '/' | '|' | '(' | ')' | '•' | '·' | '\n' | '\t' | ':' | '、' | '，' | '–' | '●' | '▪'
            )
        )
    };
    let Vocabulary { words, skills, .. } = vocabulary();
    let (word_before, word_after) = (word_before.to_lowercase(), word_after.to_lowercase());
    let connective = |word: &str| words.and.has(word) || words.or.has(word);
    let lead = connective(&word_before) || letter && skills.before_letter.has(&word_before);
    let tail = connective(&word_after) || letter && skills.after_letter.has(&word_after);
    let left = separator(before) || (before.is_some_and(char::is_alphabetic) && lead);
    let right = separator(after) || after == Some('.') || (after.is_some_and(char::is_alphabetic) && tail);
    // The start of a line does not count as a separator, because of phrases such as "Go to market"; the right side
    // decides.
    left && right && (start == i || before != Some('\n') || separator(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        Taxonomy::get().find_curated(text).into_iter().map(|m| m.name).collect()
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(names("I write JavaScript daily"), ["JavaScript"]);
        assert_eq!(names("Java, JavaScript"), ["Java", "JavaScript"]);
        assert_eq!(names("C++ and C#; not C--"), ["C++", "C#"]);
        assert_eq!(names("C, C++, R & D"), ["C", "C++"]);
        assert_eq!(names("ASP.NET on .NET"), ["ASP.NET", ".NET"]);
        assert_eq!(names("jane@python.org"), Vec::<&str>::new());
        assert_eq!(names("熟练掌握Java和MySQL"), ["Java", "MySQL"]);
    }

    #[test]
    fn letters_and_everyday_words_need_a_list() {
        assert_eq!(names("Ready to go to market"), Vec::<&str>::new());
        assert_eq!(names("Go to market plans, R&D budget"), Vec::<&str>::new());
        assert_eq!(names("Python, Go, R"), ["Python", "Go", "R"]);
        assert_eq!(names("services in Go and Rust"), ["Go", "Rust"]);
        assert_eq!(names("we react to rust and spark interest"), ["React"]);
    }

    #[test]
    fn aliases_have_one_name() {
        let t = Taxonomy::get();
        assert_eq!(t.canonical("k8s"), Some("Kubernetes"));
        assert_eq!(t.canonical("postgres"), Some("PostgreSQL"));
        assert_eq!(t.canonical("ReactJS"), Some("React"));
        assert_eq!(t.canonical("no such thing"), None);
        assert_eq!(names("Postgres on k8s"), ["PostgreSQL", "Kubernetes"]);
    }

    #[test]
    fn spans_count_characters() {
        let text = "Zoë: Python";
        let found = Taxonomy::get().find(text);
        assert_eq!(found[0].span.slice(text), "Python");
    }

    #[test]
    fn the_taxonomy_loads_quickly() {
        let start = std::time::Instant::now();
        let taxonomy = Taxonomy::load();
        assert!(taxonomy.names.len() > 5000);
        // Generous for an unoptimised build on a busy machine.
        assert!(start.elapsed().as_millis() < 2000, "{:?}", start.elapsed());
    }
}
