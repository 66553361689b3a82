//! The moments when jobs' last days end. They are stored, because computing them requires time zone rules.

use crate::{Result, words::word};
use chrono::{DateTime, NaiveDate, Utc};
use hireq_domain::{
    ids::{JobId, OrganizationId},
    zone::Zone,
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// A job's last day.
pub struct Ending {
    pub id: JobId,
    pub day: NaiveDate,
    /// The time zone in which it ends.
    pub zone: Zone,
    /// The stored moment of its end.
    pub at: DateTime<Utc>,
}

/// The last days from `since` on, for one organisation's jobs or for all.
pub async fn endings(
    db: impl PgExecutor<'_>,
    organization: Option<OrganizationId>,
    since: NaiveDate,
) -> Result<Vec<Ending>> {
    let rows = sqlx::query!(
        r#"select j.id, j.closes_on as "day!", coalesce(j.time_zone, o.time_zone, 'UTC') as "zone!", j.closes_at as "at!"
         from jobs j join organizations o on o.id = j.organization_id
         where j.closes_on >= $2 and ($1::uuid is null or j.organization_id = $1)"#,
        organization.map(|id| id.0),
        since,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| Ok(Ending { id: JobId(r.id), day: r.day, zone: word("time_zone", &r.zone)?, at: r.at }))
        .collect()
}

/// Stores the moments when last days end, unless a job's last day has changed.
pub async fn set_endings(db: impl PgExecutor<'_>, endings: &[Ending]) -> Result<()> {
    let ids: Vec<Uuid> = endings.iter().map(|e| e.id.0).collect();
    let days: Vec<NaiveDate> = endings.iter().map(|e| e.day).collect();
    let moments: Vec<DateTime<Utc>> = endings.iter().map(|e| e.at).collect();
    sqlx::query!(
        "update jobs j set closes_at = e.at
         from unnest($1::uuid[], $2::date[], $3::timestamptz[]) as e (id, day, at)
         where j.id = e.id and j.closes_on = e.day",
        &ids,
        &days,
        &moments,
    )
    .execute(db)
    .await?;
    Ok(())
}
