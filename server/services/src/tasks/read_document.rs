//! Reads an uploaded file.

use super::Task;
use crate::{Services, resumes::reading};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use hireq_domain::ids::DocumentId;
use serde::{Deserialize, Serialize};

/// Reads a file into text, fields and vectors, and has its applications matched.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadDocument {
    /// The file.
    pub document: DocumentId,
}

impl Task for ReadDocument {
    const NAME: &'static str = "read_document";
    fn key(&self) -> Option<String> {
        Some(format!("read {}", self.document))
    }
}

impl TaskHandler for ReadDocument {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        let Err(error) = reading::read(services, self.document).await else { return Ok(()) };
        if ctx.job().attempts() >= ctx.job().max_attempts() {
            reading::give_up(services, self.document).await.map_err(|e| e.to_string())?;
        }
        Err(error.to_string())
    }
}
