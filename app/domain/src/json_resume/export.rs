//! Converts what was read, and corrected, to a JSON Resume.

use super::{Basics, Certificate, Course, JsonResume, Language, Location, NamedSkill, Profile, Work};
use crate::resume::{Field, ParsedResume, PartialDate, PeriodEnd};
use chrono::NaiveDate;

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
                profiles: r.links.iter().skip(1).map(|l| Profile { url: url(l), ..Profile::default() }).collect(),
                ..Basics::default()
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
                    highlights: e.bullets.clone(),
                    ..Work::default()
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
                    ..Course::default()
                })
                .collect(),
            skills: r.skills.iter().map(|s| named_skill(&s.name)).collect(),
            languages: r.languages.iter().map(|l| language(&l.value)).collect(),
            certificates: r.certificates.iter().map(|c| certificate(&c.value)).collect(),
            ..Self::default()
        }
    }
}

fn named_skill(name: &str) -> NamedSkill {
    NamedSkill { name: name.to_owned(), ..NamedSkill::default() }
}

/// Splits “Swedish (Native speaker)” into the language and the level.
fn language(words: &str) -> Language {
    let (name, fluency) = words.strip_suffix(')').and_then(|w| w.rsplit_once(" (")).unwrap_or((words, ""));
    Language { language: name.to_owned(), fluency: fluency.to_owned(), ..Language::default() }
}

fn certificate(name: &str) -> Certificate {
    Certificate { name: name.to_owned(), ..Certificate::default() }
}

impl JsonResume {
    /// The uploaded file with the corrections made since. Whatever was not changed, or has no field in HireQ, stays as
    /// it was.
    #[must_use]
    pub fn corrected(self, now: &ParsedResume, today: NaiveDate) -> Self {
        let then = Self::from(&self.clone().into_resume(today).1);
        let now = Self::from(now);
        if then == now {
            return self;
        }
        Self {
            schema: self.schema,
            basics: basics(self.basics, &then.basics, now.basics),
            work: list(self.work, &then.work, now.work, work),
            education: list(self.education, &then.education, now.education, course),
            skills: skills(self.skills, &then.skills, now.skills),
            languages: list(self.languages, &then.languages, now.languages, |_, _, now| now),
            certificates: list(self.certificates, &then.certificates, now.certificates, |_, _, now| now),
            rest: self.rest,
        }
    }
}

/// The uploaded value, unless it has been changed.
fn text(brought: String, then: &str, now: String) -> String {
    if then == now { brought } else { now }
}

fn basics(brought: Basics, then: &Basics, now: Basics) -> Basics {
    let links = |b: &Basics| b.profiles.iter().map(|p| p.url.clone()).chain([b.url.clone()]).collect::<Vec<_>>();
    let (url, profiles) =
        if links(then) == links(&now) { (brought.url, brought.profiles) } else { (now.url, now.profiles) };
    Basics {
        name: text(brought.name, &then.name, now.name),
        label: text(brought.label, &then.label, now.label),
        email: text(brought.email, &then.email, now.email),
        phone: text(brought.phone, &then.phone, now.phone),
        summary: text(brought.summary, &then.summary, now.summary),
        location: if then.location == now.location { brought.location } else { now.location },
        url,
        profiles,
        rest: brought.rest,
    }
}

/// The current entries of a list. Unchanged entries stay as uploaded; `change` combines an entry as uploaded, as it was
/// read then, and as it is now. Entries correspond if they are equal or at the same index.
fn list<T: PartialEq + Clone>(brought: Vec<T>, then: &[T], now: Vec<T>, change: impl Fn(T, &T, T) -> T) -> Vec<T> {
    let in_place = then.len() == now.len();
    let current = |(at, now): (usize, T)| {
        let known = then.iter().position(|then| *then == now).or(in_place.then_some(at));
        match known.and_then(|known| Some((brought.get(known)?.clone(), then.get(known)?))) {
            Some((brought, then)) if *then == now => brought,
            Some((brought, then)) => change(brought, then, now),
            None => now,
        }
    };
    now.into_iter().enumerate().map(current).collect()
}

fn work(brought: Work, then: &Work, now: Work) -> Work {
    let told = then.highlights == now.highlights;
    Work {
        name: text(brought.name, &then.name, now.name),
        position: text(brought.position, &then.position, now.position),
        location: text(brought.location, &then.location, now.location),
        start_date: text(brought.start_date, &then.start_date, now.start_date),
        end_date: text(brought.end_date, &then.end_date, now.end_date),
        summary: if told { brought.summary } else { now.summary },
        description: if told { brought.description } else { now.description },
        highlights: if told { brought.highlights } else { now.highlights },
        rest: brought.rest,
    }
}

fn course(brought: Course, then: &Course, now: Course) -> Course {
    Course {
        institution: text(brought.institution, &then.institution, now.institution),
        area: text(brought.area, &then.area, now.area),
        study_type: text(brought.study_type, &then.study_type, now.study_type),
        start_date: text(brought.start_date, &then.start_date, now.start_date),
        end_date: text(brought.end_date, &then.end_date, now.end_date),
        ..brought
    }
}

/// The uploaded groups without skills that were removed, followed by the skills that were added.
fn skills(brought: Vec<NamedSkill>, then: &[NamedSkill], now: Vec<NamedSkill>) -> Vec<NamedSkill> {
    let is = |list: &[NamedSkill], name: &str| list.iter().any(|s| s.name.eq_ignore_ascii_case(name.trim()));
    let mut kept: Vec<NamedSkill> = Vec::new();
    for mut group in brought {
        let alone = group.keywords.is_empty();
        group.keywords.retain(|name| is(&now, name));
        if if alone { is(&now, &group.name) } else { !group.keywords.is_empty() } {
            kept.push(group);
        }
    }
    kept.extend(now.into_iter().filter(|skill| !is(then, &skill.name)));
    kept
}
