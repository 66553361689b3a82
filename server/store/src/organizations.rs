//! Organisations.

use crate::{OrgScope, Result, words::word};
use hireq_domain::{
    ids::{OrganizationId, UserId},
    zone::Zone,
};
use sqlx::PgExecutor;

/// Adds an organisation. A slug that is taken violates `organizations_slug_key`.
pub async fn add(db: impl PgExecutor<'_>, id: OrganizationId, name: &str, slug: &str) -> Result<()> {
    sqlx::query!("insert into organizations (id, name, slug) values ($1, $2, $3)", id.0, name, slug)
        .execute(db)
        .await?;
    Ok(())
}

pub async fn slug_taken(db: impl PgExecutor<'_>, slug: &str) -> Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from organizations where slug = $1) as "taken!""#, slug)
        .fetch_one(db)
        .await
}

/// The organisation's time zone, locked until the transaction ends.
pub async fn zone(db: impl PgExecutor<'_>, scope: &OrgScope) -> Result<Zone> {
    let zone = sqlx::query_scalar!("select time_zone from organizations where id = $1 for share", scope.uuid())
        .fetch_optional(db)
        .await?;
    zone.flatten().map_or_else(|| Ok(Zone::utc()), |zone| word("time_zone", &zone))
}

/// Sets an organisation's time zone; returns whether it changed.
pub async fn set_zone(db: impl PgExecutor<'_>, id: OrganizationId, zone: &Zone) -> Result<bool> {
    let done = sqlx::query!(
        "update organizations set time_zone = $2 where id = $1 and time_zone is distinct from $2",
        id.0,
        zone.as_str()
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets the time zone of a recruiter's organisation unless it has one; returns the organisation if it was set.
pub async fn propose_zone(db: impl PgExecutor<'_>, user: UserId, zone: &Zone) -> Result<Option<OrganizationId>> {
    let id = sqlx::query_scalar!(
        "update organizations o set time_zone = $2 from users u
         where u.id = $1 and u.organization_id = o.id and u.status in ('pending', 'active') and o.time_zone is null
         returning o.id",
        user.0,
        zone.as_str()
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(OrganizationId))
}
