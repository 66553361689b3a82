//! Reading a description that is still being written: bounded in length and time, and beside the threads that answer.

use super::{markdown, proposed::Lines, requirements};
use crate::{Result, ServiceError, Services};
use hireq_domain::{job::Requirement, job_form::MAX_DESCRIPTION};
use hireq_ml::judge::Priority;
use std::time::Duration;

/// Far more than any description within its bounds needs.
const PATIENCE: Duration = Duration::from_secs(5);

/// A description as everyone will see it.
///
/// # Errors
/// `Invalid` for one that is too long to be saved; `Unavailable` where the machine is too busy.
pub async fn preview(description: String) -> Result<String> {
    refuse_long(&description)?;
    on_blocking_thread(move || markdown::to_html(&description)).await
}

/// Requirements that a description speaks of.
///
/// # Errors
/// As [`preview`].
pub async fn proposal(services: &Services, title: String, description: String) -> Result<Vec<Requirement>> {
    refuse_long(&description)?;
    let Some(judge) = &services.judge else {
        return on_blocking_thread(move || requirements::propose(&title, &description)).await;
    };
    let lines = on_blocking_thread(move || Lines::of(&title, &description)).await?;
    match judge.read_advert(lines.pairs(), Priority::Interactive).await {
        Ok(answers) => Ok(lines.requirements(&answers)),
        Err(error) => {
            tracing::warn!(error = %error, "an advert could not be read");
            Err(ServiceError::Unavailable("The text cannot be read just now. Try again in a minute".into()))
        }
    }
}

fn refuse_long(description: &str) -> Result<()> {
    if description.chars().count() > MAX_DESCRIPTION {
        return Err(ServiceError::field("description", "Shorten the description to 20,000 characters or fewer"));
    }
    Ok(())
}

async fn on_blocking_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(work)).await {
        Ok(done) => done.map_err(ServiceError::internal),
        Err(_) => Err(ServiceError::Unavailable("The text takes too long to read. Try again in a minute".into())),
    }
}
