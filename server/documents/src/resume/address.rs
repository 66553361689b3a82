//! Where the person lives: the likeliest address near the top of the page, or beside the name.

use super::{
    contact, dates, headings,
    hints::EntityKind,
    lexicon::{is_place, is_school, is_town, title_score},
    text::{Row, Text, trim},
};
use crate::vocabulary::vocabulary;
use hireq_domain::resume::ParsedResume;

/// The town of an address and what follows it, without numbers, and whether anything besides its name speaks for it: a
/// number or a country.
fn town_in(address: &str) -> Option<(&str, bool)> {
    let numbered = |part: &str| part.split(' ').any(|w| w.contains(|c: char| c.is_ascii_digit()));
    let plain = |part: &str| -> (usize, usize) {
        let word = |w: &&str| !w.contains(|c: char| c.is_ascii_digit());
        let first = part.split(' ').take_while(|w| !word(w)).map(|w| w.len() + 1).sum::<usize>().min(part.len());
        let length = part[first..].split(' ').take_while(word).map(|w| w.len() + 1).sum::<usize>();
        (first, (first + length.saturating_sub(1)).min(part.len()))
    };
    // Of a quarter and its city, the city.
    let city = address.split(", ").any(|part| {
        let (from, to) = plain(part);
        is_place(&part[from..to]) && is_town(&part[from..to])
    });
    let mut at = 0;
    let mut found: Option<(usize, usize)> = None;
    let mut known = address.contains(|c: char| c.is_ascii_digit());
    for part in address.split(", ") {
        let (from, to) = plain(part);
        let words = &part[from..to];
        match found {
            None if is_town(words) && !is_part(words) && (!city || is_place(words)) => {
                found = Some((at + from, at + to))
            }
            Some((start, _)) if !words.is_empty() => {
                known |= is_place(words);
                found = Some((start, at + to));
            }
            _ => {}
        }
        at += part.len() + 2;
        if found.is_some() && numbered(part) {
            break;
        }
    }
    let (from, to) = found?;
    Some((address[from..to].trim(), known))
}

/// Whether these words stand before an address.
fn is_label(folded: &str) -> bool {
    vocabulary().labels.address.has(folded)
}

/// “Street 3” and “Block A” are parts of an address, though towns bear their names.
fn is_part(words: &str) -> bool {
    vocabulary().places.parts.has(&headings::fold(words))
}

pub(super) fn location(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let found = address(text, header, resume).or_else(|| {
        // Behind a sidebar neither stands in the header; both stand beside the name, or the e-mail address.
        [&resume.name, &resume.emails.first().cloned()].into_iter().flatten().find_map(|field| {
            let rows = text.rows_around(field.span?, 4);
            address(text, &rows.iter().collect::<Vec<_>>(), resume).filter(|(score, ..)| *score > 1.5)
        })
    });
    let found = found.or_else(|| marked(text).map(|place| (2.0, place.to_owned(), place)));
    if let Some((score, value, shown)) = found {
        let mut field = text.field(shown, (score / 5.0).clamp(0.3, 0.95));
        field.value = value;
        resume.location = Some(field);
    }
}

/// A town with its region in short behind a dash or a slash, or in a parenthesis: “Fortaleza - CE”, “Contagem/MG” and the
/// “Victoriaville (Québec)” of a whole address.
fn with_region(address: &str) -> Option<&str> {
    let last = trim(address.rsplit(", ").next().unwrap_or(address));
    if let Some((town, rest)) = last.split_once(" (")
        && let Some((region, _)) = rest.split_once(')')
        && is_town(town)
        && region.starts_with(char::is_uppercase)
        && region.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-'))
    {
        return Some(&last[..town.len() + region.len() + 3]);
    }
    let (town, state) = last.rsplit_once(" - ").or_else(|| last.rsplit_once('/'))?;
    (is_town(town) && state.len() == 2 && state.bytes().all(|b| b.is_ascii_uppercase())).then_some(last)
}

/// A place behind a map's mark, wherever a sidebar has it.
fn marked<'a>(text: &Text<'a>) -> Option<&'a str> {
    let marks = ['⚲', '⌂', '📍', '🏠', '\u{f041}', '\u{f3c5}', '\u{f015}'];
    text.rows.iter().find_map(|row| {
        let place = trim(row.text.trim_start().strip_prefix(marks)?);
        is_place(place).then_some(place)
    })
}

