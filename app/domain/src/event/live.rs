//! What the server tells an open page while it happens.

use super::Part;
use crate::ids::{ApplicationId, CandidateId, DocumentId, JobId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something changed. Carries keys only: whoever may see the change asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A file was read.
    DocumentRead {
        /// The file.
        document: DocumentId,
        /// Whose file it is.
        candidate: CandidateId,
    },
    /// Text was recognised on a further page of a file.
    DocumentProgressed {
        /// The file.
        document: DocumentId,
        /// Whose file it is.
        candidate: CandidateId,
    },
    /// A file could not be read.
    DocumentFailed {
        /// The file.
        document: DocumentId,
        /// Whose file it is.
        candidate: CandidateId,
    },
    /// An application arrived, moved or was decided. Whose it is stays out: the job may hide them.
    ApplicationChanged { application: ApplicationId, job: JobId },
    /// Many of a job's applications changed at once: they were scored, or ended with the job.
    ApplicantsChanged { job: JobId },
    /// A person whom the reader knows by name is called otherwise now.
    PersonChanged {
        /// Who.
        candidate: CandidateId,
    },
    /// Something may have been missed, or is not known to this page: all is to be read again.
    #[serde(other)]
    Resync,
}

/// An event with its key, as a page hears it.
pub type Heard = (Uuid, LiveEvent);

impl LiveEvent {
    /// Whether it may change what a list of a job's applicants shows.
    #[must_use]
    pub fn concerns(&self, applicants_of: JobId) -> bool {
        match self {
            Self::ApplicationChanged { job, .. } | Self::ApplicantsChanged { job } => *job == applicants_of,
            Self::PersonChanged { .. } => true,
            Self::DocumentRead { .. }
            | Self::DocumentProgressed { .. }
            | Self::DocumentFailed { .. }
            | Self::Resync => false,
        }
    }

    /// What it tells by itself.
    #[must_use]
    pub const fn parts(&self) -> &'static [Part] {
        match self {
            Self::DocumentRead { .. }
            | Self::DocumentProgressed { .. }
            | Self::DocumentFailed { .. }
            | Self::PersonChanged { .. } => &[Part::Fact, Part::Person],
            Self::ApplicationChanged { .. } | Self::ApplicantsChanged { .. } => &[Part::Fact],
            Self::Resync => &[],
        }
    }
}
