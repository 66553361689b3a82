//! What administrators see: accounts, organisations, the audit log, tasks, mail, models and settings.

use crate::{
    account::{AccountStatus, OrganizationRef, Role},
    ids::{ApplicationId, OrganizationId, UserId},
    job::JobStatus,
    words::words,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// The state of a mail.
    MailState {
        /// Waiting for its time.
        Queued = "queued", "Queued";
        /// Being passed to the mail server.
        Sending = "sending", "Being sent";
        /// Passed to the mail server.
        Sent = "sent", "Sent";
        /// There is no mail server: kept for administrators to read.
        Kept = "kept", "Kept here";
        /// Cancelled before it was sent.
        Cancelled = "cancelled", "Cancelled";
        /// Given up after too many attempts.
        Failed = "failed", "Failed";
    }
}

words! {
    /// The state of a task.
    TaskState {
        /// Waiting for its turn or its time.
        Waiting = "waiting", "Waiting";
        /// Being worked on.
        Running = "running", "Running";
        /// Gave up after its last attempt.
        Dead = "dead", "Gave up";
        /// Failed permanently: no further attempt could succeed.
        Failed = "failed", "Failed";
    }
}

words! {
    /// Whether a model can be used.
    ModelStatus {
        /// Every file is present and unaltered.
        Ready = "ready", "Ready";
        /// Files are missing.
        Missing = "missing", "Missing";
        /// A file differs from the published one.
        Damaged = "damaged", "Damaged";
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFilter {
    /// Part of a name, an address or an organisation's name.
    pub q: String,
    pub role: Option<Role>,
    pub status: Option<AccountStatus>,
    /// Only this organisation.
    pub organization: Option<OrganizationId>,
}

/// An account in the administrators' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub status: AccountStatus,
    /// The reason for the status.
    pub status_reason: Option<String>,
    /// The organisation of a recruiter.
    pub organization: Option<OrganizationRef>,
    /// Whether another organisation has a similar name.
    pub alike: bool,
    pub created_at: DateTime<Utc>,
    /// The last use, as far as known from sessions.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// An organisation with its totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRow {
    pub id: OrganizationId,
    pub name: String,
    /// Its part of URLs.
    pub slug: String,
    pub created_at: DateTime<Utc>,
    /// The number of its recruiters' accounts.
    pub recruiters: i64,
    /// How many of them await approval.
    pub pending: i64,
    pub jobs: i64,
    /// How many of them take applications.
    pub open_jobs: i64,
    /// The number of applications for its jobs.
    pub applications: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// Only by this account.
    pub actor: Option<UserId>,
    pub action: String,
    /// Only on this type of thing.
    pub subject_kind: String,
    /// Only on this thing.
    pub subject: Option<Uuid>,
    /// From the start of this day (UTC).
    pub from: Option<NaiveDate>,
    /// To the end of this day (UTC).
    pub to: Option<NaiveDate>,
}

/// The values that the audit log can be filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChoices {
    /// The actions that occur.
    pub actions: Vec<String>,
    /// The types of things that occur.
    pub subject_kinds: Vec<String>,
    /// The actors, with their names.
    pub actors: Vec<(UserId, String)>,
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// Who did it; `None` for the program itself.
    pub actor: Option<(UserId, String)>,
    /// The organisation that it concerns.
    pub organization: Option<String>,
    pub action: String,
    /// The type of thing that it was done to.
    pub subject_kind: String,
    /// The key of that thing, and its name if it is still there and has one.
    pub subject: Option<(Uuid, Option<String>)>,
    /// The actor's IP address.
    pub ip: Option<String>,
    /// Further details by name.
    pub detail: Vec<(String, AuditValue)>,
}

/// A detail of an entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditValue {
    /// The name of what `key` stands for, or the value itself.
    pub text: String,
    pub key: Option<Uuid>,
}

/// A background task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    pub id: i64,
    /// Its kind.
    pub name: String,
    pub state: TaskState,
    /// The number of attempts so far.
    pub attempts: i32,
    /// The number of attempts before it gives up.
    pub max_attempts: i32,
    /// The earliest time at which it runs.
    pub run_at: DateTime<Utc>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When a worker started on it.
    pub locked_at: Option<DateTime<Utc>>,
    /// The last error, without personal data.
    pub last_error: Option<String>,
}

/// How many tasks are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskCounts {
    pub waiting: i64,
    pub running: i64,
    /// Those that gave up.
    pub dead: i64,
    /// Those that failed permanently.
    pub failed: i64,
}

/// A mail in the outbox's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: Uuid,
    /// The event that it is about.
    pub event: String,
    /// The mail address.
    pub recipient: String,
    pub subject: String,
    pub state: MailState,
    /// The earliest time at which it is sent.
    pub send_after: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    /// When it was sent or kept.
    pub sent_at: Option<DateTime<Utc>>,
    /// The number of attempts so far.
    pub attempts: i32,
    /// The last error.
    pub last_error: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailText {
    /// The data shown in the list.
    pub row: MailRow,
    /// Plain text.
    pub body: String,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
}

