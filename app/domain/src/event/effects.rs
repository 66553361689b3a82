//! What follows from an event. [`Effects`] are built starting from a reader, so that an event cannot be defined without
//! readers.

use super::{LiveEvent, Secret, Stage};
use crate::{
    account::Email,
    application::{ActorKind, EventKind, RejectReason},
    ids::{ApplicationId, JobId, UserId},
    job::StageKind,
    team::JobRole,
};
use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;

/// Who may know of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The applicant, or the owner of the file.
    Candidate,
    /// Recruiters: those of the job's organisation, or of the organisations that may know whose file it is.
    Organization,
    /// The recruiters who look after the job: its owner and its hiring managers.
    JobTeam,
    /// An account's owner.
    User(UserId),
    /// Whoever reads the mail sent to an address.
    Address(Email),
    /// Administrators, who read the audit log.
    Administrators,
}

/// A piece of information in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// That something happened, and to which job, application or account.
    Fact,
    /// The identity of the applicant or the file's owner.
    Person,
    /// Which colleague in the organisation did it.
    Colleague,
    StageKind,
    /// The recruiters' name for a stage.
    StageName,
    /// The reason that was given.
    Reason,
    /// A recruiter's note for the team.
    TeamNote,
    /// The actor's network and device.
    Origin,
    /// A link that gives access to something of the reader's.
    Link,
}

/// What an application's candidate may read about a step.
#[must_use]
pub const fn candidate_reads(kind: EventKind) -> &'static [Part] {
    match kind {
        EventKind::Rejected | EventKind::Withdrawn | EventKind::Closed => {
            &[Part::Fact, Part::Person, Part::StageKind, Part::Reason]
        }
        // The candidate sees these on the page that shows the machine's verdict as well.
        EventKind::Overruled | EventKind::Restored => &[Part::Fact, Part::Person, Part::Reason],
        // Which records an organisation keeps of a person is its own affair.
        EventKind::Merged | EventKind::Unmerged => &[],
        EventKind::Applied
        | EventKind::Moved
        | EventKind::Reopened
        | EventKind::Held
        | EventKind::Resumed
        | EventKind::Renamed
        | EventKind::Hired => &[Part::Fact, Part::Person, Part::StageKind],
    }
}

/// What recruiters may read about a step. The applicant's identity is not included, because the job may hide it.
pub const TEAM_READS: &[Part] =
    &[Part::Fact, Part::Colleague, Part::StageKind, Part::StageName, Part::Reason, Part::TeamNote];

/// When somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Never,
    Now,
    /// Later, so that it can be cancelled.
    After(TimeDelta),
}

/// A mail: one variant for each template, with the values that only the event knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// To the applicant.
    ApplicationReceived,
    /// To the recruiters who look after the job.
    NewApplication,
    /// To the applicant, about a step forward.
    StatusUpdate(StageKind),
    /// To the applicant, about a rejection.
    ApplicationRejected(RejectReason),
    /// To the applicant, about the end of the job.
    ApplicationClosed {
        /// Why the job ended.
        reason: &'static str,
    },
    /// To the owner of a new account.
    Welcome,
    /// To the address that somebody signs up with.
    ConfirmSignUp(Secret),
    /// To the same address if it has an account already.
    SignUpKnown,
    /// To the address that somebody applies with.
    ConfirmApplication {
        /// The job's title.
        job: String,
        /// The name of the job's organisation.
        organization: String,
        token: Secret,
    },
    /// To the same address if it belongs to a recruiter or an administrator.
    ApplicationRefused {
        /// The job's title.
        job: String,
        /// The name of the job's organisation.
        organization: String,
    },
    /// To a colleague's address, from a recruiter.
    Invitation(Secret),
    /// To the same address if it has an account already.
    InvitationKnown,
    /// To a colleague who is in a job's team from now on, or has another role in it.
    JobTeam { job: JobId, title: String, role: JobRole },
    /// To a colleague who owns more jobs from now on.
    JobsHandedOver { jobs: usize },
    /// To an owner who forgot their password.
    ResetPassword(Secret),
    /// To an owner whose password somebody seems to be guessing.
    SignInFailures,
    /// To the new address.
    ConfirmAddress(Secret),
    /// To the same address if it belongs to another account.
    AddressTaken,
    /// To the old address.
    AddressChanged(Secret),
    /// To a recruiter who was approved.
    AccountApproved,
    /// To a recruiter who was rejected.
    AccountRejected {
        /// The reason.
        reason: String,
    },
}

