//! Builds the talent pool's missing indexes.

use super::Task;
use crate::{Services, talent::index};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

/// Gives every organisation that has grown large an index for search by meaning.
#[derive(Debug, Serialize, Deserialize)]
pub struct IndexTalent {}

impl Task for IndexTalent {
    const NAME: &'static str = "index_talent";
    fn key(&self) -> Option<String> {
        Some("index talent".into())
    }
}

impl TaskHandler for IndexTalent {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        let built = index::build(services, index::MANY).await.map_err(|e| e.to_string())?;
        tracing::info!(built, "talent indexes built");
        Ok::<_, String>(())
    }
}
