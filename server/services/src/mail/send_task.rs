//! Sends what is due in the outbox.

use crate::{
    Services,
    queue::{Every, Outcome, Queue, Task},
};
use serde::{Deserialize, Serialize};

/// Sends every due mail. Queued beside each new one, and comes by itself each minute for what is due later and for claims
/// that ran out.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SendMail {
    /// Came by itself: of these one waits at most. Those beside a mail have no key that they share: whoever queues one
    /// would wait for all who queued one before and have not committed.
    #[serde(default)]
    pub swept: bool,
}

impl Task for SendMail {
    const NAME: &'static str = "send_mail";
    const QUEUE: Queue = Queue::Mail;

    fn key(&self) -> Option<String> {
        self.swept.then(|| "send mail".into())
    }

    fn by_itself() -> Option<(Every, Self)> {
        Some((Every::Minute, Self { swept: true }))
    }

    async fn run(&self, services: &Services) -> Outcome {
        Ok(super::send_due(services).await?)
    }
}
