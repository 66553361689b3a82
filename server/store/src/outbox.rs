//! Mail waiting, sent, kept for reading or called back.

use crate::{Result, words::word};
use chrono::{DateTime, Utc};
use hireq_domain::{
    ids::{ApplicationId, UserId},
    locale::Locale,
};
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
    /// Whose account it is about, or asked for it.
    pub user: Option<UserId>,
    /// The reader's language, which it is written in.
    pub locale: Locale,
    /// Subject line.
    pub subject: &'a str,
    /// What its button says; empty where it has none.
    pub action: &'a str,
    /// Plain text.
    pub body: &'a str,
    /// What stands in the text only while the mail goes out.
    pub secret: Option<&'a str>,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
    /// Not before; none is at once, by the database's clock.
    pub send_after: Option<DateTime<Utc>>,
    /// How far the clock was moved, in seconds: zero but in tests.
    pub clock_offset: f64,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// Adds a mail unless its key is already there; its key in the outbox, or none.
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

/// Calls back an application's mails of one event that have not gone out; how many.
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

/// A mail that is one worker's to send until its lease runs out.
pub struct ClaimedMail {
    /// Key.
    pub id: Uuid,
    /// Address.
    pub recipient: String,
    /// The language that it is written in.
    pub locale: Locale,
    /// Subject line.
    pub subject: String,
    /// What its button says; empty where it has none.
    pub action: String,
    /// Plain text.
    pub body: String,
    /// What takes the place of the hidden part of the text.
    pub secret: Option<String>,
    /// Tries so far, this one among them.
    pub attempts: i32,
}

/// Claims the next mail that is due, or whose claim ran out, for `lease` seconds. One statement and so one short
/// transaction: nothing is locked while the mail is handed over. Times are the database's, moved by the clock's offset.
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

/// How a claimed mail went.
pub enum Outcome<'a> {
    /// Handed over.
    Sent,
    /// No mail server is set: kept for reading here.
    Kept,
    /// To be tried again after so many seconds.
    Again {
        /// What went wrong.
        error: &'a str,
        /// Until the next try.
        seconds: f64,
    },
    /// Given up.
    Failed {
        /// What went wrong.
        error: &'a str,
    },
}

/// Notes how a claimed mail went. False where another took it up meanwhile: what that one notes counts.
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

/// Seconds for which the mail that waits longest has been due; zero where none waits.
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

/// Empties the texts of mails that were done with before; how many.
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

/// Removes mails that were done with before; how many.
pub async fn delete(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> Result<u64> {
    let done = sqlx::query!(
        "delete from outbox where state not in ('queued', 'sending') and coalesce(sent_at, send_after) < $1",
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
