//! The data of the careers site and of the recruiter's list of jobs.

use crate::{
    ids::ApplicationId,
    job::{JobRow, JobStatus, PublicJob, Requirement},
    job_form::Stated,
    page::Page,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a job's public address shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Posting {
    /// A job that takes applications.
    Open {
        job: Box<PublicJob>,
        /// The site's base URL, for absolute links.
        site: String,
        /// What the reader has with it, if they are signed in as a candidate.
        own: Option<OwnJob>,
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

/// What a candidate has with a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnJob {
    /// Their application and when it arrived, unless they withdrew it.
    pub applied: Option<(ApplicationId, DateTime<Utc>)>,
    pub saved: bool,
}

/// A job that a candidate saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedJob {
    /// The last part of its URL.
    pub slug: String,
    pub title: String,
    /// The name of the organisation.
    pub organization: String,
    pub location: String,
    pub saved_at: DateTime<Utc>,
    /// Whether it takes applications.
    pub open: bool,
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

/// What an advert's text proposes for the job's form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    pub requirements: Vec<Requirement>,
    pub stated: Stated,
}

/// What a recruiter's list of jobs shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// Every status where none.
    pub status: Option<JobStatus>,
    /// Words of the title or place.
    pub q: String,
    /// Only jobs whose team the reader is in.
    pub mine: bool,
}

/// A page of the recruiter's jobs, with a count for every status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobList {
    pub jobs: Page<JobRow>,
    /// The number of jobs in every status, regardless of the filter.
    pub counts: Vec<(JobStatus, i64)>,
}
