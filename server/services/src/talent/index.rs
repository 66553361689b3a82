//! Keeps search by meaning fast as organisations grow.

use crate::{Result, Services};
use hireq_store::talent_index;
use sqlx::Connection;

/// An organisation with so many pieces of résumés gets an index. Looking at each of fewer takes about as long.
pub const MANY: i64 = 5_000;

/// Builds the index of every organisation that has `many` pieces and none; how many were built. Where another server is
/// at it already, it is left to that one.
///
/// # Errors
/// Where the database refuses; what was built stays.
pub async fn build(services: &Services, many: i64) -> Result<usize> {
    if talent_index::wanting(&services.pool, many).await?.is_empty() {
        return Ok(0);
    }
    // Detached, so that its lock and its memory setting end with it whatever happens.
    let mut db = services.pool.acquire().await?.detach();
    if !talent_index::claim(&mut db).await? {
        return Ok(0);
    }
    // Another may have built some before it let go.
    let wanting = talent_index::wanting(&mut db, many).await?;
    for organization in &wanting {
        talent_index::build(&mut db, *organization).await?;
    }
    db.close().await?;
    Ok(wanting.len())
}
