//! Taking a step with an application: it is locked, changed, and its version is increased.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    application::{ApplicationStatus, RejectReason},
    ids::{ApplicationId, JobId, StageId},
    job::StageKind,
};
use sqlx::{PgConnection, PgExecutor};

/// An application, locked until the transaction ends, with what a step needs.
pub struct Locked {
    pub id: ApplicationId,
    pub job: JobId,
    pub status: ApplicationStatus,
    /// The status before its last change; none if it never changed.
    pub status_before: Option<ApplicationStatus>,
    pub stage: StageId,
    pub stage_name: String,
    /// The position of its stage in the pipeline.
    pub stage_position: i32,
    /// The row version, increased with every change.
    pub row_version: i32,
    /// The candidate's name.
    pub name: String,
    /// Whether the job hides this person's identity.
    pub hidden: bool,
}

pub async fn lock(db: &mut PgConnection, scope: &OrgScope, id: ApplicationId) -> Result<Option<Locked>> {
    // A statement of its own before the join: after waiting for another transaction, a join would still look for the
    // stage that the application was in before, and find nothing.
    sqlx::query!("select id from applications where id = $1 and organization_id = $2 for update", id.0, scope.uuid())
        .fetch_optional(&mut *db)
        .await?;
    let row = sqlx::query!(
        r#"select a.id, a.job_id, a.status, a.stage_id, a.row_version,
               a.status_before, s.name as stage_name, s.position as stage_position, c.name,
               names_hidden(j.blind, a.named_at) as "hidden!"
         from applications a
         join stages s on s.id = a.stage_id
         join candidates c on c.id = a.candidate_id
         join jobs j on j.id = a.job_id
         where a.id = $1 and a.organization_id = $2"#,
        id.0,
        scope.uuid()
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(Locked {
            id: ApplicationId(r.id),
            job: JobId(r.job_id),
            status: word("status", &r.status)?,
            stage: StageId(r.stage_id),
            stage_name: r.stage_name,
            stage_position: r.stage_position,
            status_before: r.status_before.map(|status| word("status", &status)).transpose()?,
            row_version: r.row_version,
            name: r.name,
            hidden: r.hidden,
        })
    })
    .transpose()
}

pub struct Target {
    pub id: StageId,
    /// The recruiters' name for it.
    pub name: String,
    pub kind: StageKind,
    /// The position in the pipeline.
    pub position: i32,
}

/// A stage, if it belongs to this job.
pub async fn stage(db: impl PgExecutor<'_>, job: JobId, id: StageId) -> Result<Option<Target>> {
    let row = sqlx::query!("select id, name, kind, position from stages where id = $1 and job_id = $2", id.0, job.0)
        .fetch_optional(db)
        .await?;
    row.map(|r| Ok(Target { id: StageId(r.id), name: r.name, kind: word("kind", &r.kind)?, position: r.position }))
        .transpose()
}

/// The last stage that the candidate was told of (key and position), if any step has told them of one or is about to.
pub async fn told_stage(
    db: impl PgExecutor<'_>,
    id: ApplicationId,
    now: DateTime<Utc>,
) -> Result<Option<(StageId, i32)>> {
    // The last one told; before any was, the stage that the latest waiting step left.
    let row = sqlx::query!(
        r#"select s.id, s.position from application_events e
         join stages s on s.id = case when e.told_at <= $2 then e.to_stage_id else e.from_stage_id end
         where e.application_id = $1 and e.told_at is not null
         order by e.told_at <= $2 desc, case when e.told_at <= $2 then e.told_at end desc, e.id desc limit 1"#,
        id.0,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|r| (StageId(r.id), r.position)))
}

/// The stage that a hired application was in before.
pub async fn stage_before_hire(db: impl PgExecutor<'_>, id: ApplicationId) -> Result<Option<Target>> {
    let row = sqlx::query!(
        "select s.id, s.name, s.kind, s.position from application_events e join stages s on s.id = e.from_stage_id
         where e.application_id = $1 and e.kind = 'hired' order by e.created_at desc, e.id desc limit 1",
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| Ok(Target { id: StageId(r.id), name: r.name, kind: word("kind", &r.kind)?, position: r.position }))
        .transpose()
}

/// The job's last stage of the kind `hired`, if there is one.
pub async fn hired_stage(db: impl PgExecutor<'_>, job: JobId) -> Result<Option<Target>> {
    let row = sqlx::query!(
        "select id, name, kind, position from stages where job_id = $1 and kind = 'hired' order by position desc limit 1",
        job.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| Ok(Target { id: StageId(r.id), name: r.name, kind: word("kind", &r.kind)?, position: r.position }))
        .transpose()
}

/// Closes a locked application with its job, or reopens it. The time in between does not count for its stage. No person
/// took this step.
pub async fn follow_job(
    db: impl PgExecutor<'_>,
    locked: &Locked,
    status: ApplicationStatus,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update applications set status = $2, updated_at = $3, row_version = row_version + 1,
             status_before = status, stage_entered_before = stage_entered_at,
             stage_entered_at = case when $2 = 'closed' then stage_entered_at else stage_entered_at + ($3 - updated_at) end
         where id = $1",
        locked.id.0,
        status.as_str(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a step does to the time in stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It restarts with a new stage and keeps counting in the same one.
    ByStage,
    /// It restarts even if the stage is the same.
    Restart,
    /// It is again what it was before the last change, which is taken back.
    Restore,
}

/// The changes of a step.
pub struct Change {
    pub status: ApplicationStatus,
    pub stage: StageId,
    /// The reason for a rejection.
    pub reject_reason: Option<RejectReason>,
    pub clock: Clock,
    /// Whether it decides about the person: from the first such step on, a blind job no longer hides them.
    pub decides: bool,
    pub at: DateTime<Utc>,
}

/// Applies a person's step to a locked application.
pub async fn apply(db: impl PgExecutor<'_>, locked: &Locked, change: Change) -> Result<()> {
    sqlx::query!(
        "update applications set status = $2, stage_id = $3, reject_reason = $4, updated_at = $5,
             status_before = status, stage_entered_before = stage_entered_at,
             stage_entered_at = case when $8 then coalesce(stage_entered_before, stage_entered_at)
                 when stage_id <> $3 or $6 then $5 else stage_entered_at end,
             named_at = case when $7 then coalesce(named_at, $5) else named_at end, row_version = row_version + 1
         where id = $1",
        locked.id.0,
        change.status.as_str(),
        change.stage.0,
        change.reject_reason.map(RejectReason::as_str),
        change.at,
        change.clock == Clock::Restart,
        change.decides,
        change.clock == Clock::Restore
    )
    .execute(db)
    .await?;
    Ok(())
}
