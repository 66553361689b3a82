//! Files that no row names: a server was killed, or the database went away, between a file and its row. They are removed
//! once they are a day old, when no upload can still be on its way to its row.

use crate::{Result, Services};
use hireq_domain::retention::Kept;
use hireq_store::documents;
use std::collections::HashSet;

/// So many may be removed whatever else is there. More than that, and more than have rows, are no lost uploads: the
/// database is another one's, or an old copy.
const FEW: usize = 20;
const AT_ONCE: usize = 1000;

/// Removes what is left behind in the store; how many files.
///
/// # Errors
/// Where store or database refuse.
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
    if lost.len() > FEW && lost.len() > known.len() {
        tracing::warn!(lost = lost.len(), known = known.len(), "most files have no row: is this their database?");
        return Ok(0);
    }
    for key in &lost {
        services.files.delete(key).await?;
    }
    Ok(u64::try_from(lost.len() + old.half.len()).unwrap_or(u64::MAX))
}
