//! Mail waiting, sent, kept for reading or called back.

use crate::Result;
use chrono::{DateTime, Utc};
use hireq_domain::ids::ApplicationId;
use sqlx::PgExecutor;
use uuid::Uuid;

/// A mail to put into the outbox.
pub struct NewMail<'a> {
    /// One mail a key: a repeated cause sends nothing twice.
    pub dedupe_key: &'a str,
    /// Which event it tells, such as `application_received`.
    pub event: &'a str,
    /// Address.
    pub recipient: &'a str,
    /// Subject line.
    pub subject: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
    /// Not before.
    pub send_after: DateTime<Utc>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Adds a mail unless its key is already there; its key in the outbox, or none.
pub async fn add(db: impl PgExecutor<'_>, mail: NewMail<'_>) -> Result<Option<Uuid>> {
    sqlx::query_scalar!(
        "insert into outbox (id, dedupe_key, event, recipient, subject, body, application_id, send_after, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (dedupe_key) do nothing
         returning id",
        Uuid::now_v7(),
        mail.dedupe_key,
        mail.event,
        mail.recipient,
        mail.subject,
        mail.body,
        mail.application.map(|id| id.0),
        mail.send_after,
        mail.created_at,
    )
    .fetch_optional(db)
    .await
}

/// Calls back an application's mails of one event that have not gone out; how many.
pub async fn cancel(db: impl PgExecutor<'_>, application: ApplicationId, event: &str) -> Result<u64> {
    let done = sqlx::query!(
        "update outbox set state = 'cancelled' where application_id = $1 and event = $2 and state = 'queued'",
        application.0,
        event,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A mail that is due, locked until the transaction ends.
pub struct DueMail {
    /// Key.
    pub id: Uuid,
    /// Address.
    pub recipient: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Tries so far.
    pub attempts: i32,
}

/// The next due mails, locked; others that work at the same time skip them.
pub async fn due(db: impl PgExecutor<'_>, now: DateTime<Utc>, limit: i64) -> Result<Vec<DueMail>> {
    sqlx::query_as!(
        DueMail,
        "select id, recipient, subject, body, attempts from outbox
         where state = 'queued' and send_after <= $1
         order by send_after limit $2 for update skip locked",
        now,
        limit,
    )
    .fetch_all(db)
    .await
}

/// Notes how a mail went: `sent`, `kept` (no transport: for reading here), or `queued` again with the error and the
/// next time, or `failed` for good.
pub async fn note(
    db: impl PgExecutor<'_>,
    id: Uuid,
    state: &str,
    error: Option<&str>,
    next: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "update outbox set state = $2::text, last_error = $3, send_after = $4, attempts = attempts + 1,
             sent_at = case when $2::text in ('sent', 'kept') then $5::timestamptz end
         where id = $1",
        id,
        state,
        error,
        next,
        now,
    )
    .execute(db)
    .await?;
    Ok(())
}
