//! The steps that a recruiter takes with an application. Each locks the row, checks that nobody was faster, writes the
//! step with its history, audit entry and mail, and tells the open pages, all in one transaction.

use crate::{
    Result, ServiceError, Services,
    auth::{Audit, Hr, audit},
    mail,
    realtime::{self, Addressed},
};
use chrono::TimeDelta;
use hireq_domain::{
    applicants::{BulkOutcome, BulkRow, blind_name},
    application::{ActorKind, EventKind, RejectReason, Step},
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

/// Most applications of one bulk action.
pub const MOST_AT_ONCE: usize = 200;

const REJECTION_MAIL: &str = "application_rejected";
const LONGEST_NOTE: usize = 1_000;

/// Moves an application to another stage of its job. `version` is the one that the recruiter saw.
///
/// # Errors
/// `NotFound`; `Conflict` where somebody was faster or the step is not possible.
pub async fn move_to(services: &Services, who: &Hr, id: ApplicationId, version: i32, stage: StageId) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, Some(version)).await?;
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
    let locked = lock(&mut tx, who, id, Some(version)).await?;
    reject_locked(services, who, &mut tx, &locked, reason, note).await?;
    Ok(tx.commit().await?)
}

/// Takes a rejected application up again, and calls the mail back if it has not gone out.
///
/// # Errors
/// `NotFound`; `Conflict`, also where the candidate has applied anew since.
pub async fn reopen(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, Some(version)).await?;
    let status = after(&locked, Step::Reopen)?;
    let now = services.clock.now();
    let change = Change { status, stage: locked.stage, reject_reason: None, restart_clock: true, at: now };
    store::apply(&mut *tx, &locked, change).await.map_err(|error| {
        if hireq_store::broken_constraint(&error) == Some("applications_active_key") {
            ServiceError::Conflict("The candidate has applied for this job again. Open the newer application".into())
        } else {
            error.into()
        }
    })?;
    outbox::cancel(&mut *tx, locked.id, REJECTION_MAIL).await?;
    record(services, who, &mut tx, &locked, EventKind::Reopened, None, None).await?;
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

/// Hires: the application ends well, in the job's last stage for it.
///
/// # Errors
/// `NotFound`; `Conflict`.
pub async fn hire(services: &Services, who: &Hr, id: ApplicationId, version: i32) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let locked = lock(&mut tx, who, id, Some(version)).await?;
    let status = after(&locked, Step::Hire)?;
    let target = store::hired_stage(&mut *tx, locked.job).await?;
    let stage = target.as_ref().map_or(locked.stage, |t| t.id);
    let now = services.clock.now();
    store::apply(&mut *tx, &locked, Change { status, stage, reject_reason: None, restart_clock: false, at: now })
        .await?;
    let event = record(services, who, &mut tx, &locked, EventKind::Hired, target.as_ref(), None).await?;
    tell_candidate(services, &mut tx, &locked, StageKind::Hired, event).await?;
    Ok(tx.commit().await?)
}

/// Moves many applications; each for itself, so that one that cannot be moved stops no other.
///
/// # Errors
/// `Invalid` for none or too many.
pub async fn move_many(services: &Services, who: &Hr, ids: &[ApplicationId], stage: StageId) -> Result<BulkOutcome> {
    let mut outcome = BulkOutcome::default();
    for id in at_most(ids)? {
        let mut tx = services.pool.begin().await?;
        let row = match lock(&mut tx, who, *id, None).await {
            Ok(locked) => {
                let done = move_locked(services, who, &mut tx, &locked, stage).await;
                (shown_name(&locked), done)
            }
            Err(error) => (String::new(), Err(error)),
        };
        finish(tx, *id, row, &mut outcome).await?;
    }
    Ok(outcome)
}

