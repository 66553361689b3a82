//! What the careers site and the recruiter's list of jobs show.

use crate::{
    job::{JobRow, JobStatus, PublicJob},
    page::Page,
};
use serde::{Deserialize, Serialize};

/// What stands at a job's public address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Posting {
    /// The job, which takes applications.
    Open {
        job: Box<PublicJob>,
        /// The site's own address, for links that leave it.
        site: String,
    },
    /// A job that takes none any more, or none just now.
    Over {
        title: String,
        /// Organisation's name.
        organization: String,
        /// It may come back.
        paused: bool,
    },
}

/// A job that somebody is about to close or fill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobEnding {
    pub title: String,
    /// Where it stands.
    pub status: JobStatus,
    /// Its applications that are not over.
    pub open: i64,
    /// Those among them whose candidates applied themselves, and hear of what becomes of them.
    pub told: i64,
}

/// The recruiter's jobs: one page, with a count for every status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    pub jobs: Page<JobRow>,
    /// Jobs by status, every status named, whatever the filter.
    pub counts: Vec<(JobStatus, i64)>,
}
