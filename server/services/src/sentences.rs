//! Splits a résumé's text into sentences for the judge, each with the heading and the dated line above it. The rules
//! are the same as those that prepared the judge's training data (`scripts/tools/judge`), and depend on no language.

use crate::pattern::regex;
use hireq_domain::resume::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A longer line is not a heading.
const LONGEST_HEADING: usize = 44;
/// The most words of a heading.
const HEADING_WORDS: usize = 6;
/// A longer line is prose, even if it names a year.
const LONGEST_POST: usize = 120;
/// A full stop after fewer words ends an abbreviation, not a sentence.
const FEWEST_WORDS: usize = 3;
/// The line widths at which text may have been wrapped: shorter lines are lists, longer ones whole paragraphs.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=140;
/// A shorter line is a single sentence.
const LONGEST_SENTENCE: usize = 60;

/// A sentence, a list item or a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// The heading and the dated line above it; empty at the top.
    pub heading: String,
    pub text: String,
    /// The position in the text; `None` for statements made outside the text.
    pub span: Option<Span>,
}

static BULLET: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*(?:[•▪●◦‣·*–—\-►▸➤]|o\s)\s*"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:19|20)[0-9]{2}|\b[0-9]{2}[/.][0-9]{2}\b|[12][0-9]{3}年"));
static NO_HEADING: LazyLock<Regex> = LazyLock::new(|| regex(r"[.;,!?。@]|: "));
/// Where one sentence ends and another begins; the second group is the first character of the next one.
static END: LazyLock<Regex> = LazyLock::new(|| regex(r"([.!?])\s+([A-ZÀ-ÞА-ЯİŞÇĞÖÜ\x22“„«(])|([。！？])()|(;)\s+()"));

/// Splits a text. Spans are counted in characters.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let text = unwrapped(text);
    let mut found = Vec::new();
    let (mut heading, mut post) = (String::new(), String::new());
    let mut at = 0;
    for line in text.split('\n') {
        let context = [heading.as_str(), post.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>();
        let context = context.join(" — ");
        let whole = line.trim();
        if is_heading(line) {
            whole.trim_end_matches(':').clone_into(&mut heading);
            post.clear();
        } else if is_post(line) {
            whole.clone_into(&mut post);
        }
        let begin = BULLET.find(line).map_or(0, |m| m.end());
        for range in cut(&line[begin..]) {
            let part = &line[begin..][range.clone()];
            if part.chars().any(char::is_alphanumeric) {
                let start = at + line[..begin + range.start].chars().count();
                let span = Some(Span { start, end: start + part.chars().count() });
                found.push(Sentence { heading: context.clone(), text: part.to_owned(), span });
            }
        }
        at += line.chars().count() + 1;
    }
    found
}

/// The text with wrapped lines joined; no character moves.
fn unwrapped(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let Some(width) = width_of(&lines) else { return text.to_owned() };
    let mut joined = lines[0].to_owned();
    for pair in lines.windows(2) {
        joined.push(if is_wrapped(pair[0], pair[1], width) { ' ' } else { '\n' });
        joined.push_str(pair[1]);
    }
    joined
}

/// The width at which a text's lines were wrapped, in characters; `None` if they were not.
fn width_of(lines: &[&str]) -> Option<usize> {
    let mut lengths: Vec<usize> = lines.iter().map(|line| length(line)).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    // A few lines may be longer than the width.
    let width = lengths.get(lengths.len() * 49 / 50).copied()?;
    WIDTHS.contains(&width).then_some(width)
}

/// Whether a sentence continues in the next line.
fn is_wrapped(line: &str, next: &str, width: usize) -> bool {
    let (Some(last), Some(first)) = (line.trim().chars().last(), next.trim().chars().next()) else { return false };
    if ".!?:;。！？".contains(last) || BULLET.is_match(next) {
        return false;
    }
    let is_long = 10 * length(line) >= 6 * width;
    if first.is_lowercase() {
        return is_long;
    }
    if is_post(line) || is_post(next) {
        return false;
    }
    if ends_in_small_word(line) {
        return is_long;
    }
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let no_room = length(line) + 1 + word > width;
    last == ',' || (no_room && !is_heading(next) && (first.is_alphanumeric() || first == '('))
}

/// Whether a line ends in a word such as "to", "and" or "der", which cannot end a sentence.
fn ends_in_small_word(line: &str) -> bool {
    let last = line.split_whitespace().last().unwrap_or_default();
    let small = last.chars().count() <= 3 && last.chars().all(char::is_alphabetic);
    small && last.chars().all(char::is_lowercase) && line.split_whitespace().nth(3).is_some()
}

fn is_heading(line: &str) -> bool {
    let bare = line.trim();
    // A page number is not a sentence.
    bare.contains(char::is_alphabetic)
        && !BULLET.is_match(line)
        && length(bare) <= LONGEST_HEADING
        && bare.split_whitespace().count() <= HEADING_WORDS
        && !NO_HEADING.is_match(bare)
        && !YEAR.is_match(bare)
}

