//! A person's name: one, whoever reads it. Recruiters' open pages show a new one at once, and the history of what is open
//! says that there is one, though not what the old one was.

use crate::{Result, ServiceError, Services, auth::SignedIn, events::record};
use chrono::TimeDelta;
use hireq_domain::event::{AccountEvent, Event};
use hireq_store::{PgConnection, audit, candidates, users};

/// Most names that an account's owner takes in a day: each is told to whoever they applied to.
const MOST_A_DAY: i64 = 5;

/// Changes what an account's owner is called.
///
/// # Errors
/// `TooManyRequests`.
pub(super) async fn change(services: &Services, db: &mut PgConnection, who: &SignedIn, name: &str) -> Result<()> {
    let user = who.user.id;
    // Locked, so that many at once are counted one after the other.
    users::lock(&mut *db, user).await?;
    let day_ago = services.clock.now() - TimeDelta::days(1);
    if audit::times(&mut *db, user, &[AccountEvent::Name], day_ago).await? >= MOST_A_DAY {
        return Err(ServiceError::TooManyRequests { retry_after: 24 * 60 * 60 });
    }
    users::set_name(&mut *db, user, name).await?;
    let candidate = users::candidate_of(&mut *db, user).await?;
    record(services, &mut *db, who, Event::NameChanged { user, candidate }).await?;
    if let Some(candidate) = candidate {
        for at in candidates::open_and_named(&mut *db, candidate).await? {
            record(services, &mut *db, who, Event::ApplicantRenamed(at)).await?;
        }
    }
    Ok(())
}
