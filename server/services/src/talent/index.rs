//! Keeps search by meaning fast as organisations grow.

use crate::{Result, Services};
use hireq_store::talent_index;

/// An organisation with so many pieces of résumés gets an index. Looking at each of fewer takes about as long.
pub const MANY: i64 = 5_000;

/// Builds the index of every organisation that has `many` pieces and none; how many were built.
///
/// # Errors
/// Where the database refuses; what was built stays.
pub async fn build(services: &Services, many: i64) -> Result<usize> {
    let wanting = talent_index::wanting(&services.pool, many).await?;
    if wanting.is_empty() {
        return Ok(0);
    }
    // Detached, so that its memory setting ends with it whatever happens.
    let mut db = services.pool.acquire().await?.detach();
    for organization in &wanting {
        talent_index::build(&mut db, *organization).await?;
    }
    Ok(wanting.len())
}
