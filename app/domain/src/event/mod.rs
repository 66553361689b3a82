//! What happens. A use-case records an [`Event`] in its transaction; the table in [`Event::effects`] says what follows
//! from it, and which parts of it each reader may have.

mod effects;
mod live;
mod samples;
mod table;
#[cfg(test)]
mod tests;

pub use effects::{Audit, Effects, History, Mail, Part, Reader, TEAM_READS, Told, When, candidate_reads};
pub use live::{Heard, LiveEvent};
pub use samples::Cast;
pub use table::{REJECTION_DELAY, STEP_DELAY};

use crate::{
    account::{AccountStatus, AccountStep, Email, Role},
    application::RejectReason,
    ids::{ApplicationId, CandidateId, DocumentId, JobId, NoteId, OrganizationId, StageId, UserId},
    job::{JobStatus, OpenApplications, StageKind},
    matching::Verdict,
    words::words,
    zone::Zone,
};
use uuid::Uuid;

/// A stage with its name at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Key.
    pub id: StageId,
    /// What the recruiters call it.
    pub name: String,
}

/// An application, and where it stood when something happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InStage {
    pub application: ApplicationId,
    pub job: JobId,
    pub stage: Stage,
}

/// A mailed link's secret: in no log, and in no mail that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

/// What a candidate learns of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveTold {
    /// Nothing: it leads back to what they were told last.
    Nothing,
    /// Their page shows it.
    Page,
    /// A mail tells it too: it led on.
    Mail(StageKind),
}

/// What is known of an address that somebody wants to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It has no account.
    Free,
    /// It has one already, which who asks must not learn.
    Taken,
    /// It was mailed often enough.
    MailedOften,
}

words! {
    /// What happens to an account, in its owner's words.
    AccountEvent {
        SignUp = "account.sign_up", "Account made";
        SignIn = "account.sign_in", "Signed in";
        SignInFailed = "account.sign_in_failed", "Wrong password at sign-in";
        PasswordWrong = "account.password_wrong", "Wrong password where it was asked for again";
        SignOut = "account.sign_out", "Signed out";
        SessionsEnded = "account.sessions_ended", "Other devices signed out";
        Name = "account.name", "Name changed";
        Password = "account.password", "Password changed";
        ResetAsked = "account.reset_asked", "Link for a new password asked for";
        Reset = "account.reset", "New password chosen by a link";
        Zone = "account.time_zone", "Time zone changed";
        AddressAsked = "account.address_asked", "New address asked for";
        Address = "account.address", "Address changed";
        AddressRestored = "account.address_restored", "Old address taken back";
        Approve = "user.approve", "Approved by an administrator";
        Reject = "user.reject", "Refused by an administrator";
        Suspend = "user.suspend", "Suspended by an administrator";
        Reactivate = "user.reactivate", "Reactivated by an administrator";
        Role = "user.role", "Role changed by an administrator";
    }
}

impl AccountEvent {
    /// An audit entry about an account in its owner's words.
    #[must_use]
    pub fn in_words(action: &str) -> &'static str {
        action.parse::<Self>().map_or("Changed by an administrator", Self::label)
    }
}

/// What an administrator does with a task or a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    Read,
    /// Has it tried again.
    Retry,
    /// Calls it back.
    Cancel,
}