/// The likeliest address among some rows: how likely, what of it is kept, and where it stands.
fn address<'a>(text: &Text<'a>, header: &[&Row<'a>], resume: &ParsedResume) -> Option<(f32, String, &'a str)> {
    let name = resume.name.as_ref().map(|n| n.value.to_lowercase()).unwrap_or_default();
    let mut best: Option<(f32, String, &'a str)> = None;
    for (i, row) in header.iter().take(45).enumerate() {
        if is_citizenship(row.text) {
            continue;
        }
        // A label on a line of its own.
        let mut announced = i.checked_sub(1).is_some_and(|above| is_label(&headings::fold(header[above].text)));
        for item in contact::items(row.text) {
            let (label, value) = contact::without_label(item);
            let label = headings::fold(label);
            let labelled = is_label(&label) || label.is_empty() && announced;
            // Or in a cell of its own.
            announced = labelled && value.is_empty();
            let lower = value.to_lowercase();
            if !name.is_empty() && lower.starts_with(&name) {
                continue;
            }
            if (!label.is_empty() && !labelled)
                || value.is_empty()
                || value.chars().count() > 90
                || value.to_lowercase() == name
            {
                continue;
            }
            // An address may share its line with the telephone number.
            let parts: Vec<&str> = value.split(", ").map(trim).filter(|p| !p.is_empty()).collect();
            let kept: Vec<&str> = parts.iter().copied().filter(|p| !contact::is_contact(p) || has_postal(p)).collect();
            let (Some(first), Some(last)) = (kept.first(), kept.last()) else { continue };
            let joined = match (text.offset(first), text.offset(last)) {
                (Some(a), Some(b)) if b >= a => &text.document.text[a..b + last.len()],
                _ => first,
            };
            // “Senior Engineer, Gdańsk, Poland” is a headline and a place.
            let placed = || joined.match_indices(", ").map(|(i, _)| joined[i + 2..].trim()).find(|t| is_place(t));
            let joined = match placed() {
                Some(place)
                    if title_score(joined) > 1
                        && (place.contains(',') || joined.matches(", ").count() == 1 && is_town(place)) =>
                {
                    place
                }
                _ => joined,
            };
            if contact::patterns().email.is_match(joined) || title_score(joined) > 1 || dates::is_mostly_date(joined) {
                continue;
            }
            let postal = contact::patterns().postal.captures(joined);
            let mut score = if labelled { 3.0 } else { 0.0 };
            let mut value = joined.to_owned();
            if is_place(joined) {
                score += 3.0;
            } else if let Some(c) = &postal {
                score += 2.5;
                if let Some(city) = c.get(1).or_else(|| c.get(2)) {
                    let city = &joined[city.start()..];
                    value = trim(city.split('(').next().unwrap_or(city)).to_owned();
                }
            } else if i < 6
                && title_score(joined) == 0
                && joined.split(", ").count() == 2
                && joined.split(", ").next().is_some_and(is_town)
                && joined.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '-' | '.' | '\'' | '’'))
                && contact::items(row.text).any(contact::is_contact)
            {
                // “Centurion, Gauteng · +27 72 000 9157”
                score += 2.0;
            } else if let Some(town) = with_region(joined) {
                score += 2.5;
                value = town.to_owned();
            } else if i < 6
                && parts.len() == 1
                && joined.split('-').all(is_town)
                && contact::items(row.text).any(contact::is_contact)
            {
                // “Donostia-San Sebastián | +34 600 000 741”
                score += 1.5;
            } else if let Some((town, sure)) = town_in(joined).filter(|(_, sure)| labelled || *sure && i < 20) {
                score += if sure { 1.8 } else { 0.5 };
                value = town.to_owned();
            } else if let Some(tail) =
                joined.match_indices(", ").map(|(i, _)| joined[i + 2..].trim()).find(|t| is_place(t))
            {
                score += 2.0;
                value = tail.to_owned();
            } else if kept.len() >= 2
                && kept.len() <= 4
                && joined.chars().count() < 45
                && row.chars() < 120
                && i < 12
                && kept.iter().all(|k| k.chars().next().is_some_and(char::is_uppercase) && k.split(' ').count() <= 3)
            {
                score += 1.0;
            }
            if i < 12 && text.hinted(joined) == Some(EntityKind::Place) {
                score += 1.0;
            }
            score -= if is_school(&value) { 2.0 } else { 0.0 };
            score -= 0.03 * i as f32;
            if score > 0.5 && best.as_ref().is_none_or(|(b, ..)| score > *b) {
                best = Some((score, value, joined));
            }
        }
    }
    best
}

/// “Staatsbürgerschaft → Österreich”, “Place of birth: Voitsberg”: places where nobody need live.
fn is_citizenship(row: &str) -> bool {
    let label = headings::fold(row.split(['\t', ':']).next().unwrap_or_default());
    vocabulary().places.origins.begin(&label)
}

/// “3000-389 Coimbra” and “Osaka 541-0041” have as many digits as a telephone number.
fn has_postal(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    let town = part.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ' '));
    !part.contains(['+', '@']) && digits <= 8 && (contact::patterns().postal.is_match(part) || is_place(town))
}
