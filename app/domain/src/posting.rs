//! The data of the careers site and of the recruiter's list of jobs.

use crate::{
    job::{JobRow, JobStatus, PublicJob},
    page::Page,
};
use serde::{Deserialize, Serialize};

/// What a job's public address shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Posting {
    /// A job that takes applications.
    Open {
        job: Box<PublicJob>,
        /// The site's base URL, for absolute links.
        site: String,
    },
    /// A job that takes no applications, permanently or for now.
    Over {
        title: String,
        /// The name of the organisation.
        organization: String,
        /// Whether it is only paused.
        paused: bool,
    },
}

/// A job that somebody is about to close or fill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobEnding {
    pub title: String,
    pub status: JobStatus,
    /// The number of its open applications.
    pub open: i64,
    /// How many of them were sent by candidates themselves, who will be told what happens.
    pub told: i64,
}

/// A page of the recruiter's jobs, with a count for every status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    pub jobs: Page<JobRow>,
    /// The number of jobs in every status, regardless of the filter.
    pub counts: Vec<(JobStatus, i64)>,
}
