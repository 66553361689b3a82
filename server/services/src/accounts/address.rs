//! Changing the address that an account signs in with. The new address takes effect once the link mailed to it is
//! opened; for a week, a link mailed to the old address can undo the change. Nobody is told whether an address already
//! has an account.

use super::{Origin, new_link, new_token, random};
use crate::{
    Result, ServiceError, Services,
    auth::{SignedIn, password},
    error::on_constraint,
    events::record,
};
use chrono::TimeDelta;
use hireq_domain::{
    account::{CurrentUser, Email},
    event::{AccountEvent, Event, Secret, Wanted},
    ids::UserId,
};
use hireq_store::{
    PgConnection,
    address_links::{self, Link, NewLink, Purpose},
    password_resets, sessions, users,
};
use sha2::{Digest, Sha256};

/// How long the link that confirms a new address works.
const CONFIRM_LASTS: TimeDelta = TimeDelta::hours(24);
/// How long the link that restores the old address works.
const RESTORE_LASTS: TimeDelta = TimeDelta::days(7);
/// How many address changes an account may request in a day.
const MOST_A_DAY: i64 = 5;
/// How many of these mails one address receives in a day, whoever requests them.
const MOST_TO_ONE: i64 = 3;

/// Requests a change of address: mails a confirmation link to the new address and a restore link to the old one. An
/// earlier pending request of the same account is dropped.
///
/// # Errors
/// `TooManyRequests`.
pub(super) async fn ask(services: &Services, db: &mut PgConnection, who: &SignedIn, email: &Email) -> Result<()> {
    let (user, now) = (&who.user, services.clock.now());
    let day_ago = now - TimeDelta::days(1);
    // Locked so that parallel requests are counted one after the other.
    users::lock(&mut *db, user.id).await?;
    if address_links::asked_by(&mut *db, user.id, day_ago).await? >= MOST_A_DAY {
        return Err(ServiceError::TooManyRequests { retry_after: 24 * 60 * 60 });
    }
    let mailed = address_links::asked_for(&mut *db, email, day_ago).await?;
    address_links::end_confirmations(&mut *db, user.id, now).await?;
    let confirm = add_link(services, &mut *db, user, Purpose::Confirm, email).await?;
    let restore = add_link(services, &mut *db, user, Purpose::Restore, &user.email).await?;
    let wanted = if mailed >= MOST_TO_ONE {
        Wanted::MailedOften
    } else if is_taken(services, &mut *db, email, user.id).await? {
        // An address that is taken gets the same answer as one that is free, but its owner's mail contains no link.
        Wanted::Taken
    } else {
        Wanted::Free
    };
    let event = Event::AddressAsked { user: user.id, email: email.clone(), wanted, confirm, restore };
    record(services, db, who, event).await
}

/// Changes the address immediately, for installations that cannot send mail and so cannot confirm it.
///
/// # Errors
/// `Invalid` at `email` if another account has it.
pub(super) async fn change_at_once(
    services: &Services,
    db: &mut PgConnection,
    who: &SignedIn,
    email: &Email,
) -> Result<()> {
    users::lock(&mut *db, who.user.id).await?;
    if is_taken(services, &mut *db, email, who.user.id).await? {
        return Err(ServiceError::field("email", "This address cannot be used. Choose another"));
    }
    set_email(&mut *db, &who.user, email).await?;
    password_resets::end_all(&mut *db, who.user.id, services.clock.now()).await?;
    record(services, db, who, Event::Account { user: who.user.id, what: AccountEvent::Address }).await
}

async fn add_link(
    services: &Services,
    db: &mut PgConnection,
    user: &CurrentUser,
    purpose: Purpose,
    email: &Email,
) -> Result<Secret> {
    let (token, now) = (new_token(), services.clock.now());
    let lasts = match purpose {
        Purpose::Confirm => CONFIRM_LASTS,
        Purpose::Restore => RESTORE_LASTS,
    };
    let hash = Sha256::digest(&token);
    let link = NewLink { hash: &hash, user: user.id, purpose, email, created_at: now, expires_at: now + lasts };
    address_links::add(db, link).await?;
    Ok(Secret(token))
}

/// Whether the address belongs to another account, or did and can still be restored to it.
async fn is_taken(services: &Services, db: &mut PgConnection, email: &Email, user: UserId) -> Result<bool> {
    let owner = users::credentials(&mut *db, email).await?.map(|known| known.id);
    Ok(owner.is_some_and(|owner| owner != user)
        || address_links::is_kept_for_another(db, email, Some(user), services.clock.now()).await?)
}

