//! Finding a person or a job by name, from wherever one is.

use crate::{
    application::ApplicationStatus,
    ids::{ApplicationId, CandidateId, JobId},
    job::JobStatus,
};
use serde::{Deserialize, Serialize};

/// Letters from which on something is looked for.
pub const SHORTEST: usize = 2;

/// Somebody whom the organisation may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPerson {
    pub id: CandidateId,
    pub name: String,
    /// What they call themselves.
    pub headline: String,
    /// Their newest application; none for somebody who is only in the talent pool.
    pub application: Option<FoundApplication>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundApplication {
    pub id: ApplicationId,
    pub job_title: String,
    /// The stage's name.
    pub stage: String,
    pub status: ApplicationStatus,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundJob {
    pub id: JobId,
    pub title: String,
    /// Place.
    pub location: String,
    pub status: JobStatus,
}

/// What was found, the closest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub people: Vec<FoundPerson>,
    pub jobs: Vec<FoundJob>,
}
