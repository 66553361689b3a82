//! Workers: the adapter between the queue's library and our kinds of task.

use super::{Ending, Every, MAX_ATTEMPTS, Outcome, Queue, REQUEST, SCHEMA, Task, admin, caused_by};
use crate::{Result, ServiceError, Services};
use graphile_worker::{
    Cron, Crontab, CrontabFill, CrontabTimer, CrontabTimerError, IntoTaskHandlerResult, Job, JobComplete,
    JobDefinition, JobFail, JobPermanentlyFail, TaskHandler, Worker, WorkerContext, WorkerOptions,
};
use hireq_store::PgPool;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{marker::PhantomData, time::Duration};
use tracing::Instrument;

/// A kind of task, as an entry in the list of all kinds.
#[derive(Debug)]
pub struct Kind {
    queue: Queue,
    definition: fn() -> JobDefinition,
    by_itself: fn() -> Result<Option<Crontab>>,
}

impl Kind {
    #[must_use]
    pub const fn of<T: Task>() -> Self {
        Self { queue: T::QUEUE, definition: JobDefinition::of::<Queued<T>>, by_itself: schedule::<T> }
    }
}

/// A worker for a queue, which can run all `kinds`. Call `run()` on it, and use its shutdown handle to stop it. It also
/// schedules the periodic tasks of its queue; among several workers, only one does so each time.
///
/// # Errors
/// If the database query fails.
pub async fn worker(services: &Services, queue: Queue, kinds: &[Kind]) -> Result<Worker> {
    let mut options = WorkerOptions::default()
        .pg_pool(services.pool.clone())
        .schema(SCHEMA)
        .concurrency(queue.slots())
        .listen_os_shutdown_signals(false)
        // After this long without a heartbeat, a killed server's tasks are picked up again; by then its claim on a mail
        // has expired.
        .heartbeat_interval(Duration::from_secs(5))
        .sweep_interval(Duration::from_secs(10))
        .sweep_threshold(Duration::from_secs(36))
        .recovery_delay(Duration::from_secs(1))
        .add_extension(services.clone());
    for kind in kinds.iter().filter(|kind| kind.queue == queue) {
        options = options.define_jobs([(kind.definition)()]).with_crons((kind.by_itself)()?);
    }
    fetch_after_each_task(options, &services.pool).init().await.map_err(ServiceError::internal)
}

/// Makes a slot fetch the next task as soon as it finishes one. By default a slot takes one task per signal, and one
/// per second without signals.
fn fetch_after_each_task(options: WorkerOptions, pool: &PgPool) -> WorkerOptions {
    let [done, failed, dead] = [pool.clone(), pool.clone(), pool.clone()];
    options
        .on(JobComplete, move |_| signal(done.clone()))
        .on(JobFail, move |_| signal(failed.clone()))
        .on(JobPermanentlyFail, move |_| signal(dead.clone()))
}

async fn signal(pool: PgPool) {
    if let Err(error) = admin::wake(&pool).await {
        tracing::debug!(error = %error, "workers were not signalled; they look again within a second");
    }
}

/// The schedule of a periodic task. If runs were missed while no worker was running, it runs once at the next start.
fn schedule<T: Task>() -> Result<Option<Crontab>> {
    let Some((every, task)) = T::by_itself() else { return Ok(None) };
    let (timer, fill) = timer(every).map_err(ServiceError::internal)?;
    let mut cron = Cron::from_timer::<Queued<T>>(timer)
        .fill(fill)
        .max_attempts(MAX_ATTEMPTS)
        .priority(T::TURN)
        .payload_value(serde_json::to_value(&task).map_err(ServiceError::internal)?);
    if let Some(key) = task.key() {
        cron = cron.job_key(key);
    }
    Ok(Some(cron.build()))
}

fn timer(every: Every) -> std::result::Result<(CrontabTimer, CrontabFill), CrontabTimerError> {
    Ok(match every {
        Every::Minute => (CrontabTimer::every_minute(), CrontabFill::minutes(1)),
        Every::TenMinutes => (CrontabTimer::every_n_minutes(10)?, CrontabFill::minutes(10)),
        Every::Hour => (CrontabTimer::hourly_at(7)?, CrontabFill::hours(1)),
    })
}

/// A task's raw fields. Fields that do not fit a `T` are detected in `run`, not by the library, which would retry.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Queued<T> {
    fields: Value,
    #[serde(skip)]
    kind: PhantomData<fn() -> T>,
}

impl<T: Task> TaskHandler for Queued<T> {
    const IDENTIFIER: &'static str = T::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        let request = self.fields.get(REQUEST).and_then(Value::as_str).map(str::to_owned);
        let span =
            tracing::info_span!("task", task = T::NAME, number = ctx.job().id(), request_id = request.as_deref());
        let running = run::<T>(services, self.fields, ctx.job()).instrument(span);
        match request {
            Some(request) => caused_by(request, running).await,
            None => running.await,
        }
    }
}

/// Runs a task and returns an error if it did not complete; the library then retries, unless the task was marked as
/// failed.
async fn run<T: Task>(services: &Services, fields: Value, job: &Job) -> std::result::Result<(), String> {
    let task = serde_json::from_value::<T>(fields).map_err(|error| Ending::Fail(error.to_string()));
    let outcome: Outcome = match &task {
        Ok(task) => task.run(services).await,
        Err(_) => Ok(()),
    };
    let (ending, task) = match (outcome, task) {
        (Ok(()), Ok(_)) => {
            tracing::debug!("a task is done");
            return Ok(());
        }
        (Err(ending), task) => (ending, task.ok()),
        (Ok(()), Err(ending)) => (ending, None),
    };
    let (error, over) = match ending {
        Ending::Retry(error) => (error, job.attempts() >= job.max_attempts()),
        Ending::Fail(error) => {
            admin::mark_failed(&services.pool, *job.id()).await.map_err(|e| format!("{error}; not marked: {e}"))?;
            (error, true)
        }
    };
    tracing::warn!(error, over, "a task was not done");
    if let Some(task) = task.filter(|_| over) {
        task.given_up(services).await.map_err(|e| format!("{error}; and then: {e}"))?;
    }
    Err(error)
}
