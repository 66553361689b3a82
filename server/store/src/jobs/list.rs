//! The recruiter's list of jobs.

use crate::{
    OrgScope, Result,
    words::{containing, word},
};
use hireq_domain::{
    ids::JobId,
    job::{JobRow, JobStatus},
};
use sqlx::PgExecutor;

/// The number of jobs in each status whose title or location contains `q`.
pub async fn counts(db: impl PgExecutor<'_>, scope: &OrgScope, q: &str) -> Result<Vec<(JobStatus, i64)>> {
    let rows = sqlx::query!(
        r#"select status, count(*) as "count!" from jobs
         where organization_id = $1 and (title ilike $2 or location ilike $2)
         group by status"#,
        scope.uuid(),
        containing(q),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|r| Ok((word("status", &r.status)?, r.count))).collect()
}

/// A page of jobs whose title or location contains `q`, last changed first.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    status: Option<JobStatus>,
    q: &str,
    limit: i64,
    offset: i64,
) -> Result<Vec<JobRow>> {
    let rows = sqlx::query!(
        r#"select j.id, j.title, j.location, j.remote, j.status, j.published_at, j.updated_at,
               c.active as "active!", c.new as "new!"
         from (select * from jobs
               where organization_id = $1 and ($2::text is null or status = $2)
                   and (title ilike $3 or location ilike $3)
               order by updated_at desc, id desc limit $4 offset $5) j
         cross join lateral (
             select count(*) as active, count(*) filter (where s.kind = 'applied') as new
             from applications a join stages s on s.id = a.stage_id
             where a.job_id = j.id and a.status in ('active', 'on_hold')) c
         order by j.updated_at desc, j.id desc"#,
        scope.uuid(),
        status.map(JobStatus::as_str),
        containing(q),
        limit,
        offset,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            Ok(JobRow {
                id: JobId(r.id),
                title: r.title,
                location: r.location,
                remote: word("remote", &r.remote)?,
                status: word("status", &r.status)?,
                published_at: r.published_at,
                updated_at: r.updated_at,
                active: r.active,
                new: r.new,
            })
        })
        .collect()
}
