//! Restarts Postgres if it ends unexpectedly: killed, or stopped because of a full disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::EmbeddedPostgres;
use crate::command::away;

/// How often to check whether Postgres is running.
const LOOK: Duration = Duration::from_millis(250);
/// The pause after a first failed restart; doubled after each further one.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(10);
/// If Postgres ran for at least this long, its start counts as successful.
const WELL: Duration = Duration::from_mins(1);

/// Watches one Postgres until it is dropped.
#[derive(Debug)]
pub(crate) struct Keeper {
    left: Arc<AtomicBool>,
    looking: JoinHandle<()>,
}

impl Keeper {
    pub(crate) fn of(postgres: EmbeddedPostgres) -> Self {
        let left = Arc::new(AtomicBool::new(false));
        let looking = tokio::spawn(keep(Arc::new(postgres), Arc::clone(&left)));
        Self { left, looking }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // This does not stop a restart that is already waiting for the lock; it will see the flag once it has the lock.
        self.left.store(true, Ordering::SeqCst);
        self.looking.abort();
    }
}

async fn keep(postgres: Arc<EmbeddedPostgres>, left: Arc<AtomicBool>) {
    let (mut wait, mut started) = (FIRST, Instant::now());
    loop {
        tokio::time::sleep(LOOK).await;
        let looked = Arc::clone(&postgres);
        if away(move || Ok(looked.is_alive())).await.unwrap_or(true) {
            continue;
        }
        if started.elapsed() > WELL {
            wait = FIRST;
        }
        tracing::warn!("the embedded Postgres has ended and is started again");
        let (again, left) = (Arc::clone(&postgres), Arc::clone(&left));
        match away(move || again.start_again(&left)).await {
            Ok(()) => tracing::info!("the embedded Postgres runs again"),
            Err(error) => tracing::error!(error = %error, "the embedded Postgres did not start"),
        }
        started = Instant::now();
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST);
    }
}
