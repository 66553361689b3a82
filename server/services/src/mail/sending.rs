//! Sends mail: claims a mail, hands it to the server without holding any lock and with a time limit, and stores the
//! result.
//!
//! A mail may be sent twice if the server accepted it but the result was lost (the process was killed, or the server's
//! answer came after the time limit): SMTP has no way to ask. Both copies carry the same `Message-ID`, so that mail
//! programs show one.

use super::page::page;
use crate::{Result, ServiceError, Services, config::MailTransport};
use hireq_domain::account::{Email, ascii_domain};
use hireq_store::outbox::{self, ClaimedMail, Outcome};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    address::AddressError,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp,
};
use secrecy::ExposeSecret;
use std::time::Duration;
use tokio::time::timeout;

type Transport = AsyncSmtpTransport<Tokio1Executor>;

const CONTENT_LANGUAGE: HeaderName = HeaderName::new_from_ascii_str("Content-Language");
const CONNECTING: Duration = Duration::from_secs(5);
/// The time limit for the whole SMTP conversation, and so for each command in it.
const CONVERSATION: Duration = Duration::from_secs(20);
/// How long a claim lasts: longer than any conversation, so that only a dead worker's claim expires.
const LEASE_SECONDS: f64 = 30.0;
/// A mail is given up after this many attempts, the last one two hours after the first.
const MAX_ATTEMPTS: i32 = 8;

enum Fault {
    /// The mail itself was refused; no further attempt can succeed.
    Mail(String),
    /// The server failed, and may work later.
    Server(String),
}

/// Sends every due mail, over SMTP if that is configured; otherwise the mails are kept for administrators to read. A
/// mail that cannot be delivered is retried with backoff, up to eight times.
///
/// # Errors
/// If a database query fails.
pub async fn send_due(services: &Services) -> Result<()> {
    let transport = match &services.config.mail {
        MailTransport::Outbox => None,
        MailTransport::Smtp(url) => Some(
            Transport::from_url(url.expose_secret()).map_err(ServiceError::internal)?.timeout(Some(CONNECTING)).build(),
        ),
    };
    loop {
        let offset = services.clock.offset_seconds();
        let Some(mail) = outbox::claim(&services.pool, offset, LEASE_SECONDS).await? else { return Ok(()) };
        let fault = match &transport {
            None => {
                outbox::mark(&services.pool, &mail, Outcome::Kept, offset).await?;
                continue;
            }
            Some(transport) => send(services, transport, &mail).await.err(),
        };
        let outcome = match &fault {
            None => Outcome::Sent,
            Some(Fault::Mail(error)) => Outcome::Failed { error },
            Some(Fault::Server(error)) if mail.attempts >= MAX_ATTEMPTS => Outcome::Failed { error },
            Some(Fault::Server(error)) => Outcome::Again { error, seconds: wait_seconds(mail.attempts) },
        };
        outbox::mark(&services.pool, &mail, outcome, offset).await?;
        if fault.is_some() {
            tracing::warn!(mail = %mail.id, attempts = mail.attempts, "a mail could not be sent");
        }
        // If the server fails for one mail it will fail for the next. It is tried again within a minute, with another
        // mail.
        if matches!(fault, Some(Fault::Server(_))) {
            return Ok(());
        }
    }
}

/// One minute after the first attempt, doubled after each further one.
fn wait_seconds(attempts: i32) -> f64 {
    60.0 * f64::from(1 << (attempts - 1).clamp(0, 8))
}

async fn send(services: &Services, transport: &Transport, mail: &ClaimedMail) -> std::result::Result<(), Fault> {
    let text =
        mail.secret.as_ref().map_or_else(|| mail.body.clone(), |secret| mail.body.replace(super::HIDDEN, secret));
    let recipient = mail.recipient.parse::<Email>().and_then(|email| email.for_mail());
    let recipient = recipient.map_err(|e| Fault::Mail(format!("recipient: {e}")))?;
    let html = page(mail.locale, &mail.subject, &mail.action, &text, &services.config.frontend_url)
        .map_err(|e| Fault::Mail(e.to_string()))?;
    let message = Message::builder()
        .from(sender(&services.config.from_email).map_err(|e| Fault::Server(format!("FROM_EMAIL: {e}")))?)
        .to(recipient.parse().map_err(|e| Fault::Mail(format!("recipient: {e}")))?)
        .subject(&mail.subject)
        .message_id(Some(format!("<{}@hireq>", mail.id)))
        .raw_header(HeaderValue::new(CONTENT_LANGUAGE, mail.locale.to_string()))
        .multipart(MultiPart::alternative_plain_html(text, html))
        .map_err(|e| Fault::Mail(e.to_string()))?;
    match timeout(CONVERSATION, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if refuses_recipient(&error) => Err(Fault::Mail(error.to_string())),
        Ok(Err(error)) => Err(Fault::Server(error.to_string())),
        Err(_) => Err(Fault::Server(format!("the mail server did not answer within {} s", CONVERSATION.as_secs()))),
    }
}

/// The sender, with its domain in ASCII.
fn sender(from: &str) -> std::result::Result<Mailbox, AddressError> {
    let Mailbox { name, email } = from.parse()?;
    let domain = ascii_domain(email.domain()).ok_or(AddressError::InvalidDomain)?;
    Ok(Mailbox { name, email: Address::new(email.user(), domain)? })
}

/// Whether the server permanently refused this mailbox, rather than us or all mail.
fn refuses_recipient(error: &smtp::Error) -> bool {
    error.status().is_some_and(|code| matches!(u16::from(code), 550 | 551 | 553))
}
