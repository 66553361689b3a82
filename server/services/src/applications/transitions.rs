//! The steps that a recruiter takes with an application. Each one locks the row, checks that nobody was faster, changes
//! it and records the event, all in one transaction.

use crate::{
    Result, ServiceError, Services,
    auth::Hr,
    events::{By, record},
    matching::MatchApplication,
    queue,
};
use hireq_domain::{
    applicants::{Seen, blind_name},
    application::{ActorKind, ApplicationStatus, EventKind, RejectReason, Step},
    event::{Event, InStage, MoveTold, RejectionTold, Stage},
    ids::{ApplicationId, StageId},
    job::{JobStatus, StageKind},
    unseen::shows,
};
use hireq_store::{
    OrgScope, PgConnection,
    applications::{
        events,
        transitions::{self as store, Change, Clock, Locked, Target},
    },
    jobs::Course,
};

/// Characters of a note.
pub const LONGEST_NOTE: usize = 1_000;

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The application as it stands since: what undoing the step is asked for.
    pub seen: Seen,
    /// Who applied, as the recruiter knew them when they decided.
    pub name: String,
    /// The stage that it stands in since.
    pub stage: String,
}

impl Taken {
    fn with(locked: &Locked, stage: String) -> Self {
        Self { seen: after_step(locked), name: shown_name(locked), stage }
    }
}

/// Every step counts one change.
const fn after_step(locked: &Locked) -> Seen {
    Seen { id: locked.id, version: locked.row_version + 1 }
}

/// Moves an application to another stage of its job; a move onwards is mailed to whoever applied. `version` is the one
/// that the recruiter saw.
///
/// # Errors
/// `NotFound`; `Conflict` where somebody was faster or the step is not possible.
pub async fn move_to(services: &Services, who: &Hr, id: ApplicationId, version: i32, stage: StageId) -> Result<Taken> {
    moved(services, who, Seen { id, version }, stage, Moving::Decided { mail: true }).await
}

/// [`move_to`] without a mail: the candidate's page alone shows it.
///
/// # Errors
/// As [`move_to`].
pub async fn move_quietly(services: &Services, who: &Hr, seen: Seen, stage: StageId) -> Result<Taken> {
    moved(services, who, seen, stage, Moving::Decided { mail: false }).await
}

/// How a move is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moving {
    /// As a decision of its own.
    Decided { mail: bool },
    /// The move before it is taken back: the application waits in its stage as long as it did.
    Undone,
}

pub(super) async fn moved(services: &Services, who: &Hr, seen: Seen, stage: StageId, how: Moving) -> Result<Taken> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, seen.id, seen.version).await?;
    let stage = move_locked(services, who, &mut tx, &locked, stage, how).await?;
    tx.commit().await?;
    Ok(Taken::with(&locked, stage))
}

/// Rejects an application for a reason chosen by a person. The candidate's mail is delayed by 24 hours.
///
/// # Errors
/// `NotFound`; `Invalid` for a note that is too long; `Conflict`.
pub async fn reject(
    services: &Services,
    who: &Hr,
    id: ApplicationId,
    version: i32,
    reason: RejectReason,
    note: &str,
) -> Result<Taken> {
    rejected(services, who, Seen { id, version }, (reason, note), RejectionTold::Mail).await
}

/// [`reject`] without a mail: the candidate's page alone shows it, as long after.
///
/// # Errors
/// As [`reject`].
pub async fn reject_quietly(
    services: &Services,
    who: &Hr,
    seen: Seen,
    reason: RejectReason,
    note: &str,
) -> Result<Taken> {
    rejected(services, who, seen, (reason, note), RejectionTold::Page).await
}

async fn rejected(
    services: &Services,
    who: &Hr,
    seen: Seen,
    (reason, note): (RejectReason, &str),
    told: RejectionTold,
) -> Result<Taken> {
    let note = checked_note("note", note)?.map(str::to_owned);
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, seen.id, seen.version).await?;
    let status = after(&locked, Step::Reject)?;
    let now = services.clock.now();
    let change = Change {
        status,
        stage: locked.stage,
        reject_reason: Some(reason),
        clock: Clock::ByStage,
        decides: true,
        at: now,
    };
    store::apply(&mut *tx, &locked, change).await?;
    record(services, &mut tx, who, Event::Rejected { at: at(&locked), reason, note, told }).await?;
    tx.commit().await?;
    Ok(Taken::with(&locked, locked.stage_name.clone()))
}

