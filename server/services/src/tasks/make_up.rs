//! Makes up what was skipped, lost or given up.

use super::{MatchApplication, ReadDocument, Task};
use crate::{Result, Services, resumes::reading};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use hireq_store::{PgConnection, made_up};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What one run makes up of a kind; the next goes on.
const MOST: i64 = 200;
/// Behind whatever people wait for.
const TURN: i32 = 20_000;

/// Compares what should be with what is: files without a reading, readings without vectors, applications without a
/// score. Queued by the sweep.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeUp {}

impl Task for MakeUp {
    const NAME: &'static str = "make_up";
    fn key(&self) -> Option<String> {
        Some("make up".into())
    }
}

impl TaskHandler for MakeUp {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        make_up(services).await.map_err(|e| e.to_string())
    }
}

async fn make_up(services: &Services) -> Result<()> {
    readings(services).await?;
    let mut db = services.pool.acquire().await?;
    delete_superseded(&mut db).await?;
    if let Some(embedder) = &services.embedder {
        let documents = made_up::without_vectors(&mut *db, embedder.revision(), MOST).await?;
        let known = known(&mut db, documents.iter().map(|&document| ReadDocument { document })).await?;
        for document in documents {
            let task = ReadDocument { document };
            if task.key().is_some_and(|key| !known.contains_key(&key)) {
                super::enqueue_in_turn(&mut db, &task, TURN).await?;
            }
        }
    }
    let applications = made_up::without_score(&mut *db, MOST).await?;
    let known = known(&mut db, applications.iter().map(|&application| MatchApplication { application })).await?;
    for application in applications {
        let task = MatchApplication { application };
        if task.key().is_some_and(|key| !known.contains_key(&key)) {
            super::enqueue_in_turn(&mut db, &task, TURN).await?;
        }
    }
    Ok(())
}

/// A task that was queued anew while it ran is to end with that run. Where its worker is killed the row stays, and looks
/// as if it had given up.
async fn delete_superseded(db: &mut PgConnection) -> Result<()> {
    sqlx::query(
        "with gone as (
             delete from graphile_worker._private_jobs j using graphile_worker._private_job_retirements r
             where r.id = j.id and j.locked_at is null returning j.id)
         delete from graphile_worker._private_job_retirements r using gone where r.id = gone.id",
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A file whose task was lost is read; one whose task gave up says so.
async fn readings(services: &Services) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    let documents = made_up::unread(&mut *db, MOST).await?;
    let known = known(&mut db, documents.iter().map(|&document| ReadDocument { document })).await?;
    let mut gave_up = Vec::new();
    for document in documents {
        let task = ReadDocument { document };
        match task.key().and_then(|key| known.get(&key).copied()) {
            None => super::enqueue_in_turn(&mut db, &task, TURN).await?,
            Some(true) => gave_up.push(document),
            Some(false) => {}
        }
    }
    drop(db);
    for document in gave_up {
        reading::give_up(services, document).await?;
    }
    Ok(())
}

/// The tasks that are in the queue, by key, and whether each gave up.
async fn known<T: Task>(db: &mut PgConnection, tasks: impl Iterator<Item = T>) -> Result<HashMap<String, bool>> {
    let keys: Vec<String> = tasks.filter_map(|task| task.key()).collect();
    let rows: Vec<(String, bool)> = sqlx::query_as(
        "select key, attempts >= max_attempts and locked_at is null from graphile_worker._private_jobs
         where key = any($1)",
    )
    .bind(keys)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}
