//! Events. A use-case records an [`Event`] in its transaction; the table in [`Event::effects`] says what follows from
//! it, and what each reader may know.

mod audit_words;
mod effects;
mod live;
mod samples;
mod table;
#[cfg(test)]
mod tests;

pub use audit_words::action_in_words;
pub use effects::{Audit, Effects, History, Mail, Part, Reader, TEAM_READS, Told, When, candidate_reads};
pub use live::{Heard, LiveEvent};
pub use samples::Cast;
pub use table::{REJECTION_DELAY, STEP_DELAY};

use crate::{
    account::{AccountStatus, AccountStep, Email, Role},
    application::RejectReason,
    candidate::PersonField,
    ids::{ApplicationId, CandidateId, DocumentId, InvitationId, JobId, NoteId, OrganizationId, StageId, UserId},
    job::{JobStatus, OpenApplications, StageKind},
    matching::Verdict,
    merge::Pair,
    team::JobRole,
    words::words,
    zone::Zone,
};
use uuid::Uuid;

/// A stage, with its name at the time of the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub id: StageId,
    /// The recruiters' name for it.
    pub name: String,
}

/// An application, and its stage at the time of the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InStage {
    pub application: ApplicationId,
    pub job: JobId,
    pub stage: Stage,
}

/// The secret in a mailed link. It must not appear in logs or stored mails.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

/// What a candidate is told about a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveTold {
    /// Nothing: the application returns to the stage that they already know of.
    Nothing,
    /// It is shown on their page.
    Page,
    /// They also get a mail, because it was a step forward.
    Mail(StageKind),
}

/// How a candidate learns of a rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectionTold {
    /// Their page shows it.
    Page,
    /// A mail tells it too.
    Mail,
}

/// What is known of an address that somebody wants to sign in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It has no account.
    Free,
    /// It has an account already, which the person asking must not learn.
    Taken,
    /// It has already been sent too many mails.
    MailedOften,
}

words! {
    /// What happened to an account, in its owner's words.
    AccountEvent {
        SignUp = "account.sign_up", "Account made";
        Joined = "account.joined", "Account made by an invitation";
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
    /// The owner's words for an audit entry about an account.
    #[must_use]
    pub fn in_words(action: &str) -> &'static str {
        action.parse::<Self>().map_or("Changed by an administrator", Self::label)
    }
}

/// An administrator's action on a task or a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    Read,
    /// Try it again.
    Retry,
    /// Cancel it.
    Cancel,
}

