//! Sessions: found by the hash of their token, and listed for their owner.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::ids::UserId;
use sqlx::PgExecutor;

pub struct StoredSession {
    pub data: serde_json::Value,
    pub expires_at: DateTime<Utc>,
}

/// When sessions expire: those past their end, and those of accounts that began or were last used too long ago.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    pub now: DateTime<Utc>,
    /// Sessions of accounts must have begun after this.
    pub begun_after: DateTime<Utc>,
    /// Sessions of candidates must have been used after this.
    pub candidate_used_after: DateTime<Utc>,
    /// Sessions of recruiters and administrators must have been used after this.
    pub staff_used_after: DateTime<Utc>,
}

/// A session's data, unless it has expired.
pub async fn load(db: impl PgExecutor<'_>, id: &[u8], ends: Ends) -> Result<Option<StoredSession>> {
    sqlx::query_as!(
        StoredSession,
        "select s.data, s.expires_at from sessions s left join users u on u.id = s.user_id
         where s.id = $1 and s.expires_at > $2 and (u.id is null or (s.created_at > $3
             and s.last_seen_at > case when u.role = 'candidate' then $4::timestamptz else $5::timestamptz end))",
        id,
        ends.now,
        ends.begun_after,
        ends.candidate_used_after,
        ends.staff_used_after,
    )
    .fetch_optional(db)
    .await
}

/// Adds a session; returns false if the key is taken.
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

/// Writes a session's data.
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

/// Records that a session was used, at most once a minute.
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

pub async fn delete(db: impl PgExecutor<'_>, id: &[u8]) -> Result<()> {
    sqlx::query!("delete from sessions where id = $1", id).execute(db).await?;
    Ok(())
}

/// Ends all of an account's sessions except `keep`.
pub async fn delete_others(db: impl PgExecutor<'_>, user: UserId, keep: Option<&[u8]>) -> Result<u64> {
    let done =
        sqlx::query!("delete from sessions where user_id = $1 and ($2::bytea is null or id <> $2)", user.0, keep)
            .execute(db)
            .await?;
    Ok(done.rows_affected())
}

/// Removes expired sessions; returns how many.
pub async fn delete_expired(db: impl PgExecutor<'_>, ends: Ends) -> Result<u64> {
    let done = sqlx::query!(
        "delete from sessions s where s.expires_at <= $1 or (s.user_id is not null and (s.created_at <= $2
             or s.last_seen_at <= case when (select role from users where id = s.user_id) = 'candidate'
                 then $3::timestamptz else $4::timestamptz end))",
        ends.now,
        ends.begun_after,
        ends.candidate_used_after,
        ends.staff_used_after,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A session in its owner's list.
pub struct SessionRow {
    pub id: Vec<u8>,
    /// The client's IP address.
    pub ip: Option<String>,
    /// The browser's `User-Agent`.
    pub user_agent: Option<String>,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// An account's sessions, last used first.
pub async fn list(db: impl PgExecutor<'_>, user: UserId, ends: Ends) -> Result<Vec<SessionRow>> {
    sqlx::query_as!(
        SessionRow,
        "select s.id, s.ip, s.user_agent, s.created_at, s.last_seen_at
         from sessions s join users u on u.id = s.user_id
         where s.user_id = $1 and s.expires_at > $2 and s.created_at > $3
             and s.last_seen_at > case when u.role = 'candidate' then $4::timestamptz else $5::timestamptz end
         order by s.last_seen_at desc limit 100",
        user.0,
        ends.now,
        ends.begun_after,
        ends.candidate_used_after,
        ends.staff_used_after,
    )
    .fetch_all(db)
    .await
}
