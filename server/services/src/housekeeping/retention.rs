//! Removes data whose retention period is over, by the domain's table.

use crate::{Result, Services, applications::guest, auth, realtime, uploads};
use hireq_domain::retention::Kept;
use hireq_store::{address_links, candidates, invitations, outbox, password_resets, sessions, sign_ups};

/// Removes everything that has expired. A failure in one table does not stop the others.
///
/// # Errors
/// The first failure.
pub(super) async fn carry_out(services: &Services) -> Result<()> {
    let mut failed = None;
    for kept in Kept::ALL {
        match remove(services, *kept).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(what = %kept, count, "removed: their time had come"),
            Err(error) => {
                tracing::warn!(what = %kept, %error, "could not be removed");
                failed.get_or_insert(error);
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn remove(services: &Services, kept: Kept) -> Result<u64> {
    let (db, before) = (&services.pool, services.clock.now() - kept.time());
    Ok(match kept {
        Kept::MailTexts => outbox::empty(db, before).await?,
        Kept::Mails => outbox::delete(db, before).await?,
        Kept::Sessions => sessions::delete_expired(db, auth::session_ends(services)).await?,
        Kept::ResetLinks => password_resets::delete_ended(db, before).await?,
        Kept::AddressLinks => address_links::delete_ended(db, before).await?,
        Kept::SignUps => sign_ups::delete_ended(db, before).await?,
        Kept::UnconfirmedApplications => guest::delete_ended(services, before).await?,
        Kept::Invitations => invitations::delete_ended(db, before).await?,
        Kept::Merges => candidates::merges::forget(db, before).await?,
        Kept::LiveEvents => realtime::sweep(services).await?,
        Kept::LostFiles => uploads::sweep::run(services).await?,
    })
}
