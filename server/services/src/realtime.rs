//! Live events: stored in the transaction that causes them, received by every server with `LISTEN`, and passed to the
//! open pages that may see them. If events may have been missed, pages are told to reload their data, so that nothing
//! is lost silently.

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
/// The channel on which the database announces every account whose rights or sessions change: see migration 0039.
const RIGHTS: &str = "hireq_rights";
/// The most sockets of one account: more than anybody has tabs.
const MOST_SOCKETS: usize = 24;
/// How long events are kept.
pub const KEPT: Duration = Duration::from_secs(Kept::LiveEvents.time().num_seconds().unsigned_abs());
/// Keys are generated before a transaction commits, so an event with an earlier key may appear later. A page that
/// receives an event twice merely reloads its data again.
const MARGIN: Duration = Duration::from_secs(5);
/// A page that missed more events than this reloads everything.
const MOST_MISSED: i64 = 100;

/// What a server's sockets receive.
#[derive(Clone, Debug)]
pub enum Signal {
    Event(Arc<Addressed>),
    /// Events may have been missed.
    Resync,
}

/// From when on a page needs events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The page was rendered at this point, and shows everything before it.
    Drawn(Uuid),
    /// The last event that the page received.
    Heard(Uuid),
}

/// The live events of this server's database.
#[derive(Clone)]
pub struct Realtime {
    sender: broadcast::Sender<Signal>,
    rights: broadcast::Sender<UserId>,
    sockets: Arc<Mutex<HashMap<UserId, usize>>>,
}
/// One of an account's sockets; its place is freed when this is dropped.
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
    /// Receives everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Signal> {
        self.sender.subscribe()
    }

    /// Receives the accounts whose rights or sessions change from now on.
    #[must_use]
    pub fn rights(&self) -> broadcast::Receiver<UserId> {
        self.rights.subscribe()
    }

    /// Reserves a place for another socket of an account; `None` if it has as many as it may.
    #[must_use]
    pub fn seat(&self, user: UserId) -> Option<Seat> {
        let mut sockets = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        let open = sockets.entry(user).or_default();
        (*open < MOST_SOCKETS).then(|| {
            *open += 1;
            Seat { user, sockets: self.sockets.clone() }
        })
    }

    /// Listens until the task is aborted; reconnects with backoff if the database becomes unavailable.
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
        // Events may have been missed before this point.
        self.send(Signal::Resync);
        loop {
            let Some(first) = listener.try_recv().await? else {
                // The connection was lost and restored.
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

    /// A send error only means that no page is open.
    fn send(&self, signal: Signal) {
        drop(self.sender.send(signal));
    }
}

/// The events that a page missed; `None` if they are no longer known, so that the page has to reload everything.
///
/// # Errors
/// If the database query fails.
pub async fn missed(services: &Services, who: &Listener, since: Since) -> Result<Option<Vec<Heard>>> {
    let (Since::Drawn(id) | Since::Heard(id)) = since;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let Some(at) = time_of(id).filter(|at| *at + KEPT > now + MARGIN && *at < now + MARGIN) else { return Ok(None) };
    // A transaction generates its key before it commits, possibly before a page was rendered that did not see it yet.
    let after = first_key(at.saturating_sub(MARGIN));
    let missed = live::since(&services.pool, who, after, MOST_MISSED + 1).await?;
    Ok(i64::try_from(missed.len()).is_ok_and(|n| n <= MOST_MISSED).then_some(missed))
}

/// Removes expired events.
///
/// # Errors
/// If the database query fails.
pub async fn sweep(services: &Services) -> Result<u64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(live::delete_before(&services.pool, first_key(now.saturating_sub(KEPT))).await?)
}

/// The message that makes a page reload everything.
#[must_use]
pub fn resync() -> Heard {
    (Uuid::now_v7(), LiveEvent::Resync)
}

fn time_of(id: Uuid) -> Option<Duration> {
    let (seconds, nanos) = id.get_timestamp().filter(|_| id.get_version_num() == 7)?.to_unix();
    Some(Duration::new(seconds, nanos))
}

/// The smallest possible UUIDv7 of this time.
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
