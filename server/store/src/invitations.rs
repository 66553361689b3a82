//! Invitations into an organisation. Only the hashes of their links are stored, except where no mail goes out.

use crate::{OrgScope, Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    account::Email,
    ids::{InvitationId, OrganizationId, UserId},
    team::{Colleague, Invited},
};
use sqlx::PgExecutor;

pub struct NewInvitation<'a> {
    pub id: InvitationId,
    pub email: &'a Email,
    pub by: UserId,
    pub token_hash: &'a [u8],
    /// The link's secret, if somebody has to hand it on.
    pub token: Option<&'a str>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Adds an invitation, in the place of an older one of the same address; returns its key.
pub async fn add(db: impl PgExecutor<'_>, scope: &OrgScope, new: NewInvitation<'_>) -> Result<InvitationId> {
    let id = sqlx::query_scalar!(
        "insert into invitations
             (id, organization_id, email, email_key, invited_by, token_hash, token, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (organization_id, email_key) do update
             set email = excluded.email, invited_by = excluded.invited_by, token_hash = excluded.token_hash,
                 token = excluded.token, created_at = excluded.created_at, expires_at = excluded.expires_at
         returning id",
        new.id.0,
        scope.uuid(),
        new.email.as_str(),
        new.email.key(),
        new.by.0,
        new.token_hash,
        new.token,
        new.created_at,
        new.expires_at,
    )
    .fetch_one(db)
    .await?;
    Ok(InvitationId(id))
}

/// What limits an invitation to an address.
pub struct Sent {
    /// How many the organisation has sent in the last day.
    pub by_us: i64,
    /// Whether one of them went to this address in the last hour.
    pub just_now: bool,
    /// How many organisations invited the address in the last day.
    pub to_them: i64,
}

pub async fn sent(db: impl PgExecutor<'_>, scope: &OrgScope, email: &Email, now: DateTime<Utc>) -> Result<Sent> {
    sqlx::query_as!(
        Sent,
        r#"select count(*) filter (where organization_id = $1) as "by_us!",
               count(*) filter (where email_key = $2) as "to_them!",
               coalesce(bool_or(organization_id = $1 and email_key = $2 and created_at > $3::timestamptz - interval '1 hour'), false)
                   as "just_now!"
         from invitations where created_at > $3::timestamptz - interval '1 day'"#,
        scope.uuid(),
        email.key(),
        now
    )
    .fetch_one(db)
    .await
}

/// A stored invitation, with the secret of its link if that is to be handed on.
pub struct Stored {
    pub id: InvitationId,
    pub email: String,
    pub by: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub token: Option<String>,
}

/// The organisation's invitations, newest first.
pub async fn list(db: impl PgExecutor<'_>, scope: &OrgScope) -> Result<Vec<Stored>> {
    sqlx::query_as!(
        Stored,
        r#"select i.id as "id: InvitationId", i.email, u.name as by, i.created_at, i.expires_at, i.token
         from invitations i join users u on u.id = i.invited_by
         where i.organization_id = $1 order by i.created_at desc, i.id limit 200"#,
        scope.uuid()
    )
    .fetch_all(db)
    .await
}

/// The organisation's recruiters by name, without those who are gone.
pub async fn colleagues(db: impl PgExecutor<'_>, scope: &OrgScope) -> Result<Vec<Colleague>> {
    let rows = sqlx::query!(
        r#"select id, name, email, status, created_at,
               (select count(*) from job_members m join jobs j on j.id = m.job_id
                where m.user_id = users.id and m.role = 'owner' and j.organization_id = $1
                    and j.status in ('draft', 'open', 'paused')) as "owns!"
         from users
         where organization_id = $1 and role = 'hr' and status <> 'former' order by lower(name), id limit 500"#,
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let (id, status) = (UserId(r.id), word("status", &r.status)?);
            Ok(Colleague { id, name: r.name, email: r.email, status, since: r.created_at, owns: r.owns })
        })
        .collect()
}

/// Whether the address belongs to a recruiter of the organisation.
pub async fn is_colleague(db: impl PgExecutor<'_>, scope: &OrgScope, email: &Email) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from users where organization_id = $1 and email_key = $2 and status <> 'former') as "is!""#,
        scope.uuid(),
        email.key()
    )
    .fetch_one(db)
    .await
}

/// Removes an invitation; returns whether it was there.
pub async fn remove(db: impl PgExecutor<'_>, scope: &OrgScope, id: InvitationId) -> Result<bool> {
    let done =
        sqlx::query!("delete from invitations where id = $1 and organization_id = $2", id.0, scope.uuid()).execute(db);
    Ok(done.await?.rows_affected() == 1)
}

/// A link that works: its invitation, and the organisation that it leads into.
pub struct Open {
    pub id: InvitationId,
    pub organization: OrganizationId,
    pub email: Email,
    pub shown: Invited,
}

/// The invitation of a link, while whoever sent it may still act for the organisation.
pub async fn find(db: impl PgExecutor<'_>, hash: &[u8], now: DateTime<Utc>) -> Result<Option<Open>> {
    let row = sqlx::query!(
        "select i.id, i.organization_id, i.email, o.name as organization, u.name as by
         from invitations i
         join organizations o on o.id = i.organization_id
         join users u on u.id = i.invited_by and u.status = 'active' and u.organization_id = i.organization_id
         where i.token_hash = $1 and i.expires_at > $2",
        hash,
        now
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        let email: Email = word("email", &r.email)?;
        let shown = Invited { organization: r.organization, email: r.email, by: r.by };
        Ok(Open { id: InvitationId(r.id), organization: OrganizationId(r.organization_id), email, shown })
    })
    .transpose()
}

/// Uses a link up; of two at once, one finds it gone.
pub async fn take(db: impl PgExecutor<'_>, id: InvitationId, hash: &[u8]) -> Result<bool> {
    let done =
        sqlx::query!("delete from invitations where id = $1 and token_hash = $2", id.0, hash).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Removes invitations whose links expired before `before`; returns how many.
pub async fn delete_ended(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from invitations where expires_at <= $1", before).execute(db).await?.rows_affected())
}
