//! The form for correcting what was read from a résumé: plain text, one entry per line.

use crate::{
    FieldErrors,
    resume::{DegreeLevel, Education, Experience, Field, ParsedResume, PartialDate, PeriodEnd, Skill},
    tenure::total_years,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The most positions or courses in the form.
const MOST_ROWS: usize = 60;
/// The longest line, in characters.
const MOST_CHARS: usize = 500;
/// The most lines in a field.
const MOST_LINES: usize = 100;

/// A position in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExperienceRow {
    #[serde(default)]
    pub employer: String,
    #[serde(default)]
    pub title: String,
    /// `2021-07` or `2021`.
    #[serde(default)]
    pub start: String,
    /// Like `start`, or `present`.
    #[serde(default)]
    pub end: String,
    #[serde(default)]
    pub location: String,
    /// Duties and achievements, one per line.
    #[serde(default)]
    pub bullets: String,
}

/// An entry of the education section in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EducationRow {
    #[serde(default)]
    pub institution: String,
    /// The degree with its subject.
    #[serde(default)]
    pub degree: String,
    /// The word of a level, or empty.
    #[serde(default)]
    pub level: String,
    /// `2021-07` or `2021`.
    #[serde(default)]
    pub start: String,
    /// Like `start`, or `present`.
    #[serde(default)]
    pub end: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub headline: String,
    #[serde(default)]
    pub location: String,
    /// One per line.
    #[serde(default)]
    pub emails: String,
    /// One per line.
    #[serde(default)]
    pub phones: String,
    /// One per line.
    #[serde(default)]
    pub links: String,
    #[serde(default)]
    pub summary: String,
    /// One per line, or separated by commas.
    #[serde(default)]
    pub skills: String,
    /// One per line.
    #[serde(default)]
    pub languages: String,
    /// One per line.
    #[serde(default)]
    pub certificates: String,
    /// Positions; empty rows are ignored.
    #[serde(default)]
    pub experience: Vec<ExperienceRow>,
    /// Education; empty rows are ignored.
    #[serde(default)]
    pub education: Vec<EducationRow>,
}

impl DegreeLevel {
    /// All levels in ascending order, with their words and labels.
    pub const CHOICES: [(Self, &'static str, &'static str); 5] = [
        (Self::Secondary, "secondary", "Secondary school"),
        (Self::Vocational, "vocational", "Vocational or associate"),
        (Self::Bachelor, "bachelor", "Bachelor"),
        (Self::Master, "master", "Master or Diplom"),
        (Self::Doctorate, "doctorate", "Doctorate"),
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        Self::CHOICES.iter().find(|(level, ..)| *level == self).map_or("", |(_, word, _)| word)
    }

    #[must_use]
    pub fn shown(self) -> &'static str {
        Self::CHOICES.iter().find(|(level, ..)| *level == self).map_or("", |(.., label)| label)
    }
}

fn text(field: Option<&Field<String>>) -> String {
    field.map(|f| f.value.clone()).unwrap_or_default()
}

fn joined(fields: &[Field<String>]) -> String {
    fields.iter().map(|f| f.value.as_str()).collect::<Vec<_>>().join("\n")
}

fn date<T: ToString>(date: Option<T>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

impl From<&ParsedResume> for ResumeForm {
    fn from(r: &ParsedResume) -> Self {
        Self {
            name: text(r.name.as_ref()),
            headline: text(r.headline.as_ref()),
            location: text(r.location.as_ref()),
            emails: joined(&r.emails),
            phones: joined(&r.phones),
            links: joined(&r.links),
            summary: text(r.summary.as_ref()),
            skills: r.skills.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("\n"),
            languages: joined(&r.languages),
            certificates: joined(&r.certificates),
            experience: r
                .experience
                .iter()
                .map(|e| ExperienceRow {
                    employer: text(e.employer.as_ref()),
                    title: text(e.title.as_ref()),
                    start: date(e.start),
                    end: date(e.end),
                    location: e.location.clone().unwrap_or_default(),
                    bullets: e.bullets.join("\n"),
                })
                .collect(),
            education: r
                .education
                .iter()
                .map(|e| EducationRow {
                    institution: text(e.institution.as_ref()),
                    degree: text(e.degree.as_ref()),
                    level: e.level.map(DegreeLevel::word).unwrap_or_default().to_owned(),
                    start: date(e.start),
                    end: date(e.end),
                })
                .collect(),
        }
    }
}

/// One line of text: trimmed, with single spaces.
fn line(s: &str) -> String {
    s.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "")
}

