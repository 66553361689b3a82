//! The recruiters of an organisation, and those who are invited.

use crate::{
    account::AccountStatus,
    applicants::JobHead,
    ids::{InvitationId, UserId},
    words::words,
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
    /// How many jobs that are not over they own.
    pub owns: i64,
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
    /// How many jobs that are not over have no owner any more.
    pub ownerless: i64,
}

words! {
    /// What somebody is in a job's team.
    JobRole {
        /// Answers for the job; every job has one.
        Owner = "owner", "Owner";
        /// Decides with the owner, and hears of new applicants.
        HiringManager = "hiring_manager", "Hiring manager";
        Interviewer = "interviewer", "Interviewer";
    }
}

/// Somebody in a job's team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobMember {
    pub user: UserId,
    pub name: String,
    pub role: JobRole,
}

/// What the page about a job's team shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobTeamPage {
    pub head: JobHead,
    pub team: JobTeam,
}

/// A job's team, its owner first, and the other recruiters of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobTeam {
    pub members: Vec<JobMember>,
    pub others: Vec<(UserId, String)>,
}

/// What somebody who opens an invitation's link is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub organization: String,
    pub email: String,
    /// The colleague who invited them.
    pub by: String,
}
