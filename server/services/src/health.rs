//! The health of each part: the essential ones for `/api/health`, all of them for `hireq doctor` and administrators.

use crate::{Services, queue};
use serde::Serialize;
use std::time::Duration;

/// Work that has been due for longer than this is late, which means that something is stuck.
const LATE_SECONDS: f64 = 600.0;

/// The state of every part.
#[derive(Debug, Serialize)]
pub struct Health {
    /// `ok` if the site works, `degraded` if a feature is missing, `down` otherwise.
    pub status: &'static str,
    /// `ok` or `down`.
    pub database: &'static str,
    /// `ok` or `unavailable`.
    pub ml_models: &'static str,
    /// `ok`, or `unavailable` if résumés are read without the name recogniser.
    pub entity_model: &'static str,
    /// `ok`, or `down` if tasks cannot be queued.
    pub tasks: &'static str,
    /// Tasks that gave up.
    pub dead_tasks: i64,
    /// `ok`, or `late` if tasks or mails have been due for more than ten minutes, or if that is unknown.
    pub waiting: &'static str,
    /// For how many seconds the oldest due task has been waiting.
    pub oldest_task_seconds: u64,
    /// For how many seconds the oldest due mail has been waiting.
    pub oldest_mail_seconds: u64,
    /// `ok` or `down`.
    pub storage: &'static str,
}

impl Health {
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.status != "down"
    }
}

/// Whether the site can answer at all.
#[derive(Debug, Serialize)]
pub struct Pulse {
    /// `ok`, or `down`.
    pub status: &'static str,
    /// `ok`, or `down`.
    pub database: &'static str,
}

/// Checks only that the database answers within two seconds. It reads nothing, so anybody may call this as often as
/// they like.
pub async fn pulse(services: &Services) -> Pulse {
    let asked = tokio::time::timeout(Duration::from_secs(2), sqlx::query("select 1").execute(&services.pool));
    let state = if matches!(asked.await, Ok(Ok(_))) { "ok" } else { "down" };
    Pulse { status: state, database: state }
}

/// Checks every part, each with two seconds to answer.
pub async fn check(services: &Services) -> Health {
    let limit = Duration::from_secs(2);
    let database = tokio::time::timeout(limit, sqlx::query("select 1").execute(&services.pool));
    let tasks = tokio::time::timeout(limit, queue::dead_count(&services.pool));
    let storage = tokio::time::timeout(limit, services.files.check());
    let task = tokio::time::timeout(limit, queue::oldest_due(&services.pool));
    let offset = services.clock.offset_seconds();
    let mail = tokio::time::timeout(limit, hireq_store::outbox::oldest_due(&services.pool, offset));
    let (database, tasks, storage, task, mail) = tokio::join!(database, tasks, storage, task, mail);
    let (oldest_task, oldest_mail) = (task.ok().and_then(Result::ok), mail.ok().and_then(Result::ok));
    // An unknown age counts as late.
    let late = [oldest_task, oldest_mail].iter().any(|oldest| oldest.is_none_or(|seconds| seconds > LATE_SECONDS));
    let (oldest_task, oldest_mail) = (oldest_task.unwrap_or_default(), oldest_mail.unwrap_or_default());
    let database = matches!(database, Ok(Ok(_)));
    let dead = tasks.ok().and_then(Result::ok);
    let storage = matches!(storage, Ok(Ok(())));
    let (models, names) = (services.embedder.is_some(), services.recognizer.is_some());
    let word = |ok: bool, otherwise| if ok { "ok" } else { otherwise };
    Health {
        status: match (database && storage, models && names && dead == Some(0) && !late) {
            (true, true) => "ok",
            (true, false) => "degraded",
            (false, _) => "down",
        },
        database: word(database, "down"),
        ml_models: word(models, "unavailable"),
        entity_model: word(names, "unavailable"),
        tasks: word(dead.is_some(), "down"),
        dead_tasks: dead.unwrap_or_default(),
        waiting: word(!late, "late"),
        oldest_task_seconds: Duration::try_from_secs_f64(oldest_task).unwrap_or_default().as_secs(),
        oldest_mail_seconds: Duration::try_from_secs_f64(oldest_mail).unwrap_or_default().as_secs(),
        storage: word(storage, "down"),
    }
}
