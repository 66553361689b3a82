//! Who works on a job. Members count while they are active recruiters of the job's organisation.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{JobId, UserId},
    team::{JobMember, JobRole},
};
use sqlx::{PgConnection, PgExecutor};

/// A job's team: its owner first, then by role and name.
pub async fn list(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<Vec<JobMember>> {
    let rows = sqlx::query!(
        "select m.user_id, u.name, m.role from job_members m
         join jobs j on j.id = m.job_id
         join users u on u.id = m.user_id
         where m.job_id = $1 and j.organization_id = $2
             and u.status = 'active' and u.role = 'hr' and u.organization_id = j.organization_id
         order by array_position(array['owner', 'hiring_manager', 'interviewer'], m.role), lower(u.name), u.id",
        job.0,
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| Ok(JobMember { user: UserId(r.user_id), name: r.name, role: word("role", &r.role)? }))
        .collect()
}

/// The organisation's recruiters who could work on a job, by name.
pub async fn recruiters(db: impl PgExecutor<'_>, scope: &OrgScope) -> Result<Vec<(UserId, String)>> {
    let rows = sqlx::query!(
        "select id, name from users where organization_id = $1 and role = 'hr' and status = 'active'
         order by lower(name), id limit 500",
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (UserId(r.id), r.name)).collect())
}

/// What somebody is in a job's team; `None` if they are not in it.
pub async fn role(db: impl PgExecutor<'_>, job: JobId, user: UserId) -> Result<Option<JobRole>> {
    let role = sqlx::query_scalar!("select role from job_members where job_id = $1 and user_id = $2", job.0, user.0)
        .fetch_optional(db)
        .await?;
    role.map(|role| word("role", &role)).transpose()
}

/// Puts somebody into a job's team or changes their role; a new owner takes the place of the old one. The caller has
/// locked the job.
pub async fn set(db: &mut PgConnection, job: JobId, user: UserId, role: JobRole, now: DateTime<Utc>) -> Result<()> {
    if role == JobRole::Owner {
        sqlx::query!("delete from job_members where job_id = $1 and role = 'owner' and user_id <> $2", job.0, user.0)
            .execute(&mut *db)
            .await?;
    }
    sqlx::query!(
        "insert into job_members (job_id, user_id, role, created_at) values ($1, $2, $3, $4)
         on conflict (job_id, user_id) do update set role = excluded.role",
        job.0,
        user.0,
        role.as_str(),
        now
    )
    .execute(&mut *db)
    .await?;
    Ok(())
}

/// Takes somebody out of a job's team; returns whether they were in it and do not own the job.
pub async fn remove(db: impl PgExecutor<'_>, job: JobId, user: UserId) -> Result<bool> {
    let done =
        sqlx::query!("delete from job_members where job_id = $1 and user_id = $2 and role <> 'owner'", job.0, user.0)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// The title of the organisation's job, which is locked until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, scope: &OrgScope, job: JobId) -> Result<Option<String>> {
    sqlx::query_scalar!("select title from jobs where id = $1 and organization_id = $2 for update", job.0, scope.uuid())
        .fetch_optional(db)
        .await
}

/// Whether somebody is an active recruiter of the organisation, and their name.
pub async fn recruiter(db: impl PgExecutor<'_>, scope: &OrgScope, user: UserId) -> Result<Option<String>> {
    sqlx::query_scalar!(
        "select name from users where id = $1 and organization_id = $2 and role = 'hr' and status = 'active'",
        user.0,
        scope.uuid()
    )
    .fetch_optional(db)
    .await
}

/// The addresses of those who are mailed about a job's new applicants: its owner and hiring managers.
pub async fn mailed(db: impl PgExecutor<'_>, job: JobId) -> Result<Vec<(UserId, String)>> {
    let rows = sqlx::query!(
        "select u.id, u.email from job_members m
         join jobs j on j.id = m.job_id
         join users u on u.id = m.user_id
         where m.job_id = $1 and m.role in ('owner', 'hiring_manager')
             and u.status = 'active' and u.role = 'hr' and u.organization_id = j.organization_id
         order by u.id",
        job.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (UserId(r.id), r.email)).collect())
}

/// How many of the organisation's jobs that are not over somebody owns; with `None`, those that nobody owns who is an
/// active recruiter.
pub async fn owned(db: impl PgExecutor<'_>, scope: &OrgScope, owner: Option<UserId>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "n!" from jobs j where j.organization_id = $1 and j.status in ('draft', 'open', 'paused')
             and job_owner(j.id) is not distinct from $2"#,
        scope.uuid(),
        owner.map(|owner| owner.0)
    )
    .fetch_one(db)
    .await
}

/// Hands the jobs that [`owned`] counts over to a recruiter; returns how many.
pub async fn hand_over(
    db: &mut PgConnection,
    scope: &OrgScope,
    from: Option<UserId>,
    to: UserId,
    now: DateTime<Utc>,
) -> Result<usize> {
    let jobs = sqlx::query_scalar!(
        "select j.id from jobs j where j.organization_id = $1 and j.status in ('draft', 'open', 'paused')
             and job_owner(j.id) is not distinct from $2
         order by j.id for update of j",
        scope.uuid(),
        from.map(|from| from.0)
    )
    .fetch_all(&mut *db)
    .await?;
    for job in &jobs {
        set(&mut *db, JobId(*job), to, JobRole::Owner, now).await?;
    }
    Ok(jobs.len())
}
