//! The audit log: rows are only ever added.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::ids::{OrganizationId, UserId};
use sqlx::PgExecutor;
use uuid::Uuid;

/// One entry to add.
pub struct Entry<'a> {
    /// Who did it; none for the program itself or for nobody known.
    pub actor: Option<UserId>,
    /// For whose organisation.
    pub organization: Option<OrganizationId>,
    /// `noun.verb`, such as `job.publish`.
    pub action: &'a str,
    /// Kind of the thing that it was done to.
    pub subject_kind: &'a str,
    /// Its key.
    pub subject: Option<Uuid>,
    /// From which address.
    pub ip: Option<&'a str>,
    /// What else a reader needs, without personal data.
    pub detail: serde_json::Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds an entry.
pub async fn add(db: impl PgExecutor<'_>, entry: Entry<'_>) -> Result<()> {
    sqlx::query!(
        "insert into audit_log (id, actor_id, organization_id, action, subject_kind, subject_id, ip, detail, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        Uuid::now_v7(),
        entry.actor.map(|id| id.0),
        entry.organization.map(|id| id.0),
        entry.action,
        entry.subject_kind,
        entry.subject,
        entry.ip,
        entry.detail,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}
