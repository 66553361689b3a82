//! Parses text into fields with rules, so that the same file always gives the same result and every field can be traced
//! to its position. Hints about names help where the rules leave a choice.

mod address;
mod anchors;
mod boilerplate;
mod broken;
mod capitals;
mod chronicle;
mod contact;
pub(crate) mod dates;
mod draft;
mod education;
mod employer;
mod entries;
mod experience;
pub(crate) mod headings;
mod heads;
mod hints;
mod labels;
mod language;
mod lexicon;
mod lists;
mod pause;
mod person;
mod proposed;
mod sections;
mod segments;
mod text;
mod unheaded;
mod unknown;
mod years;

use crate::Document;
use hireq_domain::resume::{ParsedResume, Section, SectionKind};
use text::{Row, Text};

pub use hints::{EntityHint, EntityKind};
pub use language::guess as language;

/// Whether a phrase contains a word from job titles in any of the parser's languages.
#[must_use]
pub fn names_a_title(phrase: &str) -> bool {
    lexicon::title_score(phrase) > 0
}

/// The version of the rules; results stored by an older version may be recomputed.
pub const PARSER_VERSION: &str = "hireq-parser/9";

/// Parses a résumé. `today` is the end of ongoing periods.
#[must_use]
pub fn parse(document: &Document, today: chrono::NaiveDate) -> ParsedResume {
    parse_with(document, today, &[])
}

/// Like [`parse`], with hints about names in the document's text. They are weak evidence: they are used only where the
/// rules are unsure, and never override them.
#[must_use]
pub fn parse_with(document: &Document, today: chrono::NaiveDate, hints: &[EntityHint]) -> ParsedResume {
    let _remembering = dates::Remembering::new();
    let mut text = Text::new(document, hints);
    let sections = sections::cut(&mut text);
    let mut resume = ParsedResume {
        parser_version: PARSER_VERSION.to_owned(),
        language: language::guess(&document.text).map(str::to_owned),
        warnings: document.warnings.clone(),
        ..ParsedResume::default()
    };
    let header: Vec<&Row<'_>> =
        sections.iter().filter(|s| s.kind == SectionKind::Header || s.contact).flat_map(|s| s.rows.iter()).collect();
    contact::read(&text, &header, &mut resume);
    person::name(&text, &header, &mut resume);
    address::location(&text, &header, &mut resume);
    person::headline(&text, &header, &mut resume);
    for section in &sections {
        match section.kind {
            SectionKind::Experience => {
                let rows = bounded(&section.rows);
                let found = chronicle::positions(&text, rows).unwrap_or_else(|| experience::read(&text, rows));
                resume.experience.extend(found);
            }
            SectionKind::Education => {
                let rows = bounded(&section.rows);
                let found = chronicle::courses(&text, rows).unwrap_or_else(|| education::read(&text, rows));
                resume.education.extend(found);
            }
            SectionKind::Skills => lists::skills(&text, &section.rows, &mut resume),
            SectionKind::Languages => lists::languages(&text, &section.rows, &mut resume),
            SectionKind::Certificates => lists::certificates(&text, &section.rows, &mut resume),
            SectionKind::Summary if resume.summary.is_none() => {
                if let (Some(first), Some(last)) = (section.rows.first(), section.rows.last()) {
                    let part = &document.text[first.start..last.end()];
                    resume.summary = Some(text.field(part, 0.85));
                }
            }
            _ => {}
        }
    }
    if !sections.iter().any(|s| s.kind == SectionKind::Experience) {
        unheaded::read(&text, bounded(&sections[0].rows), &mut resume);
    }
    for section in sections.iter().filter(|s| lists::may_mention(s.kind)) {
        for row in section.rows.iter().filter(|row| !boilerplate::is_consent(row)) {
            lists::mentions(&text, row.text, 0.5, &mut resume);
        }
    }
    resume.total_years = years::total(&resume.experience, today);
    resume.sections = sections
        .iter()
        .filter(|s| s.end > s.start)
        .map(|s| Section { kind: s.kind, heading: s.heading.to_owned(), span: text.span(s.start..s.end) })
        .collect();
    resume
}

/// Limits the rows of a section: no real one is longer, and parsing takes more than linear time.
fn bounded<'r, 'a>(rows: &'r [Row<'a>]) -> &'r [Row<'a>] {
    &rows[..rows.len().min(1500)]
}
