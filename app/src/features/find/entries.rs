//! What can be found, as one list of places to go to.

use crate::ui::IconKind;
use hireq_domain::{
    application::ApplicationStatus,
    find::{Found, FoundJob, FoundPerson},
};

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub href: String,
    pub title: String,
    /// A quieter line.
    pub detail: String,
    pub icon: IconKind,
}

const PAGES: &[(&str, &str, IconKind)] = &[
    ("/hr", "Dashboard", IconKind::Home),
    ("/hr/inbox", "Inbox", IconKind::Inbox),
    ("/hr/jobs", "Jobs", IconKind::Briefcase),
    ("/hr/jobs/new", "New job", IconKind::Plus),
    ("/hr/candidates", "Candidates", IconKind::Users),
    ("/hr/upload", "Upload résumés", IconKind::Upload),
    ("/account", "Account settings", IconKind::Settings),
];

/// The portal's pages with these words in their names.
pub fn pages(words: &str) -> Vec<Entry> {
    let words = words.trim().to_lowercase();
    let entry = |(href, title, icon): &(&str, &str, IconKind)| Entry {
        href: (*href).to_owned(),
        title: (*title).to_owned(),
        detail: "Page".to_owned(),
        icon: *icon,
    };
    PAGES.iter().filter(|(_, title, _)| title.to_lowercase().contains(&words)).map(entry).collect()
}

/// People and jobs that were found.
pub fn found(found: Found) -> Vec<Entry> {
    let Found { people, jobs } = found;
    people.into_iter().map(person).chain(jobs.into_iter().map(job)).collect()
}

fn person(person: FoundPerson) -> Entry {
    let (href, detail) = match person.application {
        Some(of) => {
            let place = if of.status == ApplicationStatus::Active { of.stage } else { of.status.label().to_owned() };
            (format!("/hr/applications/{}", of.id), format!("{} · {place}", of.job_title))
        }
        None => (format!("/hr/candidates/{}", person.id), "Talent pool".to_owned()),
    };
    Entry { href, title: person.name, detail, icon: IconKind::User }
}

fn job(job: FoundJob) -> Entry {
    let detail = [job.status.label(), job.location.as_str()].into_iter().filter(|part| !part.is_empty());
    Entry {
        href: format!("/hr/jobs/{}", job.id),
        title: if job.title.is_empty() { "Untitled job".to_owned() } else { job.title },
        detail: detail.collect::<Vec<_>>().join(" · "),
        icon: IconKind::Briefcase,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_a_part_of_its_name_and_nothing_typed_finds_all() {
        assert_eq!(pages("INB").into_iter().map(|entry| entry.href).collect::<Vec<_>>(), ["/hr/inbox"]);
        assert_eq!(pages(" ").len(), PAGES.len());
        assert!(pages("mei tan").is_empty());
    }
}
