//! Totals for the whole site.

use crate::{Result, dashboard::Arrivals, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    account::{AccountStatus, Role},
    job::JobStatus,
};
use sqlx::PgExecutor;

pub async fn users(db: impl PgExecutor<'_>) -> Result<Vec<(Role, AccountStatus, i64)>> {
    let rows = sqlx::query!(
        r#"select role, status, count(*) as "count!" from users group by role, status order by role, status"#
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|r| Ok((word("role", &r.role)?, word("status", &r.status)?, r.count))).collect()
}

pub async fn organizations(db: impl PgExecutor<'_>) -> Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from organizations"#).fetch_one(db).await
}

pub async fn jobs(db: impl PgExecutor<'_>) -> Result<Vec<(JobStatus, i64)>> {
    let rows = sqlx::query!(r#"select status, count(*) as "count!" from jobs group by status"#).fetch_all(db).await?;
    rows.into_iter().map(|r| Ok((word("status", &r.status)?, r.count))).collect()
}

/// The number of applications in each interval between these moments, and since the last one.
pub async fn arrivals(db: impl PgExecutor<'_>, from: &[DateTime<Utc>]) -> Result<Vec<i64>> {
    let rows = sqlx::query_as!(
        Arrivals,
        r#"select width_bucket(applied_at, $1::timestamptz[]) as "place!", count(*) as "count!"
         from applications where applied_at >= $2 group by 1"#,
        from,
        from.first().copied()
    )
    .fetch_all(db)
    .await?;
    Ok(Arrivals::in_order(&rows, from.len()))
}

/// The number of stored files, and their total size in bytes.
pub async fn files(db: impl PgExecutor<'_>) -> Result<(i64, i64)> {
    let row =
        sqlx::query!(r#"select count(*) as "files!", coalesce(sum(bytes), 0)::bigint as "bytes!" from documents"#)
            .fetch_one(db)
            .await?;
    Ok((row.files, row.bytes))
}
