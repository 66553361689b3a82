//! The table of what follows from each event. Each area has a file in `table`. Read in the order of the match, they say
//! who hears of what, when, and how.

mod accounts;
mod applications;
mod desk;
mod jobs;
mod people;

use super::{Effects, Event, Part, Reader, Told, When};
use crate::{application::EventKind, ids::UserId};
use chrono::TimeDelta;
use serde_json::Value;
use uuid::Uuid;

/// The delay of a rejection's mail, so that it can be cancelled.
pub const REJECTION_DELAY: TimeDelta = TimeDelta::hours(24);
/// The delay of the mail about a step forward, so that a card dropped in the wrong place has no consequences.
pub const STEP_DELAY: TimeDelta = TimeDelta::minutes(5);

const LATER: When = When::After(REJECTION_DELAY);
const SOON: When = When::After(STEP_DELAY);
/// What recruiters may read about their own work.
const OURS: &[Part] = &[Part::Fact, Part::Colleague];
/// The same, about a person whose identity no job hides from them.
const OURS_NAMED: &[Part] = &[Part::Fact, Part::Colleague, Part::Person];
/// What an account's owner may read about it.
const OWN: &[Part] = &[Part::Fact, Part::Person, Part::Reason, Part::Origin, Part::Link];
/// What is sent to an address whose reader may be anybody: no name, because it was chosen by the person asking.
const TO_ADDRESS: &[Part] = &[Part::Fact, Part::Link];

