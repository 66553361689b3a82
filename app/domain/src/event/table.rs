//! The table: what follows from each event. Reading it from top to bottom tells who hears of what, when, and how.

use super::{
    AccountEvent, Desk, Effects, Event, History, InStage, LiveEvent, Mail, MoveTold, Part, Reader, TEAM_READS, Told,
    Wanted, When, candidate_reads, effects::administrators,
};
use crate::{
    account::AccountStep,
    application::{ActorKind, EventKind, RejectReason},
    ids::UserId,
    job::{JobStatus, StageKind},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

/// A rejection's mail waits this long, so that it can be called back.
pub const REJECTION_DELAY: TimeDelta = TimeDelta::hours(24);
/// The mail about a step forward waits this long: a card dropped in the wrong place tells nobody.
pub const STEP_DELAY: TimeDelta = TimeDelta::minutes(5);

const LATER: When = When::After(REJECTION_DELAY);
const SOON: When = When::After(STEP_DELAY);
/// What recruiters know of their own work.
const OURS: &[Part] = &[Part::Fact, Part::Colleague];
/// The same about a person whom no job hides from them.
const OURS_NAMED: &[Part] = &[Part::Fact, Part::Colleague, Part::Person];
/// What an account's owner knows of it.
const OWN: &[Part] = &[Part::Fact, Part::Person, Part::Reason, Part::Origin, Part::Link];
/// What is told to an address whose reader may be anybody: no name, for who asks chose it.
const TO_ADDRESS: &[Part] = &[Part::Fact, Part::Link];

impl Event {
    /// What follows from it.
    #[must_use]
    pub fn effects(&self) -> Effects {
        match self {
            Self::Applied(at) => {
                Effects::of(candidate(EventKind::Applied).mailed(Mail::ApplicationReceived, When::Now).live())
                    .and(team().live())
                    .and(Told::new(Reader::JobTeam, OURS).mailed(Mail::NewApplication, When::Now))
                    .history(arrival(at, ActorKind::Candidate))
                    .audited("application.apply", application(at), json!({ "job": at.job }))
                    .live(changed(at))
            }
            Self::Added { at, candidate: person } => Effects::of(candidate(EventKind::Applied).live())
                .and(team().live())
                .history(arrival(at, ActorKind::Recruiter))
                .audited("application.add", application(at), json!({ "job": at.job, "candidate": person }))
                .live(changed(at)),
            Self::Moved { at, to, told } => {
                let reader = candidate(EventKind::Moved);
                let (reader, when) = match told {
                    MoveTold::Nothing => (reader, When::Never),
                    MoveTold::Page => (reader, SOON),
                    MoveTold::Mail(kind) => (reader.mailed(Mail::StatusUpdate(*kind), SOON), SOON),
                };
                Effects::of(reader)
                    .and(team().live())
                    .calling_back()
                    .history(History { to: Some(to.clone()), ..step(at, EventKind::Moved, when) })
                    .audited("application.moved", application(at), json!({ "job": at.job, "to": to.id }))
                    .live(changed(at))
            }
            Self::Rejected { at, reason, note } => {
                Effects::of(candidate(EventKind::Rejected).mailed(Mail::ApplicationRejected(*reason), LATER))
                    .and(team().live())
                    .calling_back()
                    .history(History {
                        reason: Some(reason.label().to_owned()),
                        team_note: note.clone(),
                        ..step(at, EventKind::Rejected, LATER)
                    })
                    .audited("application.rejected", application(at), json!({ "job": at.job }))
                    .live(changed(at))
            }
            Self::KnockedOut { at, question } => {
                let reason = RejectReason::ScreeningAnswer;
                Effects::of(candidate(EventKind::Rejected).mailed(Mail::ApplicationRejected(reason), LATER))
                    .and(team().live())
                    .history(History {
                        by: ActorKind::Rule,
                        reason: Some(format!("{}: {question}", reason.label())),
                        ..step(at, EventKind::Rejected, LATER)
                    })
                    .audited("application.knocked_out", application(at), json!({ "job": at.job }))
                    .live(changed(at))
            }
            Self::Reopened { at, to, told } => {
                let reader = candidate(EventKind::Reopened);
                let (reader, when) = if *told { (reader.live(), When::Now) } else { (reader, When::Never) };
                let stage = to.as_ref().map(|to| to.id);
                Effects::of(reader)
                    .and(team().live())
                    .calling_back()
                    .history(History { to: to.clone(), ..step(at, EventKind::Reopened, when) })
                    .audited("application.reopened", application(at), json!({ "job": at.job, "to": stage }))
                    .live(changed(at))
            }
            Self::Held { at, reason } => Effects::of(candidate(EventKind::Held).live())
                .and(team().live())
                .history(History { team_note: Some(reason.clone()), ..step(at, EventKind::Held, When::Now) })
                .audited("application.held", application(at), json!({ "job": at.job }))
                .live(changed(at)),
            Self::Resumed(at) => Effects::of(candidate(EventKind::Resumed).live())
                .and(team().live())
                .history(step(at, EventKind::Resumed, When::Now))
                .audited("application.resumed", application(at), json!({ "job": at.job }))
                .live(changed(at)),
            Self::Hired { at, to } => {
                let stage = to.as_ref().map(|to| to.id);
                Effects::of(candidate(EventKind::Hired).mailed(Mail::StatusUpdate(StageKind::Hired), SOON))
                    .and(team().live())
                    .calling_back()
                    .history(History { to: to.clone(), ..step(at, EventKind::Hired, SOON) })
                    .audited("application.hired", application(at), json!({ "job": at.job, "to": stage }))
                    .live(changed(at))
            }
            Self::ClosedWithJob { at, filled } => {
                let reason = if *filled { RejectReason::Filled.label() } else { "The job was closed" };
                Effects::of(candidate(EventKind::Closed).mailed(Mail::ApplicationClosed { reason }, LATER))
                    .and(team())
                    .calling_back()
                    .history(History {
                        by: ActorKind::System,
                        reason: Some(reason.to_owned()),
                        ..step(at, EventKind::Closed, LATER)
                    })
                    .audited("application.closed", application(at), json!({ "job": at.job }))
            }
            Self::ReopenedWithJob { at, told } => {
                let reader = candidate(EventKind::Reopened);
                let (reader, when) = if *told { (reader.live(), When::Now) } else { (reader, When::Never) };
                let effects = Effects::of(reader)
                    .and(team())
                    .calling_back()
                    .history(History { by: ActorKind::System, ..step(at, EventKind::Reopened, when) })
                    .audited("application.reopened", application(at), json!({ "job": at.job, "to": null }));
                if *told { effects.live(changed(at)) } else { effects }
            }
            // The team's pages hear of all of them at once.
            Self::FollowedJob(job) | Self::Scored(job) => {
                Effects::of(Told::new(Reader::Organization, &[Part::Fact]).live())
                    .live(LiveEvent::ApplicantsChanged { job: *job })
            }
            Self::Withdrawn(at) => Effects::of(candidate(EventKind::Withdrawn).live())
                .and(team().live())
                .calling_back()
                .history(History { by: ActorKind::Candidate, ..step(at, EventKind::Withdrawn, When::Now) })
                .audited("application.withdraw", application(at), json!({}))
                .live(changed(at)),
            Self::ApplicantRenamed(at) => {
                let entry = step(at, EventKind::Renamed, When::Now);
                Effects::of(candidate(EventKind::Renamed)).and(team()).history(History {
                    by: ActorKind::Candidate,
                    from: None,
                    ..entry
                })
            }
            Self::VerdictOverruled { at, requirement, verdict, note } => {
                let said = format!("“{requirement}”: {}. {note}", verdict.label().to_lowercase());
                let detail = json!({ "job": at.job, "requirement": requirement, "verdict": verdict });
                of_verdict(at, EventKind::Overruled, said).audited("verdict.overrule", application(at), detail)
            }
            Self::VerdictRestored { at, requirement } => {
                let detail = json!({ "job": at.job, "requirement": requirement });
                of_verdict(at, EventKind::Restored, format!("“{requirement}”")).audited(
                    "verdict.restore",
                    application(at),
                    detail,
                )
            }
            Self::ApplicantsExported { job, rows } => {
                ours("applications.export", ("job", Some(job.0)), json!({ "rows": rows }))
            }
            Self::JobCreated(job) => ours("job.create", ("job", Some(job.0)), Value::Null),
            Self::JobEdited(job) => ours("job.edit", ("job", Some(job.0)), Value::Null),
            Self::NamesHidden { job, hidden, applications } => {
                let detail = json!({ "names_hidden": hidden, "applications": applications });
                ours("job.blind", ("job", Some(job.0)), detail)
            }
            Self::JobStatusChanged { job, from, to, applications } => {
                let action = match to {
                    JobStatus::Draft => "job.draft",
                    JobStatus::Open => "job.open",
                    JobStatus::Paused => "job.pause",
                    JobStatus::Closed => "job.close",
                    JobStatus::Filled => "job.fill",
                };
                let detail = match applications {
                    Some(applications) => json!({ "from": from, "applications": applications }),
                    None => json!({ "from": from }),
                };
                ours(action, ("job", Some(job.0)), detail)
            }
            Self::PersonAdded { candidate, document } => {
                ours_named("candidate.add", ("candidate", Some(candidate.0)), json!({ "document": document }))
            }
            Self::DoNotContact { candidate, on } => {
                ours_named("candidate.do_not_contact", ("candidate", Some(candidate.0)), json!({ "on": on }))
            }
            Self::NoteAdded(candidate) => ours("note.add", ("candidate", Some(candidate.0)), json!({})),
            Self::NoteRemoved(note) => ours("note.remove", ("note", Some(note.0)), json!({})),
            Self::TagAdded { candidate, tag } => {
                ours_named("tag.add", ("candidate", Some(candidate.0)), json!({ "tag": tag }))
            }
            Self::TagRemoved { candidate, tag } => {
                ours_named("tag.remove", ("candidate", Some(candidate.0)), json!({ "tag": tag }))
            }
            Self::DocumentUploaded { document, media_type } => Effects::of(Told::new(Reader::Candidate, OWN)).audited(
                "document.upload",
                ("document", Some(document.0)),
                json!({ "media_type": media_type }),
            ),
            Self::DocumentDownloaded(document) => {
                ours_named("document.download", ("document", Some(document.0)), json!({}))
            }
            Self::DocumentRead { document, candidate } => {
                file().live(LiveEvent::DocumentRead { document: *document, candidate: *candidate })
            }
            Self::DocumentProgressed { document, candidate } => {
                file().live(LiveEvent::DocumentProgressed { document: *document, candidate: *candidate })
            }
            Self::DocumentFailed { document, candidate } => {
                file().live(LiveEvent::DocumentFailed { document: *document, candidate: *candidate })
            }
            Self::ResumeCorrected(document) => Effects::of(Told::new(Reader::Candidate, OWN)).audited(
                "resume.correct",
                ("document", Some(document.0)),
                json!({}),
            ),
            Self::SignUpAsked { email, wanted, token } => {
                let reader = Told::new(Reader::Address(email.clone()), TO_ADDRESS);
                Effects::of(match wanted {
                    Wanted::Free => reader.mailed(Mail::ConfirmSignUp(token.clone()), When::Now),
                    Wanted::Taken => reader.mailed(Mail::SignUpKnown, When::Now),
                    Wanted::MailedOften => reader,
                })
            }
            Self::Account { user, what } => account(owner(*user), *user, *what),
            Self::SignedUp(user) => account(owner(*user).mailed(Mail::Welcome, When::Now), *user, AccountEvent::SignUp),
            Self::NameChanged { user, candidate } => {
                let noted = account(owner(*user), *user, AccountEvent::Name);
                match *candidate {
                    // Those who know them by name: nobody else hears that a name changed.
                    Some(candidate) => noted
                        .and(Told::new(Reader::Organization, &[Part::Fact, Part::Person]).live())
                        .live(LiveEvent::PersonChanged { candidate }),
                    None => noted,
                }
            }
            Self::WrongPassword { user, what, many } => {
                let reader = owner(*user);
                let reader = if *many { reader.mailed(Mail::SignInFailures, When::Now) } else { reader };
                account(reader, *user, *what)
            }
            Self::ResetAsked { user, token } => {
                let reader = owner(*user);
                let reader = match token {
                    Some(token) => reader.mailed(Mail::ResetPassword(token.clone()), When::Now),
                    None => reader,
                };
                account(reader, *user, AccountEvent::ResetAsked)
            }
            Self::AddressAsked { user, email, wanted, confirm, restore } => {
                let new = Told::new(Reader::Address(email.clone()), TO_ADDRESS);
                let new = match wanted {
                    Wanted::Free => new.mailed(Mail::ConfirmAddress(confirm.clone()), When::Now),
                    Wanted::Taken => new.mailed(Mail::AddressTaken, When::Now),
                    Wanted::MailedOften => new,
                };
                let reader = owner(*user).mailed(Mail::AddressChanged(restore.clone()), When::Now);
                account(reader, *user, AccountEvent::AddressAsked).and(new)
            }
            Self::AddressRestored { user, token } => {
                let reader = owner(*user).mailed(Mail::ResetPassword(token.clone()), When::Now);
                account(reader, *user, AccountEvent::AddressRestored)
            }
            Self::AccountStepped { user, step, from, to, reason, sessions_ended } => {
                let (reader, what) = match step {
                    AccountStep::Approve => {
                        (owner(*user).mailed(Mail::AccountApproved, When::Now), AccountEvent::Approve)
                    }
                    AccountStep::Reject => {
                        let mail = Mail::AccountRejected { reason: reason.clone() };
                        (owner(*user).mailed(mail, When::Now), AccountEvent::Reject)
                    }
                    AccountStep::Suspend => (owner(*user), AccountEvent::Suspend),
                    AccountStep::Reactivate => (owner(*user), AccountEvent::Reactivate),
                };
                let detail = json!({ "from": from, "to": to, "sessions_ended": sessions_ended });
                Effects::of(reader).audited(what.as_str(), ("user", Some(user.0)), detail)
            }
            Self::RoleChanged { user, from, to, organization } => Effects::of(owner(*user)).audited(
                AccountEvent::Role.as_str(),
                ("user", Some(user.0)),
                json!({ "from": from, "to": to, "organization": organization }),
            ),
            Self::PersonRemoved { user, role } => Effects::of(administrators()).audited(
                "user.remove_person",
                ("user", Some(user.0)),
                json!({ "role": role }),
            ),
            Self::OrganizationRenamed { organization, from, to } => {
                ours("organization.rename", ("organization", Some(organization.0)), json!({ "from": from, "to": to }))
            }
            Self::OrganizationMoved { organization, to } => {
                ours("organization.time_zone", ("organization", Some(organization.0)), json!({ "to": to }))
            }
            Self::TaskHandled { done, task, number, attempts } => {
                let action = match done {
                    Desk::Read => "task.read",
                    Desk::Retry => "task.retry",
                    Desk::Cancel => "task.cancel",
                };
                let detail = json!({ "task": task, "number": number, "attempts": attempts });
                Effects::of(administrators()).audited(action, ("task", None), detail)
            }
            Self::MailHandled { done, mail, event } => {
                let action = match done {
                    Desk::Read => "mail.read",
                    Desk::Retry => "mail.retry",
                    Desk::Cancel => "mail.cancel",
                };
                Effects::of(administrators()).audited(action, ("mail", Some(*mail)), json!({ "event": event }))
            }
        }
    }
}

const fn candidate(kind: EventKind) -> Told {
    Told::new(Reader::Candidate, candidate_reads(kind))
}

const fn team() -> Told {
    Told::new(Reader::Organization, TEAM_READS)
}

const fn owner(user: UserId) -> Told {
    Told::new(Reader::User(user), OWN)
}

fn step(at: &InStage, kind: EventKind, told: When) -> History {
    History {
        application: at.application,
        kind,
        by: ActorKind::Recruiter,
        from: Some(at.stage.clone()),
        to: None,
        reason: None,
        team_note: None,
        told,
    }
}

/// What was said of a verdict: the candidate finds it beside the verdict, not among the steps.
fn of_verdict(at: &InStage, kind: EventKind, said: String) -> Effects {
    let entry = History { from: None, reason: Some(said), ..step(at, kind, When::Never) };
    Effects::of(candidate(kind)).and(team().live()).history(entry).live(changed(at))
}

fn arrival(at: &InStage, by: ActorKind) -> History {
    History { by, from: None, to: Some(at.stage.clone()), ..step(at, EventKind::Applied, When::Now) }
}

const fn application(at: &InStage) -> (&'static str, Option<Uuid>) {
    ("application", Some(at.application.0))
}

const fn changed(at: &InStage) -> LiveEvent {
    LiveEvent::ApplicationChanged { application: at.application, job: at.job }
}

/// What recruiters do among themselves: their pages show it, and it is noted.
fn ours(action: &'static str, subject: (&'static str, Option<Uuid>), detail: Value) -> Effects {
    Effects::of(Told::new(Reader::Organization, OURS)).audited(action, subject, detail)
}

fn ours_named(action: &'static str, subject: (&'static str, Option<Uuid>), detail: Value) -> Effects {
    Effects::of(Told::new(Reader::Organization, OURS_NAMED)).audited(action, subject, detail)
}

/// What became of a file: its owner hears, and those who may know whose it is.
fn file() -> Effects {
    let reads = &[Part::Fact, Part::Person];
    Effects::of(Told::new(Reader::Candidate, reads).live()).and(Told::new(Reader::Organization, reads).live())
}

fn account(reader: Told, user: UserId, what: AccountEvent) -> Effects {
    Effects::of(reader).audited(what.as_str(), ("user", Some(user.0)), json!({})).with_device()
}
