//! Section headings: the kind of section that a line announces.

use super::{
    lexicon::{employer_score, is_degree, is_school, title_score},
    segments::is_length,
};
use crate::{fold::fold, vocabulary::vocabulary};
use hireq_domain::resume::SectionKind::{self, *};
use std::{collections::HashMap, sync::LazyLock};

/// The headings known as whole phrases.
fn table() -> &'static HashMap<&'static str, SectionKind> {
    static TABLE: LazyLock<HashMap<&str, SectionKind>> = LazyLock::new(|| {
        let kinds = vocabulary().headings.kinds().into_iter();
        kinds.flat_map(|(kind, phrases)| phrases.iter().map(move |phrase| (phrase, kind))).collect()
    });
    &TABLE
}

/// The kind of section that a line announces, if it contains nothing but a heading.
pub(crate) fn classify(text: &str) -> Option<SectionKind> {
    if text.chars().count() > 60
        || text.contains('@')
        || text.ends_with('.')
        || text.contains(',') && text.matches(',').count() > 2
    {
        return None;
    }
    let folded = fold(unnumbered(without_remark(text)));
    if folded.is_empty() || folded.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let table = table();
    let lookup = |phrase: &str| table.get(phrase).or_else(|| table.get(squeeze(phrase).as_str())).copied();
    if let Some(kind) = lookup(&folded) {
        return Some(kind);
    }
    // “SKILLS / COMPÉTENCES”: the heading in two languages.
    if let Some((first, rest)) = text.split_once('/')
        && let (Some(kind), Some(_)) = (lookup(&fold(first)), lookup(&fold(rest)))
    {
        return Some(kind);
    }
    // "Skills and Interests", "Education & Certifications": the first part decides.
    for and in vocabulary().words.and.iter() {
        if let Some((first, rest)) = folded.split_once(&format!(" {and} "))
            && let (Some(kind), Some(second)) = (lookup(first), lookup(rest))
        {
            // “Teaching and research experience” are positions.
            let posts = second == Experience && matches!(kind, Volunteering | Projects | Publications);
            return Some(if posts { second } else { kind });
        }
    }
    let (lead, rest) = folded.split_once(' ')?;
    lookup(rest).filter(|_| vocabulary().headings.leads.has(lead))
}

/// “Experience: (13 years)” without its parenthesis.
fn without_remark(text: &str) -> &str {
    // “Опыт работы — 15 лет 4 месяца”
    if let Some((bare, length)) = text.split_once(" — ").or_else(|| text.split_once(" – "))
        && length.contains(|c: char| c.is_ascii_digit())
        && is_length(length)
    {
        return bare;
    }
    let bare = text.trim_end().strip_suffix(')').and_then(|t| t.rsplit_once('(')).map_or(text, |(bare, _)| bare);
    if bare.trim().is_empty() { text } else { bare.trim_end() }
}

/// “IV. Formación”, “3. Experience” and “B) Skills” without their numbers.
pub(super) fn unnumbered(text: &str) -> &str {
    let Some((number, rest)) = text.trim_start().split_once(['.', ')']) else { return text };
    let counted = number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 2
        || number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) && number.len() <= 4
        || matches!(number, "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H");
    if counted && !number.is_empty() && rest.starts_with(char::is_whitespace) { rest.trim_start() } else { text }
}

/// The kind of section announced by a line that is formatted as a heading, judged by single words: “Clinical
/// Experience”, “Language Skills”, “Experience abroad”.
pub(crate) fn classify_loud(text: &str) -> Option<SectionKind> {
    let text = unnumbered(without_remark(text));
    let capitals = !text.chars().any(char::is_lowercase);
    // “Job Profile:” is a label in a form.
    let text = text.trim_end().strip_suffix(':').filter(|_| capitals).unwrap_or(text);
    let longest = if capitals { 70 } else { 45 };
    if text.chars().count() > longest || text.contains(['@', ',', ':', '.', '|', '\t']) {
        return None;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    // “Bachelor of Education”
    if is_degree(text) && [" of ", " in "].iter().any(|preposition| folded.contains(preposition)) {
        return None;
    }
    if words.len() > if capitals { 8 } else { 4 } || words.len() < 2 || folded.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    // The last word decides, otherwise the first: “Language skills”, “Experience abroad”. In a line of capitals, any
    // word may decide, unless the line is a name or a title: “CUSTOMER SERVICE MANAGER”.
    let named = || is_school(text) || title_score(text) > 0 || employer_score(text) > 0;
    let anywhere = words.iter().rev().find_map(|word| by_word(word)).filter(|_| capitals && !named());
    let first = by_word(words[0]).filter(|kind| {
        // “Projetos selecionados”, but “Project manager”
        matches!(kind, Experience | Education | Skills) || *kind == Projects && !named()
    });
    // For “Academic details”, the first word decides.
    let ends = by_word(words[words.len() - 1]).filter(|kind| *kind != Other || by_word(words[0]).is_none());
    ends.or(first).or(anywhere)
}

/// The kind of section that a single word announces. Words in which employers' names end are left out of the
/// vocabulary, or are listed as whole phrases: “Public Schools”, “Medical Services”.
fn by_word(word: &str) -> Option<SectionKind> {
    vocabulary().heading_words.kinds().into_iter().find(|(_, words)| words.fit(word)).map(|(kind, _)| kind)
}

/// Letter-spaced headings lose the spaces between their words.
fn squeeze(phrase: &str) -> String {
    static SQUEEZED: LazyLock<HashMap<String, &str>> =
        LazyLock::new(|| table().keys().filter(|k| k.contains(' ')).map(|k| (k.replace(' ', ""), *k)).collect());
    SQUEEZED.get(&phrase.replace(' ', "")).map_or_else(String::new, |k| (*k).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_several_languages() {
        for (text, kind) in [
            ("EXPERIENCE", Experience),
            ("Work Experience:", Experience),
            ("Berufserfahrung", Experience),
            ("Expérience professionnelle", Experience),
            ("Formación académica", Education),
            ("E D U C A T I O N", Education),
            ("Skills & Interests", Skills),
            ("Sprachkenntnisse", Languages),
            ("Formação", Education),
            ("工作经历", Experience),
        ] {
            assert_eq!(classify(text), Some(kind), "{text}");
        }
        assert_eq!(classify("Experience with Rust and five years of it."), None);
        assert_eq!(classify("Senior Engineer"), None);
    }
}
