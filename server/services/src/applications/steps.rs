//! The steps that a recruiter takes with an application. Each locks the row, checks that nobody was faster, writes the
//! step with its history, audit entry and mail, and tells the open pages, all in one transaction.

use crate::{
    Result, ServiceError, Services,
    auth::{Audit, Hr, audit},
    mail,
    realtime::{self, Addressed},
    tasks,
};
use chrono::{DateTime, TimeDelta, Utc};
use hireq_domain::{
    applicants::{BulkOutcome, BulkRow, Seen, blind_name},
    application::{ActorKind, ApplicationStatus, EventKind, RejectReason, Step},
    event::LiveEvent,
    ids::{ApplicationId, StageId},
    job::StageKind,
};
use hireq_store::{
    PgConnection,
    applications::{
        events::{self, NewEvent},
        steps::{self as store, Change, Locked, Target},
    },
    outbox,
};
use serde_json::json;

/// A rejection's mail waits this long, so that it can be called back.
pub const REJECTION_DELAY: TimeDelta = TimeDelta::hours(24);

/// The mail about a step forward waits this long: a card dropped in the wrong place tells nobody.
pub const STEP_DELAY: TimeDelta = TimeDelta::minutes(5);

/// Most applications of one bulk action.
pub const MOST_AT_ONCE: usize = 200;

const REJECTION_MAIL: &str = "application_rejected";
const STEP_MAIL: &str = "status_update";
const LONGEST_NOTE: usize = 1_000;

/// Moves an application to another stage of its job. `version` is the one that the recruiter saw.
///
/// # Errors
/// `NotFound`; `Conflict` where somebody was faster or the step is not possible.
pub async fn move_to(services: &Services, who: &Hr, id: ApplicationId, version: i32, stage: StageId) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, version).await?;
    move_locked(services, who, &mut tx, &locked, stage).await?;
    Ok(tx.commit().await?)
}

/// Rejects an application, for a reason that a person picked. The candidate's mail waits 24 hours.
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
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, version).await?;
    reject_locked(services, who, &mut tx, &locked, reason, note).await?;
    Ok(tx.commit().await?)
}

/// Takes a rejected or hired application up again. What the candidate has not been told yet is called back, and never
/// shows on their page; a hire goes back to the stage that it came from.
///
/// # Errors
/// `NotFound`; `Conflict`, also where the candidate has applied anew since.
pub async fn reopen(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, Step::Reopen)?;
    let now = services.clock.now();
    let (ended, target) = if locked.status == ApplicationStatus::Hired {
        (EventKind::Hired, store::stage_before_hire(&mut *tx, id).await?)
    } else {
        (EventKind::Rejected, None)
    };
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let change = Change { status, stage, reject_reason: None, restart_clock: true, at: now };
    store::apply(&mut *tx, &locked, change).await.map_err(|error| {
        if hireq_store::broken_constraint(&error) == Some("applications_active_key") {
            ServiceError::Conflict("The candidate has applied for this job again. Open the newer application".into())
        } else {
            error.into()
        }
    })?;
    let untold = events::waits(&mut *tx, id, ended, now).await?;
    call_back(&mut tx, &locked, now).await?;
    let told_at = (!untold).then_some(now);
    record(services, who, &mut tx, &locked, Taken { told_at, ..Taken::new(EventKind::Reopened, target.as_ref()) })
        .await?;
    // What changed while it was closed has not been scored.
    tasks::enqueue(&mut tx, &tasks::MatchApplication { application: id }).await?;
    Ok(tx.commit().await?)
}

/// Lets an application wait.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason; `Conflict`.
pub async fn hold(services: &Services, who: &Hr, id: ApplicationId, version: i32, reason: &str) -> Result<()> {
    let reason = checked_note("reason", reason)?.ok_or_else(|| ServiceError::field("reason", "Say why it waits"))?;
    simple(services, who, id, version, Step::Hold, EventKind::Held, Some(reason)).await
}

/// Goes on with an application that waited.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn resume(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    simple(services, who, id, version, Step::Resume, EventKind::Resumed, None).await
}

