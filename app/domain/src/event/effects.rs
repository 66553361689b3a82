//! What follows from an event. [`Effects`] begin with a reader: an event that names none cannot be written.

use super::{LiveEvent, Secret, Stage};
use crate::{
    account::Email,
    application::{ActorKind, EventKind, RejectReason},
    ids::{ApplicationId, UserId},
    job::StageKind,
};
use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;

/// Who may know of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Who applied, or whose file it is.
    Candidate,
    /// Recruiters: of the job's organisation, or of those that may know whose file it is.
    Organization,
    /// Those of them who look after the job: who wrote it.
    JobTeam,
    /// An account's owner.
    User(UserId),
    /// Whoever reads what is mailed to an address.
    Address(Email),
    /// Who runs the platform: they read the audit log.
    Administrators,
}

/// What there is to read in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// That something happened, to which job, application or account.
    Fact,
    /// Who applied, or whose file it is.
    Person,
    /// Who of the organisation did it.
    Colleague,
    StageKind,
    /// What the recruiters call a stage.
    StageName,
    /// The reason that was picked.
    Reason,
    /// What a recruiter wrote for the team.
    TeamNote,
    /// From which network and device.
    Origin,
    /// A link that opens something of the reader's.
    Link,
}

/// What an application's candidate may read of a step.
#[must_use]
pub const fn candidate_reads(kind: EventKind) -> &'static [Part] {
    match kind {
        EventKind::Rejected | EventKind::Withdrawn | EventKind::Closed => {
            &[Part::Fact, Part::Person, Part::StageKind, Part::Reason]
        }
        // Beside the machine's verdict, on the page that shows it.
        EventKind::Overruled | EventKind::Restored => &[Part::Fact, Part::Person, Part::Reason],
        EventKind::Applied
        | EventKind::Moved
        | EventKind::Reopened
        | EventKind::Held
        | EventKind::Resumed
        | EventKind::Renamed
        | EventKind::Hired => &[Part::Fact, Part::Person, Part::StageKind],
    }
}

/// What the recruiters may read of a step. Whose application it is, the job may hide.
pub const TEAM_READS: &[Part] =
    &[Part::Fact, Part::Colleague, Part::StageKind, Part::StageName, Part::Reason, Part::TeamNote];

/// When somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Not at all.
    Never,
    /// At once.
    Now,
    /// Later, so that it can be called back.
    After(TimeDelta),
}

/// A mail: one variant a template, with what only the event knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// To who applied.
    ApplicationReceived,
    /// To who looks after the job.
    NewApplication,
    /// To who applied, about a step forward.
    StatusUpdate(StageKind),
    /// To who applied, about the end.
    ApplicationRejected(RejectReason),
    /// To who applied, about the end of the job.
    ApplicationClosed {
        /// Why the job ended.
        reason: &'static str,
    },
    /// To a new account.
    Welcome,
    /// To an address that somebody signs up with.
    ConfirmSignUp(Secret),
    /// To the same where it has an account.
    SignUpKnown,
    /// To an account's owner who forgot the password.
    ResetPassword(Secret),
    /// To an account's owner whose password somebody guesses.
    SignInFailures,
    /// To a new address.
    ConfirmAddress(Secret),
    /// To the same where it has an account.
    AddressTaken,
    /// To the old address.
    AddressChanged(Secret),
    /// To a recruiter who is let in.
    AccountApproved,
    /// To a recruiter who is not.
    AccountRejected {
        /// Why not.
        reason: String,
    },
}

