//! The data of a recruiter's dashboard.

use crate::{
    ids::{ApplicationId, JobId},
    inbox::InboxRow,
    job::{JobStatus, StageKind},
    zone::Zone,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How many days an application may stay in a stage without a limit of its own.
pub const DEFAULT_SLA_DAYS: i32 = 7;

/// What needs attention, and how the work is going.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Applications in progress.
    pub active: i64,
    /// Those still in the first stage.
    pub new: i64,
    /// Those that arrived in the last seven days.
    pub this_week: i64,
    /// Jobs that take applications.
    pub open_jobs: i64,
    /// The number of applications that have been in their stage for longer than it allows.
    pub overdue_total: i64,
    /// The longest waiting among them.
    pub overdue: Vec<InboxRow>,
    /// Open jobs that nobody has applied to.
    pub without_applicants: Vec<JobLink>,
    /// Jobs still being written.
    pub drafts: Vec<JobLink>,
    /// Résumés that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Applications per week for the last twelve weeks, each given by its Monday.
    pub weeks: Vec<(NaiveDate, i64)>,
    /// How many applications of the last twelve months reached each kind of stage.
    pub funnel: Vec<(StageKind, i64)>,
    /// Jobs that are open or paused.
    pub jobs: Vec<JobLine>,
}

impl Dashboard {
    /// Whether anything needs the recruiter's attention.
    #[must_use]
    pub const fn needs_attention(&self) -> bool {
        self.new > 0
            || self.overdue_total > 0
            || !self.without_applicants.is_empty()
            || !self.drafts.is_empty()
            || !self.unreadable.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLink {
    pub id: JobId,
    pub title: String,
    /// When it was opened or, for a draft, last changed.
    pub since: DateTime<Utc>,
}

/// A résumé that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    pub application: ApplicationId,
    pub job: JobId,
    pub job_title: String,
    /// Who applied; `None` if the job hides names.
    pub name: Option<String>,
    /// The reason, as told to the candidate.
    pub message: String,
}

/// A job with its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLine {
    pub id: JobId,
    pub title: String,
    pub status: JobStatus,
    /// The total number of applications.
    pub applications: i64,
    /// Those in progress.
    pub active: i64,
    /// Those in the first stage.
    pub new: i64,
    pub hired: i64,
    /// When it was opened.
    pub published_at: Option<DateTime<Utc>>,
    /// The last day for applications.
    pub closes_on: Option<NaiveDate>,
    /// The time zone in which that day ends.
    pub zone: Zone,
}
