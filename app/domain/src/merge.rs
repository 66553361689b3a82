//! Two records of one person becoming one: what stays, what is joined, and when it is refused.

use crate::{
    candidate::CandidateInfo,
    ids::{CandidateId, MergeId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The most addresses, numbers or links of a person.
const MOST_LINES: usize = 10;

/// One of the two records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeSide {
    pub info: CandidateInfo,
    /// The organisation's tags.
    pub tags: Vec<String>,
    /// The number of files that the organisation may see.
    pub files: usize,
    /// The number of applications whose applicant the organisation may know.
    pub applications: usize,
    /// The number of notes that the reader may see.
    pub notes: i64,
}

/// What a merge would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergePreview {
    /// The record that stays.
    pub stays: MergeSide,
    /// The record that goes.
    pub goes: MergeSide,
    /// The details afterwards.
    pub after: CandidateInfo,
    /// The tags afterwards.
    pub tags: Vec<String>,
    /// The titles of jobs for which both have an application.
    pub both_applied: Vec<String>,
    /// Why they cannot be merged this way.
    pub refused: Option<String>,
}

/// A merge in a person's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonMerge {
    pub id: MergeId,
    /// The name of the record that went, as long as it is kept.
    pub name: Option<String>,
    /// Who merged them.
    pub by: String,
    pub at: DateTime<Utc>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// Why two records cannot become one with `stays` as the one that stays.
#[must_use]
pub fn refusal(stays: &CandidateInfo, goes: &CandidateInfo) -> Option<String> {
    match (stays.has_account, goes.has_account) {
        (true, true) => Some("Both have an account of their own. Accounts are never merged".into()),
        (false, true) => {
            Some(format!("{} has an account of their own, so this record can only be the one that stays", goes.name))
        }
        (_, false) => None,
    }
}

/// The details afterwards. Whoever has an account keeps theirs untouched; otherwise blank ones are filled, and addresses,
/// numbers and links are joined.
#[must_use]
pub fn joined(stays: &CandidateInfo, goes: &CandidateInfo) -> CandidateInfo {
    if stays.has_account {
        return stays.clone();
    }
    let filled = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { a.to_owned() };
    CandidateInfo {
        headline: filled(&stays.headline, &goes.headline),
        location: filled(&stays.location, &goes.location),
        emails: united(&stays.emails, &goes.emails),
        phones: united(&stays.phones, &goes.phones),
        links: united(&stays.links, &goes.links),
        do_not_contact: stays.do_not_contact || goes.do_not_contact,
        ..stays.clone()
    }
}

fn united(a: &[String], b: &[String]) -> Vec<String> {
    let mut all = a.to_vec();
    for value in b {
        if !all.iter().any(|known| known.to_lowercase() == value.to_lowercase()) {
            all.push(value.clone());
        }
    }
    all.truncate(MOST_LINES.max(a.len()));
    all
}

/// The two records of a merge, as forms and events name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The record that stays.
    pub stays: CandidateId,
    /// The record that goes.
    pub goes: CandidateId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn person(name: &str, has_account: bool, emails: &[&str], headline: &str) -> CandidateInfo {
        CandidateInfo {
            id: CandidateId(Uuid::nil()),
            has_account,
            name: name.into(),
            emails: emails.iter().map(|e| (*e).to_owned()).collect(),
            phones: vec![],
            links: vec![],
            location: String::new(),
            headline: headline.into(),
            do_not_contact: false,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn blank_details_are_filled_and_lists_are_joined_without_repeats() {
        let stays = person("Zoë", false, &["zoe@example.com"], "");
        let goes =
            CandidateInfo { do_not_contact: true, ..person("Z.", false, &["ZOE@example.com", "z@x.com"], "Lead") };
        let after = joined(&stays, &goes);
        assert_eq!((after.name.as_str(), after.headline.as_str()), ("Zoë", "Lead"));
        assert_eq!(after.emails, ["zoe@example.com", "z@x.com"]);
        assert!(after.do_not_contact, "whoever asked not to be contacted is not contacted");
    }

    #[test]
    fn who_has_an_account_keeps_their_details_and_is_never_the_one_that_goes() {
        let (account, other) = (person("Zoë", true, &[], ""), person("Z.", false, &["z@x.com"], "Lead"));
        assert_eq!(joined(&account, &other), account);
        assert_eq!(refusal(&account, &other), None);
        assert!(refusal(&other, &account).is_some());
        assert!(refusal(&account, &account).is_some_and(|why| why.contains("never merged")));
    }
}
