//! Whether each part works, for `/api/health` and `hireq doctor`.

use crate::Services;
use serde::Serialize;
use std::time::Duration;

/// The state of every part.
#[derive(Debug, Serialize)]
pub struct Health {
    /// `ok` when the site can work, `degraded` when a feature is missing, `down` otherwise.
    pub status: &'static str,
    /// `ok` or `down`.
    pub database: &'static str,
    /// `ok` or `unavailable`.
    pub ml_models: &'static str,
    /// `ok`, or `down` when tasks cannot be queued.
    pub tasks: &'static str,
    /// Tasks that gave up.
    pub dead_tasks: i64,
    /// `ok` or `down`.
    pub storage: &'static str,
}

impl Health {
    /// Whether the site can work.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.status != "down"
    }
}

/// Asks every part, each with two seconds to answer.
pub async fn check(services: &Services) -> Health {
    let limit = Duration::from_secs(2);
    let database = tokio::time::timeout(limit, sqlx::query("select 1").execute(&services.pool));
    let tasks = tokio::time::timeout(limit, crate::tasks::dead_count(&services.pool));
    let storage = tokio::time::timeout(limit, services.files.check());
    let (database, tasks, storage) = tokio::join!(database, tasks, storage);
    let database = matches!(database, Ok(Ok(_)));
    let dead = tasks.ok().and_then(Result::ok);
    let storage = matches!(storage, Ok(Ok(())));
    let models = services.embedder.is_some();
    let word = |ok: bool, otherwise| if ok { "ok" } else { otherwise };
    Health {
        status: match (database && storage, models && dead == Some(0)) {
            (true, true) => "ok",
            (true, false) => "degraded",
            (false, _) => "down",
        },
        database: word(database, "down"),
        ml_models: word(models, "unavailable"),
        tasks: word(dead.is_some(), "down"),
        dead_tasks: dead.unwrap_or_default(),
        storage: word(storage, "down"),
    }
}
