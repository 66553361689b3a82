//! The recruiter's list of jobs.

use crate::{
    OrgScope, Result,
    words::{containing, word},
};
use hireq_domain::{
    ids::{JobId, UserId},
    job::{JobRow, JobStatus},
};
use sqlx::PgExecutor;

/// The number of jobs in each status whose title or location contains `q` and, if it is given, whose team has `member`.
pub async fn counts(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    q: &str,
    member: Option<UserId>,
) -> Result<Vec<(JobStatus, i64)>> {
    let rows = sqlx::query!(
        r#"select status, count(*) as "count!" from jobs
         where organization_id = $1 and (title ilike $2 or location ilike $2)
             and ($3::uuid is null
                  or exists (select 1 from job_members m where m.job_id = jobs.id and m.user_id = $3))
         group by status"#,
        scope.uuid(),
        containing(q),
        member.map(|member| member.0),
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(|r| Ok((word("status", &r.status)?, r.count))).collect()
}

/// A page of the jobs that [`counts`] counts, last changed first.
pub async fn list(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    (status, q, member): (Option<JobStatus>, &str, Option<UserId>),
    limit: i64,
    offset: i64,
) -> Result<Vec<JobRow>> {
    let rows = sqlx::query!(
        r#"select j.id, j.title, j.location, j.remote, j.status, j.published_at, j.updated_at,
               c.active as "active!", c.new as "new!",
               (select name from users where id = job_owner(j.id)) as owner
         from (select * from jobs
               where organization_id = $1 and ($2::text is null or status = $2)
                   and (title ilike $3 or location ilike $3)
                   and ($6::uuid is null
                        or exists (select 1 from job_members m where m.job_id = jobs.id and m.user_id = $6))
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
        member.map(|member| member.0),
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
                owner: r.owner,
            })
        })
        .collect()
}
