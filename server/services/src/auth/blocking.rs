//! Password hashing, which is slow by design: on blocking threads, with at most one hash per core at a time.

use crate::{Result, ServiceError};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Each hash takes 19 MiB, so a burst of sign-ins must not start them all at once.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _permit = AT_ONCE.acquire().await.map_err(ServiceError::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(ServiceError::internal)
}
