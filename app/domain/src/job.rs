//! Jobs: description, requirements, questions and stages.

pub use crate::money::{Pay, PayPeriod};

use crate::{
    ids::{JobId, OrganizationId, QuestionId, RequirementId, StageId},
    number::{self, Bounds, Decimal},
    words::words,
    zone::{Closing, Zone},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

words! {
    /// The status of a job.
    JobStatus {
        /// Being written; only visible to its organisation.
        Draft = "draft", "Draft";
        /// Takes applications.
        Open = "open", "Open";
        /// Hidden from the careers site for now; existing applications continue.
        Paused = "paused", "Paused";
        /// Takes no more applications.
        Closed = "closed", "Closed";
        /// Somebody was hired.
        Filled = "filled", "Filled";
    }
}

impl JobStatus {
    /// Whether a job takes no further applications, and may close its open ones.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Filled)
    }

    /// Whether a job may change from this status to `to`.
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::Draft, Self::Open)
                | (Self::Open, Self::Paused | Self::Closed | Self::Filled)
                | (Self::Paused, Self::Open | Self::Closed | Self::Filled)
                | (Self::Closed | Self::Filled, Self::Open)
        )
    }
}

words! {
    /// What happens with a job's open applications when it is closed or filled.
    OpenApplications {
        /// They stay open.
        Leave = "leave", "Leave them open";
        /// They are closed with it.
        Close = "close", "Close them";
    }
}

words! {
    /// Where the work is done.
    RemoteMode {
        /// At the employer's premises.
        Onsite = "onsite", "On site";
        /// Partly at home.
        Hybrid = "hybrid", "Hybrid";
        /// From anywhere that the job allows.
        Remote = "remote", "Remote";
    }
}

words! {
    /// The type of contract.
    Employment {
        FullTime = "full_time", "Full time";
        PartTime = "part_time", "Part time";
        /// Contractor.
        Contract = "contract", "Contract";
        /// For a limited time.
        Temporary = "temporary", "Temporary";
        Internship = "internship", "Internship";
    }
}

words! {
    /// The kind of a requirement.
    RequirementKind {
        /// A skill.
        Skill = "skill", "Skill";
        Years = "years", "Years of experience";
        Degree = "degree", "Degree";
        /// A spoken language.
        Language = "language", "Language";
        Licence = "licence", "Licence or certificate";
        /// Anything else, such as shifts, travel or a right to work.
        Other = "other", "Something else";
    }
}

/// A requirement of a job. The text is both what people read and what the matcher looks for: a skill's name, "5 years",
/// "Bachelor", "German", "Driving licence".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// The key; `None` while it is only proposed.
    pub id: Option<RequirementId>,
    pub kind: RequirementKind,
    pub text: String,
    /// A must-have or a nice-to-have.
    pub must: bool,
    /// Its weight among requirements of its kind: above 0, at most 5.
    pub weight: f32,
    /// The words of the advert from which it was proposed; `None` if it was typed.
    #[serde(default)]
    pub quote: Option<String>,
}

impl Requirement {
    /// An unsaved requirement with the default weight.
    #[must_use]
    pub fn new(kind: RequirementKind, text: impl Into<String>, must: bool) -> Self {
        Self { id: None, kind, text: text.into(), must, weight: 1.0, quote: None }
    }
}

words! {
    /// How a screening question is answered.
    QuestionKind {
        /// As free text.
        Text = "text", "Text";
        YesNo = "yes_no", "Yes or no";
        Number = "number", "Number";
        Choice = "choice", "One of several";
    }
}

/// A screening question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The key; `None` before it is saved.
    pub id: Option<QuestionId>,
    pub text: String,
    pub kind: QuestionKind,
    /// The options of a `Choice`.
    pub options: Vec<String>,
    /// Whether an answer is required.
    pub required: bool,
    /// The answer that rejects an application ("no", or a choice); for a number, the smallest accepted one.
    pub knock_out: Option<String>,
}

impl Question {
    /// Whether `answer` breaks this question's knock-out rule. An ambiguous number does not.
    #[must_use]
    pub fn knocks_out(&self, answer: &str) -> bool {
        let Some(rule) = self.knock_out.as_deref().map(str::trim).filter(|r| !r.is_empty()) else { return false };
        match self.kind {
            QuestionKind::Number => {
                let number = |text: &str| number::read(text, Bounds::ANY);
                matches!((number(answer), number(rule)), (Ok(a), Ok(least)) if a < least)
            }
            QuestionKind::Text => false,
            QuestionKind::YesNo | QuestionKind::Choice => answer.trim().eq_ignore_ascii_case(rule),
        }
    }
}

words! {
    /// The purpose of a stage, whatever recruiters call it. Reports and candidates see this.
    StageKind {
        /// The application has just arrived.
        Applied = "applied", "Applied";
        /// The application is being reviewed.
        Screening = "screening", "Screening";
        /// A task or test.
        Assessment = "assessment", "Assessment";
        /// Interviews.
        Interview = "interview", "Interview";
        /// An offer has been made.
        Offer = "offer", "Offer";
        Hired = "hired", "Hired";
    }
}

/// A stage of a job's pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The key; `None` before it is saved.
    pub id: Option<StageId>,
    /// The recruiters' name for it.
    pub name: String,
    pub kind: StageKind,
    /// How many days an application may stay here.
    pub sla_days: Option<i32>,
}

/// The stages of a new job.
#[must_use]
pub fn default_stages() -> Vec<Stage> {
    [
        ("Applied", StageKind::Applied, Some(5)),
        ("Screening", StageKind::Screening, Some(7)),
        ("Interview", StageKind::Interview, Some(14)),
        ("Offer", StageKind::Offer, Some(7)),
        ("Hired", StageKind::Hired, None),
    ]
    .map(|(name, kind, sla_days)| Stage { id: None, name: name.to_owned(), kind, sla_days })
    .into()
}

