//! Keys: a UUIDv7 type for each kind of row, so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { s.parse().map(Self) }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
    )+};
}

ids! {
    /// An organisation that hires.
    OrganizationId,
    /// An account.
    UserId,
    JobId,
    /// A job's requirement.
    RequirementId,
    /// A job's screening question.
    QuestionId,
    /// A stage of a job's pipeline.
    StageId,
    /// A candidate.
    CandidateId,
    /// An uploaded file.
    DocumentId,
    /// A candidate's application for a job.
    ApplicationId,
    /// A recruiter's note.
    NoteId,
    /// A recruiter's verdict on a requirement.
    OverruleId,
    /// An invitation into an organisation.
    InvitationId,
    /// Filters of a list that a recruiter keeps.
    SavedFilterId,
    /// A merge of two candidates.
    MergeId,
}
