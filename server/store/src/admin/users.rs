//! Accounts as administrators list and change them.

use crate::{
    Result,
    words::{containing, word},
};
use chrono::{DateTime, Utc};
use hireq_domain::{
    account::{AccountStatus, OrganizationRef, Role},
    admin::{UserFilter, UserRow},
    ids::{OrganizationId, UserId},
    page::{Page, offset},
};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    email: String,
    role: String,
    status: String,
    status_reason: Option<String>,
    organization_id: Option<Uuid>,
    organization: Option<String>,
    alike: bool,
    created_at: DateTime<Utc>,
    last_seen_at: Option<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<UserRow> {
        Ok(UserRow {
            id: UserId(self.id),
            name: self.name,
            email: self.email,
            role: word("role", &self.role)?,
            status: word("status", &self.status)?,
            status_reason: self.status_reason,
            organization: self
                .organization_id
                .zip(self.organization)
                .map(|(id, name)| OrganizationRef { id: OrganizationId(id), name }),
            alike: self.alike,
            created_at: self.created_at,
            last_seen_at: self.last_seen_at,
        })
    }
}

/// A page of the accounts that match `filter`. `sort` is `name`, `created` or `seen`; a dash in front reverses the
/// order.
pub async fn list(
    db: impl PgExecutor<'_> + Copy,
    filter: &UserFilter,
    sort: &str,
    number: i64,
    size: i64,
) -> Result<Page<UserRow>> {
    let pattern = containing(&filter.q);
    let (role, status) = (filter.role.map(Role::as_str), filter.status.map(AccountStatus::as_str));
    let organization = filter.organization.map(|id| id.0);
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from users u left join organizations o on o.id = u.organization_id
         where (u.name ilike $1 or u.email ilike $1 or o.name ilike $1)
             and ($2::text is null or u.role = $2)
             and ($3::text is null or u.status = $3)
             and ($4::uuid is null or u.organization_id = $4)"#,
        pattern,
        role,
        status,
        organization
    )
    .fetch_one(db)
    .await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select u.id, u.name, u.email, u.role, u.status, u.status_reason, u.created_at,
               o.id as "organization_id?", o.name as "organization?",
               exists (select 1 from organizations l where l.like_name = o.like_name and l.id <> o.id) as "alike!", s.last_seen_at as "last_seen_at?"
         from users u
         left join organizations o on o.id = u.organization_id
         left join lateral (select max(last_seen_at) as last_seen_at from sessions where user_id = u.id) s on true
         where (u.name ilike $1 or u.email ilike $1 or o.name ilike $1)
             and ($2::text is null or u.role = $2)
             and ($3::text is null or u.status = $3)
             and ($4::uuid is null or u.organization_id = $4)
         order by
             case when $5 = 'name' then lower(u.name) end,
             case when $5 = '-name' then lower(u.name) end desc,
             case when $5 = 'created' then u.created_at end,
             case when $5 = 'seen' then s.last_seen_at end nulls first,
             case when $5 = '-seen' then s.last_seen_at end desc nulls last,
             u.created_at desc, u.id
         limit $6 offset $7"#,
        pattern,
        role,
        status,
        organization,
        sort,
        size,
        offset(number, size)
    )
    .fetch_all(db)
    .await?;
    let items = rows.into_iter().map(Row::read).collect::<Result<_>>()?;
    Ok(Page { items, total, number: number.max(1), size })
}

pub async fn find(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<UserRow>> {
    sqlx::query_as!(
        Row,
        r#"select u.id, u.name, u.email, u.role, u.status, u.status_reason, u.created_at,
               o.id as "organization_id?", o.name as "organization?",
               exists (select 1 from organizations l where l.like_name = o.like_name and l.id <> o.id) as "alike!",
               (select max(last_seen_at) from sessions where user_id = u.id) as last_seen_at
         from users u left join organizations o on o.id = u.organization_id
         where u.id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?
    .map(Row::read)
    .transpose()
}

/// An account, locked until the transaction ends.
pub async fn find_locked(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<UserRow>> {
    sqlx::query_as!(
        Row,
        r#"select u.id, u.name, u.email, u.role, u.status, u.status_reason, u.created_at,
               o.id as "organization_id?", o.name as "organization?",
               exists (select 1 from organizations l where l.like_name = o.like_name and l.id <> o.id) as "alike!", null::timestamptz as last_seen_at
         from users u left join organizations o on o.id = u.organization_id
         where u.id = $1 for update of u"#,
        id.0
    )
    .fetch_optional(db)
    .await?
    .map(Row::read)
    .transpose()
}

/// The number of administrators who can sign in. Their rows stay locked until the transaction ends, so that two
/// administrators cannot demote each other at the same moment.
pub async fn lock_active_admins(db: impl PgExecutor<'_>) -> Result<usize> {
    let ids =
        sqlx::query_scalar!("select id from users where role = 'admin' and status = 'active' order by id for update")
            .fetch_all(db)
            .await?;
    Ok(ids.len())
}

/// Sets an account's status and the reason for it.
pub async fn set_status(
    db: impl PgExecutor<'_>,
    id: UserId,
    status: AccountStatus,
    reason: Option<&str>,
) -> Result<()> {
    sqlx::query!("update users set status = $2, status_reason = $3 where id = $1", id.0, status.as_str(), reason)
        .execute(db)
        .await?;
    Ok(())
}

/// Sets an account's role. Only recruiters have an organisation.
pub async fn set_role(
    db: impl PgExecutor<'_>,
    id: UserId,
    role: Role,
    organization: Option<OrganizationId>,
) -> Result<()> {
    sqlx::query!(
        "update users set role = $2, organization_id = $3 where id = $1",
        id.0,
        role.as_str(),
        organization.map(|id| id.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the name of a person who was removed.
pub const FORMER: &str = "Former user";

/// Removes everything personal from an account. The row stays, but no longer represents anybody.
pub async fn remove_person(db: &mut PgConnection, id: UserId) -> Result<()> {
    // Mails to any address of the account, including those never confirmed.
    sqlx::query!(
        "with theirs as (
             select email_key as key, lower(email) as small from users where id = $1
             union select email_key, lower(email) from address_links where user_id = $1),
         gone as (delete from sign_ups where email_key in (select key from theirs)),
         applied as (delete from unconfirmed_applications where email_key in (select key from theirs)),
         invited as (delete from invitations where email_key in (select key from theirs) or invited_by = $1)
         delete from outbox
         where user_id = $1 or lower(recipient) in (select small from theirs union select key from theirs)",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "with links as (delete from address_links where user_id = $1),
              resets as (delete from password_resets where user_id = $1),
              views as (delete from application_views where user_id = $1),
              filters as (delete from saved_filters where user_id = $1),
              columns as (delete from list_columns where user_id = $1),
              teams as (delete from job_members where user_id = $1),
              saved as (delete from saved_jobs where user_id = $1)
         delete from sessions where user_id = $1",
        id.0
    )
    .execute(&mut *db)
    .await?;
    // IP addresses, and entries of others who tried the password.
    sqlx::query!(
        "update audit_log set ip = null,
             detail = case when jsonb_typeof(detail) = 'object' then detail - 'device' else detail end
         where (actor_id = $1 or (subject_id = $1 and actor_id is null)) and (ip is not null or detail ? 'device')",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update users set name = $2, email = id || '@former.invalid', email_key = id || '@former.invalid',
             password_hash = '', time_zone = null, verified_at = null, status = 'former', status_reason = null
         where id = $1",
        id.0,
        FORMER
    )
    .execute(db)
    .await?;
    Ok(())
}
