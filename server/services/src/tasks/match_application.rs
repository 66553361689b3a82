//! Scores one application.

use super::Task;
use crate::{Services, matching};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use hireq_domain::ids::ApplicationId;
use serde::{Deserialize, Serialize};

/// Scores an application against its job, unless nothing changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MatchApplication {
    /// The application.
    pub application: ApplicationId,
}

impl Task for MatchApplication {
    const NAME: &'static str = "match_application";
    /// A second's work: it does not wait behind files of other people.
    const TURN: i32 = -1;
    fn key(&self) -> Option<String> {
        Some(format!("match application {}", self.application))
    }
}

impl TaskHandler for MatchApplication {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        matching::run::application(services, self.application).await.map_err(|e| e.to_string())
    }
}
