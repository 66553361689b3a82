//! Live events: what the server sends to open pages.

use super::Part;
use crate::ids::{ApplicationId, CandidateId, DocumentId, JobId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something changed. Contains only keys: pages whose users may see the change load it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A file was read.
    DocumentRead {
        document: DocumentId,
        /// The candidate whose file it is.
        candidate: CandidateId,
    },
    /// Text was recognised on another page of a file.
    DocumentProgressed {
        document: DocumentId,
        /// The candidate whose file it is.
        candidate: CandidateId,
    },
    /// A file could not be read.
    DocumentFailed {
        document: DocumentId,
        /// The candidate whose file it is.
        candidate: CandidateId,
    },
    /// An application arrived, moved or was decided. It does not say whose it is, because the job may hide that.
    ApplicationChanged { application: ApplicationId, job: JobId },
    /// Many of a job's applications changed at once: they were scored, or closed with the job.
    ApplicantsChanged { job: JobId },
    /// A person whom the reader knows by name has changed it.
    PersonChanged { candidate: CandidateId },
    /// Events may have been missed, or this page does not know the event: everything has to be reloaded.
    #[serde(other)]
    Resync,
}

/// An event with its key, as a page receives it.
pub type Heard = (Uuid, LiveEvent);

impl LiveEvent {
    /// Whether it may affect a list of this job's applicants.
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

    /// The information that the event itself contains.
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
