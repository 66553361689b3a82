//! Background tasks on graphile_worker: queued in the transaction that causes them, run at least once, retried with
//! backoff, found again within a minute after a killed process, and kept visible when they give up.
//!
//! A task names its rows by key and reads them anew, so that running it twice does no harm.

use crate::{Result, ServiceError, Services};
use graphile_worker::{JobComplete, JobFail, JobPermanentlyFail, Worker, WorkerOptions};
use hireq_store::{PgConnection, PgPool};
use serde::Serialize;
use std::time::Duration;

pub(crate) mod admin;
mod follow_job;
mod housekeeping;
mod index_talent;
mod make_up;
mod match_application;
mod match_job;
mod read_document;
mod send_mail;

pub use follow_job::FollowJob;
pub use housekeeping::Housekeeping;
pub use index_talent::IndexTalent;
pub use make_up::MakeUp;
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
    /// Its place among tasks that are due: the smallest comes first.
    const TURN: i32 = 0;
    /// A key by which a second request replaces the first while that still waits.
    fn key(&self) -> Option<String> {
        None
    }
}

const ADD: &str = "select graphile_worker.add_job(identifier => $1, payload => $2::json, run_at => $3,
    max_attempts => $4, job_key => $5, priority => $6)";

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
    add(db, task, run_at, T::TURN).await
}

/// Queues a task behind all with a lower number for its turn.
///
/// # Errors
/// Where the database refuses.
pub async fn enqueue_in_turn<T: Task>(db: &mut PgConnection, task: &T, turn: i32) -> Result<()> {
    add(db, task, None, turn).await
}

async fn add<T: Task>(
    db: &mut PgConnection,
    task: &T,
    run_at: Option<chrono::DateTime<chrono::Utc>>,
    turn: i32,
) -> Result<()> {
    let payload = serde_json::to_value(task).map_err(ServiceError::internal)?;
    sqlx::query(ADD)
        .bind(T::NAME)
        .bind(payload)
        .bind(run_at)
        .bind(MAX_ATTEMPTS)
        .bind(task.key())
        .bind(turn)
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

/// What a worker works on. Each has slots of its own, so that a slow mail server keeps no résumé from being read, nor
/// a heap of résumés a mail from going out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Mail.
    Mail,
    /// Reading, scoring and all else.
    Work,
}

impl Line {
    /// Every line.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Work];
}

/// A worker for a line of tasks; `run()` it, and ask it to stop through its shutdown handle.
///
/// # Errors
/// Where the database refuses.
pub async fn worker(services: &Services, line: Line) -> Result<Worker> {
    let options = WorkerOptions::default()
        .pg_pool(services.pool.clone())
        .schema(SCHEMA)
        .concurrency(2)
        .listen_os_shutdown_signals(false)
        // A killed server's tasks are taken up again after half a minute without a heartbeat.
        .heartbeat_interval(Duration::from_secs(5))
        .sweep_interval(Duration::from_secs(10))
        .sweep_threshold(Duration::from_secs(30))
        .recovery_delay(Duration::from_secs(1))
        .add_extension(services.clone());
    let options = match line {
        Line::Mail => options.define_job::<SendMail>(),
        Line::Work => options
            .define_job::<ReadDocument>()
            .define_job::<FollowJob>()
            .define_job::<Housekeeping>()
            .define_job::<IndexTalent>()
            .define_job::<MakeUp>()
            .define_job::<MatchApplication>()
            .define_job::<MatchJob>(),
    };
    fetching_on(options, &services.pool).init().await.map_err(ServiceError::internal)
}

/// Has a slot ask for the next task when it is done with one. By itself it takes one task a signal, and without signals
/// one a second.
fn fetching_on(options: WorkerOptions, pool: &PgPool) -> WorkerOptions {
    let [done, failed, dead] = [pool.clone(), pool.clone(), pool.clone()];
    options
        .on(JobComplete, move |_| signal(done.clone()))
        .on(JobFail, move |_| signal(failed.clone()))
        .on(JobPermanentlyFail, move |_| signal(dead.clone()))
}

async fn signal(pool: PgPool) {
    if let Err(error) = sqlx::query("select pg_notify('jobs:insert', '')").execute(&pool).await {
        tracing::debug!(error = %error, "workers were not signalled; they look again within a second");
    }
}

/// Queues what finds everything that is due; for a clock beside the workers.
///
/// # Errors
/// Where the database refuses.
pub async fn sweep(services: &Services) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    enqueue(&mut db, &SendMail { swept: true }).await
}

/// Queues what makes up skipped work; for a slower clock beside the workers.
///
/// # Errors
/// Where the database refuses.
pub async fn make_up(services: &Services) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    enqueue(&mut db, &MakeUp {}).await
}

/// Seconds for which the task that waits longest has been due; zero where none waits.
///
/// # Errors
/// Where the database refuses.
pub async fn oldest_due(pool: &PgPool) -> Result<f64> {
    Ok(sqlx::query_scalar(
        "select coalesce(extract(epoch from now() - min(run_at)), 0)::float8 from graphile_worker.jobs
         where locked_at is null and attempts < max_attempts and run_at <= now()",
    )
    .fetch_one(pool)
    .await?)
}

/// Tasks that gave up.
///
/// # Errors
/// Where the database refuses.
pub async fn dead_count(pool: &PgPool) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from graphile_worker.jobs j where attempts >= max_attempts and locked_at is null
           and not exists (select 1 from graphile_worker._private_job_retirements r where r.id = j.id)",
    )
    .fetch_one(pool)
    .await?)
}