/// The weights of the parts of a score. They need not sum to one, because the total divides by their sum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Skills, languages and licences.
    pub skills: f32,
    /// Years of experience.
    pub experience: f32,
    /// Degrees.
    pub education: f32,
    /// The closeness of job and résumé.
    pub closeness: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self { skills: 0.5, experience: 0.2, education: 0.1, closeness: 0.2 }
    }
}

/// Everything about a job that its form edits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobContent {
    pub title: String,
    /// Markdown.
    pub description: String,
    /// City, region or country.
    pub location: String,
    pub remote: RemoteMode,
    pub employment: Employment,
    /// The pay range, if stated.
    pub pay: Option<Pay>,
    /// Last day for applications.
    pub closes_on: Option<NaiveDate>,
    /// The time zone in which that day ends, if it is not the organisation's.
    pub time_zone: Option<Zone>,
    /// Whether names are hidden from recruiters until a first decision.
    pub blind: bool,
    /// The weights of the parts of the match score.
    pub weights: Weights,
    pub requirements: Vec<Requirement>,
    pub questions: Vec<Question>,
    pub stages: Vec<Stage>,
}

/// A job with everything that recruiters see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub organization_id: OrganizationId,
    /// The name of the organisation.
    pub organization: String,
    /// The last part of its public URL.
    pub slug: String,
    pub status: JobStatus,
    /// When it was first opened.
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The version of the row, so that concurrent changes are noticed.
    pub row_version: i32,
    pub content: JobContent,
}

/// A job in the recruiter's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    pub id: JobId,
    pub title: String,
    pub location: String,
    pub remote: RemoteMode,
    pub status: JobStatus,
    /// When it was first opened.
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    /// The number of open applications.
    pub active: i64,
    /// How many of them are still in the first stage.
    pub new: i64,
    /// The name of its owner, while they recruit here.
    pub owner: Option<String>,
}

/// An open job in the careers list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCard {
    /// The last part of its URL.
    pub slug: String,
    pub title: String,
    /// The name of the organisation.
    pub organization: String,
    pub location: String,
    pub remote: RemoteMode,
    pub employment: Employment,
    /// The pay range, if stated.
    pub pay: Option<Pay>,
    /// When it was first opened.
    pub published_at: DateTime<Utc>,
}

/// A search of the careers site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSearch {
    /// Words in the title, description or location.
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub location: String,
    /// The last part of an organisation's URL, for its jobs alone.
    #[serde(default)]
    pub organization: String,
    /// Any of these.
    #[serde(default)]
    pub remote: Vec<RemoteMode>,
    /// Any of these.
    #[serde(default)]
    pub employment: Vec<Employment>,
    /// The minimum pay per year, in the job's own currency.
    #[serde(default)]
    pub pay_min: Option<Decimal>,
    /// The page number, starting at 1.
    #[serde(default)]
    pub page: i64,
}

/// A value of a facet, and how many open jobs choosing it would show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The stored word of the value.
    pub value: String,
    pub label: String,
    pub count: i64,
    /// Whether the search asks for it.
    pub chosen: bool,
}

/// The careers list: one page of cards, with counts for every facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSearchResult {
    pub jobs: crate::page::Page<JobCard>,
    pub remote: Vec<FacetCount>,
    pub employment: Vec<FacetCount>,
    pub locations: Vec<FacetCount>,
    /// Which jobs of the page the reader saved, by the last parts of their URLs; `None` unless they are a candidate.
    pub saved: Option<Vec<String>>,
}

/// A country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Its two letters in ISO 3166.
    pub code: String,
    pub name: String,
}

/// What a job's place says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPlace {
    /// The place without its country; empty if none is named.
    pub town: String,
    pub country: Option<Country>,
}

/// A job as everyone may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicJob {
    pub id: JobId,
    /// The data shown in the list.
    pub card: JobCard,
    /// The description as safe HTML.
    pub html: String,
    /// The first words of the description, for previews.
    pub summary: String,
    /// The day when it was first opened, in the time zone of its location.
    pub posted_on: NaiveDate,
    /// The last day for applications.
    pub closing: Option<Closing>,
    pub place: JobPlace,
    /// The last part of its organisation's URL.
    pub organization_slug: String,
    pub requirements: Vec<Requirement>,
    /// The questions, without knock-out rules.
    pub questions: Vec<Question>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionKind, rule: &str) -> Question {
        Question { id: None, text: String::new(), kind, options: vec![], required: true, knock_out: Some(rule.into()) }
    }

    #[test]
    fn a_knock_out_rule_ends_only_what_it_names() {
        assert!(question(QuestionKind::YesNo, "no").knocks_out("No"));
        assert!(!question(QuestionKind::YesNo, "no").knocks_out("yes"));
        assert!(question(QuestionKind::Number, "3").knocks_out("2.5"));
        assert!(!question(QuestionKind::Number, "3").knocks_out("3"));
        assert!(!question(QuestionKind::Number, "3").knocks_out("many"));
        assert!(!question(QuestionKind::Number, "1000").knocks_out("1,500"), "it may be 1500");
        assert!(!question(QuestionKind::Number, "1.500").knocks_out("1000"), "the rule may be 1.5");
        assert!(question(QuestionKind::Number, "1000").knocks_out("999,5"));
        assert!(!question(QuestionKind::Number, "1000").knocks_out("1 500"));
    }

    #[test]
    fn a_draft_opens_but_does_not_fill() {
        assert!(JobStatus::Draft.may_become(JobStatus::Open));
        assert!(!JobStatus::Draft.may_become(JobStatus::Filled));
    }
}
