//! The task that reads an uploaded file.

use super::reading;
use crate::{
    Result, Services,
    queue::{Outcome, Queue, Task},
};
use hireq_domain::ids::DocumentId;
use serde::{Deserialize, Serialize};

/// Reads a file into text, fields and vectors, and queues the matching of its applications.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReadDocument {
    pub document: DocumentId,
}

impl Task for ReadDocument {
    const NAME: &'static str = "read_document";
    const QUEUE: Queue = Queue::Documents;

    fn key(&self) -> Option<String> {
        Some(format!("read {}", self.document))
    }

    async fn run(&self, services: &Services) -> Outcome {
        Ok(reading::read(services, self.document).await?)
    }

    async fn given_up(&self, services: &Services) -> Result<()> {
        reading::give_up(services, self.document).await
    }
}
