//! The tasks that score one application, or all applications of a job.

use super::run;
use crate::{
    Services,
    queue::{Outcome, Queue, Task},
};
use hireq_domain::ids::{ApplicationId, JobId};
use serde::{Deserialize, Serialize};

/// Scores an application against its job, unless nothing has changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MatchApplication {
    pub application: ApplicationId,
}

impl Task for MatchApplication {
    const NAME: &'static str = "match_application";
    const QUEUE: Queue = Queue::Documents;
    /// It takes a second, so it should not wait behind other people's files.
    const TURN: i16 = -1;

    fn key(&self) -> Option<String> {
        Some(format!("match application {}", self.application))
    }

    async fn run(&self, services: &Services) -> Outcome {
        Ok(run::application(services, self.application).await?)
    }
}

/// Embeds a job if its text has changed, and scores those applications for which something has changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MatchJob {
    pub job: JobId,
}

impl Task for MatchJob {
    const NAME: &'static str = "match_job";
    const QUEUE: Queue = Queue::Documents;

    fn key(&self) -> Option<String> {
        Some(format!("match job {}", self.job))
    }

    async fn run(&self, services: &Services) -> Outcome {
        let changed = run::job(services, self.job).await?;
        tracing::info!(job = %self.job, changed, "applications scored");
        Ok(())
    }
}
