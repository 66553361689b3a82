//! A candidate's corrections to what was read from their file.

use crate::{
    resume::ParsedResume,
    resume_form::{EducationRow, ExperienceRow, ResumeForm},
};
use serde::{Deserialize, Serialize};

/// A part of a résumé.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Corrected {
    Name,
    Headline,
    Location,
    Emails,
    Phones,
    Links,
    Summary,
    Skills,
    Languages,
    Certificates,
    Experience,
    Education,
}

impl Corrected {
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Headline => "Headline",
            Self::Location => "Location",
            Self::Emails => "E-mail",
            Self::Phones => "Telephone",
            Self::Links => "Links",
            Self::Summary => "Summary",
            Self::Skills => "Skills",
            Self::Languages => "Languages",
            Self::Certificates => "Certificates",
            Self::Experience => "Experience",
            Self::Education => "Education",
        }
    }

    /// Whether it identifies the person or says how to reach them.
    #[must_use]
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::Name | Self::Location | Self::Emails | Self::Phones | Self::Links)
    }
}

/// A difference between the candidate's corrections and the file: what only one of them contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub what: Corrected,
    pub theirs: Vec<String>,
    /// What was read from the file.
    pub file: Vec<String>,
}

/// Every part in which the corrections differ from what was read from the file.
#[must_use]
pub fn corrections(file: &ParsedResume, theirs: &ParsedResume) -> Vec<Correction> {
    parts(&ResumeForm::from(file))
        .into_iter()
        .zip(parts(&ResumeForm::from(theirs)))
        .filter_map(|((what, file), (_, theirs))| {
            let without = |all: &[String], other: &[String]| -> Vec<String> {
                all.iter().filter(|one| !other.contains(one)).cloned().collect()
            };
            let correction = Correction { what, theirs: without(&theirs, &file), file: without(&file, &theirs) };
            (!correction.theirs.is_empty() || !correction.file.is_empty()).then_some(correction)
        })
        .collect()
}

fn parts(form: &ResumeForm) -> Vec<(Corrected, Vec<String>)> {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    vec![
        (Corrected::Name, lines(&form.name)),
        (Corrected::Headline, lines(&form.headline)),
        (Corrected::Location, lines(&form.location)),
        (Corrected::Emails, lines(&form.emails)),
        (Corrected::Phones, lines(&form.phones)),
        (Corrected::Links, lines(&form.links)),
        (Corrected::Summary, lines(&form.summary)),
        (Corrected::Skills, lines(&form.skills)),
        (Corrected::Languages, lines(&form.languages)),
        (Corrected::Certificates, lines(&form.certificates)),
        (Corrected::Experience, form.experience.iter().map(position).collect()),
        (Corrected::Education, form.education.iter().map(course).collect()),
    ]
}

fn position(row: &ExperienceRow) -> String {
    let period = period(&row.start, &row.end);
    let bullets = row.bullets.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    joined(&[&row.title, &row.employer, &period, &row.location, &bullets])
}

fn course(row: &EducationRow) -> String {
    joined(&[&row.degree, &row.institution, &period(&row.start, &row.end), &row.level])
}

fn period(start: &str, end: &str) -> String {
    [start, end].into_iter().filter(|date| !date.is_empty()).collect::<Vec<_>>().join(" – ")
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn what_candidate_and_file_say_alone_stands_side_by_side() {
        let today = NaiveDate::from_ymd_opt(2026, 5, 1).expect("a day");
        let row =
            |title: &str| ExperienceRow { title: title.into(), start: "2019-03".into(), ..ExperienceRow::default() };
        let form = |title: &str, skills: &str| ResumeForm {
            name: "Zoë".into(),
            skills: skills.into(),
            experience: vec![row(title), row("Clerk")],
            ..ResumeForm::default()
        };
        let read = |form: ResumeForm| form.correct(&ParsedResume::default(), today).expect("a résumé");
        let (file, theirs) = (read(form("Engineer", "Rust\nSQL")), read(form("Senior Engineer", "SQL\nKafka")));
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            corrections(&file, &theirs),
            [
                Correction { what: Corrected::Skills, theirs: texts(&["Kafka"]), file: texts(&["Rust"]) },
                Correction {
                    what: Corrected::Experience,
                    theirs: texts(&["Senior Engineer · 2019-03"]),
                    file: texts(&["Engineer · 2019-03"]),
                },
            ]
        );
        assert!(corrections(&file, &file).is_empty());
    }
}
