//! Makes up what was skipped, lost or given up.

use crate::{
    Result, Services,
    matching::MatchApplication,
    queue::{self, Every, Outcome, Queue, Task},
    resumes::{ReadDocument, reading},
};
use hireq_store::{PgConnection, made_up};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What one run makes up of a kind; the next goes on.
const MOST: i64 = 200;
/// Behind whatever people wait for.
const TURN: i16 = 20_000;

/// Compares what should be with what is: files without a reading, readings without vectors, applications without a
/// score.
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
        let known = known(&mut db, documents.iter().map(|&document| ReadDocument { document })).await?;
        for document in documents {
            let task = ReadDocument { document };
            if task.key().is_some_and(|key| !known.contains_key(&key)) {
                queue::enqueue_in_turn(&mut db, &task, TURN).await?;
            }
        }
    }
    let applications = made_up::without_score(&mut *db, MOST).await?;
    let known = known(&mut db, applications.iter().map(|&application| MatchApplication { application })).await?;
    for application in applications {
        let task = MatchApplication { application };
        if task.key().is_some_and(|key| !known.contains_key(&key)) {
            queue::enqueue_in_turn(&mut db, &task, TURN).await?;
        }
    }
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
            None => queue::enqueue_in_turn(&mut db, &task, TURN).await?,
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

/// The tasks that are in the queue, by key, and whether each is tried no more.
async fn known<T: Task>(db: &mut PgConnection, tasks: impl Iterator<Item = T>) -> Result<HashMap<String, bool>> {
    queue::admin::known(db, tasks.filter_map(|task| task.key()).collect()).await
}
