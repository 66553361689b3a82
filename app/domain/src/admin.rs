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
    /// Where a mail stands.
    MailState {
        /// Waits for its time.
        Queued = "queued", "Queued";
        /// Being handed to the mail server.
        Sending = "sending", "Being sent";
        /// Handed to the mail server.
        Sent = "sent", "Sent";
        /// No mail server is set: kept here for reading.
        Kept = "kept", "Kept here";
        /// Called back.
        Cancelled = "cancelled", "Cancelled";
        /// Given up.
        Failed = "failed", "Failed";
    }
}

words! {
    /// Where a task stands.
    TaskState {
        /// Waits for its turn or its time.
        Waiting = "waiting", "Waiting";
        /// Being worked on.
        Running = "running", "Running";
        /// Gave up after its last try.
        Dead = "dead", "Gave up";
        /// Ended on purpose: no other try could succeed.
        Failed = "failed", "Failed";
    }
}

words! {
    /// Whether a model can be used.
    ModelStatus {
        /// Every file is there and unaltered.
        Ready = "ready", "Ready";
        /// Files are missing.
        Missing = "missing", "Missing";
        /// A file is not the published one.
        Damaged = "damaged", "Damaged";
    }
}

/// Which accounts to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFilter {
    /// Part of a name, an address or an organisation's name.
    pub q: String,
    pub role: Option<Role>,
    pub status: Option<AccountStatus>,
    /// Of this organisation.
    pub organization: Option<OrganizationId>,
}

/// An account in the administrators' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRow {
    /// Key.
    pub id: UserId,
    /// Shown name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may do it.
    pub status: AccountStatus,
    /// Why not.
    pub status_reason: Option<String>,
    /// A recruiter's organisation.
    pub organization: Option<OrganizationRef>,
    /// Whether another organisation has a name like theirs.
    pub alike: bool,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Last use, as far as sessions tell.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// An organisation with what it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRow {
    /// Key.
    pub id: OrganizationId,
    /// Shown name.
    pub name: String,
    /// Its part of addresses.
    pub slug: String,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Its recruiters' accounts.
    pub recruiters: i64,
    /// Those among them who wait for approval.
    pub pending: i64,
    pub jobs: i64,
    /// Those among them that take applications.
    pub open_jobs: i64,
    /// Applications for its jobs.
    pub applications: i64,
}

/// Which entries of the audit log to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilter {
    /// By this account.
    pub actor: Option<UserId>,
    pub action: String,
    /// Done to this kind of thing.
    pub subject_kind: String,
    /// Done to this thing.
    pub subject: Option<Uuid>,
    /// From the start of this day (UTC).
    pub from: Option<NaiveDate>,
    /// To the end of this day (UTC).
    pub to: Option<NaiveDate>,
}

/// What the audit log can be filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChoices {
    /// Actions that occur.
    pub actions: Vec<String>,
    /// Kinds of things that occur.
    pub subject_kinds: Vec<String>,
    /// Who acted, by name.
    pub actors: Vec<(UserId, String)>,
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Key.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the program itself.
    pub actor: Option<(UserId, String)>,
    /// For whose organisation.
    pub organization: Option<String>,
    /// What was done.
    pub action: String,
    /// Kind of thing that it was done to.
    pub subject_kind: String,
    /// Which one.
    pub subject: Option<Uuid>,
    /// From which address.
    pub ip: Option<String>,
    /// What else there is to know, as `name: value` lines.
    pub detail: Vec<(String, String)>,
}

/// A background task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Key.
    pub id: i64,
    /// Its kind.
    pub name: String,
    /// Where it stands.
    pub state: TaskState,
    /// Tries so far.
    pub attempts: i32,
    /// Tries before it gives up.
    pub max_attempts: i32,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When somebody began to work on it.
    pub locked_at: Option<DateTime<Utc>>,
    /// What went wrong last, without anything personal.
    pub last_error: Option<String>,
}

/// How many tasks stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskCounts {
    pub waiting: i64,
    /// Run.
    pub running: i64,
    /// Gave up.
    pub dead: i64,
    /// Failed for good.
    pub failed: i64,
}

/// A mail in the outbox's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// Key.
    pub id: Uuid,
    /// Which event it tells.
    pub event: String,
    /// Address.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// Not before.
    pub send_after: DateTime<Utc>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it went out, or was kept.
    pub sent_at: Option<DateTime<Utc>>,
    /// Tries so far.
    pub attempts: i32,
    /// What went wrong last.
    pub last_error: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailText {
    /// As in the list.
    pub row: MailRow,
    /// Plain text.
    pub body: String,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
}

/// What a model's thread tells of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelWorker {
    /// Whether the model is loaded.
    pub ready: bool,
    /// Why it is not.
    pub trouble: Option<String>,
    /// Callers that wait, pages before tasks.
    pub waiting: (usize, usize),
    /// Texts answered.
    pub answered: u64,
    /// Texts that failed.
    pub failed: u64,
    /// Callers turned away because the queue was full.
    pub refused: u64,
    /// Mean milliseconds in the queue, in preparation, in the model.
    pub mean_ms: (f64, f64, f64),
}

/// A model and whether it can be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelRow {
    /// Its usual name.
    pub name: String,
    /// What it is used for.
    pub purpose: String,
    /// The weights' licence.
    pub licence: String,
    /// Whether its files are there.
    pub status: ModelStatus,
    /// Their length together.
    pub bytes: u64,
    /// The exact weights.
    pub revision: String,
    /// Its thread, where it runs here.
    pub worker: Option<ModelWorker>,
}

/// One setting as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The variable's name.
    pub name: String,
    /// Its value, or that it is hidden; none where it is not set.
    pub value: Option<String>,
}

/// The settings and what they amount to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Every variable that was read.
    pub variables: Vec<Setting>,
    /// What holds because of them: name, value.
    pub effects: Vec<(String, String)>,
    /// What an operator should look at, a sentence each.
    pub advice: Vec<String>,
}

/// A part of the site and whether it works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    /// Whether it works.
    pub ok: bool,
    /// In a few words.
    pub state: String,
}

/// The numbers of the whole site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub users: Vec<(Role, AccountStatus, i64)>,
    /// Organisations.
    pub organizations: i64,
    pub jobs: Vec<(JobStatus, i64)>,
    /// Applications of the last thirty days, a day each.
    pub applications: Vec<(NaiveDate, i64)>,
    pub tasks: TaskCounts,
    pub mails: Vec<(MailState, i64)>,
    /// Files kept.
    pub files: i64,
    pub bytes: i64,
    /// Each part.
    pub parts: Vec<Part>,
}

impl Overview {
    /// Accounts that wait for approval.
    #[must_use]
    pub fn pending(&self) -> i64 {
        self.users.iter().filter(|(_, status, _)| *status == AccountStatus::Pending).map(|(.., n)| n).sum()
    }

    #[must_use]
    pub fn mails_in(&self, state: MailState) -> i64 {
        self.mails.iter().filter(|(s, _)| *s == state).map(|(_, n)| n).sum()
    }
}

/// A task's error with everything taken out that may be personal: addresses, quoted values, long numbers.
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

/// Takes out what stands between double quotes and is longer than a name in the program would be.
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
