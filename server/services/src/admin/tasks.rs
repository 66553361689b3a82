//! Background tasks: seen, tried again, cancelled.

use super::PAGE_SIZE;
use crate::{Result, ServiceError, Services, auth::Admin, events::record, queue::admin as queue};
use hireq_domain::{
    admin::{TaskCounts, TaskRow, TaskState},
    event::{Desk, Event},
    page::Page,
};

/// How many tasks stand where.
///
/// # Errors
/// Where the database refuses.
pub async fn counts(services: &Services, _admin: &Admin) -> Result<TaskCounts> {
    queue::counts(&services.pool).await
}

/// A page of the tasks in a state, or of all: what runs first, then what gave up, then what waits.
///
/// # Errors
/// Where the database refuses.
pub async fn list(services: &Services, _admin: &Admin, state: Option<TaskState>, page: i64) -> Result<Page<TaskRow>> {
    queue::list(&services.pool, state, page, PAGE_SIZE).await
}

/// Runs a task as soon as a worker is free, with all its tries before it.
///
/// # Errors
/// `Conflict` where it runs now; `NotFound` where it is done or gone.
pub async fn retry(services: &Services, admin: &Admin, id: i64) -> Result<()> {
    change(services, admin, id, Desk::Retry).await
}

/// Removes a task that waits or gave up. What it should have done stays undone.
///
/// # Errors
/// `Conflict` where it runs now; `NotFound` where it is done or gone.
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
