//! Sessions: looked up by the hash of their token, listed for their owner.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::ids::UserId;
use sqlx::PgExecutor;

/// A stored session's data.
pub struct StoredSession {
    /// The session's values.
    pub data: serde_json::Value,
    /// End.
    pub expires_at: DateTime<Utc>,
}

/// A session's values, unless it has ended.
pub async fn load(db: impl PgExecutor<'_>, id: &[u8], now: DateTime<Utc>) -> Result<Option<StoredSession>> {
    sqlx::query_as!(StoredSession, "select data, expires_at from sessions where id = $1 and expires_at > $2", id, now)
        .fetch_optional(db)
        .await
}

/// Adds a session; false where the key is taken.
pub async fn create(
    db: impl PgExecutor<'_>,
    id: &[u8],
    user: Option<UserId>,
    data: &serde_json::Value,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "insert into sessions (id, user_id, data, ip, user_agent, created_at, last_seen_at, expires_at)
         values ($1, $2, $3::jsonb, $3::jsonb ->> 'ip', $3::jsonb ->> 'agent', $4, $4, $5)
         on conflict (id) do nothing",
        id,
        user.map(|u| u.0),
        data,
        now,
        expires_at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes a session's values.
pub async fn save(
    db: impl PgExecutor<'_>,
    id: &[u8],
    user: Option<UserId>,
    data: &serde_json::Value,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into sessions (id, user_id, data, ip, user_agent, created_at, last_seen_at, expires_at)
         values ($1, $2, $3::jsonb, $3::jsonb ->> 'ip', $3::jsonb ->> 'agent', $4, $4, $5)
         on conflict (id) do update set user_id = excluded.user_id, data = excluded.data, ip = excluded.ip,
             user_agent = excluded.user_agent, last_seen_at = excluded.last_seen_at, expires_at = excluded.expires_at",
        id,
        user.map(|u| u.0),
        data,
        now,
        expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a session was used, at most once a minute.
pub async fn touch(db: impl PgExecutor<'_>, id: &[u8], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update sessions set last_seen_at = $2::timestamptz where id = $1 and last_seen_at < $2::timestamptz - interval '1 minute'",
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a session.
pub async fn delete(db: impl PgExecutor<'_>, id: &[u8]) -> Result<()> {
    sqlx::query!("delete from sessions where id = $1", id).execute(db).await?;
    Ok(())
}

/// Ends an account's sessions, but for one.
pub async fn delete_others(db: impl PgExecutor<'_>, user: UserId, keep: Option<&[u8]>) -> Result<u64> {
    let done =
        sqlx::query!("delete from sessions where user_id = $1 and ($2::bytea is null or id <> $2)", user.0, keep)
            .execute(db)
            .await?;
    Ok(done.rows_affected())
}

/// Removes sessions that have ended; how many.
pub async fn delete_expired(db: impl PgExecutor<'_>, now: DateTime<Utc>) -> Result<u64> {
    Ok(sqlx::query!("delete from sessions where expires_at <= $1", now).execute(db).await?.rows_affected())
}

/// A session in its owner's list.
pub struct SessionRow {
    /// Key.
    pub id: Vec<u8>,
    /// Address that it came from.
    pub ip: Option<String>,
    /// Browser and system, as the browser says.
    pub user_agent: Option<String>,
    /// Start.
    pub created_at: DateTime<Utc>,
    /// Last use.
    pub last_seen_at: DateTime<Utc>,
}

/// An account's sessions, the last used first.
pub async fn list(db: impl PgExecutor<'_>, user: UserId, now: DateTime<Utc>) -> Result<Vec<SessionRow>> {
    sqlx::query_as!(
        SessionRow,
        "select id, ip, user_agent, created_at, last_seen_at from sessions
         where user_id = $1 and expires_at > $2 order by last_seen_at desc limit 100",
        user.0,
        now
    )
    .fetch_all(db)
    .await
}
