//! Mail: written from templates into the outbox with its cause, then sent by a task.

use crate::{Result, ServiceError, Services, config::MailTransport, tasks};
use chrono::{DateTime, TimeDelta, Utc};
use hireq_domain::ids::ApplicationId;
use hireq_store::{PgConnection, outbox};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::header::ContentType};
use secrecy::ExposeSecret;

mod templates;

/// A mail to write.
pub struct Mail<'a> {
    /// Which event it tells; also the template's name.
    pub event: &'a str,
    /// One mail a key.
    pub dedupe_key: String,
    /// Address.
    pub to: &'a str,
    /// Values for the template.
    pub values: serde_json::Value,
    /// The application that it is about.
    pub application: Option<ApplicationId>,
    /// Not before; none sends at once.
    pub send_after: Option<DateTime<Utc>>,
}

/// Puts a mail into the outbox and queues its sending, in the caller's transaction.
///
/// # Errors
/// Where the template fails or the database refuses.
pub async fn queue(services: &Services, db: &mut PgConnection, mail: Mail<'_>) -> Result<()> {
    let now = services.clock.now();
    let mut values = mail.values;
    values["site"] = services.config.frontend_url.clone().into();
    let (subject, body) = templates::render(mail.event, &values)?;
    let added = outbox::add(
        &mut *db,
        outbox::NewMail {
            dedupe_key: &mail.dedupe_key,
            event: mail.event,
            recipient: mail.to,
            subject: &subject,
            body: &body,
            application: mail.application,
            send_after: mail.send_after.unwrap_or(now),
            created_at: now,
        },
    )
    .await?;
    if added.is_some() {
        tasks::enqueue_at(db, &tasks::SendMail {}, mail.send_after).await?;
    }
    Ok(())
}

/// Sends every due mail: over SMTP where it is configured; otherwise it is kept for admins to read.
///
/// # Errors
/// Where the database refuses. A mail that cannot be delivered is tried again with backoff, eight times.
pub async fn send_due(services: &Services) -> Result<()> {
    let transport = match &services.config.mail {
        MailTransport::Outbox => None,
        MailTransport::Smtp(url) => Some(
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
                .map_err(ServiceError::internal)?
                .build(),
        ),
    };
    loop {
        let now = services.clock.now();
        let mut tx = services.pool.begin().await?;
        let Some(mail) = outbox::due(&mut *tx, now, 1).await?.pop() else { return Ok(()) };
        match &transport {
            None => outbox::note(&mut *tx, mail.id, "kept", None, now, now).await?,
            Some(transport) => match send(services, transport, &mail).await {
                Ok(()) => outbox::note(&mut *tx, mail.id, "sent", None, now, now).await?,
                Err(error) => {
                    tracing::warn!(mail = %mail.id, attempts = mail.attempts, "a mail could not be sent");
                    let state = if mail.attempts >= 7 { "failed" } else { "queued" };
                    let next = now + TimeDelta::minutes(1 << mail.attempts.clamp(0, 8));
                    outbox::note(&mut *tx, mail.id, state, Some(&error), next, now).await?;
                    if state == "queued" {
                        tasks::enqueue_at(&mut tx, &tasks::SendMail {}, Some(next)).await?;
                    }
                }
            },
        }
        tx.commit().await?;
    }
}

async fn send(
    services: &Services,
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    mail: &outbox::DueMail,
) -> std::result::Result<(), String> {
    let message = Message::builder()
        .from(services.config.from_email.parse().map_err(|e| format!("FROM_EMAIL: {e}"))?)
        .to(mail.recipient.parse().map_err(|e| format!("recipient: {e}"))?)
        .subject(&mail.subject)
        .message_id(Some(format!("<{}@hireq>", mail.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone())
        .map_err(|e| e.to_string())?;
    transport.send(message).await.map(drop).map_err(|e| e.to_string())
}
