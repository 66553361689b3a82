//! A résumé's text without the person: name, addresses, telephone numbers, links and pronouns are blanked out character
//! for character, so that all spans stay valid.
//!
//! Both the matcher and the embedding model read this text, so that a different person with the same résumé gets the
//! same score. When in doubt it blanks too much: a job title lost from the header costs a point, but a name left in it
//! costs fairness.

use super::{lexicon, occupations, words};
use hireq_documents::vocabulary::vocabulary;
use hireq_domain::resume::{Field, ParsedResume, SectionKind, Span};

/// A longer header is not one: the text has no headings, and its beginning has to count.
const LONGEST_HEADER: usize = 1_200;

/// A longer line is prose rather than contact details, so apparent names in it are not blanked.
const LONGEST_LINE: usize = 120;

/// A name with at least this confidence is blanked wherever it occurs: it agrees with the e-mail address.
const SURE: f32 = 0.45;

/// Contact details are expected within the first lines.
const CONTACT_LINES: usize = 10;

/// Shorter strings are too common to be blanked wherever they occur.
const SHORTEST: usize = 4;

/// The text with the person blanked out: the header except the headline, and name, addresses, telephone numbers and
/// links wherever they occur.
pub(crate) fn impersonal(text: &str, resume: &ParsedResume) -> String {
    blanked(text, resume, resume.name.as_ref()).into_iter().collect()
}

/// Like [`impersonal`], but also without pronouns: what the matcher reads.
pub(super) fn neutral(text: &str, resume: &ParsedResume) -> String {
    let sure = |n: &&Field<String>| n.span.is_none_or(|s| n.confidence >= SURE || in_short_line(text, s));
    let mut chars = blanked(text, resume, resume.name.as_ref().filter(sure));
    each_word(&mut chars, |word| {
        word.len() <= 10 && vocabulary().matching.pronouns.has(&word.iter().map(|c| lower(*c)).collect::<String>())
    });
    chars.into_iter().collect()
}

fn blanked(text: &str, resume: &ParsedResume, name: Option<&Field<String>>) -> Vec<char> {
    let mut chars: Vec<char> = text.chars().collect();
    let links: Vec<&Field<String>> = resume.links.iter().filter(|l| is_link(&l.value)).collect();
    let contacts: Vec<&Field<String>> =
        name.into_iter().chain(&resume.emails).chain(&resume.phones).chain(links.iter().copied()).collect();
    let place = resume.location.as_ref().and_then(|l| l.span).filter(|s| in_short_line(text, *s));
    let spans: Vec<Span> = contacts.iter().filter_map(|f| f.span).chain(place).collect();
    let head = header(&chars, resume, &spans);
    // The headline stays, unless the rest of its line shows that it is a name or a place.
    let kept = resume.headline.as_ref().and_then(|h| h.span).unwrap_or(Span { start: 0, end: 0 });
    blank(&mut chars, Span { start: head.start, end: kept.start.clamp(head.start, head.end) });
    blank(&mut chars, Span { start: kept.end.clamp(head.start, head.end), end: head.end });
    for span in spans {
        blank(&mut chars, span);
    }
    for field in contacts {
        blank_phrase(&mut chars, &field.value);
    }
    if let Some(name) = name {
        blank_parts(&mut chars, &name.value);
    }
    blank_addresses(&mut chars);
    chars
}

/// The header as parsed; otherwise the first lines, as far as there are contact details.
fn header(chars: &[char], resume: &ParsedResume, contacts: &[Span]) -> Span {
    let header = resume.sections.first().filter(|s| s.kind == SectionKind::Header).map(|s| s.span);
    match header {
        Some(span) if span.end.saturating_sub(span.start) <= LONGEST_HEADER && resume.sections.len() > 1 => span,
        _ => Span { start: 0, end: contact_lines(chars, contacts) },
    }
}

/// The end of the first lines that contain contact details; 0 if there are none.
fn contact_lines(chars: &[char], contacts: &[Span]) -> usize {
    let (mut start, mut reached) = (0, 0);
    for line in chars.split(|c| *c == '\n').take(CONTACT_LINES) {
        let end = start + line.len();
        if line.len() > LONGEST_LINE {
            break;
        }
        if contacts.iter().any(|s| s.start < end && s.end > start) || line.contains(&'@') || is_street(line) {
            reached = end;
        }
        start = end + 1;
    }
    reached
}

/// Recognises a street address: "12 Rose Street, Leeds".
fn is_street(line: &[char]) -> bool {
    let line: String = line.iter().collect();
    let words: Vec<String> = words::split(&line).into_iter().map(|w| w.stem).collect();
    line.contains(|c: char| c.is_ascii_digit())
        && words.len() <= 14
        && words.iter().any(|w| vocabulary().matching.streets.has(w) || w.ends_with("straße") || w.ends_with("strasse"))
}

fn in_short_line(text: &str, span: Span) -> bool {
    let at = span.bytes(text);
    let before = text[..at.start].chars().rev().take_while(|c| *c != '\n').count();
    before + text[at.start..].chars().take_while(|c| *c != '\n').count() <= LONGEST_LINE
}

/// "ASP.NET" and "B.Tech" look like links but are not.
fn is_link(value: &str) -> bool {
    let bare = !value.contains(['/', ':']) && !value.to_lowercase().starts_with("www.");
    let degree = value.split('.').next().is_some_and(|first| first.chars().count() == 1);
    !(bare && (degree || value.matches('.').count() == 1 && lexicon::canonical(value).is_some()))
}