/// Something that happened: keys, and the facts that its readers need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody applied.
    Applied(InStage),
    /// A recruiter added somebody to a job's applicants.
    Added {
        at: InStage,
        /// Who was added.
        candidate: CandidateId,
    },
    /// An application went to another stage.
    Moved {
        at: InStage,
        /// Where it went.
        to: Stage,
        /// What the candidate learns.
        told: MoveTold,
    },
    /// A recruiter ended an application.
    Rejected {
        at: InStage,
        /// Why.
        reason: RejectReason,
        /// What else the team should know.
        note: Option<String>,
    },
    /// A rule that a recruiter wrote ended an application.
    KnockedOut {
        at: InStage,
        /// The question whose answer broke it.
        question: String,
    },
    /// An application was taken up again.
    Reopened {
        at: InStage,
        /// Where it went; none where it stayed.
        to: Option<Stage>,
        /// Whether the candidate knew that it had ended.
        told: bool,
    },
    /// An application waits.
    Held {
        at: InStage,
        /// Why, for the team.
        reason: String,
    },
    /// An application waits no longer.
    Resumed(InStage),
    /// An application led to a hire.
    Hired {
        at: InStage,
        /// Where it went; none where the job has no stage for it.
        to: Option<Stage>,
    },
    /// An application ended because its job did.
    ClosedWithJob {
        at: InStage,
        /// Whether somebody was hired for the job.
        filled: bool,
    },
    /// An application goes on because its job was opened anew.
    ReopenedWithJob {
        at: InStage,
        /// Whether the candidate knew that it had ended.
        told: bool,
    },
    /// Many of a job's applications ended with it, or go on with it.
    FollowedJob(JobId),
    /// A candidate ended their application.
    Withdrawn(InStage),
    /// Who applied is called otherwise now.
    ApplicantRenamed(InStage),
    /// A recruiter said something else of a requirement than the machine.
    VerdictOverruled {
        /// The application.
        at: InStage,
        /// In the job's words.
        requirement: String,
        /// What counts now.
        verdict: Verdict,
        /// Why.
        note: String,
    },
    /// What a recruiter said of a requirement was taken back.
    VerdictRestored {
        /// The application.
        at: InStage,
        /// In the job's words.
        requirement: String,
    },
    /// Applications for a job were scored.
    Scored(JobId),
    /// Somebody took a job's applicants out as a file.
    ApplicantsExported {
        job: JobId,
        /// How many.
        rows: usize,
    },
    /// A job was written.
    JobCreated(JobId),
    /// A job was changed.
    JobEdited(JobId),
    /// A job began or ceased to hide its applicants.
    NamesHidden {
        job: JobId,
        /// Whether it does now.
        hidden: bool,
        /// How many had applied.
        applications: i64,
    },
    /// A job was opened, paused, closed, filled.
    JobStatusChanged {
        job: JobId,
        /// Where it stood.
        from: JobStatus,
        /// Where it stands.
        to: JobStatus,
        /// What becomes of its open applications, where that was asked.
        applications: Option<OpenApplications>,
    },
    /// A person came into an organisation's talent pool.
    PersonAdded {
        /// The person.
        candidate: CandidateId,
        /// Their file.
        document: DocumentId,
    },
    /// A person is to be left alone, or not any more.
    DoNotContact {
        /// The person.
        candidate: CandidateId,
        /// Whether they are.
        on: bool,
    },
    /// A note on a person was written.
    NoteAdded(CandidateId),
    /// A note was removed.
    NoteRemoved(NoteId),
    /// A person was tagged.
    TagAdded {
        /// The person.
        candidate: CandidateId,
        tag: String,
    },
    /// A tag was taken off.
    TagRemoved {
        /// The person.
        candidate: CandidateId,
        tag: String,
    },
    /// A candidate sent a file.
    DocumentUploaded {
        /// The file.
        document: DocumentId,
        /// What it is.
        media_type: String,
    },
    /// A recruiter took a file.
    DocumentDownloaded(DocumentId),
    /// A file was read.
    DocumentRead {
        /// The file.
        document: DocumentId,
        /// Whose it is.
        candidate: CandidateId,
    },
    /// Text was recognised on a further page of a file.
    DocumentProgressed {
        /// The file.
        document: DocumentId,
        /// Whose it is.
        candidate: CandidateId,
    },
    /// A file could not be read.
    DocumentFailed {
        /// The file.
        document: DocumentId,
        /// Whose it is.
        candidate: CandidateId,
    },
    /// A candidate corrected what was read from their file.
    ResumeCorrected(DocumentId),
    /// Somebody wants to sign up with an address, which is to be confirmed.
    SignUpAsked {
        /// The address.
        email: Email,
        /// What is known of it.
        wanted: Wanted,
        /// The link's.
        token: Secret,
    },
    /// Something that its owner or a stranger did to an account, and that no mail tells.
    Account {
        user: UserId,
        /// What.
        what: AccountEvent,
    },
    /// An account was made.
    SignedUp(UserId),
    /// An account's owner is called otherwise now.
    NameChanged {
        user: UserId,
        /// As whom recruiters know them.
        candidate: Option<CandidateId>,
    },
    /// A password was wrong.
    WrongPassword {
        user: UserId,
        /// Where it was asked for.
        what: AccountEvent,
        /// Whether it is one of many today.
        many: bool,
    },
    /// Somebody asked for a new password.
    ResetAsked {
        user: UserId,
        /// The mailed link's; none where the command line prints it.
        token: Option<Secret>,
    },
    /// An account's owner asked for a new address.
    AddressAsked {
        user: UserId,
        /// The new address.
        email: Email,
        /// What is known of it.
        wanted: Wanted,
        /// The new address's link.
        confirm: Secret,
        /// The old address's link.
        restore: Secret,
    },
    /// An account's old address counts again.
    AddressRestored {
        user: UserId,
        /// Of the link for a new password.
        token: Secret,
    },
    /// An administrator let an account in, refused, shut or opened it.
    AccountStepped {
        user: UserId,
        /// What was done.
        step: AccountStep,
        /// Where it stood.
        from: AccountStatus,
        /// Where it stands.
        to: AccountStatus,
        /// Why, for its owner.
        reason: String,
        /// How many of its sessions ended.
        sessions_ended: u64,
    },
    /// An administrator changed what an account may do.
    RoleChanged {
        user: UserId,
        /// What it was.
        from: Role,
        /// What it is.
        to: Role,
        /// Whom it hires for.
        organization: Option<OrganizationId>,
    },
    /// An administrator took the person out of an account.
    PersonRemoved {
        user: UserId,
        /// What it could do.
        role: Role,
    },
    /// An administrator renamed an organisation.
    OrganizationRenamed {
        /// The organisation.
        organization: OrganizationId,
        /// Its name before.
        from: String,
        /// Its name.
        to: String,
    },
    /// An organisation is in another time zone now, and with it the ends of its jobs' last days.
    OrganizationMoved {
        /// The organisation.
        organization: OrganizationId,
        /// Where it is.
        to: Zone,
    },
    /// An administrator did something with a task.
    TaskHandled {
        /// What.
        done: Desk,
        /// The task's name.
        task: String,
        number: i64,
        /// How often it had been tried.
        attempts: i32,
    },
    /// An administrator did something with a mail.
    MailHandled {
        /// What.
        done: Desk,
        mail: Uuid,
        /// What it tells.
        event: String,
    },
}