impl Mail {
    /// Mails about an application's steps, which the next step calls back.
    pub const OF_STEPS: [&'static str; 3] = ["status_update", "application_rejected", "application_closed"];

    /// The word that it is kept under, which is its template's name too.
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
            Self::ResetPassword(_) => "reset_password",
            Self::SignInFailures => "sign_in_failures",
            Self::ConfirmAddress(_) => "confirm_address",
            Self::AddressTaken => "address_taken",
            Self::AddressChanged(_) => "address_changed",
            Self::AccountApproved => "account_approved",
            Self::AccountRejected { .. } => "account_rejected",
        }
    }

    /// What its text holds.
    #[must_use]
    pub const fn parts(&self) -> &'static [Part] {
        match self {
            Self::NewApplication => &[Part::Fact],
            Self::ApplicationReceived => &[Part::Fact, Part::Person],
            Self::StatusUpdate(_) => &[Part::Fact, Part::Person, Part::StageKind],
            Self::ApplicationRejected(_) | Self::ApplicationClosed { .. } => &[Part::Fact, Part::Person, Part::Reason],
            Self::Welcome | Self::SignInFailures | Self::AccountApproved => &[Part::Fact, Part::Person],
            Self::SignUpKnown | Self::AddressTaken => &[Part::Fact],
            Self::ConfirmSignUp(_) | Self::ConfirmAddress(_) | Self::AddressChanged(_) => &[Part::Fact, Part::Link],
            Self::ResetPassword(_) => &[Part::Fact, Part::Person, Part::Link],
            Self::AccountRejected { .. } => &[Part::Fact, Part::Person, Part::Reason],
        }
    }
}

/// A reader with what they may read and how they hear of it. Whoever is neither mailed nor told while it happens finds it
/// on their pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Who.
    pub reader: Reader,
    /// What of it.
    pub reads: &'static [Part],
    /// By which mail, and when.
    pub mail: Option<(Mail, When)>,
    /// Whether their open pages hear of it.
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

/// Who runs the platform reads what was done, by whom and from where.
pub(super) const fn administrators() -> Told {
    Told::new(Reader::Administrators, &[Part::Fact, Part::Colleague, Part::Origin])
}

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// `noun.verb`.
    pub action: &'static str,
    /// Kind of the thing that it was done to.
    pub subject_kind: &'static str,
    /// Its key.
    pub subject: Option<Uuid>,
    /// What else an administrator needs, without personal data.
    pub detail: Value,
    /// Whether the device is noted too.
    pub device: bool,
}

/// An entry of an application's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub application: ApplicationId,
    /// What happened.
    pub kind: EventKind,
    /// Who may have done it.
    pub by: ActorKind,
    /// The stage that it left.
    pub from: Option<Stage>,
    /// The stage that it came to.
    pub to: Option<Stage>,
    /// Why, in words for all.
    pub reason: Option<String>,
    /// What is for the recruiters alone.
    pub team_note: Option<String>,
    /// From when on the candidate's page shows it.
    pub told: When,
}

/// All that follows from an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    first: Told,
    others: Vec<Told>,
    /// Its entry in the audit log.
    pub audit: Option<Audit>,
    /// Its entry in an application's history.
    pub history: Option<History>,
    /// Whether it calls back what the application's candidate was not told yet.
    pub calls_back: bool,
    /// What the open pages of those hear who are told so.
    pub live: Option<LiveEvent>,
}

impl Effects {
    pub(super) const fn of(first: Told) -> Self {
        Self { first, others: Vec::new(), audit: None, history: None, calls_back: false, live: None }
    }

    /// Everybody who may know.
    pub fn readers(&self) -> impl Iterator<Item = &Told> {
        std::iter::once(&self.first).chain(&self.others)
    }

    pub(super) fn and(mut self, told: Told) -> Self {
        self.others.push(told);
        self
    }

    /// Noted in the audit log, for administrators.
    pub(super) fn audited(
        mut self,
        action: &'static str,
        subject: (&'static str, Option<Uuid>),
        detail: Value,
    ) -> Self {
        self.audit = Some(Audit { action, subject_kind: subject.0, subject: subject.1, detail, device: false });
        if self.first.reader == Reader::Administrators { self } else { self.and(administrators()) }
    }

    /// Notes from which device, too.
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
