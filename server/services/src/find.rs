//! Finding a person or a job by name. Talent search looks into what people say; this only leads there.

use crate::{Result, Services, auth::Hr};
use hireq_domain::find::{Found, SHORTEST};
use hireq_store::find as store;

/// Most of each kind.
const SHOWN: i64 = 8;
/// Characters that are looked at.
const LONGEST: usize = 100;

/// What the recruiter's organisation has under this name; nothing for less than [`SHORTEST`] letters.
///
/// # Errors
/// Where the database refuses.
pub async fn by_name(services: &Services, who: &Hr, words: &str) -> Result<Found> {
    let words: String = words.trim().chars().take(LONGEST).collect();
    if words.chars().count() < SHORTEST {
        return Ok(Found::default());
    }
    let (pool, scope) = (&services.pool, who.scope());
    let (people, jobs) =
        tokio::try_join!(store::people(pool, scope, &words, SHOWN), store::jobs(pool, scope, &words, SHOWN))?;
    Ok(Found { people, jobs })
}