/// Blanks a span. Line breaks stay, so that lines remain lines.
fn blank(chars: &mut [char], span: Span) {
    let end = span.end.min(chars.len());
    for c in chars.iter_mut().take(end).skip(span.start) {
        if *c != '\n' {
            *c = ' ';
        }
    }
}

/// Blanks the words for which `personal` returns true.
fn each_word(chars: &mut [char], personal: impl Fn(&[char]) -> bool) {
    let mut start = 0;
    while start < chars.len() {
        let length = chars[start..].iter().take_while(|c| c.is_alphabetic()).count();
        if length > 0 && personal(&chars[start..start + length]) {
            blank(chars, Span { start, end: start + length });
        }
        start += length.max(1);
    }
}

/// Blanks every occurrence of `value`.
fn blank_phrase(chars: &mut [char], value: &str) {
    for place in places_of(chars, value) {
        blank(chars, place);
    }
}

/// Every occurrence of `value` as whole words, ignoring case.
pub(crate) fn places_of(chars: &[char], value: &str) -> Vec<Span> {
    let wanted: Vec<char> = value.trim().chars().map(lower).collect();
    let (mut places, mut at) = (Vec::new(), 0);
    if wanted.len() < SHORTEST {
        return places;
    }
    while at + wanted.len() <= chars.len() {
        let end = at + wanted.len();
        let bounded =
            (at == 0 || !chars[at - 1].is_alphanumeric()) && chars.get(end).is_none_or(|c| !c.is_alphanumeric());
        if bounded && chars[at..end].iter().zip(&wanted).all(|(a, b)| lower(*a) == *b) {
            places.push(Span { start: at, end });
            at = end;
        } else {
            at += 1;
        }
    }
    places
}

/// Blanks single parts of a name where they are capitalised: "Quill built …". A part that is also the name of a trade
/// or a skill stays: Ms Cook, who cooks, keeps her work.
fn blank_parts(chars: &mut [char], name: &str) {
    let parts: Vec<Vec<char>> = name
        .split(|c: char| !c.is_alphabetic())
        .filter(|part| part.chars().count() >= 2)
        .filter(|part| !is_word_of_work(part))
        .map(|part| part.chars().collect())
        .collect();
    let folded = |letters: &[char]| letters.iter().map(|c| lower(*c)).collect::<Vec<_>>();
    each_word(chars, |word| {
        // Two-letter parts only in the name's own spelling: "Li", but not "LI".
        let same = |part: &Vec<char>| if part.len() == 2 { part == word } else { folded(part) == folded(word) };
        word[0].is_uppercase() && parts.iter().any(same)
    });
}

/// Whether a word names a trade or a skill, even if it is also somebody's name.
pub(crate) fn is_word_of_work(word: &str) -> bool {
    occupations::knows(&words::stem(word)) || lexicon::canonical(word).is_some()
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Blanks what looks like a mail address, and numbers that start with a plus sign.
fn blank_addresses(chars: &mut [char]) {
    let mut start = 0;
    while start < chars.len() {
        if chars[start].is_whitespace() {
            start += 1;
            continue;
        }
        let end = chars[start..].iter().position(|c| c.is_whitespace()).map_or(chars.len(), |n| start + n);
        let token = &chars[start..end];
        let mail = token.iter().position(|c| *c == '@').is_some_and(|i| i > 0 && token[i..].contains(&'.'));
        if mail {
            blank(chars, Span { start, end });
        } else if token.len() > 1 && token[0] == '+' && token[1].is_ascii_digit() {
            let number = |c: &char| c.is_ascii_digit() || " +-()/.\u{a0}".contains(*c);
            let stop = chars[start..].iter().position(|c| !number(c)).map_or(chars.len(), |n| start + n);
            if chars[start..stop].iter().filter(|c| c.is_ascii_digit()).count() >= 8 {
                blank(chars, Span { start, end: stop });
            }
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pronouns_are_blanked_as_whole_words() {
        let of = |text: &str| neutral(text, &ParsedResume::default()).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(of("She led her team; heroes there."), "led team; heroes there.");
        assert_eq!(of("Mr. Test"), ". Test");
        assert_eq!(neutral("IT and Her", &ParsedResume::default()), "IT and    ");
    }

    #[test]
    fn contacts_above_a_text_without_headings_are_blanked() {
        let of = |head: &str| {
            let text = format!(
                "{head}\nSOUS CHEF Summary Cooked for twelve years in hotels and trained {}",
                "cooks ".repeat(30)
            );
            let document = hireq_documents::read(text.as_bytes(), "resume.txt", &hireq_documents::Limits::default())
                .expect("a text");
            let resume = hireq_documents::parse(&document, chrono::NaiveDate::default());
            neutral(&document.text, &resume).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let one = of("Ana Brook\nana.brook@example.com\n+44 113 496 0000\n12 Rose Street, Leeds");
        let other = of("Kwame Mensah-Boateng\nkwame@example.org | (212) 555-0147\n7 Elm Avenue, Springfield");
        assert_eq!(one, other);
        assert!(one.starts_with("SOUS CHEF"), "{one}");
    }

    #[test]
    fn technologies_that_look_like_links_stay() {
        assert!(!is_link("ASP.NET") && !is_link("B.Tech"));
        assert!(is_link("quill.example.com") && is_link("github.com/quill") && is_link("https://x.dev"));
    }
}
