//! Live events: kept in the transaction that causes them, heard by every server with `LISTEN`, and handed to the open pages
//! that may know of them. Where something may have been missed, the pages are told to read again, never nothing.

use crate::{Result, Services};
use hireq_domain::{
    event::{Heard, LiveEvent},
    ids::UserId,
    retention::Kept,
};
pub use hireq_store::live::{Addressed, Listener};
use hireq_store::{PgPool, live};
use sqlx::postgres::PgListener;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::sync::broadcast;
use uuid::Uuid;

const CHANNEL: &str = "hireq_live";
/// The database itself tells it of every account whose rights or sessions change: see migration 0039.
const RIGHTS: &str = "hireq_rights";
/// Sockets that one account may hold: more than anybody has tabs.
const MOST_SOCKETS: usize = 24;
/// Events are kept at least so long.
pub const KEPT: Duration = Duration::from_secs(Kept::LiveEvents.time().num_seconds().unsigned_abs());
/// Keys are given before a transaction commits: one that came earlier may show later. What a page hears twice makes it
/// read again, and no more.
const MARGIN: Duration = Duration::from_secs(5);
/// A page that missed more reads everything again.
const MOST_MISSED: i64 = 100;

/// What a server's sockets hear of.
#[derive(Clone, Debug)]
pub enum Signal {
    /// Something happened.
    Event(Arc<Addressed>),
    /// Something may have been missed.
    Resync,
}

/// Since when a page wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// It was drawn then: what happened before is on it.
    Drawn(Uuid),
    /// It heard this last.
    Heard(Uuid),
}

/// The events of this server's database.
#[derive(Clone)]
pub struct Realtime {
    sender: broadcast::Sender<Signal>,
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
    pub fn subscribe(&self) -> broadcast::Receiver<Signal> {
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
        // Whatever happened before.
        self.send(Signal::Resync);
        loop {
            let Some(first) = listener.try_recv().await? else {
                // The connection was lost, and is there again.
                self.send(Signal::Resync);
                continue;
            };
            let (mut ids, mut next) = (Vec::new(), Some(first));
            while let Some(notification) = next {
                match (notification.channel(), notification.payload().parse::<Uuid>()) {
                    (RIGHTS, Ok(user)) => drop(self.rights.send(UserId(user))),
                    (_, Ok(id)) => ids.push(id),
                    (_, Err(error)) => tracing::warn!(error = %error, "an unreadable notification"),
                }
                next = listener.next_buffered();
            }
            if ids.is_empty() {
                continue;
            }
            match live::some(pool, &ids).await {
                Ok(events) => events.into_iter().for_each(|event| self.send(Signal::Event(Arc::new(event)))),
                Err(error) => {
                    tracing::warn!(error = %error, "live events could not be read");
                    self.send(Signal::Resync);
                }
            }
        }
    }

    /// An error means only that no page is open.
    fn send(&self, signal: Signal) {
        drop(self.sender.send(signal));
    }
}

/// What somebody missed; none where that is not known any more, and the page is to read everything again.
///
/// # Errors
/// Where the database refuses.
pub async fn missed(services: &Services, who: &Listener, since: Since) -> Result<Option<Vec<Heard>>> {
    let (Since::Drawn(id) | Since::Heard(id)) = since;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let Some(at) = time_of(id).filter(|at| *at + KEPT > now + MARGIN && *at < now + MARGIN) else { return Ok(None) };
    // A transaction takes its key before it commits, also before a page was drawn that read without it.
    let after = first_key(at.saturating_sub(MARGIN));
    let missed = live::since(&services.pool, who, after, MOST_MISSED + 1).await?;
    Ok(i64::try_from(missed.len()).is_ok_and(|n| n <= MOST_MISSED).then_some(missed))
}

/// Removes what is kept no longer.
///
/// # Errors
/// Where the database refuses.
pub async fn sweep(services: &Services) -> Result<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(live::delete_before(&services.pool, first_key(now.saturating_sub(KEPT))).await?)
}

/// What makes a page read everything again.
#[must_use]
pub fn resync() -> Heard {
    (Uuid::now_v7(), LiveEvent::Resync)
}

fn time_of(id: Uuid) -> Option<Duration> {
    let (seconds, nanos) = id.get_timestamp().filter(|_| id.get_version_num() == 7)?.to_unix();
    Some(Duration::new(seconds, nanos))
}

/// No UUIDv7 of that time or later is smaller.
fn first_key(at: Duration) -> Uuid {
    Uuid::from_u128(at.as_millis() << 80)
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

    #[test]
    fn a_key_tells_its_time() {
        let (before, id) = (SystemTime::now().duration_since(UNIX_EPOCH).expect("a time"), Uuid::now_v7());
        let at = time_of(id).expect("a time");
        assert!(at + Duration::from_millis(1) > before && first_key(at) < id && first_key(at + MARGIN) > id);
        assert_eq!(time_of(Uuid::nil()), None);
    }
}
