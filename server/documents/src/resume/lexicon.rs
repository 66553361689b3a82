//! Recognises titles, employers, schools, degrees, places and spoken languages by their words.

use super::text::trim;
use crate::{fold::fold, vocabulary::vocabulary};
use hireq_domain::resume::DegreeLevel;
use regex::Regex;
use std::{
    collections::HashSet,
    sync::{LazyLock, OnceLock},
};

/// How much a phrase sounds like a job title.
pub(super) fn title_score(text: &str) -> i32 {
    let titles = &vocabulary().titles;
    let folded = fold(text);
    // German derives a feminine title from the masculine one with "-in".
    let feminine = |w: &str| titles.feminine.iter().any(|end| w.strip_suffix(end).is_some_and(|w| titles.words.has(w)));
    let is_title = |w: &str| titles.words.has(w) || is_learned_profession(w) || compound_title(w) || feminine(w);
    let count = folded.split(' ').filter(|w| is_title(w)).count().min(3) as i32;
    // English puts the noun last: "Software Engineer", "Head of Sales, Europe".
    let noun = folded.split(' ').next_back().is_some_and(is_title) || folded.split(' ').next().is_some_and(is_title);
    2 * count + i32::from(noun && count > 0) + if titles.parts.within(text) { 3 } else { 0 }
}

/// Titles of academic or medical professions by their ending: “hydrologist”, “Kardiologin”, “psychologue”.
fn is_learned_profession(word: &str) -> bool {
    word.len() > 7 && vocabulary().titles.learned.end(word)
}

/// German writes titles as compound words.
fn compound_title(word: &str) -> bool {
    word.len() > 8 && vocabulary().titles.endings.end(word)
}

/// How much a phrase sounds like an employer's name.
pub(super) fn employer_score(text: &str) -> i32 {
    let employers = &vocabulary().employers;
    let folded = fold(text);
    let count = folded.split(' ').filter(|w| employers.words.has(w)).count().min(2) as i32;
    let last = folded
        .split(' ')
        .next_back()
        .is_some_and(|w| employers.words.has(w) || (employers.weak.has(w) && title_score(text) == 0));
    2 * count + i32::from(last) + if employers.parts.within(text) { 3 } else { 0 }
}

/// Positive for titles, negative for employers.
pub(super) fn title_margin(text: &str) -> i32 {
    title_score(text) - 2 * employer_score(text)
}

/// Whether a phrase names a school.
pub(super) fn is_school(text: &str) -> bool {
    let schools = &vocabulary().schools;
    let folded = fold(text);
    schools.parts.within(text)
        || schools.words.any_in(&folded)
        || schools.endings.fit(&folded)
        // Examining boards in India, and chambers that examine apprentices in Germany.
        || folded.rsplit_once(' ').is_some_and(|(_, last)| schools.last.has(last))
        || folded.split_once(' ').is_some_and(|(first, _)| schools.first.has(first))
        || text.split(|c: char| !c.is_alphanumeric()).any(|w| schools.names.has(w))
}

/// Whether a phrase names a degree.
pub(super) fn is_degree(text: &str) -> bool {
    static DOTTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?:B\.?\s?(?:Sc|A|S|E|Eng|Tech|Com|Ed|Arch)|M\.?\s?(?:Sc|A|S|E|Eng|Tech|Ed|Phil|Com)|Ph\.?\s?D|Dipl\.?|LL\.?[BM]|A\.?A\.?S|A\.[AS]|M\.?B\.?A|M\.?D|Dr)\b\.?").expect("the pattern is a constant")
    });
    let degrees = &vocabulary().degrees;
    let folded = fold(text);
    folded.split(' ').any(|w| w.len() > 2 && degrees.words.has(w))
        || degrees.beginnings.begin(&folded)
        || folded.contains(" award ") && folded.contains(" level ")
        || degrees.whole.has(&folded)
        || DOTTED.is_match(text)
        || degrees.parts.within(text)
}

/// The level of a degree, judged by its words.
pub(super) fn degree_level(text: &str) -> Option<DegreeLevel> {
    let degrees = &vocabulary().degrees;
    let folded = fold(text);
    let levels = [
        (&degrees.doctorate, DegreeLevel::Doctorate),
        (&degrees.master, DegreeLevel::Master),
        (&degrees.bachelor, DegreeLevel::Bachelor),
        // “Diplom” alone equals a master's degree, but not after “Bachelor”.
        (&degrees.long_first, DegreeLevel::Master),
        (&degrees.vocational, DegreeLevel::Vocational),
        (&degrees.secondary, DegreeLevel::Secondary),
    ];
    levels.into_iter().find(|(words, _)| words.fit(&folded)).map(|(_, level)| level)
}

