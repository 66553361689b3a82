//! The task that builds the talent pool's missing indexes.

use super::index;
use crate::{
    Services,
    queue::{Every, Outcome, Queue, Task},
};
use serde::{Deserialize, Serialize};

/// Builds a vector index for every organisation that has grown large enough.
#[derive(Debug, Serialize, Deserialize)]
pub struct IndexTalent {}

impl Task for IndexTalent {
    const NAME: &'static str = "index_talent";
    const QUEUE: Queue = Queue::Upkeep;

    fn key(&self) -> Option<String> {
        Some("index talent".into())
    }

    fn by_itself() -> Option<(Every, Self)> {
        Some((Every::Hour, Self {}))
    }

    async fn run(&self, services: &Services) -> Outcome {
        let built = index::build(services, index::MANY).await?;
        tracing::info!(built, "talent indexes built");
        Ok(())
    }
}
