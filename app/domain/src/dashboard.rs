//! What a recruiter's first page shows.

use crate::{
    ids::{ApplicationId, JobId},
    job::{JobStatus, StageKind},
    zone::Zone,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Days after which an application waits too long in a stage that has no limit of its own.
pub const DEFAULT_SLA_DAYS: i32 = 7;

/// What needs attention, and how the work goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Applications in progress.
    pub active: i64,
    /// Those that nobody has moved out of the first stage yet.
    pub new: i64,
    /// Those that arrived in the last seven days.
    pub this_week: i64,
    /// Jobs that take applications.
    pub open_jobs: i64,
    /// Applications that wait longer than their stage allows; in all.
    pub overdue_total: i64,
    /// The longest waiting among them.
    pub overdue: Vec<Overdue>,
    /// Open jobs that nobody has applied to.
    pub without_applicants: Vec<JobLink>,
    /// Jobs still being written.
    pub drafts: Vec<JobLink>,
    /// Résumés that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Applications a week, for the last twelve weeks; each by its Monday.
    pub weeks: Vec<(NaiveDate, i64)>,
    /// How many applications of the last twelve months reached each kind of stage.
    pub funnel: Vec<(StageKind, i64)>,
    /// Jobs that are open or paused.
    pub jobs: Vec<JobLine>,
}

impl Dashboard {
    /// Whether anything asks for the recruiter.
    #[must_use]
    pub const fn needs_attention(&self) -> bool {
        self.new > 0
            || self.overdue_total > 0
            || !self.without_applicants.is_empty()
            || !self.drafts.is_empty()
            || !self.unreadable.is_empty()
    }
}

/// An application that waits longer than its stage allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overdue {
    pub id: ApplicationId,
    pub job: JobId,
    pub job_title: String,
    /// Who applied; none where the job hides names.
    pub name: Option<String>,
    /// The stage's name.
    pub stage: String,
    /// Since when it waits there.
    pub since: DateTime<Utc>,
    /// Days that the stage allows.
    pub sla_days: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLink {
    pub id: JobId,
    pub title: String,
    /// Open since, or last changed where it is a draft.
    pub since: DateTime<Utc>,
}

/// A résumé that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// The application that it came with.
    pub application: ApplicationId,
    pub job: JobId,
    pub job_title: String,
    /// Who applied; none where the job hides names.
    pub name: Option<String>,
    /// Why, as the candidate was told.
    pub message: String,
}

/// A job with its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLine {
    pub id: JobId,
    pub title: String,
    /// Where it stands.
    pub status: JobStatus,
    /// Applications in all.
    pub applications: i64,
    /// Those in progress.
    pub active: i64,
    /// Those in the first stage.
    pub new: i64,
    pub hired: i64,
    /// Open since.
    pub published_at: Option<DateTime<Utc>>,
    /// Last day.
    pub closes_on: Option<NaiveDate>,
    /// The zone of the place where that day ends.
    pub zone: Zone,
}
