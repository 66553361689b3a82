//! Background tasks: listing, retrying, cancelling.

use super::PAGE_SIZE;
use crate::{Result, ServiceError, Services, auth::Admin, events::record, queue::admin as queue};
use hireq_domain::{
    admin::{TaskCounts, TaskRow, TaskState},
    event::{Desk, Event},
    page::Page,
};

/// How many tasks are in each state.
///
/// # Errors
/// If the database query fails.
pub async fn counts(services: &Services, _admin: &Admin) -> Result<TaskCounts> {
    queue::counts(&services.pool).await
}

/// A page of the tasks in one state, or in all: first those that are running, then those that gave up, then those
/// waiting.
///
/// # Errors
/// If the database query fails.
pub async fn list(services: &Services, _admin: &Admin, state: Option<TaskState>, page: i64) -> Result<Page<TaskRow>> {
    queue::list(&services.pool, state, page, PAGE_SIZE).await
}

/// Runs a task as soon as a worker is free, and gives it all of its attempts again.
///
/// # Errors
/// `Conflict` if it is running; `NotFound` if it is done or was removed.
pub async fn retry(services: &Services, admin: &Admin, id: i64) -> Result<()> {
    change(services, admin, id, Desk::Retry).await
}

/// Removes a task that is waiting or gave up. Its work stays undone.
///
/// # Errors
/// `Conflict` if it is running; `NotFound` if it is done or was removed.
pub async fn cancel(services: &Services, admin: &Admin, id: i64) -> Result<()> {
    change(services, admin, id, Desk::Cancel).await
}

async fn change(services: &Services, admin: &Admin, id: i64, done: Desk) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let task = queue::find_locked(&mut tx, id).await?.ok_or(ServiceError::NotFound)?;
    if task.state == TaskState::Running {
        return Err(ServiceError::Conflict("This task is running now. Look again when it has ended".into()));
    }
    match done {
        Desk::Retry => queue::retry(&mut tx, id).await?,
        Desk::Cancel | Desk::Read => queue::remove(&mut tx, id).await?,
    }
    let event = Event::TaskHandled { done, task: task.name, number: id, attempts: task.attempts };
    record(services, &mut tx, admin, event).await?;
    tx.commit().await?;
    Ok(())
}
