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
        /// The job.
        job: Box<PublicJob>,
        /// The site's own address, for links that leave it.
        site: String,
    },
    /// A job that takes none any more, or none just now.
    Over {
        /// Its title.
        title: String,
        /// Organisation's name.
        organization: String,
        /// It may come back.
        paused: bool,
    },
}

/// The recruiter's jobs: one page, with a count for every status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    /// The rows.
    pub jobs: Page<JobRow>,
    /// Jobs by status, every status named, whatever the filter.
    pub counts: Vec<(JobStatus, i64)>,
}
