//! Changing a person's name, which is the same everywhere. Recruiters' open pages show the new name at once. The
//! history of open applications records that the name changed, but not the old one.

use crate::{Result, ServiceError, Services, auth::SignedIn, events::record};
use chrono::TimeDelta;
use hireq_domain::event::{AccountEvent, Event};
use hireq_store::{PgConnection, audit, candidates, users};

/// How many times a day an account may change its name: each change is reported to every organisation they applied to.
const MOST_A_DAY: i64 = 5;

/// Changes the name of an account's owner.
///
/// # Errors
/// `TooManyRequests`.
pub(super) async fn change(services: &Services, db: &mut PgConnection, who: &SignedIn, name: &str) -> Result<()> {
    let user = who.user.id;
    // Locked so that parallel changes are counted one after the other.
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