/// Reopens a rejected or hired application. News that has not reached the candidate yet is cancelled and never appears
/// on their page. A hired application returns to the stage that it came from.
///
/// # Errors
/// `NotFound`; `Conflict`, also where the candidate has applied anew since.
pub async fn reopen(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<Taken> {
    reopened(services, who, Seen { id, version }, Reopening::Anew).await
}

/// How an ended application goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reopening {
    /// As a decision of its own: it waits in its stage from now on.
    Anew,
    /// As if it had not ended: since when it waits stays, and whether it was on hold.
    Undone,
}

pub(super) async fn reopened(services: &Services, who: &Hr, seen: Seen, how: Reopening) -> Result<Taken> {
    let Seen { id, version } = seen;
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = match (after(&locked, Step::Reopen)?, how) {
        (_, Reopening::Undone) if locked.status_before == Some(ApplicationStatus::OnHold) => ApplicationStatus::OnHold,
        (status, _) => status,
    };
    let clock = if how == Reopening::Undone { Clock::Restore } else { Clock::Restart };
    let now = services.clock.now();
    let (ended, target) = if locked.status == ApplicationStatus::Hired {
        (EventKind::Hired, store::stage_before_hire(&mut *tx, id).await?)
    } else {
        (EventKind::Rejected, None)
    };
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let change = Change { status, stage, reject_reason: None, clock, decides: true, at: now };
    store::apply(&mut *tx, &locked, change).await.map_err(|error| {
        if hireq_store::broken_constraint(&error) == Some("applications_active_key") {
            ServiceError::Conflict("The candidate has applied for this job again. Open the newer application".into())
        } else {
            error.into()
        }
    })?;
    let told = !events::waits(&mut *tx, id, ended, now).await?;
    let stage = target.as_ref().map_or_else(|| locked.stage_name.clone(), |target| target.name.clone());
    record(services, &mut tx, who, Event::Reopened { at: at(&locked), to: target.map(named), told }).await?;
    // Changes made while it was closed have not been scored.
    queue::enqueue(&mut tx, &MatchApplication { application: id }).await?;
    tx.commit().await?;
    Ok(Taken::with(&locked, stage))
}

/// Puts an application on hold.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason; `Conflict`.
pub async fn hold(services: &Services, who: &Hr, id: ApplicationId, version: i32, reason: &str) -> Result<Taken> {
    let reason =
        checked_note("reason", reason)?.ok_or_else(|| ServiceError::field("reason", "Give a reason for the hold"))?;
    take_step(services, who, id, version, Step::Hold, |at| Event::Held { at, reason: reason.to_owned() }).await
}

/// Resumes an application that is on hold.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn resume(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<Taken> {
    take_step(services, who, id, version, Step::Resume, Event::Resumed).await
}

/// Hires the applicant: the application ends successfully, in the job's last stage of that kind. The candidate's mail
/// is delayed by five minutes, so that [`reopen`] can undo it.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn hire(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<Taken> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, Step::Hire)?;
    let target = store::hired_stage(&mut *tx, locked.job).await?;
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let now = services.clock.now();
    store::apply(
        &mut *tx,
        &locked,
        Change { status, stage, reject_reason: None, clock: Clock::ByStage, decides: true, at: now },
    )
    .await?;
    let name = target.as_ref().map_or_else(|| locked.stage_name.clone(), |target| target.name.clone());
    record(services, &mut tx, who, Event::Hired { at: at(&locked), to: target.map(named) }).await?;
    tx.commit().await?;
    Ok(Taken::with(&locked, name))
}

pub(super) fn checked_note<'a>(field: &str, note: &'a str) -> Result<Option<&'a str>> {
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(ServiceError::field(field, "Shorten this to 1,000 characters or fewer"));
    }
    Ok(shows(note).then_some(note))
}

pub(super) async fn find(db: &mut PgConnection, who: &Hr, id: ApplicationId) -> Result<Locked> {
    store::lock(&mut *db, who.scope(), id).await?.ok_or(ServiceError::NotFound)
}

async fn lock(db: &mut PgConnection, who: &Hr, id: ApplicationId, version: i32) -> Result<Locked> {
    let locked = find(db, who, id).await?;
    require_unchanged(db, who, &locked, version).await?;
    Ok(locked)
}

