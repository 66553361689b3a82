//! Repairs gaps: work that was skipped, lost or given up.

use crate::{
    Result, Services,
    matching::{CODE_VERSION, MatchApplication, MatchJob, run},
    queue::{self, Every, Outcome, Queue, Task},
    resumes::{ReadDocument, reading},
};
use hireq_store::{PgConnection, made_up};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How many of each kind one run repairs; the next run continues.
const MOST: i64 = 200;
/// A low priority, behind everything that people are waiting for.
const LOW_PRIORITY: i16 = 20_000;

/// Looks for missing work: files that were never read, readings without vectors, applications without a score, jobs
/// scored with earlier rules or weights.
#[derive(Debug, Serialize, Deserialize)]
pub struct MakeUp {}

impl Task for MakeUp {
    const NAME: &'static str = "make_up";
    const QUEUE: Queue = Queue::Upkeep;

    fn key(&self) -> Option<String> {
        Some("make up".into())
    }

    fn by_itself() -> Option<(Every, Self)> {
        Some((Every::TenMinutes, Self {}))
    }

    async fn run(&self, services: &Services) -> Outcome {
        Ok(make_up(services).await?)
    }
}

async fn make_up(services: &Services) -> Result<()> {
    readings(services).await?;
    let mut db = services.pool.acquire().await?;
    queue::admin::delete_superseded(&mut db).await?;
    if let Some(embedder) = &services.embedder {
        let documents = made_up::without_vectors(&mut *db, embedder.revision(), MOST).await?;
        enqueue_new(&mut db, documents.into_iter().map(|document| ReadDocument { document })).await?;
    }
    let applications = made_up::without_score(&mut *db, MOST).await?;
    enqueue_new(&mut db, applications.into_iter().map(|application| MatchApplication { application })).await?;
    let jobs = made_up::scored_otherwise(&mut *db, CODE_VERSION, &run::current_revision(services), MOST).await?;
    enqueue_new(&mut db, jobs.into_iter().map(|job| MatchJob { job })).await?;
    Ok(())
}

/// Enqueues the tasks that are not in the queue yet.
async fn enqueue_new<T: Task>(db: &mut PgConnection, tasks: impl Iterator<Item = T>) -> Result<()> {
    let tasks: Vec<T> = tasks.collect();
    let known = known(db, tasks.iter()).await?;
    for task in &tasks {
        if task.key().is_some_and(|key| !known.contains_key(&key)) {
            queue::enqueue_in_turn(db, task, LOW_PRIORITY).await?;
        }
    }
    Ok(())
}

/// Reads a file whose task was lost; one whose task gave up is marked as failed.
async fn readings(services: &Services) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    let documents = made_up::unread(&mut *db, MOST).await?;
    let tasks: Vec<_> = documents.iter().map(|&document| ReadDocument { document }).collect();
    let known = known(&mut db, tasks.iter()).await?;
    let mut gave_up = Vec::new();
    for (document, task) in documents.into_iter().zip(&tasks) {
        match task.key().and_then(|key| known.get(&key).copied()) {
            None => queue::enqueue_in_turn(&mut db, task, LOW_PRIORITY).await?,
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

/// The tasks that are in the queue by key, and whether each has used up its attempts.
async fn known<'a, T: Task + 'a>(
    db: &mut PgConnection,
    tasks: impl Iterator<Item = &'a T>,
) -> Result<HashMap<String, bool>> {
    queue::admin::known(db, tasks.filter_map(|task| task.key()).collect()).await
}