fn link_expired() -> ServiceError {
    ServiceError::field("", "This link has been used or is too old")
}

/// Uses up a valid link and returns it with its account. The account stays locked, so that a link opened twice at once
/// is only used once.
async fn use_up_link(
    services: &Services,
    db: &mut PgConnection,
    token: &str,
    purpose: Purpose,
) -> Result<(Link, CurrentUser)> {
    let (hash, now) = (Sha256::digest(token), services.clock.now());
    let link = address_links::find(&mut *db, &hash, purpose, now).await?.ok_or_else(link_expired)?;
    users::lock(&mut *db, link.user).await?;
    if !address_links::take(&mut *db, &hash, now).await? {
        return Err(link_expired());
    }
    let user = users::current(db, link.user).await?.ok_or_else(link_expired)?;
    Ok((link, user))
}

/// Confirms a new address by the link mailed to it. Password reset links sent to the old address stop working.
///
/// # Errors
/// `Invalid` if the link no longer works; `TooManyRequests`.
pub async fn confirm(services: &Services, from: impl Into<Origin>, token: &str) -> Result<()> {
    let from = from.into();
    services.limits.link(&from.ip)?;
    let mut tx = services.pool.begin().await?;
    let (link, user) = use_up_link(services, &mut tx, token, Purpose::Confirm).await?;
    if is_taken(services, &mut tx, &link.email, user.id).await? {
        return Err(link_expired());
    }
    set_email(&mut tx, &user, &link.email).await?;
    users::set_verified(&mut *tx, user.id, services.clock.now()).await?;
    password_resets::end_all(&mut *tx, user.id, services.clock.now()).await?;
    record(services, &mut tx, &from, Event::Account { user: user.id, what: AccountEvent::Address }).await?;
    tx.commit().await?;
    Ok(())
}

async fn set_email(db: &mut PgConnection, user: &CurrentUser, email: &Email) -> Result<()> {
    let taken = on_constraint("users_email_key", "", "This address cannot be used. Choose another");
    users::set_email(db, user.id, email).await.map_err(taken)
}

/// Restores an account's former address by the link mailed there when the change was requested. Whoever requested it
/// knew the password and may be signed in, so all sessions end, the password stops working, and so do all links sent
/// since. Restore links from before still work, so that an address added later cannot lock out an earlier one. A
/// password reset link is mailed to the restored address.
///
/// # Errors
/// `Invalid` if the link no longer works; `TooManyRequests`.
pub async fn restore(services: &Services, from: impl Into<Origin>, token: &str) -> Result<()> {
    let from = from.into();
    services.limits.link(&from.ip)?;
    // Checked first, because hashing a password is expensive.
    let (digest, now) = (Sha256::digest(token), services.clock.now());
    address_links::find(&services.pool, &digest, Purpose::Restore, now).await?.ok_or_else(link_expired)?;
    let nobodys = password::hash(hex::encode(random::<32>())).await?;
    let mut tx = services.pool.begin().await?;
    let (link, user) = use_up_link(services, &mut tx, token, Purpose::Restore).await?;
    address_links::end_since(&mut *tx, user.id, link.created_at, now).await?;
    set_email(&mut tx, &user, &link.email).await?;
    users::set_password_hash(&mut *tx, user.id, &nobodys).await?;
    sessions::delete_others(&mut *tx, user.id, None).await?;
    let token = new_link(services, &mut tx, user.id).await?;
    record(services, &mut tx, &from, Event::AddressRestored { user: user.id, token }).await?;
    tx.commit().await?;
    Ok(())
}

/// The address that the account has requested but not confirmed yet.
///
/// # Errors
/// If the database query fails.
pub async fn waiting(services: &Services, who: &SignedIn) -> Result<Option<Email>> {
    Ok(address_links::waiting(&services.pool, who.user.id, services.clock.now()).await?)
}

/// Recomputes the stored lookup keys of addresses whose domain is not ASCII: older versions computed them differently.
///
/// # Errors
/// If the database query fails.
pub async fn renew_keys(db: &mut PgConnection) -> Result<()> {
    for (id, email, stored) in users::with_international_domains(&mut *db).await? {
        let key = email.key();
        if key != stored {
            users::set_key(&mut *db, id, &key).await?;
        }
    }
    Ok(())
}
