//! Scopes: which rows a query may access. Guards issue them, and queries for tenant data require one.

use hireq_domain::ids::{CandidateId, OrganizationId, UserId};

/// The rows of one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrgScope(OrganizationId);

impl OrgScope {
    /// Only for guards, tasks and seeds that have established the right to an organisation's rows.
    #[must_use]
    pub const fn proven(organization: OrganizationId) -> Self {
        Self(organization)
    }

    #[must_use]
    pub const fn organization(&self) -> OrganizationId {
        self.0
    }

    /// Its key as a UUID, for SQL.
    #[must_use]
    pub const fn uuid(&self) -> uuid::Uuid {
        self.0.0
    }
}

/// The rows of one candidate with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CandidateScope {
    user: UserId,
    candidate: CandidateId,
}

impl CandidateScope {
    /// Only for guards that have established who is asking.
    #[must_use]
    pub const fn proven(user: UserId, candidate: CandidateId) -> Self {
        Self { user, candidate }
    }

    #[must_use]
    pub const fn user(&self) -> UserId {
        self.user
    }

    #[must_use]
    pub const fn candidate(&self) -> CandidateId {
        self.candidate
    }
}
