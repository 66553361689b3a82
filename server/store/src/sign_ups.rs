//! Sign-ups waiting for their address to be confirmed. Only the hashes of the links are stored.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::account::{Email, Role};
use sqlx::PgExecutor;

/// A sign-up that awaits confirmation.
pub struct SignUp {
    pub email: Email,
    pub name: String,
    /// An argon2id hash as a PHC string.
    pub password_hash: String,
    pub role: Role,
    /// The name of a recruiter's organisation.
    pub organization: Option<String>,
    /// The page that the person wanted to reach.
    pub next: String,
}

/// Adds a sign-up with its link's hash.
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

/// The sign-up of a valid link.
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

/// How many sign-ups were requested for an address since `since`.
pub async fn asked_for(db: impl PgExecutor<'_>, email: &Email, since: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from sign_ups where email_key = $1 and created_at > $2"#,
        email.key(),
        since
    )
    .fetch_one(db)
    .await
}

/// Removes all sign-ups for an address once it has its account. Returns false if there were none left.
pub async fn remove(db: impl PgExecutor<'_>, email: &Email) -> Result<bool> {
    let done = sqlx::query!("delete from sign_ups where email_key = $1", email.key()).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Removes sign-ups whose links expired before `before`; returns how many.
pub async fn delete_ended(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from sign_ups where expires_at <= $1", before).execute(db).await?.rows_affected())
}
