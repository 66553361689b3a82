//! Converts a JSON Resume to fields, and to a text that represents the file.

use super::{
    Course, JsonResume, Rest, Work,
    dates::{end_date, start_date},
};
use crate::{
    resume::{Education, Experience, Field, ParsedResume, PeriodEnd, Section, SectionKind, Skill, Span},
    tenure::total_years,
};
use chrono::NaiveDate;
use serde_json::Value;

/// The most entries taken from a list.
const MOST_ENTRIES: usize = 100;
/// The most skills, in all groups together.
const MOST_SKILLS: usize = 500;

/// Sections that are only represented as text: their names in the file, their kind, their heading, and the members of
/// their entries, in order.
const BESIDE: [(&str, SectionKind, &str, &[&str]); 6] = [
    (
        "volunteer",
        SectionKind::Volunteering,
        "Volunteering",
        &["position", "organization", "startDate", "endDate", "summary", "highlights"],
    ),
    (
        "projects",
        SectionKind::Projects,
        "Projects",
        &["name", "entity", "roles", "startDate", "endDate", "description", "highlights", "keywords"],
    ),
    ("awards", SectionKind::Awards, "Awards", &["title", "awarder", "date", "summary"]),
    ("publications", SectionKind::Publications, "Publications", &["name", "publisher", "releaseDate", "summary"]),
    ("interests", SectionKind::Other, "Interests", &["name", "keywords"]),
    ("references", SectionKind::Other, "References", &["name", "reference"]),
];

/// Writes the text that represents a file, and records the position of each value.
#[derive(Default)]
struct Writer {
    text: String,
    chars: usize,
    sections: Vec<Section>,
}

impl Writer {
    fn put(&mut self, words: &str) -> Span {
        let start = self.chars;
        self.text.push_str(words);
        self.chars += words.chars().count();
        Span { start, end: self.chars }
    }

    fn field(&mut self, words: &str) -> Option<Field<String>> {
        let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: String = words.chars().filter(|c| !c.is_control()).take(5000).collect();
        if words.is_empty() {
            return None;
        }
        let span = self.put(&words);
        self.put("\n");
        Some(Field { value: words, confidence: 1.0, span: Some(span), page_box: None })
    }

    fn section(&mut self, kind: SectionKind, heading: &str) {
        self.close();
        let start = self.chars;
        if !heading.is_empty() {
            self.put("\n");
            self.put(heading);
            self.put("\n");
        }
        self.sections.push(Section { kind, heading: heading.to_owned(), span: Span { start, end: start } });
    }

    fn close(&mut self) {
        let end = self.chars;
        if let Some(last) = self.sections.last_mut() {
            last.span.end = end;
        }
    }
}

impl JsonResume {
    /// Drops entries beyond what a person's résumé could contain.
    fn shorten(&mut self) {
        self.basics.profiles.truncate(20);
        self.work.truncate(MOST_ENTRIES);
        for job in &mut self.work {
            job.highlights.truncate(MOST_ENTRIES);
        }
        self.education.truncate(MOST_ENTRIES);
        self.skills.truncate(MOST_ENTRIES);
        for skill in &mut self.skills {
            skill.keywords.truncate(MOST_ENTRIES);
        }
        self.languages.truncate(MOST_ENTRIES);
        self.certificates.truncate(MOST_ENTRIES);
    }