/// Refuses a step that was decided on an outdated version of the row, and says what has happened since.
async fn require_unchanged(db: &mut PgConnection, who: &Hr, locked: &Locked, version: i32) -> Result<()> {
    if version == locked.row_version {
        return Ok(());
    }
    let history = events::history(&mut *db, who.scope(), locked.id, (0, 20)).await?;
    let last = history.into_iter().find(|event| event.kind.is_step());
    let what = match last {
        Some(e) if e.kind == EventKind::Moved => {
            format!("was moved to {} by {}", e.to_stage.unwrap_or_else(|| "another stage".into()), e.actor)
        }
        Some(e) => format!("was changed meanwhile ({}, {})", e.kind.label().to_lowercase(), e.actor),
        None => "was changed meanwhile".into(),
    };
    Err(ServiceError::Conflict(format!("This application {what}. Look at where it stands now, then decide again")))
}

fn after(locked: &Locked, step: Step) -> Result<ApplicationStatus> {
    locked.status.after(step, ActorKind::Recruiter).map_err(|why| ServiceError::Conflict(why.into()))
}

async fn move_locked(
    services: &Services,
    who: &Hr,
    db: &mut PgConnection,
    locked: &Locked,
    stage: StageId,
    how: Moving,
) -> Result<String> {
    let status = after(locked, Step::Move)?;
    let target = store::stage(&mut *db, locked.job, stage).await?.ok_or(ServiceError::NotFound)?;
    if target.kind == StageKind::Hired {
        return Err(ServiceError::Conflict("To hire somebody, open the application and choose Hire".into()));
    }
    if target.id == locked.stage {
        return Err(ServiceError::Conflict(format!("This application is in {} already", target.name)));
    }
    let now = services.clock.now();
    let clock = if how == Moving::Undone { Clock::Restore } else { Clock::ByStage };
    let change = Change { status, stage: target.id, reject_reason: None, clock, decides: true, at: now };
    store::apply(&mut *db, locked, change).await?;
    // Compared with the last stage that the candidate was told of, so that several moves within the delay become one
    // step for them.
    let told = store::told_stage(&mut *db, locked.id, now).await?.unwrap_or((locked.stage, locked.stage_position));
    let told = match target.id == told.0 {
        true => MoveTold::Nothing,
        false if how != (Moving::Decided { mail: false }) && target.position > told.1 => MoveTold::Mail(target.kind),
        false => MoveTold::Page,
    };
    let name = target.name.clone();
    record(services, db, who, Event::Moved { at: at(locked), to: named(target), told }).await?;
    Ok(name)
}

async fn take_step(
    services: &Services,
    who: &Hr,
    id: ApplicationId,
    version: i32,
    step: Step,
    event: impl FnOnce(InStage) -> Event,
) -> Result<Taken> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, step)?;
    let now = services.clock.now();
    let change =
        Change { status, stage: locked.stage, reject_reason: None, clock: Clock::ByStage, decides: false, at: now };
    store::apply(&mut *tx, &locked, change).await?;
    record(services, &mut tx, who, event(at(&locked))).await?;
    tx.commit().await?;
    Ok(Taken::with(&locked, locked.stage_name.clone()))
}

/// Closes an application together with its job, or reopens it together with it. The history names the program as the
/// actor; the job's own audit entry says who ended the job.
pub(crate) async fn follow_job(
    services: &Services,
    db: &mut PgConnection,
    scope: &OrgScope,
    id: ApplicationId,
    course: &Course,
) -> Result<()> {
    let locked = store::lock(&mut *db, scope, id).await?.ok_or(ServiceError::NotFound)?;
    let step = if course.ends { Step::Close } else { Step::Reopen };
    // Somebody may have decided on it while the batch was being put together.
    let Ok(mut status) = locked.status.after(step, ActorKind::System) else { return Ok(()) };
    let now = services.clock.now();
    let event = if course.ends {
        Event::ClosedWithJob { at: at(&locked), filled: course.status == JobStatus::Filled }
    } else {
        if locked.status_before == Some(ApplicationStatus::OnHold) {
            status = ApplicationStatus::OnHold;
        }
        let told = !events::waits(&mut *db, id, EventKind::Closed, now).await?;
        Event::ReopenedWithJob { at: at(&locked), told }
    };
    store::follow_job(&mut *db, &locked, status, now).await?;
    record(services, db, By::Program, event).await
}

pub(super) fn at(locked: &Locked) -> InStage {
    let stage = Stage { id: locked.stage, name: locked.stage_name.clone() };
    InStage { application: locked.id, job: locked.job, stage }
}

fn named(target: Target) -> Stage {
    Stage { id: target.id, name: target.name }
}

fn shown_name(locked: &Locked) -> String {
    if locked.hidden { blind_name(locked.id) } else { locked.name.clone() }
}
