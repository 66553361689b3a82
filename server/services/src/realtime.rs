//! Live events: written with `NOTIFY` in the transaction that causes them, heard by every server with `LISTEN`, and
//! handed to the open pages that may know of them.

use crate::{Result, ServiceError};
use hireq_domain::{
    event::LiveEvent,
    ids::{CandidateId, OrganizationId},
};
use hireq_store::{PgConnection, PgPool};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::sync::broadcast;

const CHANNEL: &str = "hireq_live";

/// An event with those who may hear of it: recruiters of these organisations, and this candidate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Addressed {
    /// Organisations whose recruiters may know.
    pub organizations: Vec<OrganizationId>,
    /// The candidate who may know.
    pub candidate: Option<CandidateId>,
    /// What happened.
    pub event: LiveEvent,
}

/// The events of this server's database.
#[derive(Clone)]
pub struct Realtime {
    sender: broadcast::Sender<Addressed>,
}

impl Default for Realtime {
    fn default() -> Self {
        Self { sender: broadcast::channel(256).0 }
    }
}

impl Realtime {
    /// Everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Addressed> {
        self.sender.subscribe()
    }

    /// Listens until the task is aborted; reconnects with backoff when the database goes away.
    pub async fn listen(self, pool: PgPool) {
        let mut wait = Duration::from_millis(250);
        loop {
            if let Err(error) = self.listen_once(&pool, &mut wait).await {
                tracing::warn!(error = %error, "live events interrupted");
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(Duration::from_secs(10));
        }
    }

    async fn listen_once(&self, pool: &PgPool, wait: &mut Duration) -> std::result::Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        *wait = Duration::from_millis(250);
        loop {
            let notification = listener.recv().await?;
            match serde_json::from_str(notification.payload()) {
                // An error means only that no page is open.
                Ok(event) => drop(self.sender.send(event)),
                Err(error) => tracing::warn!(error = %error, "unreadable live event"),
            }
        }
    }
}

/// Tells the open pages, once the transaction commits.
pub async fn notify(db: &mut PgConnection, addressed: &Addressed) -> Result<()> {
    let payload = serde_json::to_string(addressed).map_err(ServiceError::internal)?;
    sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(db).await?;
    Ok(())
}
