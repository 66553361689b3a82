//! JSON Resume (schema 1.0.0) in and out, so that people can take what was read with them and bring it back.

use crate::{
    resume::{Education, Experience, Field, ParsedResume, PartialDate, PeriodEnd, Section, SectionKind, Skill, Span},
    tenure::total_years,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The most of a list that is taken.
const MOST_ENTRIES: usize = 100;
/// The most skills, those of all groups together.
const MOST_SKILLS: usize = 500;

/// A JSON Resume. Unknown members are ignored; everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JsonResume {
    /// Address of the schema.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Who.
    pub basics: Basics,
    /// Positions.
    pub work: Vec<Work>,
    pub education: Vec<Course>,
    pub skills: Vec<NamedSkill>,
    /// Spoken languages.
    pub languages: Vec<Language>,
    pub certificates: Vec<Certificate>,
}

/// Who it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Basics {
    pub name: String,
    /// Headline.
    pub label: String,
    /// Address.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// Web site.
    pub url: String,
    /// Profile.
    pub summary: String,
    /// Where.
    pub location: Location,
    /// Other web addresses.
    pub profiles: Vec<Profile>,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Location {
    pub city: String,
    pub region: String,
    /// ISO 3166 code.
    pub country_code: String,
}

/// A web address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Network's name.
    pub network: String,
    /// Address.
    pub url: String,
}

/// A position.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Work {
    /// Employer.
    #[serde(alias = "company")]
    pub name: String,
    /// Title.
    pub position: String,
    /// Where.
    pub location: String,
    /// `2021-07-01`, `2021-07` or `2021`.
    pub start_date: String,
    /// As `start_date`; empty while it goes on.
    pub end_date: String,
    /// In a sentence.
    pub summary: String,
    /// What was done.
    pub highlights: Vec<String>,
}

/// A course of education.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Course {
    /// School.
    pub institution: String,
    /// Subject.
    pub area: String,
    /// Degree.
    pub study_type: String,
    pub start_date: String,
    pub end_date: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedSkill {
    /// Name of a skill or of a group.
    pub name: String,
    /// The group's skills.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

/// A spoken language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Language {
    /// Name.
    pub language: String,
    /// How well.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fluency: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Certificate {
    pub name: String,
}

fn value(field: Option<&Field<String>>) -> String {
    field.map(|f| f.value.clone()).unwrap_or_default()
}

fn date(d: Option<PartialDate>) -> String {
    d.map(|d| d.to_string()).unwrap_or_default()
}

fn end(e: Option<PeriodEnd>) -> String {
    match e {
        Some(PeriodEnd::On(d)) => d.to_string(),
        Some(PeriodEnd::Present) | None => String::new(),
    }
}

impl From<&ParsedResume> for JsonResume {
    fn from(r: &ParsedResume) -> Self {
        let url =
            |l: &Field<String>| if l.value.contains("://") { l.value.clone() } else { format!("https://{}", l.value) };
        Self {
            schema: Some("https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json".into()),
            basics: Basics {
                name: value(r.name.as_ref()),
                label: value(r.headline.as_ref()),
                email: value(r.emails.first()),
                phone: value(r.phones.first()),
                url: r.links.first().map(url).unwrap_or_default(),
                summary: value(r.summary.as_ref()),
                location: Location { city: value(r.location.as_ref()), ..Location::default() },
                profiles: r.links.iter().skip(1).map(|l| Profile { network: String::new(), url: url(l) }).collect(),
            },
            work: r
                .experience
                .iter()
                .map(|e| Work {
                    name: value(e.employer.as_ref()),
                    position: value(e.title.as_ref()),
                    location: e.location.clone().unwrap_or_default(),
                    start_date: date(e.start),
                    end_date: end(e.end),
                    summary: String::new(),
                    highlights: e.bullets.clone(),
                })
                .collect(),
            education: r
                .education
                .iter()
                .map(|e| Course {
                    institution: value(e.institution.as_ref()),
                    area: value(e.degree.as_ref()),
                    study_type: e.level.map(|l| l.shown().to_owned()).unwrap_or_default(),
                    start_date: date(e.start),
                    end_date: end(e.end),
                })
                .collect(),
            skills: r.skills.iter().map(|s| NamedSkill { name: s.name.clone(), keywords: Vec::new() }).collect(),
            languages: r
                .languages
                .iter()
                .map(|l| Language { language: l.value.clone(), fluency: String::new() })
                .collect(),
            certificates: r.certificates.iter().map(|c| Certificate { name: c.value.clone() }).collect(),
        }
    }
}

/// Writes the text that stands for a file, and notes where each value stands in it.
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

/// `2021-07-01` as `2021-07`.
fn parsed_date(s: &str) -> Option<PartialDate> {
    s.trim().splitn(3, '-').take(2).collect::<Vec<_>>().join("-").parse().ok()
}

/// Members that are null are members that are not there; many programs write them so.
fn without_nulls(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(members) => {
            members.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect()
        }
        Value::Array(items) => items.into_iter().filter(|v| !v.is_null()).map(without_nulls).collect(),
        other => other,
    }
}

