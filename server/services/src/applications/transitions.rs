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
    applicants::{BulkOutcome, BulkRow, Seen, blind_name},
    application::{ActorKind, ApplicationStatus, EventKind, RejectReason, Step},
    event::{Event, InStage, MoveTold, Stage},
    ids::{ApplicationId, StageId},
    job::{JobStatus, StageKind},
    unseen::shows,
};
use hireq_store::{
    OrgScope, PgConnection,
    applications::{
        events,
        transitions::{self as store, Change, Locked, Target},
    },
    jobs::Course,
};

/// Most applications in one bulk action.
pub const MOST_AT_ONCE: usize = 200;

/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 1_000;

/// Moves an application to another stage of its job. `version` is the row version that the recruiter saw.
///
/// # Errors
/// `NotFound`; `Conflict` if somebody was faster or the step is not possible.
pub async fn move_to(services: &Services, who: &Hr, id: ApplicationId, version: i32, stage: StageId) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    move_locked(services, who, &mut tx, &locked, stage).await?;
    Ok(tx.commit().await?)
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
) -> Result<()> {
    let note = checked_note("note", note)?;
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    reject_locked(services, who, &mut tx, &locked, reason, note).await?;
    Ok(tx.commit().await?)
}

/// Reopens a rejected or hired application. News that has not reached the candidate yet is cancelled and never appears
/// on their page. A hired application returns to the stage that it came from.
///
/// # Errors
/// `NotFound`; `Conflict`, also if the candidate has applied again since.
pub async fn reopen(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, Step::Reopen)?;
    let now = services.clock.now();
    let (ended, target) = if locked.status == ApplicationStatus::Hired {
        (EventKind::Hired, store::stage_before_hire(&mut *tx, id).await?)
    } else {
        (EventKind::Rejected, None)
    };
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let change = Change { status, stage, reject_reason: None, restart_clock: true, decides: true, at: now };
    store::apply(&mut *tx, &locked, change).await.map_err(|error| {
        if hireq_store::broken_constraint(&error) == Some("applications_active_key") {
            ServiceError::Conflict("The candidate has applied for this job again. Open the newer application".into())
        } else {
            error.into()
        }
    })?;
    let told = !events::waits(&mut *tx, id, ended, now).await?;
    record(services, &mut tx, who, Event::Reopened { at: at(&locked), to: target.map(named), told }).await?;
    // Changes made while it was closed have not been scored.
    queue::enqueue(&mut tx, &MatchApplication { application: id }).await?;
    Ok(tx.commit().await?)
}

/// Puts an application on hold.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason; `Conflict`.
pub async fn hold(services: &Services, who: &Hr, id: ApplicationId, version: i32, reason: &str) -> Result<()> {
    let reason = checked_note("reason", reason)?.ok_or_else(|| ServiceError::field("reason", "Say why it waits"))?;
    take_step(services, who, id, version, Step::Hold, |at| Event::Held { at, reason: reason.to_owned() }).await
}

/// Resumes an application that is on hold.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn resume(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    take_step(services, who, id, version, Step::Resume, Event::Resumed).await
}

/// Hires the applicant: the application ends successfully, in the job's last stage of that kind. The candidate's mail
/// is delayed by five minutes, so that [`reopen`] can undo it.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn hire(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, Step::Hire)?;
    let target = store::hired_stage(&mut *tx, locked.job).await?;
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let now = services.clock.now();
    store::apply(
        &mut *tx,
        &locked,
        Change { status, stage, reject_reason: None, restart_clock: false, decides: true, at: now },
    )
    .await?;
    record(services, &mut tx, who, Event::Hired { at: at(&locked), to: target.map(named) }).await?;
    Ok(tx.commit().await?)
}

/// Moves many applications, each independently, so that a failure does not affect the others. Applications that changed
/// since the recruiter saw them are skipped and named in the outcome.
///
/// # Errors
/// `Invalid` for none or too many.
pub async fn move_many(services: &Services, who: &Hr, seen: &[Seen], stage: StageId) -> Result<BulkOutcome> {
    let mut outcome = BulkOutcome::default();
    for seen in at_most(seen)? {
        let mut tx = services.begin(&who.user).await?;
        let row = match find(&mut tx, who, seen.id).await {
            Ok(locked) => {
                let done = match require_unchanged(&mut tx, who, &locked, seen.version).await {
                    Ok(()) => move_locked(services, who, &mut tx, &locked, stage).await,
                    Err(changed) => Err(changed),
                };
                (shown_name(&locked), done)
            }
            Err(error) => (String::new(), Err(error)),
        };
        finish(tx, seen.id, row, &mut outcome).await?;
    }
    Ok(outcome)
}

