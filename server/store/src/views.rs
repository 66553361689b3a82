//! Which applications a recruiter has opened.

use crate::{OrgScope, Result};
use chrono::{DateTime, Utc};
use hireq_domain::ids::{ApplicationId, UserId};
use sqlx::PgExecutor;
use std::collections::HashSet;
use uuid::Uuid;

/// Notes that somebody opened an application of the organisation; the first time counts.
pub async fn add(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    id: ApplicationId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into application_views (application_id, user_id, seen_at)
         select a.id, $3, $4 from applications a where a.id = $1 and a.organization_id = $2
         on conflict do nothing",
        id.0,
        scope.uuid(),
        user.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Those of these applications that somebody has opened.
pub async fn opened(db: impl PgExecutor<'_>, ids: &[ApplicationId], user: UserId) -> Result<HashSet<ApplicationId>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query_scalar!(
        "select application_id from application_views where user_id = $2 and application_id = any($1)",
        &ids,
        user.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(ApplicationId).collect())
}
