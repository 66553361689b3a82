//! Events of applications.

use super::{LATER, OURS, SOON};
use crate::{
    application::{ActorKind, EventKind, RejectReason},
    event::{
        Effects, History, InStage, LiveEvent, Mail, MoveTold, Part, Reader, RejectionTold, Stage, TEAM_READS, Told,
        When, candidate_reads,
    },
    ids::{CandidateId, JobId},
    job::StageKind,
    matching::Verdict,
};
use serde_json::json;
use uuid::Uuid;

pub(super) fn applied(at: &InStage) -> Effects {
    Effects::of(candidate(EventKind::Applied).mailed(Mail::ApplicationReceived, When::Now).live())
        .and(team().live())
        .and(Told::new(Reader::JobTeam, OURS).mailed(Mail::NewApplication, When::Now))
        .history(arrival(at, ActorKind::Candidate))
        .audited("application.apply", application(at), json!({ "job": at.job }))
        .live(changed(at))
}

pub(super) fn added(at: &InStage, person: CandidateId) -> Effects {
    Effects::of(candidate(EventKind::Applied).live())
        .and(team().live())
        .history(arrival(at, ActorKind::Recruiter))
        .audited("application.add", application(at), json!({ "job": at.job, "candidate": person }))
        .live(changed(at))
}

pub(super) fn moved(at: &InStage, to: &Stage, told: MoveTold) -> Effects {
    let reader = candidate(EventKind::Moved);
    let (reader, when) = match told {
        MoveTold::Nothing => (reader, When::Never),
        MoveTold::Page => (reader, SOON),
        MoveTold::Mail(kind) => (reader.mailed(Mail::StatusUpdate(kind), SOON), SOON),
    };
    Effects::of(reader)
        .and(team().live())
        .calling_back()
        .history(History { to: Some(to.clone()), ..step(at, EventKind::Moved, when) })
        .audited("application.moved", application(at), json!({ "job": at.job, "to": to.id }))
        .live(changed(at))
}

pub(super) fn rejected(at: &InStage, reason: RejectReason, note: Option<&str>, told: RejectionTold) -> Effects {
    let reader = candidate(EventKind::Rejected);
    let reader = match told {
        RejectionTold::Page => reader,
        RejectionTold::Mail => reader.mailed(Mail::ApplicationRejected(reason), LATER),
    };
    Effects::of(reader)
        .and(team().live())
        .calling_back()
        .history(History {
            reason: Some(reason.label().to_owned()),
            team_note: note.map(str::to_owned),
            ..step(at, EventKind::Rejected, LATER)
        })
        .audited("application.rejected", application(at), json!({ "job": at.job }))
        .live(changed(at))
}

pub(super) fn knocked_out(at: &InStage, question: &str) -> Effects {
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

pub(super) fn reopened(at: &InStage, to: Option<&Stage>, told: bool) -> Effects {
    let reader = candidate(EventKind::Reopened);
    let (reader, when) = if told { (reader.live(), When::Now) } else { (reader, When::Never) };
    Effects::of(reader)
        .and(team().live())
        .calling_back()
        .history(History { to: to.cloned(), ..step(at, EventKind::Reopened, when) })
        .audited("application.reopened", application(at), json!({ "job": at.job, "to": to.map(|to| to.id) }))
        .live(changed(at))
}

pub(super) fn held(at: &InStage, reason: &str) -> Effects {
    Effects::of(candidate(EventKind::Held).live())
        .and(team().live())
        .history(History { team_note: Some(reason.to_owned()), ..step(at, EventKind::Held, When::Now) })
        .audited("application.held", application(at), json!({ "job": at.job }))
        .live(changed(at))
}

pub(super) fn resumed(at: &InStage) -> Effects {
    Effects::of(candidate(EventKind::Resumed).live())
        .and(team().live())
        .history(step(at, EventKind::Resumed, When::Now))
        .audited("application.resumed", application(at), json!({ "job": at.job }))
        .live(changed(at))
}

pub(super) fn hired(at: &InStage, to: Option<&Stage>) -> Effects {
    Effects::of(candidate(EventKind::Hired).mailed(Mail::StatusUpdate(StageKind::Hired), SOON))
        .and(team().live())
        .calling_back()
        .history(History { to: to.cloned(), ..step(at, EventKind::Hired, SOON) })
        .audited("application.hired", application(at), json!({ "job": at.job, "to": to.map(|to| to.id) }))
        .live(changed(at))
}

/// The team's pages are notified once for all applications closed with a job, by [`many_changed`].
pub(super) fn closed_with_job(at: &InStage, filled: bool) -> Effects {
    let reason = if filled { RejectReason::Filled.label() } else { "The job was closed" };
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

pub(super) fn reopened_with_job(at: &InStage, told: bool) -> Effects {
    let reader = candidate(EventKind::Reopened);
    let (reader, when) = if told { (reader.live(), When::Now) } else { (reader, When::Never) };
    let effects = Effects::of(reader)
        .and(team())
        .calling_back()
        .history(History { by: ActorKind::System, ..step(at, EventKind::Reopened, when) })
        .audited("application.reopened", application(at), json!({ "job": at.job, "to": null }));
    if told { effects.live(changed(at)) } else { effects }
}

pub(super) fn many_changed(job: JobId) -> Effects {
    Effects::of(Told::new(Reader::Organization, &[Part::Fact]).live()).live(LiveEvent::ApplicantsChanged { job })
}

pub(super) fn withdrawn(at: &InStage) -> Effects {
    Effects::of(candidate(EventKind::Withdrawn).live())
        .and(team().live())
        .calling_back()
        .history(History { by: ActorKind::Candidate, ..step(at, EventKind::Withdrawn, When::Now) })
        .audited("application.withdraw", application(at), json!({}))
        .live(changed(at))
}

pub(super) fn applicant_renamed(at: &InStage) -> Effects {
    let entry = step(at, EventKind::Renamed, When::Now);
    Effects::of(candidate(EventKind::Renamed)).and(team()).history(History {
        by: ActorKind::Candidate,
        from: None,
        ..entry
    })
}

/// An application that changed to another record of its person. A job that hides its applicants goes on hiding whose it is.
pub(super) fn of_record(at: &InStage, kind: EventKind) -> Effects {
    let entry = History { from: None, ..step(at, kind, When::Never) };
    Effects::of(team().live()).history(entry).live(changed(at))
}

pub(super) fn verdict_overruled(at: &InStage, requirement: &str, verdict: Verdict, note: &str) -> Effects {
    let said = format!("“{requirement}”: {}. {note}", verdict.label().to_lowercase());
    let detail = json!({ "job": at.job, "requirement": requirement, "verdict": verdict });
    of_verdict(at, EventKind::Overruled, said).audited("verdict.overrule", application(at), detail)
}

pub(super) fn verdict_restored(at: &InStage, requirement: &str) -> Effects {
    let detail = json!({ "job": at.job, "requirement": requirement });
    let effects = of_verdict(at, EventKind::Restored, format!("“{requirement}”"));
    effects.audited("verdict.restore", application(at), detail)
}

const fn candidate(kind: EventKind) -> Told {
    Told::new(Reader::Candidate, candidate_reads(kind))
}

const fn team() -> Told {
    Told::new(Reader::Organization, TEAM_READS)
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

/// A recruiter's verdict. The candidate sees it beside the machine's verdict, not among the steps.
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
