//! The words by which résumés and jobs are parsed. Each language has a file in `data/languages`; `docs/languages.md`
//! explains the keys. The parsers use all languages at once, because a résumé may mix them.

mod tables;
pub(crate) mod words;

use crate::fold::fold;
use hireq_domain::resume::SectionKind;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};
pub use tables::*;
pub use words::{Folded, Patterns, Words};

/// The files of all languages by their codes, listed by `build.rs`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Whether a character belongs to a script that puts no spaces between words, or whose words may run together.
pub(crate) const fn is_spaceless(c: char) -> bool {
    c as u32 >= 0x2E80
}

/// The names of spoken languages, by the code of the language named.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Spoken(BTreeMap<String, Words>);

impl Spoken {
    fn add(&mut self, other: Self) {
        for (code, names) in other.0 {
            self.0.entry(code).or_default().add(names);
        }
    }

    /// Each language's code and its names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Words)> {
        self.0.iter().map(|(code, names)| (code.as_str(), names))
    }
}

struct Languages {
    all: Vocabulary,
    /// Each language's own common small words, by its code.
    common: Vec<(String, Words)>,
}

static LANGUAGES: LazyLock<Languages> =
    LazyLock::new(|| Languages::load(FILES).expect("a test loads the files that are compiled in"));

/// The words of all languages, loaded on first use.
#[must_use]
pub fn vocabulary() -> &'static Vocabulary {
    &LANGUAGES.all
}

/// Each language's common small words, used to guess a text's language.
pub(crate) fn common_words() -> &'static [(String, Words)] {
    &LANGUAGES.common
}

impl Languages {
    fn load(files: &[(&str, &str)]) -> Result<Self, String> {
        let (mut all, mut common) = (Vocabulary::default(), Vec::new());
        for (code, text) in files {
            let mut language: Vocabulary = toml::from_str(text).map_err(|wrong| format!("{code}.toml: {wrong}"))?;
            common.push(((*code).to_owned(), std::mem::take(&mut language.words.common)));
            all.add(language);
        }
        let mut announced = HashMap::new();
        for (kind, phrases) in all.headings.kinds() {
            for phrase in phrases.iter() {
                if let Some(other) = announced.insert(phrase, kind) {
                    return Err(format!("“{phrase}” announces both {other:?} and {kind:?}"));
                }
            }
        }
        Ok(Self { all, common })
    }
}

impl Headings {
    /// Heading phrases for each kind of section.
    pub(crate) fn kinds(&self) -> [(SectionKind, &Folded); 11] {
        [
            (SectionKind::Experience, &self.experience),
            (SectionKind::Education, &self.education),
            (SectionKind::Skills, &self.skills),
            (SectionKind::Summary, &self.summary),
            (SectionKind::Projects, &self.projects),
            (SectionKind::Languages, &self.languages),
            (SectionKind::Certificates, &self.certificates),
            (SectionKind::Publications, &self.publications),
            (SectionKind::Awards, &self.awards),
            (SectionKind::Volunteering, &self.volunteering),
            (SectionKind::Other, &self.other),
        ]
    }
}

impl HeadingWords {
    /// Heading words for each kind of section, in the order in which they are tried.
    pub(crate) fn kinds(&self) -> [(SectionKind, &Patterns); 11] {
        [
            (SectionKind::Experience, &self.experience),
            (SectionKind::Education, &self.education),
            (SectionKind::Skills, &self.skills),
            (SectionKind::Projects, &self.projects),
            (SectionKind::Certificates, &self.certificates),
            (SectionKind::Languages, &self.languages),
            (SectionKind::Publications, &self.publications),
            (SectionKind::Awards, &self.awards),
            (SectionKind::Summary, &self.summary),
            (SectionKind::Volunteering, &self.volunteering),
            (SectionKind::Other, &self.other),
        ]
    }
}

impl Months {
    /// From January to December.
    pub(crate) fn in_order(&self) -> [&Words; 12] {
        [
            &self.january,
            &self.february,
            &self.march,
            &self.april,
            &self.may,
            &self.june,
            &self.july,
            &self.august,
            &self.september,
            &self.october,
            &self.november,
            &self.december,
        ]
    }
}

impl Spoken {
    /// Folded names, and separately the names in scripts without spaces.
    pub(crate) fn folded(&self) -> (std::collections::HashSet<String>, Vec<&str>) {
        let (spaceless, spaced): (Vec<&str>, Vec<&str>) =
            self.0.values().flat_map(Words::iter).partition(|name| name.chars().all(is_spaceless));
        (spaced.into_iter().map(fold).collect(), spaceless)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_loads_and_every_key_is_explained() {
        const LISTS: [&str; 3] = ["months", "proficiency", "spoken"];
        let explained = include_str!("../../../../docs/languages.md");
        Languages::load(FILES).expect("sound files");
        for (code, text) in FILES {
            let tables: toml::Table = text.parse().expect("TOML");
            for (table, keys) in tables.into_iter().filter(|(table, _)| !LISTS.contains(&table.as_str())) {
                let keys = keys.as_table().expect("a table").keys().map(|key| format!("`{key}`"));
                let unexplained: Vec<_> = keys.filter(|key| !explained.contains(key)).collect();
                assert!(explained.contains(&format!("`[{table}]`")), "{code}.toml: [{table}]");
                assert!(unexplained.is_empty(), "{code}.toml: {unexplained:?}");
            }
        }
    }

    #[test]
    fn a_file_that_is_not_sound_does_not_load() {
        for (text, wrong) in [
            ("[titles]\nwordz = \"nurse\"", "unknown field `wordz`"),
            ("[tittles]\nwords = \"nurse\"", "unknown field `tittles`"),
            ("[titles]\nwords = \"nurse, cook, nurse\"", "“nurse” stands there twice"),
            ("[titles]\nwords = \"nurse\"\nwords = \"cook\"", "duplicate key"),
            ("[titles]\nwords = \"nurse, , cook\"", "nothing between two commas"),
            ("[titles]\nwords = \"médecin\"", "capitals, accents or punctuation"),
            ("[headings]\nskills = \"tools\"\nother = \"tools\"", "announces both Skills and Other"),
        ] {
            let error = Languages::load(&[("xx", text)]).err().expect(text);
            assert!(error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn a_language_is_one_file() {
        let file = "[titles]\nwords = \"bilim\"\n[headings]\nskills = \"beceriler\"\n[periods]\npresent = \"günümüz\"";
        let Languages { all, .. } =
            Languages::load(&[("en", "[titles]\nwords = \"nurse\""), ("tr", file)]).expect("two languages");
        assert!(all.titles.words.has("nurse") && all.titles.words.has("bilim"));
        assert!(all.headings.skills.has("beceriler") && all.periods.present.has("günümüz"));
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        let Languages { all, .. } =
            Languages::load(&[("xx", "[degrees]\nmaster = \"*magist*, m sc, *diplom\"")]).expect("a language");
        let is = |phrase: &str| all.degrees.master.fit(phrase);
        assert!(is("magister artium") && is("m sc physics") && is("fachdiplom"));
        assert!(!is("diplomatic studies") && !is("tm scx"));
    }
}
