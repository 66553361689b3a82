//! What the server tells an open page while it happens.

use crate::ids::{ApplicationId, CandidateId, DocumentId, JobId};
use serde::{Deserialize, Serialize};

/// Something changed. Carries keys only: whoever may see the change asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A file was read, or could not be.
    DocumentRead {
        /// The file.
        document: DocumentId,
        /// Whose file it is.
        candidate: CandidateId,
    },
    /// An application arrived, moved, was scored or decided. Whose it is stays out: the job may hide them.
    ApplicationChanged {
        /// The application.
        application: ApplicationId,
        /// Its job.
        job: JobId,
    },
}
