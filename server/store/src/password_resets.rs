//! Password reset links. Only their hashes are stored, and each works once.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::ids::UserId;
use sqlx::PgExecutor;

pub async fn add(db: impl PgExecutor<'_>, hash: &[u8], user: UserId, expires_at: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "insert into password_resets (token_hash, user_id, expires_at) values ($1, $2, $3)",
        hash,
        user.0,
        expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Uses a link up; returns its account if it was valid.
pub async fn take(db: impl PgExecutor<'_>, hash: &[u8], now: DateTime<Utc>) -> Result<Option<UserId>> {
    let user = sqlx::query_scalar!(
        "update password_resets set used_at = $2
         where token_hash = $1 and used_at is null and expires_at > $2
         returning user_id",
        hash,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(user.map(UserId))
}

/// The account of a valid link, without using it up.
pub async fn find(db: impl PgExecutor<'_>, hash: &[u8], now: DateTime<Utc>) -> Result<Option<UserId>> {
    let user = sqlx::query_scalar!(
        "select user_id from password_resets where token_hash = $1 and used_at is null and expires_at > $2",
        hash,
        now
    )
    .fetch_optional(db)
    .await?;
    Ok(user.map(UserId))
}

/// Invalidates all of an account's links.
pub async fn end_all(db: impl PgExecutor<'_>, user: UserId, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update password_resets set used_at = $2 where user_id = $1 and used_at is null", user.0, now)
        .execute(db)
        .await?;
    Ok(())
}

/// How many of an account's links have not expired, whether used or not: the number requested within the lifetime of a
/// link.
pub async fn recent(db: impl PgExecutor<'_>, user: UserId, now: DateTime<Utc>) -> Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from password_resets where user_id = $1 and expires_at > $2"#,
        user.0,
        now
    )
    .fetch_one(db)
    .await
}

/// Removes links that expired before `before`; returns how many.
pub async fn delete_ended(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from password_resets where expires_at <= $1", before).execute(db).await?.rows_affected())
}