/// Hires: the application ends well, in the job's last stage for it. The candidate's mail waits five minutes, so that
/// [`reopen`] can undo it.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn hire(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, Step::Hire)?;
    let target = store::hired_stage(&mut *tx, locked.job).await?;
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let now = services.clock.now();
    store::apply(&mut *tx, &locked, Change { status, stage, reject_reason: None, restart_clock: false, at: now })
        .await?;
    call_back(&mut tx, &locked, now).await?;
    let told_at = now + STEP_DELAY;
    let taken = Taken { told_at: Some(told_at), ..Taken::new(EventKind::Hired, target.as_ref()) };
    let event = record(services, who, &mut tx, &locked, taken).await?;
    tell_candidate(services, &mut tx, &locked, StageKind::Hired, event, told_at).await?;
    Ok(tx.commit().await?)
}

/// Moves many applications; each for itself, so that one that cannot be moved stops no other. One that has changed since
/// it was seen is left out, and the outcome names it.
///
/// # Errors
/// `Invalid` for none or too many.
pub async fn move_many(services: &Services, who: &Hr, seen: &[Seen], stage: StageId) -> Result<BulkOutcome> {
    let mut outcome = BulkOutcome::default();
    for seen in at_most(seen)? {
        let mut tx = services.pool.begin().await?;
        let row = match find(&mut tx, who, seen.id).await {
            Ok(locked) => {
                let done = match unchanged(&mut tx, who, &locked, seen.version).await {
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

/// Rejects many applications for one reason; each for itself, and none that has changed since it was seen.
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
        let mut tx = services.pool.begin().await?;
        let row = match find(&mut tx, who, seen.id).await {
            Ok(locked) => {
                let done = match unchanged(&mut tx, who, &locked, seen.version).await {
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

/// Commits what was done, and words what was not; a fault of ours stops the whole action.
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

fn checked_note<'a>(field: &str, note: &'a str) -> Result<Option<&'a str>> {
    let note = note.trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(ServiceError::field(field, "Shorten this to 1,000 characters or fewer"));
    }
    Ok((!note.is_empty()).then_some(note))
}

async fn find(db: &mut PgConnection, who: &Hr, id: ApplicationId) -> Result<Locked> {
    store::lock(&mut *db, who.scope(), id).await?.ok_or(ServiceError::NotFound)
}

async fn lock(db: &mut PgConnection, who: &Hr, id: ApplicationId, version: i32) -> Result<Locked> {
    let locked = find(db, who, id).await?;
    unchanged(db, who, &locked, version).await?;
    Ok(locked)
}

/// Refuses a step that was decided on a state that is no more, and says what came between.
async fn unchanged(db: &mut PgConnection, who: &Hr, locked: &Locked, version: i32) -> Result<()> {
    if version == locked.row_version {
        return Ok(());
    }
    let last = events::history(&mut *db, who.scope(), locked.id, (0, 1)).await?.into_iter().next();
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
    let change = Change { status, stage: target.id, reject_reason: None, restart_clock: false, at: now };
    store::apply(&mut *db, locked, change).await?;
    // What the candidate was told last, not where the application stood: several moves within the delay are one step.
    let told = store::told_stage(&mut *db, locked.id, now).await?.unwrap_or((locked.stage, locked.stage_position));
    call_back(db, locked, now).await?;
    let told_at = (target.id != told.0).then(|| now + STEP_DELAY);
    let taken = Taken { told_at, ..Taken::new(EventKind::Moved, Some(&target)) };
    let event = record(services, who, db, locked, taken).await?;
    match told_at {
        Some(at) if target.position > told.1 => tell_candidate(services, db, locked, target.kind, event, at).await,
        _ => Ok(()),
    }
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
    let change = Change { status, stage: locked.stage, reject_reason: Some(reason), restart_clock: false, at: now };
    store::apply(&mut *db, locked, change).await?;
    let words = note.map_or_else(|| reason.label().to_owned(), |n| format!("{}: {n}", reason.label()));
    call_back(db, locked, now).await?;
    let told_at = now + REJECTION_DELAY;
    let taken = Taken { reason: Some(&words), told_at: Some(told_at), ..Taken::new(EventKind::Rejected, None) };
    let event = record(services, who, db, locked, taken).await?;
    if let Some(email) = &locked.email {
        let rejection = mail::Mail {
            event: REJECTION_MAIL,
            dedupe_key: format!("rejected {event}"),
            to: email,
            values: json!({
                "name": locked.name, "job": locked.job_title, "organization": locked.organization,
                "reason": reason.label(), "link": candidate_link(services, locked),
            }),
            application: Some(locked.id),
            send_after: Some(told_at),
        };
        mail::queue(services, db, rejection).await?;
    }
    Ok(())
}

async fn simple(
    services: &Services,
    who: &Hr,
    id: ApplicationId,
    version: i32,
    step: Step,
    kind: EventKind,
    reason: Option<&str>,
) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, version).await?;
    let status = after(&locked, step)?;
    let now = services.clock.now();
    let change = Change { status, stage: locked.stage, reject_reason: None, restart_clock: false, at: now };
    store::apply(&mut *tx, &locked, change).await?;
    record(services, who, &mut tx, &locked, Taken { reason, told_at: Some(now), ..Taken::new(kind, None) }).await?;
    Ok(tx.commit().await?)
}

/// Calls back the mails that have not gone, and what they would have told.
async fn call_back(db: &mut PgConnection, locked: &Locked, now: DateTime<Utc>) -> Result<()> {
    outbox::cancel(&mut *db, locked.id, STEP_MAIL).await?;
    outbox::cancel(&mut *db, locked.id, REJECTION_MAIL).await?;
    Ok(events::call_back(&mut *db, locked.id, now).await?)
}

/// A step as it is recorded.
struct Taken<'a> {
    kind: EventKind,
    to: Option<&'a Target>,
    reason: Option<&'a str>,
    told_at: Option<DateTime<Utc>>,
}

impl<'a> Taken<'a> {
    const fn new(kind: EventKind, to: Option<&'a Target>) -> Self {
        Self { kind, to, reason: None, told_at: None }
    }
}

/// The step's trace: history, audit and the event for open pages. The history entry's key.
async fn record(
    services: &Services,
    who: &Hr,
    db: &mut PgConnection,
    locked: &Locked,
    Taken { kind, to, reason, told_at }: Taken<'_>,
) -> Result<uuid::Uuid> {
    let now = services.clock.now();
    let event = events::add(
        &mut *db,
        NewEvent {
            application: locked.id,
            actor: Some(who.user.id),
            actor_kind: ActorKind::Recruiter,
            kind,
            from: Some((locked.stage, &locked.stage_name)),
            to: to.map(|t| (t.id, t.name.as_str())),
            reason,
            at: now,
            told_at,
        },
    )
    .await?;
    let entry = Audit {
        action: &format!("application.{kind}"),
        subject_kind: "application",
        subject: Some(locked.id.0),
        detail: json!({ "job": locked.job, "to": to.map(|t| t.id) }),
    };
    audit(services, db, &who.user, &who.ip, entry).await?;
    let addressed = Addressed {
        organizations: vec![who.scope().organization()],
        // Their open page would read nothing new before they are told.
        candidate: told_at.filter(|at| *at <= now).map(|_| locked.candidate),
        event: LiveEvent::ApplicationChanged { application: locked.id, job: locked.job },
    };
    realtime::notify(db, &addressed).await?;
    Ok(event)
}

/// Mails the candidate that the application moved on. They read the stage's kind, not what the recruiters call it.
async fn tell_candidate(
    services: &Services,
    db: &mut PgConnection,
    locked: &Locked,
    stage: StageKind,
    event: uuid::Uuid,
    at: DateTime<Utc>,
) -> Result<()> {
    let Some(email) = &locked.email else { return Ok(()) };
    let update = mail::Mail {
        event: STEP_MAIL,
        dedupe_key: format!("status {event}"),
        to: email,
        values: json!({
            "name": locked.name, "job": locked.job_title, "organization": locked.organization,
            "stage": stage.label(), "link": candidate_link(services, locked),
        }),
        application: Some(locked.id),
        send_after: Some(at),
    };
    mail::queue(services, db, update).await
}

fn candidate_link(services: &Services, locked: &Locked) -> String {
    format!("{}/me/applications/{}", services.config.frontend_url, locked.id)
}

fn shown_name(locked: &Locked) -> String {
    let decided = locked.stage_entered_at > locked.applied_at + TimeDelta::seconds(1);
    if locked.blind && !decided { blind_name(locked.id) } else { locked.name.clone() }
}
