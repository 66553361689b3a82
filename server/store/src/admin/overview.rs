//! The numbers of the whole site.

use crate::{Result, words::word};
use chrono::{DateTime, NaiveDate, Utc};
use hireq_domain::{
    account::{AccountStatus, Role},
    job::JobStatus,
};
use sqlx::PgExecutor;

/// Accounts by role and status.
pub async fn users(db: impl PgExecutor<'_>) -> Result<Vec<(Role, AccountStatus, i64)>> {
    let rows = sqlx::query!(
        r#"select role, status, count(*) as "count!" from users group by role, status order by role, status"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|r| Ok((word("role", &r.role)?, word("status", &r.status)?, r.count))).collect()
}

/// Organisations.
pub async fn organizations(db: impl PgExecutor<'_>) -> Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from organizations"#).fetch_one(db).await
}

/// Jobs by status.
pub async fn jobs(db: impl PgExecutor<'_>) -> Result<Vec<(JobStatus, i64)>> {
    let rows = sqlx::query!(r#"select status, count(*) as "count!" from jobs group by status"#).fetch_all(db).await?;
    rows.into_iter().map(|r| Ok((word("status", &r.status)?, r.count))).collect()
}

/// Applications a day over the last `days` days to `now`, empty days too.
pub async fn applications(db: impl PgExecutor<'_>, now: DateTime<Utc>, days: i32) -> Result<Vec<(NaiveDate, i64)>> {
    let rows = sqlx::query!(
        r#"with range as (
             select d::date as day from generate_series(
                 ($1::timestamptz at time zone 'UTC')::date - ($2 - 1), ($1::timestamptz at time zone 'UTC')::date, interval '1 day') d
         ), arrived as (
             select (applied_at at time zone 'UTC')::date as day, count(*) as n from applications
             where applied_at >= $1::timestamptz - make_interval(days => $2) group by 1
         )
         select range.day as "day!", coalesce(arrived.n, 0) as "count!"
         from range left join arrived using (day) order by range.day"#,
        now,
        days
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.day, r.count)).collect())
}

/// Files kept, and their bytes.
pub async fn files(db: impl PgExecutor<'_>) -> Result<(i64, i64)> {
    let row =
        sqlx::query!(r#"select count(*) as "files!", coalesce(sum(bytes), 0)::bigint as "bytes!" from documents"#)
            .fetch_one(db)
            .await?;
    Ok((row.files, row.bytes))
}