/// The length in characters, with repeated spaces counted as one, so that a blanked-out name does not add to it.
fn length(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

fn is_post(line: &str) -> bool {
    let bare = line.trim();
    YEAR.is_match(bare) && length(bare) <= LONGEST_POST && !BULLET.is_match(line)
}

/// The byte ranges of a line's sentences, without surrounding spaces.
fn cut(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    if length(line) > LONGEST_SENTENCE {
        for found in END.captures_iter(line) {
            if found.get(1).is_some_and(|end| is_initial(&line[..end.start()])) {
                continue;
            }
            let end = found.get(1).or_else(|| found.get(3)).or_else(|| found.get(5)).map_or(start, |m| m.end());
            // Abbreviations such as "J. Comput." and "Ph.D." do not end a sentence; full-width punctuation, which needs
            // no space, does.
            if found.get(3).is_none() && line[start..end].split_whitespace().count() < FEWEST_WORDS {
                continue;
            }
            ranges.push(start..end);
            start = found.get(2).map_or(end, |m| m.start());
        }
    }
    ranges.push(start..line.len());
    let trimmed = |range: std::ops::Range<usize>| {
        let part = &line[range.clone()];
        let begin = range.start + part.len() - part.trim_start().len();
        begin..begin + part.trim().len()
    };
    ranges.into_iter().map(trimmed).filter(|range| !range.is_empty()).collect()
}

/// Whether a single letter precedes the full stop: "J. Ferreira" is not the end of a sentence.
fn is_initial(before: &str) -> bool {
    let mut signs = before.chars().rev();
    let word = |sign: char| sign.is_alphanumeric() || sign == '_';
    signs.next().is_some_and(word) && !signs.next().is_some_and(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::Write,
        path::Path,
        process::{Command, Stdio},
    };

    /// The training data were split by the script, but at run time the judge reads what is split here.
    #[test]
    fn the_training_script_cuts_texts_in_the_same_way() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let resumes =
            std::fs::read_to_string(root.join("server/services/tests/verdicts/resumes.jsonl")).expect("résumés");
        let texts: Vec<String> = resumes
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
            .filter_map(|resume| resume["text"].as_str().map(ToOwned::to_owned))
            .collect();
        let script = root.join("scripts/tools/judge/sentences.py");
        let mut python = Command::new("python3");
        let mut python = python
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3, as scripts need it");
        let mut input = python.stdin.take().expect("a pipe");
        let sent = texts.clone();
        let writing = std::thread::spawn(move || {
            for text in sent {
                writeln!(input, "{}", serde_json::json!(text)).expect("written");
            }
        });
        let output = python.wait_with_output().expect("an answer");
        writing.join().expect("sent");
        let theirs = String::from_utf8(output.stdout).expect("UTF-8");
        let mut compared = 0;
        for (text, theirs) in texts.iter().zip(theirs.lines()) {
            let theirs: Vec<(String, String)> = serde_json::from_str(theirs).expect("pairs");
            let ours: Vec<_> = sentences(text).into_iter().map(|s| (s.heading, s.text)).collect();
            assert_eq!(ours, theirs);
            compared += 1;
        }
        assert_eq!(compared, 72);
    }

    #[test]
    fn a_sentence_stands_under_its_heading_and_its_post() {
        let text = "Experience\nStaff nurse, Ward 4, 2019–2023\n• Daily drug rounds\nI gave intravenous antibiotics on my own. Nobody checked me; it went well for years.";
        let found = sentences(text);
        let shown: Vec<_> = found.iter().map(|s| (s.heading.as_str(), s.text.as_str())).collect();
        let post = "Experience — Staff nurse, Ward 4, 2019–2023";
        assert_eq!(
            shown,
            [
                ("", "Experience"),
                ("Experience", "Staff nurse, Ward 4, 2019–2023"),
                (post, "Daily drug rounds"),
                (post, "I gave intravenous antibiotics on my own."),
                (post, "Nobody checked me;"),
                (post, "it went well for years."),
            ]
        );
        assert!(found.iter().all(|s| s.span.is_some_and(|span| span.slice(text) == s.text)));
    }

    #[test]
    fn a_sentence_that_was_broken_into_lines_is_one() {
        let text = "Publications\n\
            1. J. Ferreira, S. Okafor, E. Popescu. Bayesian factorisation of proteomics time\n\
            series with an efficient finite-sample correction. J. Comput. Biol. 26(10), 2026.\n\
            2. A. Ionescu, E. Popescu. Robust imputation of chromatin accessibility in cells\n\
            • Führte das Team der Station durch den Umbau, mit vierzehn Pflegekräften und\n\
            der Leitung des Hauses\n\
            Skills\n\
            Rust";
        let found = sentences(text);
        let shown: Vec<_> = found.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(
            shown,
            [
                "Publications",
                "1. J. Ferreira, S. Okafor, E. Popescu.",
                "Bayesian factorisation of proteomics time series with an efficient finite-sample correction.",
                "J. Comput. Biol. 26(10), 2026.",
                "2. A. Ionescu, E. Popescu.",
                "Robust imputation of chromatin accessibility in cells",
                "Führte das Team der Station durch den Umbau, mit vierzehn Pflegekräften und der Leitung des Hauses",
                "Skills",
                "Rust",
            ]
        );
        assert!(found.iter().all(|s| s.span.is_some_and(|span| span.slice(text).replace('\n', " ") == s.text)));
    }
}
