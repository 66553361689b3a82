//! The structure of a language's file. `docs/languages.md` explains the keys.

use super::{Folded, Patterns, Spoken, Words};
use serde::Deserialize;

/// Defines the tables of a language's file. Missing keys are empty; unknown keys are an error.
macro_rules! tables {
    ($($table:ident { $($key:ident: $kind:ty),* $(,)? })*) => {$(
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $table { $(pub $key: $kind),* }

        impl $table {
            /// Adds another language's words.
            pub(super) fn add(&mut self, other: Self) { $(self.$key.add(other.$key);)* }
        }
    )*};
}

tables! {
    Vocabulary {
        words: SmallWords, lines: Lines, periods: Periods, events: Events, months: Months, headings: Headings,
        heading_words: HeadingWords, labels: Labels, names: Names, titles: Titles, positions: Positions,
        employers: Employers, pauses: Pauses, schools: Schools, degrees: Degrees, courses: Courses, places: Places,
        spoken: Spoken, skills: Skills, proficiency: Proficiency, requirements: Requirements, matching: Matching,
    }
    SmallWords { and: Words, or: Words, unended: Words, abbreviations: Words, common: Words }
    Lines { page: Folded, page_of: Folded, referral: Folded, consent: Words }
    Periods {
        present: Words, between: Words, since: Words, from: Words, seasons: Words, start_labels: Folded,
        end_labels: Folded, lengths: Folded, after_year: Words,
    }
    Events { begins: Words, ends: Words, duties: Words }
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
        leading_streets: Folded, endings: Words, town_marks: Words,
    }
    Skills { levels: Words, years: Words, before_letter: Words, after_letter: Words }
    Proficiency { a1: Words, a2: Words, b1: Words, b2: Words, c1: Words, c2: Words, native: Words }
    Requirements {
        or: Words, doctorate: Words, master: Words, bachelor: Words, vocational: Words, secondary: Words, no_subject: Words,
        filler: Words, common: Words, driving: Words, driving_names: Words,
    }
    Matching { headline_ends: Words, before_headline_end: Words, pronouns: Words, streets: Words }
}