/// Rejects many applications for one reason, each independently. Applications that changed since the recruiter saw them
/// are skipped.
///
/// # Errors
/// `Invalid` for none, too many, or a note that is too long.
pub async fn reject_many(
    services: &Services,
    who: &Hr,
    seen: &[Seen],
    reason: RejectReason,
    note: &str,
) -> Result<BulkOutcome> {
    let note = checked_note("note", note)?;
    let mut outcome = BulkOutcome::default();
    for seen in at_most(seen)? {
        let mut tx = services.begin(&who.user).await?;
        let row = match find(&mut tx, who, seen.id).await {
            Ok(locked) => {
                let done = match require_unchanged(&mut tx, who, &locked, seen.version).await {
                    Ok(()) => reject_locked(services, who, &mut tx, &locked, reason, note).await,
                    Err(changed) => Err(changed),
                };
                (shown_name(&locked), done)
            }
            Err(error) => (String::new(), Err(error)),
        };
        finish(tx, seen.id, row, &mut outcome).await?;
    }
    Ok(outcome)
}

fn at_most(seen: &[Seen]) -> Result<&[Seen]> {
    if seen.is_empty() {
        Err(ServiceError::field("selected", "Select at least one applicant"))
    } else if seen.len() > MOST_AT_ONCE {
        Err(ServiceError::field("selected", format!("Select at most {MOST_AT_ONCE} applicants at once")))
    } else {
        Ok(seen)
    }
}

/// Commits a step of a bulk action, or puts into words why it was refused. An internal error stops the whole action.
async fn finish(
    tx: hireq_store::Transaction<'_, hireq_store::Postgres>,
    id: ApplicationId,
    (name, done): (String, Result<()>),
    outcome: &mut BulkOutcome,
) -> Result<()> {
    let problem = match done {
        Ok(()) => {
            tx.commit().await?;
            None
        }
        Err(ServiceError::NotFound) => Some("Not found".to_owned()),
        Err(ServiceError::Conflict(why)) => Some(why),
        Err(other) => return Err(other),
    };
    outcome.rows.push(BulkRow { id, name, problem });
    Ok(())
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
) -> Result<()> {
    let status = after(locked, Step::Move)?;
    let target = store::stage(&mut *db, locked.job, stage).await?.ok_or(ServiceError::NotFound)?;
    if target.kind == StageKind::Hired {
        return Err(ServiceError::Conflict("To hire somebody, open the application and choose Hire".into()));
    }
    if target.id == locked.stage {
        return Err(ServiceError::Conflict(format!("This application is in {} already", target.name)));
    }
    let now = services.clock.now();
    let change = Change { status, stage: target.id, reject_reason: None, restart_clock: false, decides: true, at: now };
    store::apply(&mut *db, locked, change).await?;
    // Compared with the last stage that the candidate was told of, so that several moves within the delay become one
    // step for them.
    let told = store::told_stage(&mut *db, locked.id, now).await?.unwrap_or((locked.stage, locked.stage_position));
    let told = match target.id == told.0 {
        true => MoveTold::Nothing,
        false if target.position > told.1 => MoveTold::Mail(target.kind),
        false => MoveTold::Page,
    };
    record(services, db, who, Event::Moved { at: at(locked), to: named(target), told }).await
}

async fn reject_locked(
    services: &Services,
    who: &Hr,
    db: &mut PgConnection,
    locked: &Locked,
    reason: RejectReason,
    note: Option<&str>,
) -> Result<()> {
    let status = after(locked, Step::Reject)?;
    let now = services.clock.now();
    let change = Change {
        status,
        stage: locked.stage,
        reject_reason: Some(reason),
        restart_clock: false,
        decides: true,
        at: now,
    };
    store::apply(&mut *db, locked, change).await?;
    record(services, db, who, Event::Rejected { at: at(locked), reason, note: note.map(str::to_owned) }).await
}

async fn take_step(
    services: &Services,
    who: &Hr,
    id: ApplicationId,
    version: i32,
    step: Step,
    event: impl FnOnce(InStage) -> Event,
) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, step)?;
    let now = services.clock.now();
    let change =
        Change { status, stage: locked.stage, reject_reason: None, restart_clock: false, decides: false, at: now };
    store::apply(&mut *tx, &locked, change).await?;
    record(services, &mut tx, who, event(at(&locked))).await?;
    Ok(tx.commit().await?)
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
        if store::was_on_hold(&mut *db, id).await? {
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
