//! What a candidate has with a public job: an application, or the job saved to come back to.

use crate::{CandidateScope, Result};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, JobId},
    posting::{OwnJob, SavedJob},
};
use sqlx::PgExecutor;

/// What the candidate has with this job. An application that they withdrew no longer counts: they may apply again.
pub async fn own(db: impl PgExecutor<'_>, scope: &CandidateScope, job: JobId) -> Result<OwnJob> {
    let row = sqlx::query!(
        r#"select a.id as "application?", a.applied_at as "applied_at?",
             exists (select 1 from saved_jobs s where s.user_id = $1 and s.job_id = $3) as "saved!"
         from (values (1)) as one (row)
         left join lateral (
             select id, applied_at from applications
             where candidate_id = $2 and job_id = $3 and status <> 'withdrawn'
             order by applied_at desc limit 1) a on true"#,
        scope.user().0,
        scope.candidate().0,
        job.0
    )
    .fetch_one(db)
    .await?;
    Ok(OwnJob { applied: row.application.map(ApplicationId).zip(row.applied_at), saved: row.saved })
}

/// Saves a public job; returns whether there is one at this address.
pub async fn save(db: impl PgExecutor<'_>, scope: &CandidateScope, slug: &str, now: DateTime<Utc>) -> Result<bool> {
    sqlx::query_scalar!(
        r#"with job as (select id from jobs where slug = $2 and status <> 'draft'),
              added as (insert into saved_jobs (user_id, job_id, saved_at) select $1, id, $3 from job on conflict do nothing)
         select exists (select 1 from job) as "known!""#,
        scope.user().0,
        slug,
        now
    )
    .fetch_one(db)
    .await
}

/// Takes a job off the saved ones.
pub async fn forget(db: impl PgExecutor<'_>, scope: &CandidateScope, slug: &str) -> Result<()> {
    sqlx::query!(
        "delete from saved_jobs s using jobs j where s.user_id = $1 and s.job_id = j.id and j.slug = $2",
        scope.user().0,
        slug
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many jobs the candidate saved.
pub async fn count(db: impl PgExecutor<'_>, scope: &CandidateScope) -> Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from saved_jobs where user_id = $1"#, scope.user().0)
        .fetch_one(db)
        .await
}

/// Those of these addresses whose jobs the candidate saved.
pub async fn among(db: impl PgExecutor<'_>, scope: &CandidateScope, slugs: &[String]) -> Result<Vec<String>> {
    sqlx::query_scalar!(
        "select j.slug from saved_jobs s join jobs j on j.id = s.job_id where s.user_id = $1 and j.slug = any ($2)",
        scope.user().0,
        slugs
    )
    .fetch_all(db)
    .await
}

/// The candidate's saved jobs, the last one first.
pub async fn list(db: impl PgExecutor<'_>, scope: &CandidateScope, now: DateTime<Utc>) -> Result<Vec<SavedJob>> {
    sqlx::query_as!(
        SavedJob,
        r#"select j.slug, j.title, o.name as organization, j.location, s.saved_at,
             j.status = 'open' and (j.closes_at is null or j.closes_at > $2) as "open!"
         from saved_jobs s join jobs j on j.id = s.job_id join organizations o on o.id = j.organization_id
         where s.user_id = $1 and j.status <> 'draft'
         order by s.saved_at desc, j.id"#,
        scope.user().0,
        now
    )
    .fetch_all(db)
    .await
}
