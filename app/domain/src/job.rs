//! Jobs: what is hired for, what is required, what is asked, and which stages lie between.

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
    /// Where a job stands.
    JobStatus {
        /// Being written; nobody else sees it.
        Draft = "draft", "Draft";
        /// Takes applications.
        Open = "open", "Open";
        /// Shown to nobody for now; existing applications go on.
        Paused = "paused", "Paused";
        /// Takes no more applications.
        Closed = "closed", "Closed";
        /// Somebody was hired.
        Filled = "filled", "Filled";
    }
}

impl JobStatus {
    /// Whether a job takes no applications for good, and may end those that it has.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Filled)
    }

    /// Whether a job may go from this status to `to`.
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
    /// What becomes of a job's open applications when the job is closed or filled.
    OpenApplications {
        /// Nothing.
        Leave = "leave", "Leave them open";
        /// They end with it.
        Close = "close", "Close them";
    }
}

words! {
    /// Where the work is done.
    RemoteMode {
        /// At the employer's place.
        Onsite = "onsite", "On site";
        /// Partly at home.
        Hybrid = "hybrid", "Hybrid";
        /// From anywhere that the job allows.
        Remote = "remote", "Remote";
    }
}

words! {
    /// How the work is contracted.
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
    /// What a requirement asks for.
    RequirementKind {
        /// Something one can do.
        Skill = "skill", "Skill";
        Years = "years", "Years of experience";
        Degree = "degree", "Degree";
        /// A spoken language.
        Language = "language", "Language";
        Licence = "licence", "Licence or certificate";
        /// Shifts, travel, a right to work.
        Other = "other", "Something else";
    }
}

/// Something that a job requires. The text is what people read and what the matcher looks for: a skill's name,
/// "5 years", "Bachelor", "German", "Driving licence".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// Key; none while it is only proposed.
    pub id: Option<RequirementId>,
    /// What it asks for.
    pub kind: RequirementKind,
    /// In words.
    pub text: String,
    /// Must have, or nice to have.
    pub must: bool,
    /// Share among its kind, over 0, at most 5.
    pub weight: f32,
    /// The advert's words that it was read from; none where somebody typed it.
    #[serde(default)]
    pub quote: Option<String>,
}

impl Requirement {
    /// One that was not saved yet, as heavy as any other.
    #[must_use]
    pub fn new(kind: RequirementKind, text: impl Into<String>, must: bool) -> Self {
        Self { id: None, kind, text: text.into(), must, weight: 1.0, quote: None }
    }
}

words! {
    /// How a screening question is answered.
    QuestionKind {
        /// In words.
        Text = "text", "Text";
        YesNo = "yes_no", "Yes or no";
        Number = "number", "Number";
        Choice = "choice", "One of several";
    }
}

/// A screening question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Key; none before it is saved.
    pub id: Option<QuestionId>,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The choices of a `Choice`.
    pub options: Vec<String>,
    /// Whether an application needs an answer.
    pub required: bool,
    /// The answer that ends an application ("no", a choice); for a number, the smallest that passes.
    pub knock_out: Option<String>,
}

impl Question {
    /// Whether `answer` ends the application by this question's rule. A number that could be two ends nothing.
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
    /// What a stage is for, whatever a recruiter names it. Reports and the candidate see this.
    StageKind {
        /// Just arrived.
        Applied = "applied", "Applied";
        /// Being read.
        Screening = "screening", "Screening";
        /// Doing a task or test.
        Assessment = "assessment", "Assessment";
        /// Talking.
        Interview = "interview", "Interview";
        /// An offer is out.
        Offer = "offer", "Offer";
        Hired = "hired", "Hired";
    }
}

/// A column of a job's pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Key; none before it is saved.
    pub id: Option<StageId>,
    /// What the recruiters call it.
    pub name: String,
    /// What it is for.
    pub kind: StageKind,
    /// Days that an application may wait here.
    pub sla_days: Option<i32>,
}

/// The stages that a new job starts with.
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

