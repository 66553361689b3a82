//! Renders a description that is still being written: limited in length and time, and on a blocking thread.

use super::markdown;
use crate::{Result, ServiceError};
use hireq_domain::job_form::MAX_DESCRIPTION;
use std::time::Duration;

/// Far longer than any description within the limits needs.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// A description as everyone will see it.
///
/// # Errors
/// `Invalid` if it is too long to be saved; `Unavailable` if the machine is too busy.
pub async fn preview(description: String) -> Result<String> {
    refuse_long(&description)?;
    on_blocking_thread(move || markdown::to_html(&description)).await
}

pub(super) fn refuse_long(description: &str) -> Result<()> {
    if description.chars().count() > MAX_DESCRIPTION {
        return Err(ServiceError::field("description", "Shorten the description to 20,000 characters or fewer"));
    }
    Ok(())
}

pub(super) async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(work)).await {
        Ok(done) => done.map_err(ServiceError::internal),
        Err(_) => Err(ServiceError::Unavailable("The text takes too long to read. Try again in a minute".into())),
    }
}
