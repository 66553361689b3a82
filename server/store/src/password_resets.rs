//! Links for forgotten passwords: only a hash is stored, each works once.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::ids::UserId;
use sqlx::PgExecutor;

/// Adds a link's hash.
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

/// Uses a link up: whose it was, if it was good.
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
