//! Jobs and résumés in the JSON lines format that `hireq match` reads.

use crate::matching::with_alternatives;
use hireq_domain::job::{Requirement, RequirementKind};
use serde::Deserialize;

/// A job, optionally with requirements written by hand.
#[derive(Debug, Deserialize)]
pub struct JobLine {
    pub id: String,
    pub title: String,
    pub description: String,
    #[serde(default)]
    pub requirements: Vec<RequirementLine>,
}

#[derive(Debug, Deserialize)]
pub struct RequirementLine {
    pub id: String,
    pub kind: RequirementKind,
    pub must: bool,
    pub text: String,
    /// Alternatives, any of which is enough.
    #[serde(default)]
    pub any_of: Vec<String>,
}

/// An applicant for one of the jobs.
#[derive(Debug, Deserialize)]
pub struct ResumeLine {
    pub id: String,
    pub job: String,
    pub text: String,
}

impl JobLine {
    /// The requirements as a recruiter would have typed them, with their alternatives in the text.
    #[must_use]
    pub fn given(&self) -> Vec<Requirement> {
        let requirement = |r: &RequirementLine| Requirement::new(r.kind, with_alternatives(&r.text, &r.any_of), r.must);
        self.requirements.iter().map(requirement).collect()
    }
}
