//! The person's home address: the most likely one near the top of the page, or beside the name.

use super::{
    contact, dates,
    hints::EntityKind,
    lexicon::{is_place, is_school, is_town, title_score},
    text::{Row, Text, trim},
};
use crate::{
    fold::fold,
    vocabulary::{is_spaceless, vocabulary},
};
use hireq_domain::resume::ParsedResume;

/// The part of an address that starts with its town, without numbers, and whether there is further evidence that it is
/// a town: a number or a country.
fn town_in(address: &str) -> Option<(&str, bool)> {
    let numbered = |part: &str| part.split(' ').any(|w| w.contains(|c: char| c.is_ascii_digit()));
    let plain = |part: &str| -> (usize, usize) {
        let word = |w: &&str| !w.contains(|c: char| c.is_ascii_digit());
        let first = part.split(' ').take_while(|w| !word(w)).map(|w| w.len() + 1).sum::<usize>().min(part.len());
        let length = part[first..].split(' ').take_while(word).map(|w| w.len() + 1).sum::<usize>();
        (first, (first + length.saturating_sub(1)).min(part.len()))
    };
    // If a district and its city are given, the city counts.
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

/// Whether these words are a label before an address.
fn is_label(folded: &str) -> bool {
    vocabulary().labels.address.has(folded)
}

/// “Street 3” and “Block A” are parts of an address, although towns have such names too.
fn is_part(words: &str) -> bool {
    vocabulary().places.parts.has(&fold(words))
}

pub(super) fn location(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let found = address(text, header, resume).or_else(|| {
        // If there is a sidebar, name and address may not be in the header; the address is then beside the name, or
        // beside the e-mail address.
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

/// A town with its region's abbreviation after a dash or slash or in parentheses: “Fortaleza - CE”, “Contagem/MG”, or
/// “Victoriaville (Québec)” at the end of a longer address.
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

/// A place after a map pin symbol, anywhere in a sidebar.
fn marked<'a>(text: &Text<'a>) -> Option<&'a str> {
    let marks = ['⚲', '⌂', '📍', '🏠', '\u{f041}', '\u{f3c5}', '\u{f015}'];
    text.rows.iter().find_map(|row| {
        let place = trim(row.text.trim_start().strip_prefix(marks)?);
        is_place(place).then_some(place)
    })
}

/// The weights of the evidence for an address. A label is decisive; of the other conditions only the first that applies
/// counts.
mod weight {
    pub(super) const LABEL: f32 = 3.0;
    pub(super) const PLACE: f32 = 3.0;
    pub(super) const POSTAL_CODE: f32 = 2.5;
    pub(super) const TOWN_WITH_SHORT_REGION: f32 = 2.5;
    pub(super) const TOWN_AND_REGION: f32 = 2.0;
    pub(super) const ENDS_IN_PLACE: f32 = 2.0;
    pub(super) const TOWN_IN_ADDRESS: f32 = 1.8;
    pub(super) const TOWN: f32 = 1.5;
    pub(super) const CAPITALISED: f32 = 1.0;
    pub(super) const LABELLED_TOWN: f32 = 0.5;
    pub(super) const HINT: f32 = 1.0;
    pub(super) const SCHOOL: f32 = -2.0;
    /// For each row further down.
    pub(super) const ROW: f32 = -0.03;
    /// The minimum score of an address.
    pub(super) const LEAST: f32 = 0.5;
}

/// The most likely address in these rows: its score, the part to keep, and the full text.
fn address<'a>(text: &Text<'a>, header: &[&Row<'a>], resume: &ParsedResume) -> Option<(f32, String, &'a str)> {
    let name = resume.name.as_ref().map(|n| n.value.to_lowercase()).unwrap_or_default();
    let mut best: Option<(f32, String, &'a str)> = None;
    for (at, row) in header.iter().take(45).enumerate().filter(|(_, row)| !is_citizenship(row.text)) {
        // The label may be on a line of its own.
        let is_above = at.checked_sub(1).is_some_and(|above| is_label(&fold(header[above].text)));
        let mut announced = is_above;
        for item in contact::items(row.text) {
            let (label, value) = contact::without_label(item);
            let label = fold(label);
            let labelled = is_label(&label) || label.is_empty() && announced;
            // Or in a cell of its own.
            let beside_cell = announced && !is_above;
            announced = labelled && value.is_empty() || label.is_empty() && is_label(&fold(value));
            if announced {
                continue;
            }
            // This is the label of the next cell.
            let named = vocabulary().labels.contact.has(&fold(value))
                || !name.is_empty() && value.to_lowercase().starts_with(&name);
            if named || !label.is_empty() && !labelled || value.is_empty() || value.chars().count() > 90 {
                continue;
            }
            let Some(candidate) = Candidate::new(text, row, at, value, labelled) else { continue };
            let (kept, score) = candidate.scored(text);
            // Beside a label in its own cell there may first be a street, with the town below it.
            let score = if beside_cell && candidate.kept().1 <= 0.0 { score - weight::LABEL } else { score };
            if score > weight::LEAST && best.as_ref().is_none_or(|(b, ..)| score > *b) {
                best = Some((score, kept.to_owned(), candidate.words));
            }
        }
    }
    best
}

/// Part of the header that may be an address.
struct Candidate<'r, 'a> {
    row: &'r Row<'a>,
    /// The index of its row in the header.
    at: usize,
    labelled: bool,
    /// From its first to its last part that is not contact data.
    words: &'a str,
    /// Those parts.
    kept: Vec<&'a str>,
    /// Whether it had no other parts and no comma.
    single: bool,
}

impl<'r, 'a> Candidate<'r, 'a> {
    fn new(text: &Text<'a>, row: &'r Row<'a>, at: usize, value: &'a str, labelled: bool) -> Option<Self> {
        // An address may share its line with a telephone number.
        let parts: Vec<&str> = value.split(", ").map(trim).filter(|p| !p.is_empty()).collect();
        let kept: Vec<&str> = parts.iter().copied().filter(|p| !contact::is_contact(p) || has_postal(p)).collect();
        let (first, last) = (kept.first()?, kept.last()?);
        let words = match (text.offset(first), text.offset(last)) {
            (Some(a), Some(b)) if b >= a => &text.document.text[a..b + last.len()],
            _ => *first,
        };
        let words = behind_headline(words);
        let other = words.contains('@') || title_score(words) > 1 || dates::is_mostly_date(words);
        (!other).then_some(Self { row, at, labelled, words, kept, single: parts.len() == 1 })
    }

    /// The part to keep, and the score.
    fn scored(&self, text: &Text<'_>) -> (&'a str, f32) {
        let (kept, fits) = self.kept();
        let mut score = if self.labelled { weight::LABEL } else { 0.0 };
        score += fits;
        if self.at < 12 && text.hinted(self.words) == Some(EntityKind::Place) {
            score += weight::HINT;
        }
        score += if is_school(kept) { weight::SCHOOL } else { 0.0 };
        score += weight::ROW * self.at as f32;
        (kept, score)
    }

    fn kept(&self) -> (&'a str, f32) {
        let words = self.words;
        if let Some(area) =
            eastern_area(words).filter(|area| self.labelled || self.at < 12 && area.len() == words.len())
        {
            (area, weight::PLACE)
        } else if is_place(words) {
            (words, weight::PLACE)
        } else if let Some(city) = postal_city(words) {
            (city, weight::POSTAL_CODE)
        } else if self.at < 6 && self.beside_contact() && is_town_and_region(words) {
            (words, weight::TOWN_AND_REGION)
        } else if let Some(town) = with_region(words) {
            (town, weight::TOWN_WITH_SHORT_REGION)
        } else if self.at < 6 && self.single && words.split('-').all(is_town) && self.beside_contact() {
            // “Donostia-San Sebastián | +34 600 000 741”
            (words, weight::TOWN)
        } else if let Some((town, sure)) = town_in(words).filter(|(_, sure)| self.labelled || *sure && self.at < 20) {
            (town, if sure { weight::TOWN_IN_ADDRESS } else { weight::LABELLED_TOWN })
        } else if let Some(place) = behind_commas(words).find(|tail| is_place(tail)) {
            (place, weight::ENDS_IN_PLACE)
        } else if self.capitalised() {
            (words, weight::CAPITALISED)
        } else {
            (words, 0.0)
        }
    }

    /// Whether other contact data is on the same line.
    fn beside_contact(&self) -> bool {
        contact::items(self.row.text).any(contact::is_contact)
    }

    /// Whether it consists of two to four short, capitalised parts.
    fn capitalised(&self) -> bool {
        (2..=4).contains(&self.kept.len())
            && self.words.chars().count() < 45
            && self.row.chars() < 120
            && self.at < 12
            && self.kept.iter().all(|k| k.starts_with(char::is_uppercase) && k.split(' ').count() <= 3)
    }
}

/// The regions at the start of an East Asian address: “大阪府大阪市中央区” in “〒540-0008 大阪府大阪市中央区大手前3-1-2”, “서울특별시 마포구” in
/// “서울특별시 마포구 월드컵로 1”.
fn eastern_area(words: &str) -> Option<&str> {
    let words =
        words.trim_start_matches(|c: char| c == '〒' || c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')'));
    let endings = &vocabulary().places.endings;
    let street = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
    let is_end = |at: &usize| {
        let behind = &words[*at..street];
        // Korean separates regions with spaces; Chinese and Japanese do not.
        words[..*at].starts_with(is_spaceless)
            && endings.end(&words[..*at])
            && (!is_hangul(words) || !behind.starts_with(is_spaceless))
    };
    let mut ends = words[..street].char_indices().rev().map(|(at, c)| at + c.len_utf8()).filter(is_end);
    let end = ends.find(|end| words[..*end].chars().count() > 1)?;
    Some(words[..end].trim())
}

fn is_hangul(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '\u{ac00}'..='\u{d7a3}'))
}