fn lines(s: &str) -> Vec<String> {
    s.lines().map(line).filter(|l| !l.is_empty()).collect()
}

/// A changed value is certain; an unchanged one keeps its position in the file.
fn field(new: &str, old: Option<&Field<String>>) -> Option<Field<String>> {
    let value = line(new);
    if value.is_empty() {
        return None;
    }
    Some(match old {
        Some(f) if line(&f.value) == value => Field { confidence: 1.0, ..f.clone() },
        _ => Field::corrected(value),
    })
}

fn fields(new: &str, old: &[Field<String>]) -> Vec<Field<String>> {
    lines(new).iter().filter_map(|l| field(l, old.iter().find(|f| line(&f.value) == *l))).collect()
}

struct Checks(FieldErrors);

impl Checks {
    fn short(&mut self, name: &str, value: &str) {
        if value.lines().nth(MOST_LINES).is_some() {
            self.0.add(name, format!("Shorten this to {MOST_LINES} lines or fewer"));
        } else if value.lines().any(|l| l.chars().count() > MOST_CHARS) {
            self.0.add(name, format!("Shorten this to {MOST_CHARS} characters or fewer"));
        } else if value.contains(crate::unseen::turns) {
            self.0.add(name, "Write this without signs that turn text around");
        }
    }

    fn date<T: FromStr<Err = String>>(&mut self, name: String, value: &str) -> Option<T> {
        let value = value.trim();
        if value.is_empty() { None } else { self.0.take(&name, value.parse()) }
    }
}

impl ResumeForm {
    /// What was read, with the person's corrections. All fields are then certain, because the person has confirmed
    /// them.
    ///
    /// # Errors
    /// A message for each invalid field.
    pub fn correct(&self, read: &ParsedResume, today: NaiveDate) -> Result<ParsedResume, FieldErrors> {
        let mut checks = Checks(FieldErrors::default());
        for (name, value) in [
            ("name", &self.name),
            ("headline", &self.headline),
            ("location", &self.location),
            ("emails", &self.emails),
            ("phones", &self.phones),
            ("links", &self.links),
            ("skills", &self.skills),
            ("languages", &self.languages),
            ("certificates", &self.certificates),
        ] {
            checks.short(name, value);
        }
        if self.summary.chars().count() > 5000 {
            checks.0.add("summary", "Shorten this to 5,000 characters or fewer");
        }
        for email in lines(&self.emails).into_iter().take(MOST_LINES) {
            drop(checks.0.take("emails", email.parse::<crate::account::Email>()));
        }
        if self.experience.len() > MOST_ROWS || self.education.len() > MOST_ROWS {
            checks.0.add("", format!("The form takes {MOST_ROWS} positions and {MOST_ROWS} courses"));
        }
        let experience = self.experience(&read.experience, &mut checks);
        let education = self.education(&read.education, &mut checks);
        checks.0.into_result()?;
        let skills = self.skills.lines().flat_map(|l| l.split([',', ';'])).map(line).filter(|s| !s.is_empty());
        let mut seen = std::collections::HashSet::new();
        let skills = skills
            .filter(|s| seen.insert(s.to_lowercase()))
            .map(|name| match read.skills.iter().find(|s| s.name.eq_ignore_ascii_case(&name)) {
                Some(known) => Skill { confidence: 1.0, ..known.clone() },
                None => Skill { name, confidence: 1.0, spans: Vec::new() },
            })
            .collect();
        Ok(ParsedResume {
            name: field(&self.name, read.name.as_ref()),
            headline: field(&self.headline, read.headline.as_ref()),
            location: field(&self.location, read.location.as_ref()),
            emails: fields(&self.emails, &read.emails),
            phones: fields(&self.phones, &read.phones),
            links: fields(&self.links, &read.links),
            summary: field(&self.summary, read.summary.as_ref()),
            skills,
            languages: fields(&self.languages, &read.languages),
            certificates: fields(&self.certificates, &read.certificates),
            total_years: total_years(&experience, today),
            experience,
            education,
            ..read.clone()
        })
    }

