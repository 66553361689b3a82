//! Listing, cancelling and retrying mails in the outbox.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    admin::{MailRow, MailState, MailText},
    ids::ApplicationId,
    page::{Page, offset},
};
use sqlx::PgExecutor;
use uuid::Uuid;

struct Row {
    id: Uuid,
    event: String,
    recipient: String,
    subject: String,
    body: String,
    application_id: Option<Uuid>,
    state: String,
    send_after: DateTime<Utc>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    attempts: i32,
    last_error: Option<String>,
}

impl Row {
    fn read(self) -> Result<MailText> {
        Ok(MailText {
            row: MailRow {
                id: self.id,
                event: self.event,
                recipient: self.recipient,
                subject: self.subject,
                state: word("state", &self.state)?,
                send_after: self.send_after,
                created_at: self.created_at,
                sent_at: self.sent_at,
                attempts: self.attempts,
                last_error: self.last_error,
            },
            body: self.body,
            application: self.application_id.map(ApplicationId),
        })
    }
}

/// A page of the mails in one state, or in all, newest first.
pub async fn list(
    db: impl PgExecutor<'_> + Copy,
    state: Option<MailState>,
    number: i64,
    size: i64,
) -> Result<Page<MailRow>> {
    let state = state.map(MailState::as_str);
    let total =
        sqlx::query_scalar!(r#"select count(*) as "count!" from outbox where ($1::text is null or state = $1)"#, state)
            .fetch_one(db)
            .await?;
    let rows = sqlx::query_as!(
        Row,
        "select id, event, recipient, subject, '' as \"body!\", application_id, state, send_after, created_at,
             sent_at, attempts, last_error
         from outbox where ($1::text is null or state = $1)
         order by created_at desc, id desc limit $2 offset $3",
        state,
        size,
        offset(number, size)
    )
    .fetch_all(db)
    .await?;
    let items = rows.into_iter().map(|row| row.read().map(|mail| mail.row)).collect::<Result<_>>()?;
    Ok(Page { items, total, number: number.max(1), size })
}

pub async fn counts(db: impl PgExecutor<'_>) -> Result<Vec<(MailState, i64)>> {
    let rows = sqlx::query!(r#"select state, count(*) as "count!" from outbox group by state"#).fetch_all(db).await?;
    rows.into_iter().map(|r| Ok((word("state", &r.state)?, r.count))).collect()
}

pub async fn find(db: impl PgExecutor<'_>, id: Uuid) -> Result<Option<MailText>> {
    sqlx::query_as!(
        Row,
        "select id, event, recipient, subject, body, application_id, state, send_after, created_at, sent_at,
             attempts, last_error
         from outbox where id = $1",
        id
    )
    .fetch_optional(db)
    .await?
    .map(Row::read)
    .transpose()
}

/// Cancels a mail that has not been sent. Returns false if it has been, or does not exist.
pub async fn cancel(db: impl PgExecutor<'_>, id: Uuid) -> Result<bool> {
    let done =
        sqlx::query!("update outbox set state = 'cancelled', secret = null where id = $1 and state = 'queued'", id)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Queues a failed or cancelled mail again, as if it had never been attempted. Returns false for any other mail.
pub async fn retry(db: impl PgExecutor<'_>, id: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let done = sqlx::query!(
        "update outbox set state = 'queued', send_after = $2, attempts = 0, last_error = null
         where id = $1 and state in ('failed', 'cancelled')",
        id,
        now
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
