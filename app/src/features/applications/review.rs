//! Going through a list of applicants one by one: an application's address carries the filter and the order of the list
//! that it was opened from.

use crate::ui::Href;
use hireq_domain::{
    applicants::{ApplicantQuery, ApplicantSort},
    ids::{ApplicationId, JobId},
    inbox::{InboxList, InboxPart},
};
use leptos_router::params::ParamsMap;

/// What a list's address says of its filter and order; its page is told apart.
pub(super) const NAMES: [&str; 7] = ["stage", "band", "status", "q", "musts", "unseen", "sort"];
const INBOX: &str = "inbox";
const STAY: &str = "stay";
/// How the résumé is shown goes along as well.
pub(super) const VIEW: &str = "view";

/// The list that a recruiter goes through: a job's applicants or the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its parameters and [`STAY`]; the path is nobody's.
    at: Href,
}

impl Review {
    /// Of an application's address.
    pub fn of_application(query: &ParamsMap) -> Self {
        let known = NAMES.into_iter().chain([INBOX, STAY, VIEW]);
        Self { at: Href::from_pairs("", known.map(|name| (name, query.get(name).unwrap_or_default()))) }
    }

    /// Of the list's own address.
    pub fn of_list(list: &Href) -> Self {
        let at = Href::from_pairs("", NAMES.map(|name| (name, list.get(name))));
        // The order is always told: it says that the reader comes from a list.
        let sorted = !at.get("sort").is_empty();
        Self { at: if sorted { at } else { at.with("sort", ApplicantSort::Best) } }
    }

    /// Of a part of the inbox.
    pub fn of_inbox(list: InboxList) -> Self {
        Self { at: Href::new("").with(INBOX, list) }
    }

    /// The part of the inbox; empty where the list is a job's.
    pub fn inbox(&self) -> &str {
        self.at.get(INBOX)
    }

    /// What the job's list is filtered and sorted by.
    pub fn query(&self) -> ApplicantQuery {
        applicant_query(&self.at)
    }

    /// An application's page on the way through this list.
    pub fn application(&self, id: ApplicationId) -> Href {
        Href::from_pairs(format!("/hr/applications/{id}"), self.at.pairs().to_vec())
    }

    /// The list itself, for an application of this job.
    pub fn list(&self, job: JobId) -> Href {
        if let Ok(list) = self.inbox().parse() {
            return inbox_href(list);
        }
        Href::from_pairs(format!("/hr/jobs/{job}"), self.at.without(STAY).without(VIEW).pairs().to_vec())
    }

    /// The reader came from the list.
    pub fn is_list(&self) -> bool {
        !self.at.get("sort").is_empty() || !self.inbox().is_empty()
    }

    /// A decision leads to the next applicant.
    pub fn goes_on(&self) -> bool {
        self.is_list() && self.at.get(STAY).is_empty()
    }

    /// The same list, the other way after a decision.
    pub fn turned(&self) -> Self {
        Self { at: self.at.with(STAY, if self.goes_on() { "1" } else { "" }) }
    }
}

/// A page of a job with the filters that its address names, and its page of the list: the list itself, or the page that
/// `below` names.
pub(super) fn list_href(job: Option<JobId>, below: &str, query: &ParamsMap) -> Href {
    let path = job.map_or_else(|| "/hr/jobs".to_owned(), |job| format!("/hr/jobs/{job}{below}"));
    Href::from_pairs(path, NAMES.into_iter().chain(["page"]).map(|name| (name, query.get(name).unwrap_or_default())))
}

/// The list at a path with these filters, in their order.
pub(super) fn filter_href(path: &str, query: &ApplicantQuery) -> Href {
    let ApplicantQuery { stage, band, status, q, musts, unseen, sort, .. } = query;
    let values = [stage, band, status, q, musts, unseen, sort].map(Clone::clone);
    Href::from_pairs(path, NAMES.into_iter().zip(values))
}

/// What an address says of a list of applicants.
pub(super) fn applicant_query(href: &Href) -> ApplicantQuery {
    let get = |name| href.get(name).to_owned();
    ApplicantQuery {
        stage: get("stage"),
        band: get("band"),
        status: get("status"),
        q: get("q"),
        musts: get("musts"),
        unseen: get("unseen"),
        sort: get("sort"),
        page: get("page"),
    }
}

/// The address of a list of the inbox.
pub fn inbox_href(list: InboxList) -> Href {
    let all = list == InboxList { part: InboxPart::All, mine: false };
    Href::new("/hr/inbox").with("show", if all { String::new() } else { list.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_opened_from_a_list_knows_the_lists_filter_and_order() {
        let list = Href::from_pairs("/hr/jobs/x", [("stage", "s"), ("q", "a & b"), ("page", "3")]);
        let review = Review::of_list(&list);
        let id = ApplicationId(uuid::Uuid::from_u128(1));
        assert_eq!(
            review.application(id).to_string(),
            "/hr/applications/00000000-0000-0000-0000-000000000001?stage=s&q=a+%26+b&sort=-score"
        );
        assert!(review.goes_on());
        assert_eq!(review.query().q, "a & b");
        let stays = review.turned();
        assert!(!stays.goes_on() && stays.is_list());
        assert_eq!(stays.turned(), review);
        assert_eq!(stays.list(JobId(id.0)), review.list(JobId(id.0)));
    }

    #[test]
    fn filters_that_are_kept_lead_to_the_list_that_they_are_of() {
        let list = Href::from_pairs("/hr/jobs/x", [("stage", "s"), ("q", "a b"), ("unseen", "true"), ("sort", "name")]);
        assert_eq!(filter_href("/hr/jobs/x", &applicant_query(&list)), list);
    }

    #[test]
    fn whoever_comes_from_the_inbox_goes_back_to_that_part_of_it() {
        let review = Review::of_inbox(InboxList { part: InboxPart::New, mine: true });
        let job = JobId(uuid::Uuid::from_u128(2));
        assert_eq!(review.list(job).to_string(), "/hr/inbox?show=my-new");
        assert_eq!(
            Review::of_inbox(InboxList { part: InboxPart::All, mine: false }).list(job).to_string(),
            "/hr/inbox"
        );
        assert!(review.goes_on());
    }

    #[test]
    fn a_bare_address_is_no_list_and_stays_where_it_is() {
        let review = Review::of_application(&ParamsMap::new());
        assert!(!review.is_list() && !review.goes_on());
        assert_eq!(review.query(), ApplicantQuery::default());
    }
}