    /// The résumé, and the text that represents its file. Everything in it has full confidence, because a person wrote
    /// it.
    #[must_use]
    pub fn into_resume(mut self, today: NaiveDate) -> (String, ParsedResume) {
        self.shorten();
        let mut w = Writer::default();
        let mut r = ParsedResume { parser_version: "json-resume-2".into(), ..ParsedResume::default() };
        w.section(SectionKind::Header, "");
        let b = self.basics;
        r.name = w.field(&b.name);
        r.headline = w.field(&b.label);
        r.emails.extend(w.field(&b.email));
        r.phones.extend(w.field(&b.phone));
        let place: Vec<&str> = [&b.location.city, &b.location.region, &b.location.country_code]
            .into_iter()
            .map(|s| s.trim())
            .filter(|s| !s.is_empty())
            .collect();
        r.location = w.field(&place.join(", "));
        for url in std::iter::once(&b.url).chain(b.profiles.iter().map(|p| &p.url)) {
            r.links.extend(w.field(url.trim().trim_start_matches("https://").trim_start_matches("http://")));
        }
        if !b.summary.trim().is_empty() {
            w.section(SectionKind::Summary, "Summary");
            r.summary = w.field(&b.summary);
        }
        if !self.work.is_empty() {
            w.section(SectionKind::Experience, "Experience");
            r.experience = self.work.into_iter().map(|job| work(&mut w, job)).collect();
        }
        if !self.education.is_empty() {
            w.section(SectionKind::Education, "Education");
            r.education = self.education.into_iter().map(|course| education(&mut w, course)).collect();
        }
        let skills: Vec<String> = self
            .skills
            .into_iter()
            .flat_map(|s| if s.keywords.is_empty() { vec![s.name] } else { s.keywords })
            .take(MOST_SKILLS)
            .collect();
        if !skills.is_empty() {
            w.section(SectionKind::Skills, "Skills");
            for skill in skills {
                if let Some(Field { value: name, span, .. }) = w.field(&skill)
                    && !r.skills.iter().any(|s| s.name.eq_ignore_ascii_case(&name))
                {
                    r.skills.push(Skill { name, confidence: 1.0, spans: span.into_iter().collect() });
                }
            }
        }
        if !self.languages.is_empty() {
            w.section(SectionKind::Languages, "Languages");
            for l in self.languages {
                let words = if l.fluency.is_empty() { l.language } else { format!("{} ({})", l.language, l.fluency) };
                r.languages.extend(w.field(&words));
            }
        }
        if !self.certificates.is_empty() {
            w.section(SectionKind::Certificates, "Certificates");
            for c in self.certificates {
                r.certificates.extend(w.field(&c.name));
                w.field(&[c.issuer.as_str(), c.date.as_str()].join(" "));
            }
        }
        write_other_sections(&mut w, &self.rest);
        w.close();
        r.total_years = total_years(&r.experience, today);
        r.sections = w.sections;
        (w.text, r)
    }
}

/// Writes the sections that have no fields.
fn write_other_sections(w: &mut Writer, rest: &Rest) {
    for (member, kind, heading, keys) in BESIDE {
        let entries: Vec<&Rest> =
            rest.get(member).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect();
        if entries.is_empty() {
            continue;
        }
        w.section(kind, heading);
        for entry in entries.into_iter().take(MOST_ENTRIES) {
            for value in keys.iter().filter_map(|key| entry.get(*key)) {
                let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                for words in all.iter().take(MOST_ENTRIES).filter_map(Value::as_str) {
                    w.field(words);
                }
            }
        }
    }
}

fn work(w: &mut Writer, job: Work) -> Experience {
    let start_char = w.chars;
    let title = w.field(&job.position);
    let employer = w.field(&job.name);
    let location = w.field(&job.location).map(|f| f.value);
    let start = start_date(&job.start_date);
    let end = end_date(&job.end_date, start);
    match (start, end) {
        (Some(s), Some(e)) => {
            w.put(&format!("{s} – {e}\n"));
        }
        // Any other value is written as it is.
        _ => {
            w.field(&[job.start_date.as_str(), job.end_date.as_str()].join(" "));
        }
    }
    let bullets = [job.description, job.summary]
        .into_iter()
        .chain(job.highlights)
        .filter_map(|b| w.field(&b).map(|f| f.value))
        .collect();
    Experience { employer, title, start, end, location, bullets, span: Some(Span { start: start_char, end: w.chars }) }
}

fn education(w: &mut Writer, course: Course) -> Education {
    let start_char = w.chars;
    let institution = w.field(&course.institution);
    let level_words = course.study_type.to_lowercase();
    let level = crate::resume::DegreeLevel::CHOICES
        .iter()
        .rev()
        .find(|(_, word, label)| level_words.contains(word) || level_words == label.to_lowercase())
        .map(|(level, ..)| *level);
    let known = crate::resume::DegreeLevel::CHOICES.iter().any(|(.., label)| *label == course.study_type);
    // A degree written by HireQ already includes its level.
    let degree = match (course.study_type.trim(), course.area.trim()) {
        (_, area) if known && !area.is_empty() => area.to_owned(),
        (study, "") => study.to_owned(),
        ("", area) => area.to_owned(),
        (study, area) => format!("{study}, {area}"),
    };
    let degree = w.field(&degree);
    let start = start_date(&course.start_date);
    let end = start_date(&course.end_date).map(PeriodEnd::On);
    for words in std::iter::once(&course.score).chain(&course.courses).take(MOST_ENTRIES) {
        w.field(words);
    }
    if let Some(e) = end {
        w.put(&match start {
            Some(s) => format!("{s} – {e}\n"),
            None => format!("{e}\n"),
        });
    }
    Education { institution, degree, level, start, end, span: Some(Span { start: start_char, end: w.chars }) }
}