/// How much each part of a score counts: shares of the total. They need not sum to one: the total divides by their sum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Skills, languages and licences.
    pub skills: f32,
    /// Years of experience.
    pub experience: f32,
    /// Degrees.
    pub education: f32,
    /// Closeness of meaning between job and résumé.
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
    /// Where the work is done.
    pub remote: RemoteMode,
    /// How it is contracted.
    pub employment: Employment,
    /// Pay range, if told.
    pub pay: Option<Pay>,
    /// Last day for applications.
    pub closes_on: Option<NaiveDate>,
    /// Where that day ends, if not where the organisation is.
    pub time_zone: Option<Zone>,
    /// Names hidden from recruiters until a first decision.
    pub blind: bool,
    /// Shares of the match score.
    pub weights: Weights,
    /// What is required.
    pub requirements: Vec<Requirement>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// The pipeline.
    pub stages: Vec<Stage>,
}

/// A job with everything that its recruiter sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Key.
    pub id: JobId,
    /// Whose job.
    pub organization_id: OrganizationId,
    /// Organisation's name.
    pub organization: String,
    /// Last part of its public address.
    pub slug: String,
    /// Where it stands.
    pub status: JobStatus,
    /// When it was first opened.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Counts changes, so that two editors notice each other.
    pub row_version: i32,
    /// What its form edits.
    pub content: JobContent,
}

/// A job in the recruiter's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRow {
    /// Key.
    pub id: JobId,
    pub title: String,
    /// Place.
    pub location: String,
    /// Where the work is done.
    pub remote: RemoteMode,
    /// Where it stands.
    pub status: JobStatus,
    /// When it was first opened.
    pub published_at: Option<DateTime<Utc>>,
    /// Last change.
    pub updated_at: DateTime<Utc>,
    /// Applications that are not over.
    pub active: i64,
    /// Of these, still in the first stage.
    pub new: i64,
}

/// An open job in the careers list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCard {
    /// Last part of its address.
    pub slug: String,
    pub title: String,
    /// Organisation's name.
    pub organization: String,
    /// Place.
    pub location: String,
    /// Where the work is done.
    pub remote: RemoteMode,
    /// How it is contracted.
    pub employment: Employment,
    /// Pay range, if told.
    pub pay: Option<Pay>,
    /// When it was first opened.
    pub published_at: DateTime<Utc>,
}

/// What somebody looks for on the careers site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSearch {
    /// Words in title, description or place.
    #[serde(default)]
    pub q: String,
    /// Place.
    #[serde(default)]
    pub location: String,
    /// Any of these.
    #[serde(default)]
    pub remote: Vec<RemoteMode>,
    /// Any of these.
    #[serde(default)]
    pub employment: Vec<Employment>,
    /// At least this much a year, in the job's own currency.
    #[serde(default)]
    pub pay_min: Option<Decimal>,
    /// Page, from 1.
    #[serde(default)]
    pub page: i64,
}

/// A value of a facet and how many open jobs have it, were it chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value's word.
    pub value: String,
    /// The value's label.
    pub label: String,
    /// Open jobs.
    pub count: i64,
}

/// The careers list: one page of cards, with counts for every facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSearchResult {
    pub jobs: crate::page::Page<JobCard>,
    /// Counts by remote mode.
    pub remote: Vec<FacetCount>,
    pub employment: Vec<FacetCount>,
    /// Counts by place.
    pub locations: Vec<FacetCount>,
}

/// A job as everyone may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicJob {
    /// Key.
    pub id: JobId,
    /// What the list shows.
    pub card: JobCard,
    /// The description as safe HTML.
    pub html: String,
    /// The description's first words, for previews.
    pub summary: String,
    /// The day when it was first opened, at its place.
    pub posted_on: NaiveDate,
    /// Last day for applications.
    pub closing: Option<Closing>,
    /// What is required.
    pub requirements: Vec<Requirement>,
    /// What is asked; knock-out rules left out.
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