/// Something that happened, with the keys and facts that its readers need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody applied.
    Applied(InStage),
    /// A recruiter added somebody to a job's applicants.
    Added { at: InStage, candidate: CandidateId },
    /// An application was moved to another stage.
    Moved {
        at: InStage,
        /// The new stage.
        to: Stage,
        /// What the candidate is told.
        told: MoveTold,
    },
    /// A recruiter rejected an application.
    Rejected {
        at: InStage,
        reason: RejectReason,
        /// A note for the team.
        note: Option<String>,
        /// What the candidate learns.
        told: RejectionTold,
    },
    /// A knock-out rule rejected an application.
    KnockedOut {
        at: InStage,
        /// The question with the rule.
        question: String,
    },
    /// A recruiter reopened an application.
    Reopened {
        at: InStage,
        /// The new stage; `None` if it did not change.
        to: Option<Stage>,
        /// Whether the candidate had been told of the end.
        told: bool,
    },
    /// An application was put on hold.
    Held {
        at: InStage,
        /// The reason, for the team.
        reason: String,
    },
    /// An application on hold was resumed.
    Resumed(InStage),
    /// An applicant was hired.
    Hired {
        at: InStage,
        /// The new stage; `None` if the job has none for hires.
        to: Option<Stage>,
    },
    /// An application was closed with its job.
    ClosedWithJob {
        at: InStage,
        /// Whether somebody was hired for the job.
        filled: bool,
    },
    /// An application was reopened with its job.
    ReopenedWithJob {
        at: InStage,
        /// Whether the candidate had been told of the end.
        told: bool,
    },
    /// Many of a job's applications were closed or reopened with it.
    FollowedJob(JobId),
    /// A candidate withdrew their application.
    Withdrawn(InStage),
    /// An applicant changed their name.
    ApplicantRenamed(InStage),
    /// An application came from a merged record of its person.
    ApplicationMerged(InStage),
    /// It went back to that record.
    ApplicationUnmerged(InStage),
    /// A recruiter overruled the machine's verdict on a requirement.
    VerdictOverruled {
        at: InStage,
        /// The requirement's text.
        requirement: String,
        /// The verdict that counts now.
        verdict: Verdict,
        /// The recruiter's reason.
        note: String,
    },
    /// A recruiter's verdict was taken back.
    VerdictRestored {
        at: InStage,
        /// The requirement's text.
        requirement: String,
    },
    /// Applications for a job were scored.
    Scored(JobId),
    /// A recruiter exported a job's applicants.
    ApplicantsExported {
        job: JobId,
        /// The number of applicants.
        rows: usize,
    },
    /// A job was created.
    JobCreated(JobId),
    /// A job was changed.
    JobEdited(JobId),
    /// A job started or stopped hiding its applicants.
    NamesHidden {
        job: JobId,
        /// Whether it hides them now.
        hidden: bool,
        /// How many had applied.
        applications: i64,
    },
    /// A job was opened, paused, closed or filled.
    JobStatusChanged {
        job: JobId,
        /// The previous status.
        from: JobStatus,
        /// The new status.
        to: JobStatus,
        /// What happens with its open applications, if that was asked.
        applications: Option<OpenApplications>,
    },
    /// A person was added to an organisation's talent pool.
    PersonAdded { candidate: CandidateId, document: DocumentId },
    /// "Do not contact" was set or cleared for a person.
    DoNotContact {
        candidate: CandidateId,
        /// Whether it is set.
        on: bool,
    },
    /// A recruiter changed details of a person without an account.
    PersonEdited {
        candidate: CandidateId,
        /// Which details.
        fields: Vec<PersonField>,
    },
    /// Two records of a person became one.
    PeopleMerged {
        pair: Pair,
        /// The number of applications that were moved.
        applications: usize,
    },
    /// They became two again.
    PeopleUnmerged {
        pair: Pair,
        /// The number of applications that went back.
        applications: usize,
    },
    /// A note about a person was added.
    NoteAdded {
        candidate: CandidateId,
        /// The application it was written at, and its job.
        at: Option<(ApplicationId, JobId)>,
        /// The whole team may read it.
        team: bool,
    },
    /// A note was removed.
    NoteRemoved(NoteId),
    /// A tag was added to a person.
    TagAdded { candidate: CandidateId, tag: String },
    /// A tag was removed from a person.
    TagRemoved { candidate: CandidateId, tag: String },
    /// A candidate uploaded a file.
    DocumentUploaded { document: DocumentId, media_type: String },
    /// A recruiter downloaded a file.
    DocumentDownloaded(DocumentId),
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
    /// A candidate corrected what was read from their file.
    ResumeCorrected(DocumentId),
    /// Somebody wants to sign up with an address, which has to be confirmed.
    SignUpAsked {
        email: Email,
        /// What is known about the address.
        wanted: Wanted,
        /// The link's secret.
        token: Secret,
    },
    /// Somebody who is not signed in wants to apply with an address, which has to be confirmed.
    ApplyAsked {
        email: Email,
        /// The job's title.
        job: String,
        /// The name of the job's organisation.
        organization: String,
        /// Whether the address can apply: it is not a recruiter's or an administrator's, which the person asking must
        /// not learn.
        may_apply: bool,
        /// The link's secret.
        token: Secret,
    },
    /// Something done to an account by its owner or a stranger, without a mail about it.
    Account { user: UserId, what: AccountEvent },
    /// An account was created.
    SignedUp(UserId),
    /// An account's owner changed their name.
    NameChanged {
        user: UserId,
        /// The candidate as whom recruiters know them.
        candidate: Option<CandidateId>,
    },
    /// A wrong password was entered.
    WrongPassword {
        user: UserId,
        /// Where the password was asked for.
        what: AccountEvent,
        /// Whether there have been many today.
        many: bool,
    },
    /// A colleague was put into a job's team, or has another role in it.
    JobTeamJoined {
        job: JobId,
        title: String,
        user: UserId,
        role: JobRole,
        /// They did not do it themselves.
        told: bool,
    },
    /// A colleague was taken out of a job's team.
    JobTeamLeft { job: JobId, user: UserId },
    /// All jobs of a colleague, or those whose owner is gone, got a new owner.
    JobsHandedOver {
        from: Option<UserId>,
        to: UserId,
        jobs: usize,
        /// The new owner did not do it themselves.
        told: bool,
    },
    /// A recruiter invited somebody into their organisation.
    ColleagueInvited {
        invitation: InvitationId,
        email: Email,
        /// What is known about the address; whoever invites does not learn it.
        wanted: Wanted,
        /// The link's secret.
        token: Secret,
    },
    /// A recruiter took an invitation back.
    InvitationWithdrawn(InvitationId),
    /// Somebody accepted an invitation: their account was created.
    ColleagueJoined { user: UserId, invitation: InvitationId },
    /// Somebody requested a password reset.
    ResetAsked {
        user: UserId,
        /// The mailed link's secret; `None` if the command line prints the link.
        token: Option<Secret>,
    },
    /// An account's owner requested a change of address.
    AddressAsked {
        user: UserId,
        /// The new address.
        email: Email,
        /// What is known about the new address.
        wanted: Wanted,
        /// The secret of the new address's link.
        confirm: Secret,
        /// The secret of the old address's link.
        restore: Secret,
    },
    /// An account's old address was restored.
    AddressRestored {
        user: UserId,
        /// The secret of the password reset link.
        token: Secret,
    },
    /// An administrator approved, rejected, suspended or reactivated an account.
    AccountStepped {
        user: UserId,
        step: AccountStep,
        /// The previous status.
        from: AccountStatus,
        /// The new status.
        to: AccountStatus,
        /// The reason, for the owner.
        reason: String,
        /// How many of its sessions ended.
        sessions_ended: u64,
    },
    /// An administrator changed an account's role.
    RoleChanged {
        user: UserId,
        /// The previous role.
        from: Role,
        /// The new role.
        to: Role,
        /// The organisation of a recruiter.
        organization: Option<OrganizationId>,
    },
    /// An administrator removed the person from an account.
    PersonRemoved {
        user: UserId,
        /// The account's role.
        role: Role,
    },
    /// An administrator renamed an organisation.
    OrganizationRenamed {
        organization: OrganizationId,
        /// The previous name.
        from: String,
        /// The new name.
        to: String,
    },
    /// An organisation's time zone changed, and with it the moments when its jobs' last days end.
    OrganizationMoved {
        organization: OrganizationId,
        /// The new time zone.
        to: Zone,
    },
    /// A recruiter changed what their organisation's careers page says or shows.
    OrganizationPageEdited(OrganizationId),
    /// An administrator did something with a task.
    TaskHandled {
        done: Desk,
        /// The task's name.
        task: String,
        number: i64,
        /// The number of attempts until then.
        attempts: i32,
    },
    /// An administrator did something with a mail.
    MailHandled {
        done: Desk,
        mail: Uuid,
        /// The event that the mail is about.
        event: String,
    },
}