/// Rejects many applications for one reason; each for itself.
///
/// # Errors
/// `Invalid` for none, too many, or a note that is too long.
pub async fn reject_many(
    services: &Services,
    who: &Hr,
    ids: &[ApplicationId],
    reason: RejectReason,
    note: &str,
) -> Result<BulkOutcome> {
    let note = checked_note("note", note)?;
    let mut outcome = BulkOutcome::default();
    for id in at_most(ids)? {
        let mut tx = services.pool.begin().await?;
        let row = match lock(&mut tx, who, *id, None).await {
            Ok(locked) => {
                let done = reject_locked(services, who, &mut tx, &locked, reason, note).await;
                (shown_name(&locked), done)
            }
            Err(error) => (String::new(), Err(error)),
        };
        finish(tx, *id, row, &mut outcome).await?;
    }
    Ok(outcome)
}

fn at_most(ids: &[ApplicationId]) -> Result<&[ApplicationId]> {
    if ids.is_empty() {
        Err(ServiceError::field("selected", "Select at least one applicant"))
    } else if ids.len() > MOST_AT_ONCE {
        Err(ServiceError::field("selected", format!("Select at most {MOST_AT_ONCE} applicants at once")))
    } else {
        Ok(ids)
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

async fn lock(db: &mut PgConnection, who: &Hr, id: ApplicationId, version: Option<i32>) -> Result<Locked> {
    let locked = store::lock(&mut *db, who.scope(), id).await?.ok_or(ServiceError::NotFound)?;
    if version.is_none_or(|v| v == locked.row_version) {
        return Ok(locked);
    }
    let last = events::history(&mut *db, who.scope(), id, (0, 1)).await?.into_iter().next();
    let what = match last {
        Some(e) if e.kind == EventKind::Moved => {
            format!("was moved to {} by {}", e.to_stage.unwrap_or_else(|| "another stage".into()), e.actor)
        }
        Some(e) => format!("was changed meanwhile ({}, {})", e.kind.label().to_lowercase(), e.actor),
        None => "was changed meanwhile".into(),
    };
    Err(ServiceError::Conflict(format!("This application {what}. Look at where it stands now, then decide again")))
}

fn after(locked: &Locked, step: Step) -> Result<hireq_domain::application::ApplicationStatus> {
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
    let event = record(services, who, db, locked, EventKind::Moved, Some(&target), None).await?;
    if target.position > locked.stage_position {
        tell_candidate(services, db, locked, target.kind, event).await?;
    }
    Ok(())
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
    let event = record(services, who, db, locked, EventKind::Rejected, None, Some(&words)).await?;
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
            send_after: Some(now + REJECTION_DELAY),
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
    let locked = lock(&mut tx, who, id, Some(version)).await?;
    let status = after(&locked, step)?;
    let now = services.clock.now();
    let change = Change { status, stage: locked.stage, reject_reason: None, restart_clock: false, at: now };
    store::apply(&mut *tx, &locked, change).await?;
    record(services, who, &mut tx, &locked, kind, None, reason).await?;
    Ok(tx.commit().await?)
}

/// The step's trace: history, audit and the event for open pages. The history entry's key.
async fn record(
    services: &Services,
    who: &Hr,
    db: &mut PgConnection,
    locked: &Locked,
    kind: EventKind,
    to: Option<&Target>,
    reason: Option<&str>,
) -> Result<uuid::Uuid> {
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
            at: services.clock.now(),
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
        candidate: Some(locked.candidate),
        event: LiveEvent::ApplicationChanged { application: locked.id, job: locked.job, candidate: locked.candidate },
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
) -> Result<()> {
    let Some(email) = &locked.email else { return Ok(()) };
    let update = mail::Mail {
        event: "status_update",
        dedupe_key: format!("status {event}"),
        to: email,
        values: json!({
            "name": locked.name, "job": locked.job_title, "organization": locked.organization,
            "stage": stage.label(), "link": candidate_link(services, locked),
        }),
        application: Some(locked.id),
        send_after: None,
    };
    mail::queue(services, db, update).await
}

fn candidate_link(services: &Services, locked: &Locked) -> String {
    format!("{}/me/applications/{}", services.config.frontend_url, locked.id)
}

fn shown_name(locked: &Locked) -> String {
    let decided = locked.stage_entered_at > locked.applied_at + TimeDelta::seconds(1);
    if locked.blind && !decided { blind_name(locked.candidate) } else { locked.name.clone() }
}
