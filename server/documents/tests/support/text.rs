//! Texts read as résumés.

use chrono::NaiveDate;
use hireq_documents::{Limits, parse, read};
use hireq_domain::resume::ParsedResume;

/// Parses a plain text as of mid-November 2026.
pub fn parsed(text: &str) -> ParsedResume {
    parsed_as("cv.txt", text)
}

/// Parses the text as a file of this name.
pub fn parsed_as(name: &str, text: &str) -> ParsedResume {
    let document = read(text.as_bytes(), name, &Limits::default()).expect("readable");
    parse(&document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a date"))
}

/// Employer, title, start and end of every position; `-` for missing values.
pub fn jobs(resume: &ParsedResume) -> Vec<[String; 4]> {
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let field = |f: &Option<hireq_domain::resume::Field<String>>| or(f.as_ref().map(|f| f.value.clone()));
    let positions = resume.experience.iter();
    positions
        .map(|e| {
            let (start, end) = (e.start.map(|d| d.to_string()), e.end.map(|d| d.to_string()));
            [field(&e.employer), field(&e.title), or(start), or(end)]
        })
        .collect()
}

/// School, degree, start and end of every course; `-` for missing values.
pub fn courses(resume: &ParsedResume) -> Vec<[String; 4]> {
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let courses = resume.education.iter();
    courses
        .map(|c| {
            let (school, degree) = (c.institution.as_ref(), c.degree.as_ref());
            [
                or(school.map(|f| f.value.clone())),
                or(degree.map(|f| f.value.clone())),
                or(c.start.map(|d| d.to_string())),
                or(c.end.map(|d| d.to_string())),
            ]
        })
        .collect()
}