impl Mail {
    /// Mails about an application's steps, which the next step cancels.
    pub const OF_STEPS: [&'static str; 3] = ["status_update", "application_rejected", "application_closed"];

    /// The word under which it is stored, which is also its template's name.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::ApplicationReceived => "application_received",
            Self::NewApplication => "new_application",
            Self::StatusUpdate(_) => "status_update",
            Self::ApplicationRejected(_) => "application_rejected",
            Self::ApplicationClosed { .. } => "application_closed",
            Self::Welcome => "welcome",
            Self::ConfirmSignUp(_) => "confirm_sign_up",
            Self::SignUpKnown => "sign_up_known",
            Self::ConfirmApplication { .. } => "confirm_application",
            Self::ApplicationRefused { .. } => "application_refused",
            Self::Invitation(_) => "invitation",
            Self::InvitationKnown => "invitation_known",
            Self::JobTeam { .. } => "job_team",
            Self::JobsHandedOver { .. } => "jobs_handed_over",
            Self::ResetPassword(_) => "reset_password",
            Self::SignInFailures => "sign_in_failures",
            Self::ConfirmAddress(_) => "confirm_address",
            Self::AddressTaken => "address_taken",
            Self::AddressChanged(_) => "address_changed",
            Self::AccountApproved => "account_approved",
            Self::AccountRejected { .. } => "account_rejected",
        }
    }

    /// The information in its text.
    #[must_use]
    pub const fn parts(&self) -> &'static [Part] {
        match self {
            Self::NewApplication => &[Part::Fact],
            Self::ApplicationReceived => &[Part::Fact, Part::Person],
            Self::StatusUpdate(_) => &[Part::Fact, Part::Person, Part::StageKind],
            Self::ApplicationRejected(_) | Self::ApplicationClosed { .. } => &[Part::Fact, Part::Person, Part::Reason],
            Self::Welcome | Self::SignInFailures | Self::AccountApproved => &[Part::Fact, Part::Person],
            Self::SignUpKnown | Self::AddressTaken | Self::ApplicationRefused { .. } => &[Part::Fact],
            Self::Invitation(_) => &[Part::Fact, Part::Colleague, Part::Link],
            Self::InvitationKnown | Self::JobTeam { .. } | Self::JobsHandedOver { .. } => {
                &[Part::Fact, Part::Colleague]
            }
            Self::ConfirmSignUp(_)
            | Self::ConfirmApplication { .. }
            | Self::ConfirmAddress(_)
            | Self::AddressChanged(_) => &[Part::Fact, Part::Link],
            Self::ResetPassword(_) => &[Part::Fact, Part::Person, Part::Link],
            Self::AccountRejected { .. } => &[Part::Fact, Part::Person, Part::Reason],
        }
    }
}

/// A reader, with what they may read and how they are notified. A reader who gets neither a mail nor a live event sees
/// it on their pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub reader: Reader,
    /// What they may read of it.
    pub reads: &'static [Part],
    /// The mail they get, and when.
    pub mail: Option<(Mail, When)>,
    /// Whether their open pages are notified.
    pub live: bool,
}

impl Told {
    pub(super) const fn new(reader: Reader, reads: &'static [Part]) -> Self {
        Self { reader, reads, mail: None, live: false }
    }

    pub(super) fn mailed(self, mail: Mail, when: When) -> Self {
        Self { mail: Some((mail, when)), ..self }
    }

    pub(super) fn live(self) -> Self {
        Self { live: true, ..self }
    }
}

/// Administrators read what was done, by whom and from where.
pub(super) const fn administrators() -> Told {
    Told::new(Reader::Administrators, &[Part::Fact, Part::Colleague, Part::Origin])
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// As `noun.verb`.
    pub action: &'static str,
    /// The type of the thing that it was done to.
    pub subject_kind: &'static str,
    /// The key of that thing.
    pub subject: Option<Uuid>,
    /// Further details for administrators, without personal data.
    pub detail: Value,
    /// Whether to record the device as well.
    pub device: bool,
}

/// An entry of an application's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub application: ApplicationId,
    pub kind: EventKind,
    /// The kind of actor who may do this.
    pub by: ActorKind,
    /// The previous stage.
    pub from: Option<Stage>,
    /// The new stage.
    pub to: Option<Stage>,
    /// The reason, which everybody may read.
    pub reason: Option<String>,
    /// A note only for recruiters.
    pub team_note: Option<String>,
    /// When the candidate's page starts to show it.
    pub told: When,
}

/// Everything that follows from an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    first: Told,
    others: Vec<Told>,
    /// The entry in the audit log.
    pub audit: Option<Audit>,
    /// The entry in an application's history.
    pub history: Option<History>,
    /// Whether it cancels what the candidate has not been told yet.
    pub calls_back: bool,
    /// The live event for the open pages of readers who are notified that way.
    pub live: Option<LiveEvent>,
}

impl Effects {
    pub(super) const fn of(first: Told) -> Self {
        Self { first, others: Vec::new(), audit: None, history: None, calls_back: false, live: None }
    }

    /// All readers.
    pub fn readers(&self) -> impl Iterator<Item = &Told> {
        std::iter::once(&self.first).chain(&self.others)
    }

    pub(super) fn and(mut self, told: Told) -> Self {
        self.others.push(told);
        self
    }

    /// Adds an entry to the audit log, for administrators.
    pub(super) fn audited(
        mut self,
        action: &'static str,
        subject: (&'static str, Option<Uuid>),
        detail: Value,
    ) -> Self {
        self.audit = Some(Audit { action, subject_kind: subject.0, subject: subject.1, detail, device: false });
        if self.first.reader == Reader::Administrators { self } else { self.and(administrators()) }
    }

    /// Also records the device.
    pub(super) fn with_device(mut self) -> Self {
        self.audit = self.audit.map(|audit| Audit { device: true, ..audit });
        self
    }

    pub(super) fn history(mut self, history: History) -> Self {
        self.history = Some(history);
        self
    }

    pub(super) fn calling_back(mut self) -> Self {
        self.calls_back = true;
        self
    }

    pub(super) fn live(mut self, live: LiveEvent) -> Self {
        self.live = Some(live);
        self
    }
}
