//! Mailed links that change an account's address or restore the old one. Only their hashes are stored, and each works
//! once.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::{account::Email, ids::UserId};
use sqlx::PgExecutor;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Confirms the new address.
    Confirm,
    /// Restores the previous address.
    Restore,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Restore => "restore",
        }
    }
}

pub struct NewLink<'a> {
    /// The hash of its token.
    pub hash: &'a [u8],
    /// The account whose address it changes.
    pub user: UserId,
    pub purpose: Purpose,
    /// The address that the account gets when the link is used.
    pub email: &'a Email,
    /// When it was requested.
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A valid link.
pub struct Link {
    /// The account whose address it changes.
    pub user: UserId,
    /// The address that the account gets when the link is used.
    pub email: Email,
    /// When it was requested.
    pub created_at: DateTime<Utc>,
}

pub async fn add(db: impl PgExecutor<'_>, link: NewLink<'_>) -> Result<()> {
    sqlx::query!(
        "insert into address_links (token_hash, user_id, purpose, email, created_at, expires_at, email_key)
         values ($1, $2, $3, $4, $5, $6, $7)",
        link.hash,
        link.user.0,
        link.purpose.as_str(),
        link.email.as_str(),
        link.created_at,
        link.expires_at,
        link.email.key(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Finds a valid link by its hash, without using it up.
pub async fn find(db: impl PgExecutor<'_>, hash: &[u8], purpose: Purpose, now: DateTime<Utc>) -> Result<Option<Link>> {
    let row = sqlx::query!(
        "select user_id, email, created_at from address_links
         where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3",
        hash,
        purpose.as_str(),
        now
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(Link { user: UserId(r.user_id), email: crate::words::word("email", &r.email)?, created_at: r.created_at })
    })
    .transpose()
}

/// Uses a link up; returns false if it is no longer valid.
pub async fn take(db: impl PgExecutor<'_>, hash: &[u8], now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "update address_links set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2",
        hash,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Invalidates an account's links for confirming a new address.
pub async fn end_confirmations(db: impl PgExecutor<'_>, user: UserId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update address_links set used_at = $2 where user_id = $1 and purpose = 'confirm' and used_at is null",
        user.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Invalidates all of an account's links requested at `since` or later.
pub async fn end_since(db: impl PgExecutor<'_>, user: UserId, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update address_links set used_at = $3 where user_id = $1 and created_at >= $2 and used_at is null",
        user.0,
        since,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many address changes an account has requested since `since`.
pub async fn asked_by(db: impl PgExecutor<'_>, user: UserId, since: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from address_links
         where user_id = $1 and purpose = 'confirm' and created_at > $2"#,
        user.0,
        since
    )
    .fetch_one(db)
    .await
}

/// How many changes to an address have been requested since `since`, by any account.
pub async fn asked_for(db: impl PgExecutor<'_>, email: &Email, since: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from address_links
         where email_key = $1 and purpose = 'confirm' and created_at > $2"#,
        email.key(),
        since
    )
    .fetch_one(db)
    .await
}

/// Whether an account other than `user` can still restore this address.
pub async fn is_kept_for_another(
    db: impl PgExecutor<'_>,
    email: &Email,
    user: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from address_links
             where email_key = $1 and purpose = 'restore' and used_at is null and expires_at > $3
                 and ($2::uuid is null or user_id <> $2)) as "kept!""#,
        email.key(),
        user.map(|id| id.0),
        now
    )
    .fetch_one(db)
    .await
}

/// The address in an account's newest confirmation link, while that link is valid.
pub async fn waiting(db: impl PgExecutor<'_>, user: UserId, now: DateTime<Utc>) -> Result<Option<Email>> {
    let email = sqlx::query_scalar!(
        "select email from address_links
         where user_id = $1 and purpose = 'confirm' and used_at is null and expires_at > $2
         order by created_at desc limit 1",
        user.0,
        now
    )
    .fetch_optional(db)
    .await?;
    email.map(|email| crate::words::word("email", &email)).transpose()
}

/// Removes links that expired or were used before `before`; returns how many.
pub async fn delete_ended(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from address_links where expires_at <= $1", before).execute(db).await?.rows_affected())
}
