//! Sends what is due in the outbox.

use super::Task;
use crate::{Services, mail};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

/// Sends every due mail. Queued beside each new one, and again and again by the sweep for what is due later.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SendMail {
    /// Queued by the sweep: of these one waits at most. Those beside a mail have no key that they share: whoever queues
    /// one would wait for all who queued one before and have not committed.
    #[serde(default)]
    pub swept: bool,
}

impl Task for SendMail {
    const NAME: &'static str = "send_mail";
    fn key(&self) -> Option<String> {
        self.swept.then(|| "send mail".into())
    }
}

impl TaskHandler for SendMail {
    const IDENTIFIER: &'static str = <Self as Task>::NAME;

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let services = ctx.extensions().get::<Services>().ok_or("no services")?;
        mail::send_due(services).await.map_err(|e| e.to_string())
    }
}