    fn experience(&self, read: &[Experience], checks: &mut Checks) -> Vec<Experience> {
        let mut out = Vec::new();
        for (i, row) in self.experience.iter().enumerate().take(MOST_ROWS) {
            if *row == ExperienceRow::default() {
                continue;
            }
            let at = |name: &str| format!("experience[{i}][{name}]");
            let start = checks.date::<PartialDate>(at("start"), &row.start);
            let end = checks.date::<PeriodEnd>(at("end"), &row.end);
            if let (Some(s), Some(PeriodEnd::On(e))) = (start, end)
                && (e.year, e.month.unwrap_or(12)) < (s.year, s.month.unwrap_or(1))
            {
                checks.0.add(at("end"), "The end is before the start");
            }
            for (name, value) in [
                ("employer", &row.employer),
                ("title", &row.title),
                ("location", &row.location),
                ("bullets", &row.bullets),
            ] {
                checks.short(&at(name), value);
            }
            let old = read
                .iter()
                .find(|e| {
                    line(&text(e.employer.as_ref())) == line(&row.employer)
                        && line(&text(e.title.as_ref())) == line(&row.title)
                })
                .or_else(|| read.get(i));
            let location = line(&row.location);
            out.push(Experience {
                employer: field(&row.employer, old.and_then(|o| o.employer.as_ref())),
                title: field(&row.title, old.and_then(|o| o.title.as_ref())),
                start,
                end,
                location: (!location.is_empty()).then_some(location),
                bullets: lines(&row.bullets),
                span: old.and_then(|o| o.span),
            });
        }
        out
    }

    fn education(&self, read: &[Education], checks: &mut Checks) -> Vec<Education> {
        let mut out = Vec::new();
        for (i, row) in self.education.iter().enumerate().take(MOST_ROWS) {
            if *row == EducationRow::default() {
                continue;
            }
            let at = |name: &str| format!("education[{i}][{name}]");
            for (name, value) in [("institution", &row.institution), ("degree", &row.degree)] {
                checks.short(&at(name), value);
            }
            let old = read.get(i);
            out.push(Education {
                institution: field(&row.institution, old.and_then(|o| o.institution.as_ref())),
                degree: field(&row.degree, old.and_then(|o| o.degree.as_ref())),
                level: DegreeLevel::CHOICES.iter().find(|(_, word, _)| *word == row.level).map(|(level, ..)| *level),
                start: checks.date(at("start"), &row.start),
                end: checks.date(at("end"), &row.end),
                span: old.and_then(|o| o.span),
            });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resume::Span;

    fn read() -> ParsedResume {
        ParsedResume {
            name: Some(Field {
                value: "Zoë Ünal".into(),
                confidence: 0.8,
                span: Some(Span { start: 0, end: 8 }),
                page_box: None,
            }),
            skills: vec![Skill { name: "Rust".into(), confidence: 0.6, spans: vec![Span { start: 10, end: 14 }] }],
            experience: vec![Experience {
                employer: Some(Field { value: "Acme".into(), confidence: 0.5, span: None, page_box: None }),
                start: "2020-01".parse().ok(),
                end: "2021-12".parse().ok(),
                ..Experience::default()
            }],
            ..ParsedResume::default()
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
    }

    #[test]
    fn what_is_left_standing_becomes_certain_and_keeps_its_place() {
        let corrected = ResumeForm::from(&read()).correct(&read(), today()).expect("valid");
        let name = corrected.name.expect("a name");
        assert_eq!((name.confidence, name.span), (1.0, Some(Span { start: 0, end: 8 })));
        assert_eq!(corrected.skills[0].spans.len(), 1);
        assert_eq!(corrected.total_years, Some(2.0));
    }

    #[test]
    fn a_correction_replaces_what_was_read() {
        let form =
            ResumeForm { name: "Zoë  Unal".into(), skills: "rust, SQL\nSQL".into(), ..ResumeForm::from(&read()) };
        let corrected = form.correct(&read(), today()).expect("valid");
        assert_eq!(corrected.name, Some(Field::corrected("Zoë Unal".to_owned())));
        assert_eq!(corrected.skills.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Rust", "SQL"]);
    }

    #[test]
    fn a_wrong_date_is_told_at_its_field() {
        let mut form = ResumeForm::from(&read());
        form.experience[0].end = "2019".into();
        form.experience.push(ExperienceRow { start: "soon".into(), ..ExperienceRow::default() });
        let errors = form.correct(&read(), today()).expect_err("two mistakes");
        assert!(errors.get("experience[0][end]").is_some_and(|m| m.contains("before")));
        assert!(errors.get("experience[1][start]").is_some());
    }
}
