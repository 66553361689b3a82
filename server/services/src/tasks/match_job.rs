//! Scores every application of a job.

use super::Task;
use crate::{Services, matching};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use hireq_domain::ids::JobId;
use serde::{Deserialize, Serialize};

/// Embeds a job where its words changed, and scores its applications where anything changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MatchJob {
    /// The job.
    pub job: JobId,
}

impl Task for MatchJob {
    const NAME: &'static str = "match_job";
    fn key(&self) -> Option<String> {
        Some(format!("match job {}", self.job))
    }
}

impl TaskHandler for MatchJob {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        let changed = matching::run::job(services, self.job).await.map_err(|e| e.to_string())?;
        tracing::info!(job = %self.job, changed, "applications scored");
        Ok::<_, String>(())
    }
}