/// The rest of an address after each of its commas.
fn behind_commas(words: &str) -> impl Iterator<Item = &str> {
    words.match_indices(", ").map(|(at, _)| words[at + 2..].trim())
}

/// In “Senior Engineer, Gdańsk, Poland”, the place after the headline.
fn behind_headline(words: &str) -> &str {
    let place = behind_commas(words).find(|tail| is_place(tail)).filter(|place| {
        title_score(words) > 1 && (place.contains(',') || words.matches(", ").count() == 1 && is_town(place))
    });
    place.unwrap_or(words)
}

/// The city after a postal code, or the whole text if no city follows the code; `None` without a postal code.
fn postal_city(words: &str) -> Option<&str> {
    let found = contact::patterns().postal.captures(words)?;
    let Some(city) = found.get(1).or_else(|| found.get(2)) else { return Some(words) };
    let city = &words[city.start()..];
    Some(trim(city.split('(').next().unwrap_or(city)))
}

/// “Centurion, Gauteng”: a town and a region that is in no list.
fn is_town_and_region(words: &str) -> bool {
    title_score(words) == 0
        && words.split(", ").count() == 2
        && words.split(", ").next().is_some_and(is_town)
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '-' | '.' | '\'' | '’'))
}

/// Places that say nothing about a home: “Staatsbürgerschaft → Österreich”, “Place of birth: Voitsberg”.
fn is_citizenship(row: &str) -> bool {
    let label = fold(row.split(['\t', ':']).next().unwrap_or_default());
    vocabulary().places.origins.begin(&label)
}

/// Postal codes such as “3000-389 Coimbra” and “Osaka 541-0041” have as many digits as a telephone number.
fn has_postal(part: &str) -> bool {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    let town = part.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | ' '));
    eastern_area(part).is_some()
        || !part.contains(['+', '@']) && digits <= 8 && (contact::patterns().postal.is_match(part) || is_place(town))
}
