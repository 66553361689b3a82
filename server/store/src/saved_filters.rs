//! The filters of a job's list that a recruiter keeps under a name.

use crate::{OrgScope, Result};
use chrono::{DateTime, Utc};
use hireq_domain::{
    applicants::{ApplicantQuery, SavedFilter},
    ids::{JobId, SavedFilterId, UserId},
};
use sqlx::{PgExecutor, types::Json};

/// Keeps filters, in the place of those that had the same name. Returns false for another organisation's job, and once
/// somebody keeps `most` in it.
pub async fn save(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    (job, user): (JobId, UserId),
    saved: &SavedFilter,
    most: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into saved_filters (id, job_id, user_id, name, query, created_at)
         select $1, j.id, $4, $5, $6, $8 from jobs j
         where j.id = $2 and j.organization_id = $3 and (select count(*) from saved_filters f
             where f.job_id = j.id and f.user_id = $4 and f.name <> $5) < $7
         on conflict (job_id, user_id, name) do update set query = excluded.query",
        saved.id.0,
        job.0,
        scope.uuid(),
        user.0,
        saved.name,
        Json(&saved.query) as _,
        most,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What a recruiter keeps for a job, by name.
pub async fn list(db: impl PgExecutor<'_>, job: JobId, user: UserId) -> Result<Vec<SavedFilter>> {
    let rows = sqlx::query!(
        r#"select id, name, query as "query: Json<ApplicantQuery>" from saved_filters
         where job_id = $1 and user_id = $2 order by lower(name), id"#,
        job.0,
        user.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| SavedFilter { id: SavedFilterId(r.id), name: r.name, query: r.query.0 }).collect())
}

/// Removes what a recruiter keeps; returns whether it was there.
pub async fn remove(db: impl PgExecutor<'_>, user: UserId, id: SavedFilterId) -> Result<bool> {
    let done =
        sqlx::query!("delete from saved_filters where id = $1 and user_id = $2", id.0, user.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
