//! What may count of a résumé: its text without the person, its skills, periods, degrees and languages.

use super::{
    closeness::Occupation,
    impersonal::neutral,
    lexicon, titles,
    words::{self, Word},
};
use crate::sentences::Sentence;
use chrono::{Datelike, NaiveDate};
use hireq_domain::resume::{DegreeLevel, Field, ParsedResume, PartialDate, PeriodEnd, SectionKind, Span};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Profile {
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// By canonical name in lower case.
    pub(super) skills: BTreeMap<String, Vec<Span>>,
    pub(super) years: Option<f32>,
    pub(super) periods: Vec<Period>,
    pub(super) education: Vec<Course>,
    pub(super) languages: Vec<(String, Option<Span>)>,
    pub(super) certificates: Vec<(String, Option<Span>)>,
    /// What the person stated in addition to the file's text.
    pub(super) stated: Vec<Sentence>,
    /// The ISO 639-1 code of the language that it is written in.
    pub(super) written_in: Option<String>,
    /// The occupations that it is about.
    pub(super) occupation: Option<Occupation>,
}

/// A dated position, in months since year 0; the end is exclusive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    pub from: i32,
    pub to: i32,
    pub span: Option<Span>,
}

/// An entry of the education section.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub level: Option<DegreeLevel>,
    pub words: String,
    pub span: Option<Span>,
}

impl Profile {
    /// Extracts what counts. `as_of` is the day when the résumé was read; ongoing positions end then.
    #[must_use]
    pub fn read(text: &str, resume: &ParsedResume, as_of: NaiveDate) -> Self {
        let text = neutral(text, resume);
        let mut skills: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for (name, span) in lexicon::mentions(&text) {
            skills.entry(name.to_lowercase()).or_default().push(span);
        }
        let chars: Vec<char> = text.chars().collect();
        let is_visible = |span: &Span| {
            chars.get(span.start..span.end.min(chars.len())).is_some_and(|part| part.iter().any(|c| !c.is_whitespace()))
        };
        // The parser's list adds the person's corrections, and names that are only skills because of their heading.
        for skill in &resume.skills {
            let name = lexicon::canonical(&skill.name).unwrap_or_else(|| skill.name.clone()).to_lowercase();
            skills.entry(name).or_default().extend(skill.spans.iter().copied().filter(is_visible));
        }
        for spans in skills.values_mut() {
            spans.sort_unstable();
            spans.dedup();
        }
        let education = resume
            .education
            .iter()
            .map(|e| Course {
                level: e.level,
                words: e.degree.as_ref().map(|d| d.value.clone()).unwrap_or_default(),
                span: e.degree.as_ref().and_then(|d| d.span).or(e.span),
            })
            .collect();
        let listed = |fields: &[hireq_domain::resume::Field<String>]| -> Vec<(String, Option<Span>)> {
            fields.iter().map(|f| (f.value.clone(), f.span)).collect()
        };
        let words = words::split(&text);
        let occupation = Occupation::of_resume(
            &words,
            &titles::headline(&text, &words, resume),
            &titles::held(&text, &words, resume),
        );
        Self {
            words,
            text,
            skills,
            years: resume.total_years,
            periods: resume.experience.iter().filter_map(|e| period(e, as_of)).collect(),
            education,
            languages: listed(&resume.languages),
            certificates: listed(&resume.certificates),
            stated: stated(resume),
            written_in: resume.language.clone(),
            occupation,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.skills.is_empty() && self.education.is_empty() && self.periods.is_empty()
    }
}

/// What does not occur in the text: the person's own additions, as lines under headings.
fn stated(resume: &ParsedResume) -> Vec<Sentence> {
    let line = |heading: &str, text: String| Sentence { heading: heading.to_owned(), text, span: None };
    let typed = |heading: &'static str, fields: &[Field<String>]| -> Vec<Sentence> {
        fields.iter().filter(|f| f.span.is_none()).map(|f| line(heading, f.value.clone())).collect()
    };
    let value = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone()).unwrap_or_default();
    let posts = resume.experience.iter().filter(|e| e.span.is_none());
    let courses = resume.education.iter().filter(|e| e.span.is_none());
    let skills = resume.skills.iter().filter(|skill| skill.spans.is_empty());
    let mut lines = typed("Certificates", &resume.certificates);
    lines.extend(typed("Languages", &resume.languages));
    lines.extend(skills.map(|skill| line("Skills", skill.name.clone())));
    lines.extend(posts.map(|e| line("Experience", format!("{}, {}", value(&e.title), value(&e.employer)))));
    lines.extend(courses.map(|e| line("Education", format!("{}, {}", value(&e.degree), value(&e.institution)))));
    lines.retain(|line| line.text.chars().any(char::is_alphanumeric));
    lines
}

fn period(entry: &hireq_domain::resume::Experience, as_of: NaiveDate) -> Option<Period> {
    let months =
        |d: PartialDate, default: u32| d.year * 12 + i32::try_from(d.month.unwrap_or(default)).unwrap_or(1) - 1;
    let now = as_of.year() * 12 + i32::try_from(as_of.month0()).unwrap_or(0) + 1;
    let start = entry.start?;
    let from = months(start, 1);
    let to = match entry.end {
        Some(PeriodEnd::Present) => now,
        Some(PeriodEnd::On(end)) => months(end, 12) + 1,
        // A single date stands for that month, or that year.
        None => months(start, 12) + 1,
    };
    let head = entry.title.as_ref().and_then(|t| t.span).or_else(|| entry.employer.as_ref().and_then(|e| e.span));
    let span = entry.span.or(head);
    (to > from).then_some(Period { from, to: to.min(now), span })
}

/// The chunks of a résumé whose vectors the matcher compares: cut from the text without the person, each with the name
/// of its section.
#[must_use]
pub fn chunks_of(text: &str, resume: &ParsedResume) -> Vec<hireq_ml::chunk::Chunk> {
    let sections: Vec<_> =
        resume.sections.iter().map(|s| (section_word(s.kind).to_owned(), s.span.start..s.span.end)).collect();
    hireq_ml::chunk::chunks(&neutral(text, resume), &sections)
}

const fn section_word(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Header => super::closeness::HEADER,
        SectionKind::Summary => "summary",
        SectionKind::Experience => "experience",
        SectionKind::Education => "education",
        SectionKind::Skills => "skills",
        SectionKind::Projects => "projects",
        SectionKind::Languages => "languages",
        SectionKind::Certificates => "certificates",
        SectionKind::Publications => "publications",
        SectionKind::Awards => "awards",
        SectionKind::Volunteering => "volunteering",
        SectionKind::Other => "other",
    }
}
