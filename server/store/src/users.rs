//! Accounts.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    account::{AccountStatus, CurrentUser, Email, OrganizationRef, Role},
    ids::{CandidateId, OrganizationId, UserId},
    zone::Zone,
};
use sqlx::{PgConnection, PgExecutor};

pub struct NewUser<'a> {
    pub id: UserId,
    pub email: &'a Email,
    pub name: &'a str,
    /// An argon2id hash as a PHC string; empty if no password was chosen yet.
    pub password_hash: &'a str,
    pub role: Role,
    pub status: AccountStatus,
    /// A recruiter's organisation.
    pub organization: Option<OrganizationId>,
    pub created_at: DateTime<Utc>,
}

/// Adds an account, and assigns it the mails that led to it. A taken address violates `users_email_key`.
pub async fn add(db: &mut PgConnection, user: NewUser<'_>) -> Result<()> {
    sqlx::query!(
        "insert into users (id, email, name, password_hash, role, status, organization_id, created_at, email_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        user.id.0,
        user.email.as_str(),
        user.name,
        user.password_hash,
        user.role.as_str(),
        user.status.as_str(),
        user.organization.map(|id| id.0),
        user.created_at,
        user.email.key()
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update outbox set user_id = $1
         where user_id is null and created_at > $3 and lower(recipient) = lower($2)",
        user.id.0,
        user.email.as_str(),
        user.created_at - chrono::TimeDelta::days(8),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is needed to sign in.
pub struct Credentials {
    pub id: UserId,
    /// An argon2id hash as a PHC string; empty if no password was chosen yet.
    pub password_hash: String,
    pub role: Role,
    pub status: AccountStatus,
}

/// An account's credentials by mail address, ignoring case.
pub async fn credentials(db: impl PgExecutor<'_>, email: &Email) -> Result<Option<Credentials>> {
    let row = sqlx::query!("select id, password_hash, role, status from users where email_key = $1", email.key())
        .fetch_optional(db)
        .await?;
    row.map(|r| {
        Ok(Credentials {
            id: UserId(r.id),
            password_hash: r.password_hash,
            role: word("role", &r.role)?,
            status: word("status", &r.status)?,
        })
    })
    .transpose()
}

pub async fn password_hash(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<String>> {
    sqlx::query_scalar!("select password_hash from users where id = $1", id.0).fetch_optional(db).await
}

/// An account as the pages need it.
pub async fn current(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<CurrentUser>> {
    let row = sqlx::query!(
        r#"select u.id, u.name, u.email, u.role, u.status, u.status_reason,
               o.id as "organization_id?", o.name as "organization?", u.time_zone, o.time_zone as "organization_zone?"
         from users u left join organizations o on o.id = u.organization_id
         where u.id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(CurrentUser {
            id: UserId(r.id),
            name: r.name,
            email: word("email", &r.email)?,
            role: word("role", &r.role)?,
            status: word("status", &r.status)?,
            status_reason: r.status_reason,
            organization: r
                .organization_id
                .zip(r.organization)
                .map(|(id, name)| OrganizationRef { id: OrganizationId(id), name }),
            time_zone: r.time_zone.map(|zone| word("time_zone", &zone)).transpose()?,
            organization_zone: r.organization_zone.map(|zone| word("time_zone", &zone)).transpose()?,
        })
    })
    .transpose()
}

/// Sets an account's time zone; `None` follows the browser. Returns whether it changed.
pub async fn set_zone(db: impl PgExecutor<'_>, id: UserId, zone: Option<&Zone>) -> Result<bool> {
    let done = sqlx::query!(
        "update users set time_zone = $2 where id = $1 and time_zone is distinct from $2",
        id.0,
        zone.map(Zone::as_str)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets an account's time zone unless it has one; returns whether it was set.
pub async fn propose_zone(db: impl PgExecutor<'_>, id: UserId, zone: &Zone) -> Result<bool> {
    let done = sqlx::query!("update users set time_zone = $2 where id = $1 and time_zone is null", id.0, zone.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The candidate behind an account.
pub async fn candidate_of(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<CandidateId>> {
    let candidate =
        sqlx::query_scalar!("select id from candidates where user_id = $1", id.0).fetch_optional(db).await?;
    Ok(candidate.map(CandidateId))
}

/// Accounts whose address has a non-ASCII domain, with their lookup keys.
pub async fn with_international_domains(db: impl PgExecutor<'_>) -> Result<Vec<(UserId, Email, String)>> {
    let rows = sqlx::query!("select id, email, email_key from users where email ~ '@.*[^ -~]'").fetch_all(db).await?;
    rows.into_iter().map(|r| Ok((UserId(r.id), word("email", &r.email)?, r.email_key))).collect()
}

/// Sets an account's lookup key, unless another account has the same one.
pub async fn set_key(db: impl PgExecutor<'_>, id: UserId, key: &str) -> Result<()> {
    sqlx::query!(
        "update users set email_key = $2 where id = $1 and not exists (select 1 from users where email_key = $2)",
        id.0,
        key
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds the candidate row of a candidate's account.
pub async fn add_candidate(
    db: impl PgExecutor<'_>,
    id: CandidateId,
    user: UserId,
    name: &str,
    email: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into candidates (id, user_id, name, emails) values ($1, $2, $3, array[$4::text])",
        id.0,
        user.0,
        name,
        email
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Locks an account until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, id: UserId) -> Result<()> {
    sqlx::query!("select id from users where id = $1 for update", id.0).fetch_optional(db).await?;
    Ok(())
}

/// Writes a new password hash.
pub async fn set_password_hash(db: impl PgExecutor<'_>, id: UserId, hash: &str) -> Result<()> {
    sqlx::query!("update users set password_hash = $2 where id = $1", id.0, hash).execute(db).await?;
    Ok(())
}

/// Writes the first password hash of an account without one; returns whether it had none.
pub async fn set_first_password_hash(db: impl PgExecutor<'_>, id: UserId, hash: &str) -> Result<bool> {
    let done = sqlx::query!("update users set password_hash = $2 where id = $1 and password_hash = ''", id.0, hash)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes a person's name; the name that recruiters see follows it (`candidates_account_fkey`). The old one is kept,
/// so that it can be hidden in blind jobs.
pub async fn set_name(db: &mut PgConnection, id: UserId, name: &str) -> Result<()> {
    sqlx::query!(
        "update candidates set former_names = (array_prepend(name, array_remove(former_names, name)))[1:20]
         where user_id = $1",
        id.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update users set name = $2 where id = $1", id.0, name).execute(db).await?;
    Ok(())
}

/// Marks an account's address as confirmed.
pub async fn set_verified(db: impl PgExecutor<'_>, id: UserId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update users set verified_at = $2 where id = $1", id.0, now).execute(db).await?;
    Ok(())
}

/// Changes the address to sign in with; the address shown to organisations follows it. A taken address violates
/// `users_email_key`.
pub async fn set_email(db: &mut PgConnection, id: UserId, email: &Email) -> Result<()> {
    sqlx::query!(
        "update candidates c
         set emails = array[$2::text] || array(
             select other from unnest(c.emails) with ordinality as had (other, n)
             where lower(other) not in (lower(u.email), lower($2)) order by n)
         from users u where u.id = $1 and c.user_id = u.id",
        id.0,
        email.as_str()
    )
    .execute(&mut *db)
    .await?;
    // Unsent mails about their applications.
    sqlx::query!(
        "update outbox o set recipient = $2
         from users u
         join candidates c on c.user_id = u.id
         join applications a on a.candidate_id = c.id
         where u.id = $1 and o.application_id = a.id and o.state = 'queued'
           and lower(o.recipient) = lower(u.email)",
        id.0,
        email.as_str()
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update users set email = $2, email_key = $3 where id = $1", id.0, email.as_str(), email.key())
        .execute(db)
        .await?;
    Ok(())
}

/// Whether an account may still act: it has not been suspended, removed or given another role since the request began.
/// It is locked, so this stays true until the transaction ends.
pub async fn may_act(db: impl PgExecutor<'_>, user: &CurrentUser) -> Result<bool> {
    let may = sqlx::query_scalar!(
        r#"select status not in ('suspended', 'former') and role = $2 and organization_id is not distinct from $3
               as "may!"
         from users where id = $1 for share"#,
        user.id.0,
        user.role.as_str(),
        user.organization.as_ref().map(|organization| organization.id.0)
    )
    .fetch_optional(db)
    .await?;
    Ok(may.unwrap_or(false))
}
