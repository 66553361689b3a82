//! The recruiters of an organisation, and those who are invited.

use crate::{
    account::AccountStatus,
    ids::{InvitationId, UserId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A recruiter of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub status: AccountStatus,
    pub since: DateTime<Utc>,
}

/// An invitation that nobody has accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    pub email: String,
    /// The colleague who invited them.
    pub by: String,
    pub at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// The link to hand on, if this server sends no mail and the link still works.
    pub link: Option<String>,
}

/// What the page about the team shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub organization: String,
    pub colleagues: Vec<Colleague>,
    pub invitations: Vec<Invitation>,
    /// Whether invitations are mailed.
    pub mails: bool,
}

/// What somebody who opens an invitation's link is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub organization: String,
    pub email: String,
    /// The colleague who invited them.
    pub by: String,
}
