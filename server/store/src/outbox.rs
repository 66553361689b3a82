//! The outbox: mails that are waiting, sent, kept for reading or cancelled.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, UserId},
    locale::Locale,
};
use sqlx::PgExecutor;
use uuid::Uuid;

pub struct NewMail<'a> {
    /// Prevents duplicates: a second mail with the same key is not added.
    pub dedupe_key: &'a str,
    /// The event that it is about, such as `application_received`.
    pub event: &'a str,
    /// The mail address.
    pub recipient: &'a str,
    /// The account that it belongs to, or that requested it.
    pub user: Option<UserId>,
    /// The language of the mail.
    pub locale: Locale,
    pub subject: &'a str,
    /// The label of its button; empty if it has none.
    pub action: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// The secret that is inserted into the text only while the mail is being sent.
    pub secret: Option<&'a str>,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
    /// The earliest time to send it; `None` for now, by the database's clock.
    pub send_after: Option<DateTime<Utc>>,
    /// By how many seconds the clock is shifted; zero except in tests.
    pub clock_offset: f64,
    pub created_at: DateTime<Utc>,
}

/// Adds a mail unless one with its key exists; returns its id if it was added.
pub async fn add(db: impl PgExecutor<'_>, mail: NewMail<'_>) -> Result<Option<Uuid>> {
    sqlx::query_scalar!(
        "insert into outbox (id, dedupe_key, event, recipient, subject, body, application_id, send_after, created_at, secret,
             locale, action, user_id)
         values ($1, $2, $3, $4, $5, $6, $7, coalesce($8, now() + make_interval(secs => $10)), $9, $11, $12, $13, $14)
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
        mail.clock_offset,
        mail.secret,
        mail.locale.as_str(),
        mail.action,
        mail.user.map(|id| id.0),
    )
    .fetch_optional(db)
    .await
}

/// Cancels an application's unsent mails for one event; returns how many.
pub async fn cancel(db: impl PgExecutor<'_>, application: ApplicationId, event: &str) -> Result<u64> {
    let done = sqlx::query!(
        "update outbox set state = 'cancelled', secret = null where application_id = $1 and event = $2 and state = 'queued'",
        application.0,
        event,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// A mail that one worker may send until its claim expires.
pub struct ClaimedMail {
    pub id: Uuid,
    /// The mail address.
    pub recipient: String,
    /// The language of the mail.
    pub locale: Locale,
    pub subject: String,
    /// The label of its button; empty if it has none.
    pub action: String,
    /// Plain text.
    pub body: String,
    /// Replaces the placeholder in the text.
    pub secret: Option<String>,
    /// The number of attempts, including this one.
    pub attempts: i32,
}

/// Claims the next mail that is due, or whose claim has expired, for `lease` seconds. A single statement, and so a
/// short transaction: nothing is locked while the mail is being sent. Times are the database's, shifted by the clock's
/// offset.
pub async fn claim(db: impl PgExecutor<'_>, clock_offset: f64, lease: f64) -> Result<Option<ClaimedMail>> {
    let row = sqlx::query!(
        "update outbox set state = 'sending', attempts = attempts + 1,
             lease_until = now() + make_interval(secs => $1::float8 + $2::float8)
         where id = (
             select id from outbox
             where (state = 'queued' and send_after <= now() + make_interval(secs => $1))
                or (state = 'sending' and lease_until <= now() + make_interval(secs => $1))
             order by send_after limit 1 for update skip locked)
         returning id, recipient, locale, subject, action, body, secret, attempts",
        clock_offset,
        lease,
    )
    .fetch_optional(db)
    .await?;
    row.map(|r| {
        Ok(ClaimedMail {
            id: r.id,
            recipient: r.recipient,
            locale: word("locale", &r.locale)?,
            subject: r.subject,
            action: r.action,
            body: r.body,
            secret: r.secret,
            attempts: r.attempts,
        })
    })
    .transpose()
}

/// The result of sending a claimed mail.
pub enum Outcome<'a> {
    Sent,
    /// There is no mail server: kept for administrators to read.
    Kept,
    /// To be retried.
    Again {
        /// What went wrong.
        error: &'a str,
        /// The delay until the next attempt.
        seconds: f64,
    },
    /// Given up.
    Failed {
        /// What went wrong.
        error: &'a str,
    },
}

/// Stores the result of a claimed mail. Returns false if the claim has been taken over by another worker, whose result
/// counts.
pub async fn mark(
    db: impl PgExecutor<'_>,
    mail: &ClaimedMail,
    outcome: Outcome<'_>,
    clock_offset: f64,
) -> Result<bool> {
    let (state, error, wait) = match outcome {
        Outcome::Sent => ("sent", None, None),
        Outcome::Kept => ("kept", None, None),
        Outcome::Again { error, seconds } => ("queued", Some(error), Some(seconds)),
        Outcome::Failed { error } => ("failed", Some(error), None),
    };
    let done = sqlx::query!(
        "update outbox set state = $3::text, last_error = $4, lease_until = null,
             secret = case when $3::text = 'queued' then secret end,
             send_after = coalesce(now() + make_interval(secs => $5::float8 + $6::float8), send_after),
             sent_at = case when $3::text in ('sent', 'kept') then now() + make_interval(secs => $6) end
         where id = $1 and state = 'sending' and attempts = $2",
        mail.id,
        mail.attempts,
        state,
        error,
        wait,
        clock_offset,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// For how many seconds the oldest due mail has been waiting; zero if none is.
pub async fn oldest_due(db: impl PgExecutor<'_>, clock_offset: f64) -> Result<f64> {
    sqlx::query_scalar!(
        r#"select coalesce(greatest(extract(epoch from now() + make_interval(secs => $1) - min(send_after)), 0), 0)::float8
               as "seconds!"
         from outbox where state in ('queued', 'sending')"#,
        clock_offset
    )
    .fetch_one(db)
    .await
}

/// Deletes the texts of mails that were finished before `before`; returns how many.
pub async fn empty(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "update outbox set body = '', secret = null
         where state not in ('queued', 'sending') and coalesce(sent_at, send_after) < $1 and body <> ''",
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Removes mails that were finished before `before`; returns how many.
pub async fn delete(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "delete from outbox where state not in ('queued', 'sending') and coalesce(sent_at, send_after) < $1",
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
