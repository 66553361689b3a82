//! The words by which résumés and jobs are read. Each language has one file in `data/languages`; `docs/languages.md` says
//! what its keys mean. The readers use all languages at once: a résumé may mix them.

pub(crate) mod words;

use crate::fold::fold;
use hireq_domain::resume::SectionKind;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};
pub use words::{Folded, Patterns, Words};

/// Every language's file, by its code: written by `build.rs`.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The tables of a language's file. What a language leaves out is empty; what no table knows is an error.
macro_rules! tables {
    ($($table:ident { $($key:ident: $kind:ty),* $(,)? })*) => {$(
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $table { $(pub $key: $kind),* }

        impl $table {
            /// Takes in another language's words.
            fn add(&mut self, other: Self) { $(self.$key.add(other.$key);)* }
        }
    )*};
}

tables! {
    Vocabulary {
        words: SmallWords, lines: Lines, periods: Periods, months: Months, headings: Headings,
        heading_words: HeadingWords, labels: Labels, names: Names, titles: Titles, positions: Positions,
        employers: Employers, pauses: Pauses, schools: Schools, degrees: Degrees, courses: Courses, places: Places,
        spoken: Spoken, skills: Skills, proficiency: Proficiency, requirements: Requirements, matching: Matching,
    }
    SmallWords { and: Words, or: Words, unended: Words, abbreviations: Words, common: Words }
    Lines { page: Folded, page_of: Folded, referral: Folded, consent: Words }
    Periods {
        present: Words, between: Words, since: Words, from: Words, seasons: Words, start_labels: Folded,
        end_labels: Folded, lengths: Folded,
    }
    Months {
        january: Words, february: Words, march: Words, april: Words, may: Words, june: Words, july: Words,
        august: Words, september: Words, october: Words, november: Words, december: Words, ambiguous: Words,
    }
    Headings {
        experience: Folded, education: Folded, skills: Folded, summary: Folded, projects: Folded, languages: Folded,
        certificates: Folded, publications: Folded, awards: Folded, volunteering: Folded, other: Folded,
        leads: Folded, rest: Folded, contact: Folded, referees: Folded, everyday: Folded, groups: Folded,
    }
    HeadingWords {
        experience: Patterns, education: Patterns, skills: Patterns, summary: Patterns, projects: Patterns,
        languages: Patterns, certificates: Patterns, publications: Patterns, awards: Patterns,
        volunteering: Patterns, other: Patterns,
    }
    Labels {
        title: Folded, employer: Folded, particulars: Folded, terms: Folded, tools: Folded, name: Folded,
        address: Folded, contact: Folded, course: Folded, columns: Folded, skill_columns: Folded,
        level_columns: Folded, language_table: Folded, papers: Words, papers_of: Words,
    }
    Names {
        before: Words, after: Words, salutations: Folded, documents: Folded, captions: Folded, particles: Words,
        licences: Folded, labels: Folded, others: Folded,
    }
    Titles { words: Folded, endings: Folded, learned: Folded, feminine: Folded, parts: Words, before: Folded }
    Positions { at: Words, at_or_in: Words, sentences: Words, articles: Words, employed: Words, until: Words }
    Employers {
        words: Folded, weak: Folded, parts: Words, legal_forms: Folded, branches: Folded, terms: Folded,
        departments: Folded, units: Folded,
    }
    Pauses { words: Folded, covers: Folded }
    Schools {
        words: Folded, endings: Patterns, first: Folded, last: Folded, names: Words, parts: Words, examiners: Folded,
    }
    Degrees {
        words: Folded, beginnings: Folded, whole: Folded, parts: Words, general: Folded, doctorate: Patterns,
        master: Patterns, bachelor: Patterns, long_first: Patterns, vocational: Patterns, secondary: Patterns,
    }
    Courses { remarks: Folded, kinds: Folded, from: Words }
    Places {
        countries: Folded, cities: Folded, regions: Folded, parts: Folded, origins: Folded, streets: Folded,
        leading_streets: Folded,
    }
    Skills { levels: Words, years: Words, before_letter: Words, after_letter: Words }
    Proficiency { a1: Words, a2: Words, b1: Words, b2: Words, c1: Words, c2: Words, native: Words }
    Requirements {
        or: Words, doctorate: Words, master: Words, bachelor: Words, vocational: Words, secondary: Words, no_subject: Words,
        filler: Words, common: Words, driving: Words, driving_names: Words,
    }
    Matching { headline_ends: Words, before_headline_end: Words, pronouns: Words, streets: Words }
}

/// The names of spoken languages, by the code of the language that is named.
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
    /// Each language's own small words, by its code.
    common: Vec<(String, Words)>,
}

static LANGUAGES: LazyLock<Languages> =
    LazyLock::new(|| Languages::load(FILES).expect("a test loads the files that are compiled in"));

/// All languages' words, read at first use.
#[must_use]
pub fn vocabulary() -> &'static Vocabulary {
    &LANGUAGES.all
}

/// Each language's small words, by which a text's language is guessed.
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
    /// What phrases announce.
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
    /// What single words announce, in the order in which they are asked.
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
    /// From January on.
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
    /// Names in folded letters, and those of scripts that put no spaces between words.
    pub(crate) fn folded(&self) -> (std::collections::HashSet<String>, Vec<&str>) {
        let (spaceless, spaced): (Vec<&str>, Vec<&str>) =
            self.0.values().flat_map(Words::iter).partition(|name| name.chars().all(|c| (c as u32) >= 0x2E80));
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
