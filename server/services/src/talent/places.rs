//! Places to search in: a country under all of its names, and with its towns.

use crate::pattern::regex;
use regex::Regex;
use std::sync::LazyLock;

/// A country's names and its towns.
struct Country {
    names: Vec<String>,
    all: Vec<String>,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let list = |part: &str| part.split(',').map(plain).collect::<Vec<_>>();
    include_str!("../../data/countries.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('|'))
        .map(|(names, towns)| Country { names: list(names), all: [list(names), list(towns)].concat() })
        .collect()
});

/// Lower-case words separated by single spaces.
pub(crate) fn plain(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The first name of the country that is called so.
pub(crate) fn usual_name(country: &str) -> Option<String> {
    let wanted = plain(country);
    COUNTRIES.iter().find(|country| country.names.contains(&wanted)).and_then(|country| country.names.first().cloned())
}

/// The first name of the country in which this large town is.
pub(crate) fn country_of(town: &str) -> Option<&'static str> {
    let wanted = plain(town);
    let of = |country: &&Country| country.all.contains(&wanted) && !country.names.contains(&wanted);
    COUNTRIES.iter().find(of).and_then(|country| country.names.first()).map(String::as_str)
}

/// The first name of every country.
#[cfg(test)]
pub(crate) fn usual_names() -> impl Iterator<Item = String> {
    COUNTRIES.iter().filter_map(|country| country.names.first().cloned())
}

/// Separates places of which any one is enough.
static OR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\s*(?:[/;,]|\b(?:or|and|oder|und|ou|et|of|en|nor)\b)\s*(?:in\s+)?"));

/// All names under which people may state this place, or any of several places, as their location; empty if it is not a
/// place.
pub(super) fn names_of(places: &str) -> Vec<String> {
    // A place whose own name contains such a word is one place: Bosnia and Herzegovina.
    let parts = if is_place(places) { vec![places] } else { OR.split(places).collect() };
    let mut names: Vec<String> = parts.into_iter().flat_map(names_of_one).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn names_of_one(place: &str) -> Vec<String> {
    let wanted = plain(place);
    if wanted.is_empty() {
        return vec![];
    }
    let country = COUNTRIES.iter().find(|country| country.names.contains(&wanted));
    country.map_or_else(|| vec![wanted], |country| country.all.clone())
}

fn is_place(place: &str) -> bool {
    let place = plain(place);
    COUNTRIES.iter().any(|country| country.all.contains(&place))
}

/// Whether it is the name of a country or of one of its large towns, or of several of them.
pub(super) fn is_known(places: &str) -> bool {
    is_place(places) || OR.split(places).all(is_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_searched_by_all_its_names_and_towns_and_a_town_by_its_own() {
        let germany = names_of("Germany");
        assert!(germany.contains(&"deutschland".to_owned()) && germany.contains(&"münchen".to_owned()));
        assert_eq!(names_of("Deutschland"), germany);
        assert_eq!(names_of(" Stoke-on-Trent "), ["stoke on trent"]);
        assert_eq!(names_of("Hamburg or Leeds"), ["hamburg", "leeds"]);
        assert!(names_of(" ").is_empty());
        assert!(is_known("Hamburg, Leeds or Wien") && !is_known("Hamburg or Rust") && !is_known("or"));
        assert!(is_known("the Netherlands") && is_known("Kraków") && !is_known("Rust"));
    }
}
