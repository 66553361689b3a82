//! Has a job's applications end with it, or go on with it.

use super::Task;
use crate::{Services, jobs};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use hireq_domain::ids::JobId;
use serde::{Deserialize, Serialize};

/// Closes a job's open applications, or takes up those again that ended with it, by what the job says.
#[derive(Debug, Serialize, Deserialize)]
pub struct FollowJob {
    /// The job.
    pub job: JobId,
}

impl Task for FollowJob {
    const NAME: &'static str = "follow_job";
    fn key(&self) -> Option<String> {
        Some(format!("follow job {}", self.job))
    }
}

impl TaskHandler for FollowJob {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        let changed = jobs::follow(services, self.job).await.map_err(|e| e.to_string())?;
        tracing::info!(job = %self.job, changed, "applications followed their job");
        Ok::<_, String>(())
    }
}
