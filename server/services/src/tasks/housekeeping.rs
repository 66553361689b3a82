//! What is looked after every hour.

use super::{IndexTalent, Task};
use crate::Services;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

/// Removes ended sessions, forgotten counts, what open pages were told an hour ago and files that no row names, and has the
/// talent pool's indexes looked after; queues itself for the next hour.
#[derive(Debug, Serialize, Deserialize)]
pub struct Housekeeping {}

impl Task for Housekeeping {
    const NAME: &'static str = "housekeeping";
    fn key(&self) -> Option<String> {
        Some("housekeeping".into())
    }
}

impl TaskHandler for Housekeeping {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        let now = services.clock.now();
        services.limits.shrink();
        let removed = hireq_store::sessions::delete_expired(&services.pool, crate::auth::session_ends(services))
            .await
            .map_err(|e| e.to_string())?;
        hireq_store::sign_ups::delete_expired(&services.pool, now).await.map_err(|e| e.to_string())?;
        crate::realtime::sweep(services).await.map_err(|e| e.to_string())?;
        tracing::info!(removed, "ended sessions removed");
        // A store that is away for an hour is no reason to try all of this again.
        if let Err(error) = crate::uploads::sweep::run(services).await {
            tracing::warn!(%error, "files without rows could not be looked for");
        }
        let mut db = services.pool.acquire().await.map_err(|e| e.to_string())?;
        super::enqueue(&mut db, &IndexTalent {}).await.map_err(|e| e.to_string())?;
        super::enqueue_at(&mut db, &Self {}, Some(now + chrono::TimeDelta::hours(1))).await.map_err(|e| e.to_string())
    }
}
