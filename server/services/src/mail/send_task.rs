//! The task that sends the mails due in the outbox.

use crate::{
    Services,
    queue::{Every, Outcome, Queue, Task},
};
use serde::{Deserialize, Serialize};

/// Sends every due mail. It is queued with each new mail, and runs every minute for mails that are due later and for
/// those whose worker died.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SendMail {
    /// Whether this is the run scheduled every minute, of which at most one is queued. Those queued with a mail have no
    /// common key: queuing one would then wait for every transaction that queued one and has not committed.
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
