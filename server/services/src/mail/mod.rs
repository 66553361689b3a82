//! Mail: written from templates into the outbox with its cause, then sent by a task.

mod sending;
mod templates;

pub use sending::send_due;

use crate::{Result, Services, tasks};
use chrono::{DateTime, Utc};
use hireq_domain::ids::ApplicationId;
use hireq_store::{PgConnection, outbox};

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

/// Stands in a mail's text for its secret until it goes out.
pub const HIDDEN: &str = "[hidden]";

/// Puts a mail into the outbox and queues its sending, in the caller's transaction.
///
/// # Errors
/// Where the template fails or the database refuses.
pub async fn queue(services: &Services, db: &mut PgConnection, mail: Mail<'_>) -> Result<()> {
    queue_with_secret(services, db, mail, None).await
}

/// As [`queue`], with a secret that takes the place of [`HIDDEN`] when the mail goes out and is kept nowhere after.
///
/// # Errors
/// Where the template fails or the database refuses.
pub async fn queue_with_secret(
    services: &Services,
    db: &mut PgConnection,
    mail: Mail<'_>,
    secret: Option<&str>,
) -> Result<()> {
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
            secret,
            application: mail.application,
            send_after: mail.send_after,
            clock_offset: services.clock.offset_seconds(),
            created_at: services.clock.now(),
        },
    )
    .await?;
    // What is due later is found by the sweep.
    if added.is_some() && mail.send_after.is_none() {
        tasks::enqueue(db, &tasks::SendMail::default()).await?;
    }
    Ok(())
}
