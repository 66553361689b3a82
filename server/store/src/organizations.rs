//! Organisations.

use crate::Result;
use hireq_domain::ids::OrganizationId;
use sqlx::PgExecutor;

/// Adds an organisation. `slug` must be free: see the constraint `organizations_slug_key`.
pub async fn add(db: impl PgExecutor<'_>, id: OrganizationId, name: &str, slug: &str) -> Result<()> {
    sqlx::query!("insert into organizations (id, name, slug) values ($1, $2, $3)", id.0, name, slug)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a slug is taken.
pub async fn slug_taken(db: impl PgExecutor<'_>, slug: &str) -> Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from organizations where slug = $1) as "taken!""#, slug)
        .fetch_one(db)
        .await
}
