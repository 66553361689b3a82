//! The audit log, which is append-only.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::{
    event::AccountEvent,
    ids::{OrganizationId, UserId},
};
use sqlx::PgExecutor;
use uuid::Uuid;

/// An entry to add.
pub struct Entry<'a> {
    /// Who did it; `None` for the program itself or somebody unknown.
    pub actor: Option<UserId>,
    /// The organisation that it concerns.
    pub organization: Option<OrganizationId>,
    /// `noun.verb`, such as `job.publish`.
    pub action: &'a str,
    /// The type of the thing that it was done to.
    pub subject_kind: &'a str,
    /// The key of that thing.
    pub subject: Option<Uuid>,
    /// The actor's IP address.
    pub ip: Option<&'a str>,
    /// Further details, without personal data.
    pub detail: serde_json::Value,
    pub at: DateTime<Utc>,
}

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

pub struct AccountEntry {
    pub at: DateTime<Utc>,
    /// What happened, as `noun.verb`.
    pub action: String,
    /// Who did it; `None` if unknown.
    pub actor: Option<UserId>,
    /// The actor's IP address.
    pub ip: Option<String>,
    /// The actor's browser and operating system, in words.
    pub device: Option<String>,
}

/// The newest entries about an account.
pub async fn of_account(db: impl PgExecutor<'_>, user: UserId, most: i64) -> Result<Vec<AccountEntry>> {
    let rows = sqlx::query!(
        "select created_at, action, actor_id, ip, detail ->> 'device' as device from audit_log
         where subject_id = $1 and subject_kind = 'user' order by created_at desc, id desc limit $2",
        user.0,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| AccountEntry {
            at: r.created_at,
            action: r.action,
            actor: r.actor_id.map(UserId),
            ip: r.ip,
            device: r.device,
        })
        .collect())
}

/// How many of these events were recorded for an account since `since`.
pub async fn times(db: impl PgExecutor<'_>, user: UserId, what: &[AccountEvent], since: DateTime<Utc>) -> Result<i64> {
    let actions: Vec<String> = what.iter().map(ToString::to_string).collect();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from audit_log where subject_id = $1 and action = any ($3) and created_at > $2"#,
        user.0,
        since,
        &actions
    )
    .fetch_one(db)
    .await
}
