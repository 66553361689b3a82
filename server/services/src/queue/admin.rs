//! The queue as administrators see it: listing, retrying and cancelling tasks. The queue's tables belong to
//! graphile_worker rather than to our migrations, so these queries are only checked at run time (and by a test).

use super::MAX_ATTEMPTS;
use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::{
    admin::{TaskCounts, TaskRow, TaskState, impersonal},
    page::{Page, offset},
};
use hireq_store::{PgConnection, PgPool};
use sqlx::{FromRow, Row, postgres::PgRow};
use std::collections::HashMap;

/// SQL for a task's state.
const STATE: &str = "case when locked_at is not null then 'running'
    when attempts < max_attempts then 'waiting'
    when flags ? 'failed' then 'failed' else 'dead' end";

const COLUMNS: &str = "id, task_identifier, attempts, max_attempts, run_at, created_at, locked_at, last_error";

/// A task as stored.
struct Raw(TaskRow);

impl FromRow<'_, PgRow> for Raw {
    fn from_row(row: &PgRow) -> std::result::Result<Self, sqlx::Error> {
        let state: String = row.try_get("state")?;
        let error: Option<String> = row.try_get("last_error")?;
        Ok(Self(TaskRow {
            id: row.try_get("id")?,
            name: row.try_get("task_identifier")?,
            state: state.parse().unwrap_or(TaskState::Waiting),
            attempts: row.try_get::<i16, _>("attempts")?.into(),
            max_attempts: row.try_get::<i16, _>("max_attempts")?.into(),
            run_at: row.try_get("run_at")?,
            created_at: row.try_get("created_at")?,
            locked_at: row.try_get::<Option<DateTime<Utc>>, _>("locked_at")?,
            last_error: error.map(|text| impersonal(&text)),
        }))
    }
}

/// How many tasks are in each state.
pub(crate) async fn counts(pool: &PgPool) -> Result<TaskCounts> {
    let rows: Vec<(String, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "select {STATE} as state, count(*) from graphile_worker.jobs group by 1"
    )))
    .fetch_all(pool)
    .await?;
    let count = |state: TaskState| rows.iter().find(|(s, _)| s == state.as_str()).map_or(0, |(_, n)| *n);
    Ok(TaskCounts {
        waiting: count(TaskState::Waiting),
        running: count(TaskState::Running),
        dead: count(TaskState::Dead),
        failed: count(TaskState::Failed),
    })
}

/// A page of the tasks in one state, or in all.
pub(crate) async fn list(pool: &PgPool, state: Option<TaskState>, number: i64, size: i64) -> Result<Page<TaskRow>> {
    let state = state.map(TaskState::as_str);
    let total: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "select count(*) from graphile_worker.jobs where ($1::text is null or $1 = {STATE})"
    )))
    .bind(state)
    .fetch_one(pool)
    .await?;
    let rows: Vec<Raw> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS}, {STATE} as state from graphile_worker.jobs
         where ($1::text is null or $1 = {STATE})
         order by case {STATE} when 'running' then 0 when 'waiting' then 2 else 1 end, run_at, id
         limit $2 offset $3"
    )))
    .bind(state)
    .bind(size)
    .bind(offset(number, size))
    .fetch_all(pool)
    .await?;
    Ok(Page { items: rows.into_iter().map(|raw| raw.0).collect(), total, number: number.max(1), size })
}

/// A task, locked so that no worker takes or finishes it until the transaction ends.
pub(crate) async fn find_locked(db: &mut PgConnection, id: i64) -> Result<Option<TaskRow>> {
    let there = sqlx::query("select 1 from graphile_worker._private_jobs where id = $1 for update")
        .bind(id)
        .fetch_optional(&mut *db)
        .await?;
    if there.is_none() {
        return Ok(None);
    }
    let raw: Option<Raw> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "select {COLUMNS}, {STATE} as state from graphile_worker.jobs where id = $1"
    )))
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(raw.map(|raw| raw.0))
}

/// Makes the current attempt of a running task its last, whatever its worker reports.
pub(super) async fn mark_failed(pool: &PgPool, id: i64) -> Result<()> {
    sqlx::query(
        "update graphile_worker._private_jobs
         set max_attempts = attempts, flags = jsonb_build_object('failed', true) where id = $1",
    )
    .bind(id)
    .execute(pool)
    .await?;
    Ok(())
}

/// Makes a task due now, with all of its attempts again.
pub(crate) async fn retry(db: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query(
        "update graphile_worker._private_jobs
         set attempts = 0, max_attempts = $2, flags = null, run_at = now(), updated_at = now()
         where id = $1 and locked_at is null",
    )
    .bind(id)
    .bind(i32::from(MAX_ATTEMPTS))
    .execute(&mut *db)
    .await?;
    wake(db).await
}

/// Tells workers to look for due tasks now instead of at their next poll.
pub(super) async fn wake<'a>(db: impl sqlx::PgExecutor<'a>) -> Result<()> {
    sqlx::query("select pg_notify('jobs:insert', '')").execute(db).await?;
    Ok(())
}

pub(crate) async fn remove(db: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query("delete from graphile_worker._private_jobs where id = $1 and locked_at is null")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// The tasks that are in the queue by key, and whether each has used up its attempts.
pub(crate) async fn known(db: &mut PgConnection, keys: Vec<String>) -> Result<HashMap<String, bool>> {
    let rows: Vec<(String, bool)> = sqlx::query_as(
        "select key, attempts >= max_attempts and locked_at is null from graphile_worker._private_jobs
         where key = any($1)",
    )
    .bind(keys)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Deletes tasks that were queued again while running and should have ended with that run. If the worker was killed,
/// the row remains and looks like a task that gave up.
pub(crate) async fn delete_superseded(db: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "with gone as (
             delete from graphile_worker._private_jobs j using graphile_worker._private_job_retirements r
             where r.id = j.id and j.locked_at is null returning j.id)
         delete from graphile_worker._private_job_retirements r using gone where r.id = gone.id",
    )
    .execute(db)
    .await?;
    Ok(())
}

/// For how many seconds the oldest due task has been waiting; zero if none is.
///
/// # Errors
/// If the database query fails.
pub async fn oldest_due(pool: &PgPool) -> Result<f64> {
    Ok(sqlx::query_scalar(
        "select coalesce(extract(epoch from now() - min(run_at)), 0)::float8 from graphile_worker.jobs
         where locked_at is null and attempts < max_attempts and run_at <= now()",
    )
    .fetch_one(pool)
    .await?)
}

/// The number of tasks that have used up their attempts.
///
/// # Errors
/// If the database query fails.
pub async fn dead_count(pool: &PgPool) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from graphile_worker.jobs j where attempts >= max_attempts and locked_at is null
           and not exists (select 1 from graphile_worker._private_job_retirements r where r.id = j.id)",
    )
    .fetch_one(pool)
    .await?)
}
