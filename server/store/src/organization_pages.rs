//! Organisations' own careers pages.

use crate::{OrgScope, Result};
use chrono::{DateTime, Utc};
use hireq_domain::ids::OrganizationId;
use sqlx::PgExecutor;

/// An organisation's page as it is stored.
pub struct Page {
    pub organization: OrganizationId,
    pub name: String,
    /// The last part of its URL.
    pub slug: String,
    /// Markdown.
    pub about: String,
    pub accent: Option<String>,
    /// The hash of its logo, if it has one.
    pub logo: Option<Vec<u8>>,
}

/// A logo in the file store.
pub struct Logo {
    pub key: String,
    pub media_type: String,
    pub sha256: Vec<u8>,
}

/// The page at a public address. Organisations appear in public once they have a recruiter or a published job.
pub async fn public(db: impl PgExecutor<'_>, slug: &str) -> Result<Option<Page>> {
    sqlx::query_as!(
        Page,
        r#"select o.id as "organization: OrganizationId", o.name, o.slug, coalesce(p.about, '') as "about!",
             p.accent as "accent?", p.logo_sha256 as "logo?"
         from organizations o left join organization_pages p on p.organization_id = o.id
         where o.slug = $1 and (
             exists (select 1 from users u where u.organization_id = o.id and u.role = 'hr' and u.status = 'active')
             or exists (select 1 from jobs j where j.organization_id = o.id and j.status <> 'draft'))"#,
        slug
    )
    .fetch_optional(db)
    .await
}

/// The organisation's own page.
pub async fn find(db: impl PgExecutor<'_>, scope: &OrgScope) -> Result<Option<Page>> {
    sqlx::query_as!(
        Page,
        r#"select o.id as "organization: OrganizationId", o.name, o.slug, coalesce(p.about, '') as "about!",
             p.accent as "accent?", p.logo_sha256 as "logo?"
         from organizations o left join organization_pages p on p.organization_id = o.id
         where o.id = $1"#,
        scope.uuid()
    )
    .fetch_optional(db)
    .await
}

/// The logo at a public address.
pub async fn logo(db: impl PgExecutor<'_>, slug: &str) -> Result<Option<Logo>> {
    sqlx::query_as!(
        Logo,
        r#"select p.logo_key as "key!", p.logo_type as "media_type!", p.logo_sha256 as "sha256!"
         from organization_pages p join organizations o on o.id = p.organization_id
         where o.slug = $1 and p.logo_key is not null"#,
        slug
    )
    .fetch_optional(db)
    .await
}

/// Saves the text and the colour.
pub async fn save(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    about: &str,
    accent: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into organization_pages (organization_id, about, accent, updated_at) values ($1, $2, $3, $4)
         on conflict (organization_id) do update set about = $2, accent = $3, updated_at = $4",
        scope.uuid(),
        about,
        accent,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets or removes the logo of a page that was saved before.
pub async fn set_logo(db: impl PgExecutor<'_>, scope: &OrgScope, logo: Option<Logo>) -> Result<()> {
    let (key, kind, hash) = logo.map_or((None, None, None), |l| (Some(l.key), Some(l.media_type), Some(l.sha256)));
    sqlx::query!(
        "update organization_pages set logo_key = $2, logo_type = $3, logo_sha256 = $4 where organization_id = $1",
        scope.uuid(),
        key,
        kind,
        hash
    )
    .execute(db)
    .await?;
    Ok(())
}
