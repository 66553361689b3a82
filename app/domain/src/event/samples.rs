//! One event of every kind, for testing the table and the code that records events.

use super::{AccountEvent, Desk, Event, InStage, MoveTold, RejectionTold, Secret, Stage, Wanted};
use crate::{
    account::{AccountStatus, AccountStep, Email, Role},
    application::RejectReason,
    candidate::PersonField,
    ids::{CandidateId, DocumentId, InvitationId, JobId, NoteId, OrganizationId, UserId},
    job::{JobStatus, StageKind},
    matching::Verdict,
    merge::Pair,
    team::JobRole,
    zone::Zone,
};
use uuid::Uuid;

/// The people and things that the sample events are about.
#[derive(Clone)]
pub struct Cast {
    pub user: UserId,
    pub job: JobId,
    /// The job's applicant.
    pub candidate: CandidateId,
    pub document: DocumentId,
    pub at: InStage,
    /// Another stage.
    pub to: Stage,
    /// An address that somebody wants to use.
    pub email: Email,
    pub organization: OrganizationId,
}

impl Cast {
    /// One event of every kind, and for each of its variations.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        let Self { user, job, candidate, document, to, at, email, organization } = self.clone();
        let at = || at.clone();
        let secret = || Secret("SECRET".into());
        let mut all = vec![
            Event::Applied(at()),
            Event::Added { at: at(), candidate },
            Event::KnockedOut { at: at(), question: "Permit?".into() },
            Event::Held { at: at(), reason: "TEAM-NOTE".into() },
            Event::Resumed(at()),
            Event::Hired { at: at(), to: Some(to.clone()) },
            Event::ClosedWithJob { at: at(), filled: true },
            Event::FollowedJob(job),
            Event::Withdrawn(at()),
            Event::ApplicantRenamed(at()),
            Event::ApplicationMerged(at()),
            Event::ApplicationUnmerged(at()),
            Event::VerdictOverruled {
                at: at(),
                requirement: "Rust".into(),
                verdict: Verdict::Met,
                note: "Wrote it at Acme".into(),
            },
            Event::VerdictRestored { at: at(), requirement: "Rust".into() },
            Event::Scored(job),
            Event::ApplicantsExported { job, rows: 3 },
            Event::JobCreated(job),
            Event::JobEdited(job),
            Event::NamesHidden { job, hidden: true, applications: 0 },
            Event::JobStatusChanged { job, from: JobStatus::Draft, to: JobStatus::Open, applications: None },
            Event::JobTeamJoined { job, title: "Baker".into(), user, role: JobRole::HiringManager, told: true },
            Event::JobTeamLeft { job, user },
            Event::JobsHandedOver { from: None, to: user, jobs: 3, told: true },
            Event::PersonAdded { candidate, document },
            Event::DoNotContact { candidate, on: true },
            Event::PersonEdited { candidate, fields: vec![PersonField::Name, PersonField::Phones] },
            Event::PeopleMerged { pair: Pair { stays: candidate, goes: candidate }, applications: 1 },
            Event::PeopleUnmerged { pair: Pair { stays: candidate, goes: candidate }, applications: 1 },
            Event::NoteAdded { candidate, at: None, team: true },
            Event::NoteAdded { candidate, at: Some((at().application, job)), team: true },
            Event::NoteAdded { candidate, at: None, team: false },
            Event::NoteRemoved(NoteId(Uuid::nil())),
            Event::TagAdded { candidate, tag: "rust".into() },
            Event::TagRemoved { candidate, tag: "rust".into() },
            Event::DocumentUploaded { document, media_type: "text/plain".into() },
            Event::DocumentDownloaded(document),
            Event::DocumentRead { document, candidate },
            Event::DocumentProgressed { document, candidate },
            Event::DocumentFailed { document, candidate },
            Event::ResumeCorrected(document),
            Event::Account { user, what: AccountEvent::Password },
            Event::SignedUp(user),
            Event::NameChanged { user, candidate: None },
            Event::NameChanged { user, candidate: Some(candidate) },
            Event::InvitationWithdrawn(InvitationId(Uuid::nil())),
            Event::ColleagueJoined { user, invitation: InvitationId(Uuid::nil()) },
            Event::ResetAsked { user, token: None },
            Event::ResetAsked { user, token: Some(secret()) },
            Event::AddressRestored { user, token: secret() },
            Event::PersonRemoved { user, role: Role::Hr },
            Event::RoleChanged { user, from: Role::Hr, to: Role::Admin, organization: None },
            Event::OrganizationRenamed { organization, from: "A".into(), to: "B".into() },
            Event::OrganizationMoved { organization, to: Zone::utc() },
            Event::OrganizationPageEdited(organization),
            Event::TaskHandled { done: Desk::Retry, task: "send_mail".into(), number: 1, attempts: 2 },
            Event::MailHandled { done: Desk::Read, mail: Uuid::nil(), event: "welcome".into() },
        ];
        for told in [MoveTold::Nothing, MoveTold::Page, MoveTold::Mail(StageKind::Interview)] {
            all.push(Event::Moved { at: at(), to: to.clone(), told });
        }
        for told in [RejectionTold::Page, RejectionTold::Mail] {
            let note = Some("TEAM-NOTE".to_owned());
            all.push(Event::Rejected { at: at(), reason: RejectReason::Pay, note, told });
        }
        for told in [false, true] {
            all.push(Event::Reopened { at: at(), to: None, told });
            all.push(Event::ReopenedWithJob { at: at(), told });
            all.push(Event::WrongPassword { user, what: AccountEvent::SignInFailed, many: told });
            let (job, organization) = ("Engineer".to_owned(), "Acme".to_owned());
            all.push(Event::ApplyAsked { email: email.clone(), job, organization, may_apply: told, token: secret() });
        }
        for wanted in [Wanted::Free, Wanted::Taken, Wanted::MailedOften] {
            all.push(Event::SignUpAsked { email: email.clone(), wanted, token: secret() });
            let invitation = InvitationId(Uuid::nil());
            all.push(Event::ColleagueInvited { invitation, email: email.clone(), wanted, token: secret() });
            let (confirm, restore) = (secret(), secret());
            all.push(Event::AddressAsked { user, email: email.clone(), wanted, confirm, restore });
        }
        for step in AccountStep::ALL {
            let (from, to) = (AccountStatus::Pending, AccountStatus::Active);
            all.push(Event::AccountStepped { user, step: *step, from, to, reason: "why".into(), sessions_ended: 0 });
        }
        all
    }
}
