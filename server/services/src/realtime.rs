//! Live events: written with `NOTIFY` in the transaction that causes them, heard by every server with `LISTEN`, and
//! handed to the open pages that may know of them.

use crate::{Result, ServiceError};
use hireq_domain::{
    event::LiveEvent,
    ids::{CandidateId, OrganizationId, UserId},
};
use hireq_store::{PgConnection, PgPool};
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgListener;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::broadcast;

const CHANNEL: &str = "hireq_live";
/// The database itself tells it of every account whose rights or sessions change: see migration 0039.
const RIGHTS: &str = "hireq_rights";
/// Sockets that one account may hold: more than anybody has tabs.
const MOST_SOCKETS: usize = 24;

/// An event with those who may hear of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Addressed {
    /// Organisations whose recruiters may know.
    pub organizations: Vec<OrganizationId>,
    /// Candidates who may know.
    pub candidates: Vec<CandidateId>,
    /// People who may know, whatever they are.
    pub users: Vec<UserId>,
    /// What happened.
    pub event: LiveEvent,
}

/// The events of this server's database.
#[derive(Clone)]
pub struct Realtime {
    sender: broadcast::Sender<Addressed>,
    rights: broadcast::Sender<UserId>,
    sockets: Arc<Mutex<HashMap<UserId, usize>>>,
}

/// One socket's place among its account's; given back when dropped.
#[derive(Debug)]
pub struct Seat {
    user: UserId,
    sockets: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = sockets.get_mut(&self.user) {
            *open -= 1;
            if *open == 0 {
                sockets.remove(&self.user);
            }
        }
    }
}

impl Default for Realtime {
    fn default() -> Self {
        Self { sender: broadcast::channel(256).0, rights: broadcast::channel(256).0, sockets: Arc::default() }
    }
}

impl Realtime {
    /// Everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Addressed> {
        self.sender.subscribe()
    }

    /// Accounts whose rights or sessions change from now on.
    #[must_use]
    pub fn rights(&self) -> broadcast::Receiver<UserId> {
        self.rights.subscribe()
    }

    /// A place for one more socket of an account; none when it holds as many as it may.
    #[must_use]
    pub fn seat(&self, user: UserId) -> Option<Seat> {
        let mut sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        let open = sockets.entry(user).or_default();
        (*open < MOST_SOCKETS).then(|| {
            *open += 1;
            Seat { user, sockets: self.sockets.clone() }
        })
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
        listener.listen_all([CHANNEL, RIGHTS]).await?;
        *wait = Duration::from_millis(250);
        loop {
            let notification = listener.recv().await?;
            if notification.channel() == RIGHTS {
                if let Ok(user) = notification.payload().parse() {
                    drop(self.rights.send(user));
                }
                continue;
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_holds_so_many_sockets_and_another_its_own() {
        let (realtime, zoe, ben) = (Realtime::default(), UserId(uuid::Uuid::now_v7()), UserId(uuid::Uuid::now_v7()));
        let mut seats: Vec<_> = (0..MOST_SOCKETS).map(|_| realtime.seat(zoe).expect("a seat")).collect();
        assert!(realtime.seat(zoe).is_none());
        assert!(realtime.seat(ben).is_some());
        seats.pop();
        assert!(realtime.seat(zoe).is_some(), "a closed one makes room");
    }
}