impl Event {
    /// Everything that follows from it.
    #[must_use]
    pub fn effects(&self) -> Effects {
        match self {
            Self::Applied(at) => applications::applied(at),
            Self::Added { at, candidate } => applications::added(at, *candidate),
            Self::Moved { at, to, told } => applications::moved(at, to, *told),
            Self::Rejected { at, reason, note, told } => applications::rejected(at, *reason, note.as_deref(), *told),
            Self::KnockedOut { at, question } => applications::knocked_out(at, question),
            Self::Reopened { at, to, told } => applications::reopened(at, to.as_ref(), *told),
            Self::Held { at, reason } => applications::held(at, reason),
            Self::Resumed(at) => applications::resumed(at),
            Self::Hired { at, to } => applications::hired(at, to.as_ref()),
            Self::ClosedWithJob { at, filled } => applications::closed_with_job(at, *filled),
            Self::ReopenedWithJob { at, told } => applications::reopened_with_job(at, *told),
            Self::FollowedJob(job) | Self::Scored(job) => applications::many_changed(*job),
            Self::Withdrawn(at) => applications::withdrawn(at),
            Self::ApplicantRenamed(at) => applications::applicant_renamed(at),
            Self::ApplicationMerged(at) => applications::of_record(at, EventKind::Merged),
            Self::ApplicationUnmerged(at) => applications::of_record(at, EventKind::Unmerged),
            Self::VerdictOverruled { at, requirement, verdict, note } => {
                applications::verdict_overruled(at, requirement, *verdict, note)
            }
            Self::VerdictRestored { at, requirement } => applications::verdict_restored(at, requirement),
            Self::ApplicantsExported { job, rows } => jobs::applicants_exported(*job, *rows),
            Self::JobCreated(job) => jobs::created(*job),
            Self::JobEdited(job) => jobs::edited(*job),
            Self::NamesHidden { job, hidden, applications } => jobs::names_hidden(*job, *hidden, *applications),
            Self::JobStatusChanged { job, from, to, applications } => {
                jobs::status_changed(*job, *from, *to, *applications)
            }
            Self::JobTeamJoined { job, title, user, role, told } => jobs::team_joined(*job, title, *user, *role, *told),
            Self::JobTeamLeft { job, user } => jobs::team_left(*job, *user),
            Self::JobsHandedOver { from, to, jobs, told } => jobs::handed_over(*from, *to, *jobs, *told),
            Self::PersonAdded { candidate, document } => people::added(*candidate, *document),
            Self::DoNotContact { candidate, on } => people::do_not_contact(*candidate, *on),
            Self::PersonEdited { candidate, fields } => people::edited(*candidate, fields),
            Self::PeopleMerged { pair, applications } => people::merged(*pair, *applications),
            Self::PeopleUnmerged { pair, applications } => people::unmerged(*pair, *applications),
            Self::NoteAdded { candidate, at, team } => people::note_added(*candidate, *at, *team),
            Self::NoteRemoved(note) => people::note_removed(*note),
            Self::TagAdded { candidate, tag } => people::tag_added(*candidate, tag),
            Self::TagRemoved { candidate, tag } => people::tag_removed(*candidate, tag),
            Self::DocumentUploaded { document, media_type } => people::document_uploaded(*document, media_type),
            Self::DocumentDownloaded(document) => people::document_downloaded(*document),
            Self::DocumentRead { document, candidate } => people::document_read(*document, *candidate),
            Self::DocumentProgressed { document, candidate } => people::document_progressed(*document, *candidate),
            Self::DocumentFailed { document, candidate } => people::document_failed(*document, *candidate),
            Self::ResumeCorrected(document) => people::resume_corrected(*document),
            Self::ApplyAsked { email, job, organization, may_apply, token } => {
                accounts::apply_asked(email, (job, organization), *may_apply, token)
            }
            Self::SignUpAsked { email, wanted, token } => accounts::sign_up_asked(email, *wanted, token),
            Self::Account { user, what } => accounts::noted(*user, *what),
            Self::SignedUp(user) => accounts::signed_up(*user),
            Self::NameChanged { user, candidate } => accounts::name_changed(*user, *candidate),
            Self::WrongPassword { user, what, many } => accounts::wrong_password(*user, *what, *many),
            Self::ColleagueInvited { invitation, email, wanted, token } => {
                accounts::colleague_invited(*invitation, email, *wanted, token)
            }
            Self::InvitationWithdrawn(invitation) => accounts::invitation_withdrawn(*invitation),
            Self::ColleagueJoined { user, invitation } => accounts::colleague_joined(*user, *invitation),
            Self::ResetAsked { user, token } => accounts::reset_asked(*user, token.as_ref()),
            Self::AddressAsked { user, email, wanted, confirm, restore } => {
                accounts::address_asked(*user, email, *wanted, confirm, restore)
            }
            Self::AddressRestored { user, token } => accounts::address_restored(*user, token),
            Self::AccountStepped { user, step, from, to, reason, sessions_ended } => {
                desk::account_stepped(*user, *step, [*from, *to], reason, *sessions_ended)
            }
            Self::RoleChanged { user, from, to, organization } => {
                desk::role_changed(*user, [*from, *to], *organization)
            }
            Self::PersonRemoved { user, role } => desk::person_removed(*user, *role),
            Self::OrganizationRenamed { organization, from, to } => desk::renamed(*organization, from, to),
            Self::OrganizationMoved { organization, to } => desk::moved(*organization, to),
            Self::OrganizationPageEdited(organization) => desk::page_edited(*organization),
            Self::TaskHandled { done, task, number, attempts } => desk::task(*done, task, *number, *attempts),
            Self::MailHandled { done, mail, event } => desk::mail(*done, *mail, event),
        }
    }
}

const fn owner(user: UserId) -> Told {
    Told::new(Reader::User(user), OWN)
}

/// Actions of recruiters among themselves: shown on their pages and recorded in the audit log.
fn ours(action: &'static str, subject: (&'static str, Option<Uuid>), detail: Value) -> Effects {
    Effects::of(Told::new(Reader::Organization, OURS)).audited(action, subject, detail)
}

fn ours_named(action: &'static str, subject: (&'static str, Option<Uuid>), detail: Value) -> Effects {
    Effects::of(Told::new(Reader::Organization, OURS_NAMED)).audited(action, subject, detail)
}
