//! Results in the evaluation's JSON format, with status, positions and confidences.

use crate::{Document, ReadError};
use hireq_domain::resume::{Experience, Field, ParsedResume, Skill, Span};
use serde_json::{Value, json};

/// One file's result as JSON. A refused file has a status, a message and empty fields.
#[must_use]
pub fn prediction(file: &str, outcome: &Result<(Document, ParsedResume), ReadError>) -> Value {
    match outcome {
        Err(error) => json!({
            "file": file, "status": error.status(), "message": error.to_string(),
            "name": null, "email": [], "phone": [], "links": [], "location": null,
            "experience": [], "education": [], "skills": [], "total_years_experience": null,
        }),
        Ok((document, resume)) => fields(file, document, resume),
    }
}

fn fields(file: &str, document: &Document, resume: &ParsedResume) -> Value {
    let values = |list: &[Field<String>]| list.iter().map(|f| f.value.clone()).collect::<Vec<_>>();
    let shown = |span: &Span| span.slice(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    // Skills from a list are given as written, so that a reader can find the words again; others under their usual
    // name.
    let (listed, mentioned): (Vec<&Skill>, Vec<&Skill>) = resume.skills.iter().partition(|s| s.confidence >= 0.6);
    let listed: Vec<String> = listed.iter().map(|s| s.spans.first().map_or_else(|| s.name.clone(), shown)).collect();
    let mentioned: Vec<String> = mentioned.iter().map(|s| s.name.clone()).collect();
    // A résumé without a list of skills still mentions some.
    let skills = if listed.is_empty() { &mentioned } else { &listed };
    json!({
        "file": file,
        "status": "ok",
        "media_type": document.media_type,
        "language": resume.language,
        "parser_version": resume.parser_version,
        "warnings": resume.warnings,
        "name": resume.name.as_ref().map(|f| &f.value),
        "headline": resume.headline.as_ref().map(|f| &f.value),
        "email": values(&resume.emails),
        "phone": values(&resume.phones),
        "links": values(&resume.links),
        "location": resume.location.as_ref().map(|f| &f.value),
        "experience": resume.experience.iter().map(job).collect::<Vec<_>>(),
        "education": resume.education.iter().map(|e| json!({
            "institution": e.institution.as_ref().map(|f| &f.value),
            "degree": e.degree.as_ref().map(|f| &f.value),
            "level": e.level,
            "start": e.start, "end": e.end, "span": e.span,
            "confidence": mean(&[e.institution.as_ref(), e.degree.as_ref()]),
        })).collect::<Vec<_>>(),
        "skills": skills,
        "skills_mentioned": mentioned,
        "skill_details": resume.skills,
        "languages": values(&resume.languages),
        "certificates": values(&resume.certificates),
        "total_years_experience": resume.total_years.map(|y| (f64::from(y) * 100.0).round() / 100.0),
        "sections": resume.sections,
        "fields": {
            "name": resume.name, "headline": resume.headline, "email": resume.emails, "phone": resume.phones,
            "links": resume.links, "location": resume.location,
        },
    })
}

fn job(e: &Experience) -> Value {
    json!({
        "employer": e.employer.as_ref().map(|f| &f.value),
        "title": e.title.as_ref().map(|f| &f.value),
        "start": e.start, "end": e.end, "location": e.location, "span": e.span,
        "confidence": mean(&[e.employer.as_ref(), e.title.as_ref()]),
    })
}

fn mean(fields: &[Option<&Field<String>>]) -> f32 {
    let sum: f32 = fields.iter().flatten().map(|f| f.confidence).sum();
    sum / fields.len() as f32
}
