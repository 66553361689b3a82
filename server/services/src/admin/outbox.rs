//! The outbox. Without a mail server, mails stay here and administrators read them.

use super::PAGE_SIZE;
use crate::{Result, ServiceError, Services, auth::Admin, events::record, mail, queue};
use hireq_domain::{
    admin::{MailRow, MailState, MailText},
    event::{Desk, Event},
    page::Page,
    retention::Kept,
};
use hireq_store::admin as store;
use uuid::Uuid;

/// A page of the mails in one state, or in all, newest first.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, _admin: &Admin, state: Option<MailState>, page: i64) -> Result<Page<MailRow>> {
    Ok(store::outbox::list(&services.pool, state, page, PAGE_SIZE).await?)
}

/// How many mails are in each state.
///
/// # Errors
/// If the database query fails.
pub async fn counts(services: &Services, _admin: &Admin) -> Result<Vec<(MailState, i64)>> {
    Ok(store::outbox::counts(&services.pool).await?)
}

/// A mail with its text. Reading it is recorded in the audit log. Links that give access to an account are not
/// included.
///
/// # Errors
/// `NotFound`.
pub async fn read(services: &Services, admin: &Admin, id: Uuid) -> Result<MailText> {
    let mut tx = services.pool.begin().await?;
    let mail = store::outbox::find(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    record(services, &mut tx, admin, Event::MailHandled { done: Desk::Read, mail: id, event: mail.row.event.clone() })
        .await?;
    tx.commit().await?;
    Ok(mail)
}

/// Cancels a mail that has not been sent yet.
///
/// # Errors
/// `Conflict` if it has been sent; `NotFound`.
pub async fn cancel(services: &Services, admin: &Admin, id: Uuid) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let mail = store::outbox::find(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    if !store::outbox::cancel(&mut *tx, id).await? {
        return Err(ServiceError::Conflict("This mail is not waiting any more".into()));
    }
    record(services, &mut tx, admin, Event::MailHandled { done: Desk::Cancel, mail: id, event: mail.row.event })
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Queues a failed or cancelled mail again.
///
/// # Errors
/// `Conflict` if the mail neither failed nor was cancelled; `NotFound`.
pub async fn retry(services: &Services, admin: &Admin, id: Uuid) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let waiting = store::outbox::find(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    if waiting.body.contains(mail::HIDDEN) {
        return Err(ServiceError::Conflict(
            "The link in this mail is gone. Its reader has to ask for a new one".into(),
        ));
    }
    if waiting.body.is_empty() {
        return Err(ServiceError::Conflict(format!("The text of this mail is removed {}", Kept::MailTexts.says())));
    }
    if !store::outbox::retry(&mut *tx, id, services.clock.now()).await? {
        return Err(ServiceError::Conflict("Only a mail that failed or was cancelled can be sent again".into()));
    }
    queue::enqueue(&mut tx, &mail::SendMail::default()).await?;
    record(services, &mut tx, admin, Event::MailHandled { done: Desk::Retry, mail: id, event: waiting.row.event })
        .await?;
    tx.commit().await?;
    Ok(())
}