/// Whether a phrase is a place and nothing else.
pub(super) fn is_place(text: &str) -> bool {
    static STATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\p{Lu}][\p{L}.'’\- ]{2,30}, ?(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|BC|ON|QC|AB|NSW|VIC|QLD|AC|AP|BA|CE|DF|ES|GO|MG|MT|PB|PE|PI|PR|RJ|RN|RO|RR|RS|SP)(?: \d{5}(?:-\d{4})?)?(?:,? ?(?:USA?|United States|Canada))?$")
            .expect("the pattern is a constant")
    });
    // "Dubbo NSW 2830".
    static AUSTRALIAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\p{Lu}[\p{L}'’\- ]{1,30},? (?:NSW|VIC|QLD|TAS|ACT)(?: \d{4})?$")
            .expect("the pattern is a constant")
    });
    let places = &vocabulary().places;
    let text = without_town_mark(text.trim());
    if text.chars().count() > 60 || text.is_empty() || text.matches(',').count() > 3 {
        return false;
    }
    if STATE.is_match(text) || AUSTRALIAN.is_match(text) {
        return true;
    }
    let folded: Vec<String> = text
        .split(',')
        .map(|p| fold(p).split(' ').filter(|w| !w.chars().any(|c| c.is_ascii_digit())).collect::<Vec<_>>().join(" "))
        .collect();
    let country = |s: &String| places.countries.has(s);
    let city = |s: &String| places.cities.has(s);
    let size = |i: usize| folded.get(i).map_or(0, |f| f.split(' ').count());
    // "Cebu City" is a city, although that word is also common in employers' names.
    let (first, rest) = text.split_once(',').unwrap_or((text, ""));
    let first = first.strip_suffix(" City").unwrap_or(first);
    let named = title_score(text) > 0 || employer_score(first) > 0 || employer_score(rest) > 0;
    match folded.as_slice() {
        // "Ho Chi Minh City VN", "Brooklyn, NY US".
        [one] => {
            (country(one) && one.len() > 2)
                || city(one)
                || one.rsplit_once(' ').is_some_and(|(a, b)| places.cities.has(a) && places.countries.has(b))
        }
        [_, last]
            if last.split(' ').count() == 2
                && last.split(' ').all(|w| places.countries.has(w))
                && size(0) <= 3
                && !named =>
        {
            true
        }
        [first, rest @ ..] if city(first) && rest.len() <= 3 => {
            rest.iter().all(|r| country(r) || city(r) || r.split(' ').count() <= 3) && !named
        }
        [_, last] => country(last) && !city(last) && size(0) <= 3 && !named && !text.contains(" & "),
        [_, middle, last] => {
            let region = middle.rsplit_once(' ').is_some_and(|(_, kind)| places.regions.has(kind));
            country(last) && (country(middle) && !city(middle) || region) && size(0) <= 3 && !named
        }
        _ => false,
    }
}

/// “г. Самара” without its abbreviation for "town".
fn without_town_mark(text: &str) -> &str {
    let marks = vocabulary().places.town_marks.iter();
    marks.filter_map(|mark| text.strip_prefix(mark)?.strip_prefix(' ')).next().unwrap_or(text)
}

/// Generated by `scripts/cities`.
const TOWNS: &str = include_str!("../../data/cities.txt");

/// Whether a phrase is a town's name. Many are also common words or people's names, so use this only where a place is
/// expected, and [`is_place`] elsewhere.
pub(super) fn is_town(text: &str) -> bool {
    static SORTED: OnceLock<Vec<&str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| TOWNS.lines().filter(|line| !line.starts_with('#')).collect());
    let text = without_town_mark(trim(text));
    !text.starts_with(char::is_lowercase)
        && text.chars().count() <= 40
        && !text.contains(',')
        && sorted.binary_search(&fold(text).as_str()).is_ok()
        && title_score(text) == 0
        && employer_score(text.strip_suffix(" City").unwrap_or(text)) == 0
}

/// Whether a phrase begins with the name of a spoken language.
pub(super) fn is_spoken(text: &str) -> bool {
    static NAMES: LazyLock<(HashSet<String>, Vec<&str>)> = LazyLock::new(|| vocabulary().spoken.folded());
    let (names, spaceless) = &*NAMES;
    fold(text).split(' ').take(2).any(|word| names.contains(word)) || spaceless.iter().any(|name| text.contains(name))
}
