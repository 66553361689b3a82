//! What is looked after time and again, across use-cases.

mod make_up;

pub use make_up::MakeUp;

use crate::{
    Services,
    queue::{Every, Outcome, Queue, Task},
};
use serde::{Deserialize, Serialize};

/// Removes ended sessions, forgotten counts, what open pages were told an hour ago and files that no row names.
#[derive(Debug, Serialize, Deserialize)]
pub struct Housekeeping {}

impl Task for Housekeeping {
    const NAME: &'static str = "housekeeping";
    const QUEUE: Queue = Queue::Upkeep;

    fn key(&self) -> Option<String> {
        Some("housekeeping".into())
    }

    fn by_itself() -> Option<(Every, Self)> {
        Some((Every::Hour, Self {}))
    }

    async fn run(&self, services: &Services) -> Outcome {
        let now = services.clock.now();
        services.limits.shrink();
        let ends = crate::auth::session_ends(services);
        let removed = hireq_store::sessions::delete_expired(&services.pool, ends).await?;
        hireq_store::sign_ups::delete_expired(&services.pool, now).await?;
        crate::realtime::sweep(services).await?;
        tracing::info!(removed, "ended sessions removed");
        // A store that is away for an hour is no reason to try all of this again.
        if let Err(error) = crate::uploads::sweep::run(services).await {
            tracing::warn!(%error, "files without rows could not be looked for");
        }
        Ok(())
    }
}
