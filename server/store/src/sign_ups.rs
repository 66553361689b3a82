//! Accounts that wait for their address to be confirmed: only a hash of the link is stored.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::account::{Email, Role};
use sqlx::PgExecutor;

/// An account that waits.
pub struct SignUp {
    /// Address.
    pub email: Email,
    pub name: String,
    /// argon2id, PHC string.
    pub password_hash: String,
    /// Candidate or recruiter.
    pub role: Role,
    /// A recruiter's organisation.
    pub organization: Option<String>,
    /// The page that was wanted.
    pub next: String,
}

/// Adds one under its link's hash.
pub async fn add(
    db: impl PgExecutor<'_>,
    hash: &[u8],
    sign_up: &SignUp,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into sign_ups (token_hash, email, email_key, name, password_hash, role, organization, next, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        hash,
        sign_up.email.as_str(),
        sign_up.email.key(),
        sign_up.name,
        sign_up.password_hash,
        sign_up.role.as_str(),
        sign_up.organization,
        sign_up.next,
        now,
        expires_at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The one that waits for this link, if it is good.
pub async fn find(db: impl PgExecutor<'_>, hash: &[u8], now: DateTime<Utc>) -> Result<Option<SignUp>> {
    let row = sqlx::query!(
        "select email, name, password_hash, role, organization, next from sign_ups
         where token_hash = $1 and expires_at > $2",
        hash,
        now
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(SignUp {
            email: word("email", &r.email)?,
            name: r.name,
            password_hash: r.password_hash,
            role: word("role", &r.role)?,
            organization: r.organization,
            next: r.next,
        })
    })
    .transpose()
}

/// How many wait, or waited, for one address since.
pub async fn asked_for(db: impl PgExecutor<'_>, email: &Email, since: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from sign_ups where email_key = $1 and created_at > $2"#,
        email.key(),
        since
    )
    .fetch_one(db)
    .await
}

/// Removes all that wait for one address: it has its account. False where none did any more.
pub async fn remove(db: impl PgExecutor<'_>, email: &Email) -> Result<bool> {
    let done = sqlx::query!("delete from sign_ups where email_key = $1", email.key()).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Removes those whose links ended before; how many.
pub async fn delete_ended(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from sign_ups where expires_at <= $1", before).execute(db).await?.rows_affected())
}
