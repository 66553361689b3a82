//! Has a job's applications end with it, or go on with it.

use crate::{
    Services,
    queue::{Outcome, Queue, Task},
};
use hireq_domain::ids::JobId;
use serde::{Deserialize, Serialize};

/// Closes a job's open applications, or takes up those again that ended with it, by what the job says.
#[derive(Debug, Serialize, Deserialize)]
pub struct FollowJob {
    pub job: JobId,
}

impl Task for FollowJob {
    const NAME: &'static str = "follow_job";
    const QUEUE: Queue = Queue::Documents;
    /// Somebody waits for it: it comes before files.
    const TURN: i16 = -1;

    fn key(&self) -> Option<String> {
        Some(format!("follow job {}", self.job))
    }

    async fn run(&self, services: &Services) -> Outcome {
        let changed = super::follow(services, self.job).await?;
        tracing::info!(job = %self.job, changed, "applications followed their job");
        Ok(())
    }
}
