//! Ending a job, and what happens with its applications.

use crate::{OrgScope, Result, words::word};
use hireq_domain::{
    ids::{ApplicationId, JobId, OrganizationId},
    job::JobStatus,
    posting::JobEnding,
};
use sqlx::PgExecutor;

/// A job with the number of its open applications.
pub async fn ending(db: impl PgExecutor<'_>, scope: &OrgScope, id: JobId) -> Result<Option<JobEnding>> {
    let row = sqlx::query!(
        r#"select j.title, j.status, count(a.id) as "open!",
               count(a.id) filter (where a.source = 'careers' and not c.do_not_contact) as "told!"
         from jobs j
         left join applications a on a.job_id = j.id and a.status in ('active', 'on_hold')
         left join candidates c on c.id = a.candidate_id
         where j.id = $1 and j.organization_id = $2 group by j.id"#,
        id.0,
        scope.uuid()
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| Ok(JobEnding { title: r.title, status: word("status", &r.status)?, open: r.open, told: r.told }))
        .transpose()
}

/// Stores whether a job ends its applications; returns whether that changed.
pub async fn set_ends_applications(db: impl PgExecutor<'_>, scope: &OrgScope, id: JobId, ends: bool) -> Result<bool> {
    let done = sqlx::query!(
        "update jobs set ends_applications = $3 where id = $1 and organization_id = $2 and ends_applications <> $3",
        id.0,
        scope.uuid(),
        ends
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What decides about a job's applications.
pub struct Course {
    pub organization: OrganizationId,
    pub status: JobStatus,
    /// Whether it ends its applications.
    pub ends: bool,
}

/// Reads this state and locks it until the transaction ends.
pub async fn course(db: impl PgExecutor<'_>, id: JobId) -> Result<Option<Course>> {
    let row = sqlx::query!("select organization_id, status, ends_applications from jobs where id = $1 for share", id.0)
        .fetch_optional(db)
        .await?;
    row.map(|r| {
        Ok(Course {
            organization: OrganizationId(r.organization_id),
            status: word("status", &r.status)?,
            ends: r.ends_applications,
        })
    })
    .transpose()
}

/// Up to `limit` of a job's applications that do not follow it yet: open ones if the job ends them, or ones that ended
/// with it if it does not. Of several by the same person only the newest is reopened, and none if another one is open
/// already.
pub async fn astray(db: impl PgExecutor<'_>, id: JobId, ends: bool, limit: i64) -> Result<Vec<ApplicationId>> {
    let ids = sqlx::query_scalar!(
        "select a.id from applications a
         where a.job_id = $1 and case when $2 then a.status in ('active', 'on_hold') else a.status = 'closed'
             and not exists (select 1 from applications b where b.job_id = $1 and b.candidate_id = a.candidate_id
                 and b.merged_from is not distinct from a.merged_from
                 and (b.status in ('active', 'on_hold', 'hired')
                      or b.status = 'closed' and (b.applied_at, b.id) > (a.applied_at, a.id))) end
         order by a.id limit $3",
        id.0,
        ends,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(ApplicationId).collect())
}
