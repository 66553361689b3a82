//! The queue seen from outside: its rows as administrators list, retry and cancel them. The queue's tables belong to
//! graphile_worker, not to our migrations, so these queries are checked when they run (and by a test).

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::{
    admin::{TaskCounts, TaskRow, TaskState, impersonal},
    page::{Page, offset},
};
use hireq_store::{PgConnection, PgPool};
use sqlx::{FromRow, Row, postgres::PgRow};

/// Where a task stands, by its row.
const STATE: &str = "case when locked_at is not null then 'running'
    when attempts >= max_attempts then 'dead' else 'waiting' end";

const COLUMNS: &str = "id, task_identifier, attempts, max_attempts, run_at, created_at, locked_at, last_error";

/// A queue's row as it lies there.
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

/// How many tasks stand where.
pub(crate) async fn counts(pool: &PgPool) -> Result<TaskCounts> {
    let rows: Vec<(String, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "select {STATE} as state, count(*) from graphile_worker.jobs group by 1"
    )))
    .fetch_all(pool)
    .await?;
    let of = |state: TaskState| rows.iter().find(|(s, _)| s == state.as_str()).map_or(0, |(_, n)| *n);
    Ok(TaskCounts { waiting: of(TaskState::Waiting), running: of(TaskState::Running), dead: of(TaskState::Dead) })
}

/// A page of the tasks in a state, or of all.
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
         order by case {STATE} when 'running' then 0 when 'dead' then 1 else 2 end, run_at, id
         limit $2 offset $3"
    )))
    .bind(state)
    .bind(size)
    .bind(offset(number, size))
    .fetch_all(pool)
    .await?;
    Ok(Page { items: rows.into_iter().map(|raw| raw.0).collect(), total, number: number.max(1), size })
}

/// A task, kept from being taken up or finished until the transaction ends.
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

/// Makes a task due now, with all its tries before it.
pub(crate) async fn retry(db: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query(
        "update graphile_worker._private_jobs set attempts = 0, run_at = now(), updated_at = now()
         where id = $1 and locked_at is null",
    )
    .bind(id)
    .execute(&mut *db)
    .await?;
    // Workers wait for this signal; without it they would look only at their next poll.
    sqlx::query("select pg_notify('jobs:insert', '')").execute(db).await?;
    Ok(())
}

/// Removes a task.
pub(crate) async fn remove(db: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query("delete from graphile_worker._private_jobs where id = $1 and locked_at is null")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
