//! Builds vector indexes, to keep semantic search fast as organisations grow.

use crate::{Result, Services};
use hireq_store::talent_index;
use sqlx::Connection;

/// An organisation with this many résumé chunks gets an index. Scanning fewer takes about as long.
pub const MANY: i64 = 5_000;

/// Builds the index of every organisation that has at least `many` chunks and no index, and returns how many were
/// built. If another server is doing this already, it returns at once.
///
/// # Errors
/// If a database query fails; indexes built by then stay.
pub async fn build(services: &Services, many: i64) -> Result<usize> {
    if talent_index::wanting(&services.pool, many).await?.is_empty() {
        return Ok(0);
    }
    // A detached connection is closed afterwards, so that its lock and its memory setting end with it in any case.
    let mut db = services.pool.acquire().await?.detach();
    if !talent_index::claim(&mut db).await? {
        return Ok(0);
    }
    // Another server may have built some of them before it released the lock.
    let wanting = talent_index::wanting(&mut db, many).await?;
    for organization in &wanting {
        talent_index::build(&mut db, *organization).await?;
    }
    db.close().await?;
    Ok(wanting.len())
}
