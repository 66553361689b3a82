//! Background tasks on graphile_worker: queued in the transaction that causes them, run at least once, retried with
//! backoff, found again within a minute after a killed process, and kept visible when they give up.
//!
//! A task names its rows by key and reads them anew, so that running it twice does no harm.

use crate::{Result, ServiceError, Services};
use graphile_worker::{Worker, WorkerOptions};
use hireq_store::{PgConnection, PgPool};
use serde::Serialize;
use std::time::Duration;

pub(crate) mod admin;
mod housekeeping;
mod index_talent;
mod match_application;
mod match_job;
mod read_document;
mod send_mail;

pub use housekeeping::Housekeeping;
pub use index_talent::IndexTalent;
pub use match_application::MatchApplication;
pub use match_job::MatchJob;
pub use read_document::ReadDocument;
pub use send_mail::SendMail;

/// A task gives up after this many tries, about half an hour after the first.
const MAX_ATTEMPTS: i32 = 8;
const SCHEMA: &str = "graphile_worker";

/// A kind of task that can be queued.
pub trait Task: Serialize + Sync {
    /// Its name in the queue.
    const NAME: &'static str;
    /// A key by which a second request replaces the first while that still waits.
    fn key(&self) -> Option<String> {
        None
    }
}

/// Queues a task; it becomes visible when the transaction commits.
///
/// # Errors
/// Where the database refuses.
pub async fn enqueue<T: Task>(db: &mut PgConnection, task: &T) -> Result<()> {
    enqueue_at(db, task, None).await
}

/// Queues a task for later.
///
/// # Errors
/// Where the database refuses.
pub async fn enqueue_at<T: Task>(
    db: &mut PgConnection,
    task: &T,
    run_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<()> {
    let payload = serde_json::to_value(task).map_err(ServiceError::internal)?;
    sqlx::query(
        "select graphile_worker.add_job(identifier => $1, payload => $2::json, run_at => $3, max_attempts => $4,
             job_key => $5)",
    )
    .bind(T::NAME)
    .bind(payload)
    .bind(run_at)
    .bind(MAX_ATTEMPTS)
    .bind(task.key())
    .execute(db)
    .await?;
    Ok(())
}

/// Brings the queue's own tables up to date.
///
/// # Errors
/// Where the database refuses.
pub async fn migrate(pool: &PgPool) -> Result<()> {
    graphile_worker::WorkerUtils::new(pool.clone(), SCHEMA).migrate().await.map_err(ServiceError::internal)
}

/// A worker for every kind of task; `run()` it, and ask it to stop through its shutdown handle.
///
/// # Errors
/// Where the database refuses.
pub async fn worker(services: &Services) -> Result<Worker> {
    WorkerOptions::default()
        .pg_pool(services.pool.clone())
        .schema(SCHEMA)
        .concurrency(2)
        .listen_os_shutdown_signals(false)
        // A killed server's tasks are taken up again after half a minute without a heartbeat.
        .heartbeat_interval(Duration::from_secs(5))
        .sweep_interval(Duration::from_secs(10))
        .sweep_threshold(Duration::from_secs(30))
        .recovery_delay(Duration::from_secs(1))
        .add_extension(services.clone())
        .define_job::<SendMail>()
        .define_job::<ReadDocument>()
        .define_job::<Housekeeping>()
        .define_job::<IndexTalent>()
        .define_job::<MatchApplication>()
        .define_job::<MatchJob>()
        .init()
        .await
        .map_err(ServiceError::internal)
}

/// Tasks that gave up.
///
/// # Errors
/// Where the database refuses.
pub async fn dead_count(pool: &PgPool) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null",
    )
    .fetch_one(pool)
    .await?)
}