impl JsonResume {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it is no JSON, or holds something of another kind than the schema says.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_value(without_nulls(serde_json::from_slice(bytes)?))
    }

    /// Leaves out what no person's résumé has so much of.
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

    /// The résumé with the text that stands for its file. What the person wrote here is certain.
    #[must_use]
    pub fn into_resume(mut self, today: NaiveDate) -> (String, ParsedResume) {
        self.shorten();
        let mut w = Writer::default();
        let mut r = ParsedResume { parser_version: "json-resume-1".into(), ..ParsedResume::default() };
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
        for url in std::iter::once(b.url).chain(b.profiles.into_iter().map(|p| p.url)) {
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
            }
        }
        w.close();
        r.total_years = total_years(&r.experience, today);
        r.sections = w.sections;
        (w.text, r)
    }
}

fn work(w: &mut Writer, job: Work) -> Experience {
    let start_char = w.chars;
    let title = w.field(&job.position);
    let employer = w.field(&job.name);
    let location = w.field(&job.location).map(|f| f.value);
    let start = parsed_date(&job.start_date);
    let end = match (parsed_date(&job.end_date), start) {
        (Some(d), _) => Some(PeriodEnd::On(d)),
        (None, Some(_)) => Some(PeriodEnd::Present),
        (None, None) => None,
    };
    if let (Some(s), Some(e)) = (start, end) {
        w.put(&format!("{s} – {e}\n"));
    }
    let bullets =
        std::iter::once(job.summary).chain(job.highlights).filter_map(|b| w.field(&b).map(|f| f.value)).collect();
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
    // The degree's own words hold its level already where they were written here.
    let degree = match (course.study_type.trim(), course.area.trim()) {
        (_, area) if known && !area.is_empty() => area.to_owned(),
        (study, "") => study.to_owned(),
        ("", area) => area.to_owned(),
        (study, area) => format!("{study}, {area}"),
    };
    let degree = w.field(&degree);
    let start = parsed_date(&course.start_date);
    let end = parsed_date(&course.end_date).map(PeriodEnd::On);
    if let Some(e) = end {
        w.put(&match start {
            Some(s) => format!("{s} – {e}\n"),
            None => format!("{e}\n"),
        });
    }
    Education { institution, degree, level, start, end, span: Some(Span { start: start_char, end: w.chars }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"{
        "basics": {"name": "Zoë Ünal", "label": "Data engineer", "email": "zoe@example.com", "url": "https://zoe.example",
            "location": {"city": "Kraków", "countryCode": "PL"}, "unknown": 1},
        "work": [{"company": "Acme", "position": "Engineer", "startDate": "2020-01-01", "endDate": "2021-12-31",
            "summary": null, "highlights": ["Built pipelines"]}],
        "education": [{"institution": "AGH", "area": "Physics", "studyType": "Master", "endDate": "2019"}],
        "skills": [{"name": "Web", "keywords": ["Rust", "SQL", "rust"]}],
        "languages": [{"language": "Polish", "fluency": "native"}]
    }"#;

    #[test]
    fn no_list_is_taken_without_end() {
        let many = |item: &str| vec![item; 5000].join(",");
        let text = format!(
            r#"{{"work": [{}], "skills": [{}], "certificates": [{}], "languages": [{}]}}"#,
            many(r#"{"name": "Acme", "highlights": ["a"]}"#),
            (0..5000).map(|n| format!(r#"{{"name": "skill {n}"}}"#)).collect::<Vec<_>>().join(","),
            many(r#"{"name": "c"}"#),
            many(r#"{"language": "Polish"}"#)
        );
        let (text, r) = JsonResume::read(text.as_bytes()).expect("valid").into_resume(NaiveDate::MIN);
        assert!(r.experience.len() <= 100 && r.skills.len() <= 500 && r.certificates.len() <= 100);
        assert!(r.languages.len() <= 100 && text.len() < 20_000, "{}", text.len());
    }

    #[test]
    fn every_value_stands_where_its_span_says() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let (text, r) = JsonResume::read(SAMPLE.as_bytes()).expect("valid").into_resume(today);
        for field in [r.name.as_ref(), r.headline.as_ref(), r.location.as_ref(), r.languages.first()] {
            let field = field.expect("read");
            assert_eq!(field.span.expect("a place").slice(&text), field.value);
        }
        assert_eq!(r.skills.iter().map(|s| s.spans[0].slice(&text)).collect::<Vec<_>>(), ["Rust", "SQL"]);
        assert_eq!(r.total_years, Some(2.0));
        assert_eq!(r.education[0].level, Some(crate::resume::DegreeLevel::Master));
        assert_eq!(r.sections.last().map(|s| s.span.end), Some(text.chars().count()));
    }

    #[test]
    fn what_goes_out_comes_back() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        let (_, first) = JsonResume::read(SAMPLE.as_bytes()).expect("valid").into_resume(today);
        let (_, second) = JsonResume::from(&first).into_resume(today);
        assert_eq!(first.experience[0].employer, second.experience[0].employer);
        assert_eq!((&first.links, &first.skills.len()), (&second.links, &second.skills.len()));
        assert_eq!(first.education[0].level, second.education[0].level);
        assert_eq!(first.total_years, second.total_years);
    }
}
