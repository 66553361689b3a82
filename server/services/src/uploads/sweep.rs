//! Removes stored files without a row, which are left behind if the server is killed or the database fails between
//! storing a file and adding its row. They are removed after a day, when no upload can still be about to add its row.

use crate::{Result, Services};
use hireq_domain::retention::Kept;
use hireq_store::documents;
use std::collections::HashSet;

/// Up to this many files are removed in any case. If there are more, and also more than there are files with rows, they
/// are not lost uploads: the store belongs to another database, or this one is an old copy.
const ALWAYS_REMOVED: usize = 20;
const AT_ONCE: usize = 1000;

/// Removes old files without a row, and returns how many.
///
/// # Errors
/// If the store or the database fails.
pub async fn run(services: &Services) -> Result<u64> {
    let old = services.files.older_than(services.clock.now() - Kept::LostFiles.time()).await?;
    for name in &old.half {
        services.files.delete_half(name).await?;
    }
    let mut known = HashSet::new();
    for keys in old.keys.chunks(AT_ONCE) {
        known.extend(documents::known_keys(&services.pool, keys).await?);
    }
    let lost: Vec<&String> = old.keys.iter().filter(|key| !known.contains(*key)).collect();
    if lost.len() > ALWAYS_REMOVED && lost.len() > known.len() {
        tracing::warn!(lost = lost.len(), known = known.len(), "most files have no row: is this their database?");
        return Ok(0);
    }
    for key in &lost {
        services.files.delete(key).await?;
    }
    Ok(u64::try_from(lost.len() + old.half.len()).unwrap_or(u64::MAX))
}
