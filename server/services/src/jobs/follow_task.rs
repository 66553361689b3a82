//! The task that ends a job's applications with it, or reopens them.

use crate::{
    Services,
    queue::{Outcome, Queue, Task},
};
use hireq_domain::ids::JobId;
use serde::{Deserialize, Serialize};

/// Closes a job's open applications, or reopens those that ended with it, depending on the job's state.
#[derive(Debug, Serialize, Deserialize)]
pub struct FollowJob {
    pub job: JobId,
}

impl Task for FollowJob {
    const NAME: &'static str = "follow_job";
    const QUEUE: Queue = Queue::Documents;
    /// Somebody is waiting for it, so it goes before the reading of files.
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