/// The state and statistics of a model's thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelWorker {
    /// Whether the model is loaded.
    pub ready: bool,
    /// Why it is not loaded.
    pub trouble: Option<String>,
    /// The number of waiting callers: pages, and tasks.
    pub waiting: (usize, usize),
    /// The number of texts answered.
    pub answered: u64,
    /// The number of texts that failed.
    pub failed: u64,
    /// The number of callers refused because the queue was full.
    pub refused: u64,
    /// Mean milliseconds in the queue, in preparation, and in the model.
    pub mean_ms: (f64, f64, f64),
}

/// A model and whether it can be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelRow {
    /// The model's common name.
    pub name: String,
    /// What it is used for.
    pub purpose: String,
    /// The weights' licence.
    pub licence: String,
    /// The state of its files.
    pub status: ModelStatus,
    /// Their total size in bytes.
    pub bytes: u64,
    /// Identifies the exact weights.
    pub revision: String,
    /// Its thread, if it runs in this process.
    pub worker: Option<ModelWorker>,
}

/// One setting as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The variable's name.
    pub name: String,
    /// Its value, or a note that it is hidden; `None` if it is not set.
    pub value: Option<String>,
}

/// The settings and their effects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub variables: Vec<Setting>,
    /// What results from them, as pairs of name and value.
    pub effects: Vec<(String, String)>,
    /// What an operator should look at, in sentences.
    pub advice: Vec<String>,
}

/// A part of the system and whether it works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub ok: bool,
    /// A few words.
    pub state: String,
}

/// The overview of the whole site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub users: Vec<(Role, AccountStatus, i64)>,
    pub organizations: i64,
    pub jobs: Vec<(JobStatus, i64)>,
    /// Applications per day in the last thirty days.
    pub applications: Vec<(NaiveDate, i64)>,
    pub tasks: TaskCounts,
    pub mails: Vec<(MailState, i64)>,
    /// The number of stored files.
    pub files: i64,
    pub bytes: i64,
    /// The health of each part.
    pub parts: Vec<Part>,
}

impl Overview {
    /// The number of accounts that await approval.
    #[must_use]
    pub fn pending(&self) -> i64 {
        self.users.iter().filter(|(_, status, _)| *status == AccountStatus::Pending).map(|(.., n)| n).sum()
    }

    #[must_use]
    pub fn mails_in(&self, state: MailState) -> i64 {
        self.mails.iter().filter(|(s, _)| *s == state).map(|(_, n)| n).sum()
    }
}

/// A task's error without anything that may be personal: addresses, quoted values, long numbers.
#[must_use]
pub fn impersonal(error: &str) -> String {
    const LONGEST: usize = 300;
    let mut out = String::new();
    for line in error.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut first = true;
        for piece in line.split(' ') {
            if !first {
                out.push(' ');
            }
            first = false;
            let digits = piece.chars().filter(char::is_ascii_digit).count();
            let is_key = piece.trim_matches(|c: char| !c.is_ascii_alphanumeric()).parse::<Uuid>().is_ok();
            if piece.contains('@') {
                out.push_str("(address)");
            } else if digits >= 7 && !is_key {
                out.push_str("(number)");
            } else {
                out.push_str(piece);
            }
        }
    }
    let out = without_quotes(&out);
    if out.chars().count() > LONGEST {
        let short: String = out.chars().take(LONGEST).collect();
        format!("{short}…")
    } else {
        out
    }
}

/// Removes text between double quotes that is too long to be a name from the program.
fn without_quotes(text: &str) -> String {
    let mut parts = text.split('"');
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut inside = true;
    for part in parts {
        let program = part.len() <= 60 && part.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
        match (inside, program) {
            (true, true) => {
                out.push('"');
                out.push_str(part);
                out.push('"');
            }
            (true, false) => out.push_str("(value)"),
            (false, _) => out.push_str(part),
        }
        inside = !inside;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountStep;

    #[test]
    fn a_waiting_recruiter_is_approved_or_rejected_and_a_shut_account_only_reopened() {
        assert_eq!(AccountStatus::Pending.after(AccountStep::Approve), Ok(AccountStatus::Active));
        assert_eq!(AccountStatus::Pending.after(AccountStep::Reject), Ok(AccountStatus::Rejected));
        assert_eq!(AccountStatus::Rejected.after(AccountStep::Approve), Ok(AccountStatus::Active));
        assert!(AccountStatus::Active.after(AccountStep::Reject).is_err());
        assert_eq!(AccountStatus::Suspended.steps().collect::<Vec<_>>(), [AccountStep::Reactivate]);
        assert_eq!(AccountStatus::Active.steps().collect::<Vec<_>>(), [AccountStep::Suspend]);
    }

    #[test]
    fn an_error_is_shown_without_addresses_numbers_and_values() {
        let error = "550 no such mailbox <zoe@example.com>\n called from +4930123456, row \"Zoë Example\" in \"users\" \
                     of 0190b5f0-7e2e-7c3a-8a53-0123456789ab";
        let shown = impersonal(error);
        assert!(!shown.contains("zoe") && !shown.contains("Zoë") && !shown.contains("4930"), "{shown}");
        assert!(shown.contains("550 no such mailbox") && shown.contains("\"users\"") && shown.contains("0190b5f0-"));
        assert!(impersonal(&"x ".repeat(1000)).chars().count() <= 301);
    }
}
