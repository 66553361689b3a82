//! A new address to sign in with: it counts once it is confirmed by a link that was mailed to it, and for a week a link
//! that was mailed to the old one takes it back. Nobody is told whether an address has an account.

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

/// How long a new address can be confirmed.
const CONFIRM_LASTS: TimeDelta = TimeDelta::hours(24);
/// How long the old address can take itself back.
const RESTORE_LASTS: TimeDelta = TimeDelta::days(7);
/// Most new addresses that an account asks for in a day.
const MOST_A_DAY: i64 = 5;
/// Most mails about it that one address gets in a day, whoever asks.
const MOST_TO_ONE: i64 = 3;

/// Asks for a new address: mails a link to it, and one back to the old one. An account's earlier question ends.
///
/// # Errors
/// `TooManyRequests`.
pub(super) async fn ask(services: &Services, db: &mut PgConnection, who: &SignedIn, email: &Email) -> Result<()> {
    let (user, now) = (&who.user, services.clock.now());
    let day_ago = now - TimeDelta::days(1);
    // Locked, so that many questions at once are counted one after the other.
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
        // The same is done, and the same said to who asks: the link reaches nobody.
        Wanted::Taken
    } else {
        Wanted::Free
    };
    let event = Event::AddressAsked { user: user.id, email: email.clone(), wanted, confirm, restore };
    record(services, db, who, event).await
}

/// Makes a new address count where no mail can be sent, and so none can confirm it.
///
/// # Errors
/// `Invalid` at `email` where another account has it.
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

/// Whether another account has this address, or had it and may still take it back.
async fn is_taken(services: &Services, db: &mut PgConnection, email: &Email, user: UserId) -> Result<bool> {
    let owner = users::credentials(&mut *db, email).await?.map(|known| known.id);
    Ok(owner.is_some_and(|owner| owner != user)
        || address_links::is_kept_for_another(db, email, Some(user), services.clock.now()).await?)
}

fn dead() -> ServiceError {
    ServiceError::field("", "This link has been used or is too old")
}

/// A good link and its account, which stays locked: of two links at once, one is used after the other.
async fn used(
    services: &Services,
    db: &mut PgConnection,
    token: &str,
    purpose: Purpose,
) -> Result<(Link, CurrentUser)> {
    let (hash, now) = (Sha256::digest(token), services.clock.now());
    let link = address_links::find(&mut *db, &hash, purpose, now).await?.ok_or_else(dead)?;
    users::lock(&mut *db, link.user).await?;
    if !address_links::take(&mut *db, &hash, now).await? {
        return Err(dead());
    }
    let user = users::current(db, link.user).await?.ok_or_else(dead)?;
    Ok((link, user))
}

/// Makes a new address count, by the link that it was mailed. Links for a new password that the old one was mailed end.
///
/// # Errors
/// `Invalid` where the link no longer works; `TooManyRequests`.
pub async fn confirm(services: &Services, from: impl Into<Origin>, token: &str) -> Result<()> {
    let from = from.into();
    services.limits.link(&from.ip)?;
    let mut tx = services.pool.begin().await?;
    let (link, user) = used(services, &mut tx, token, Purpose::Confirm).await?;
    if is_taken(services, &mut tx, &link.email, user.id).await? {
        return Err(dead());
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

/// Takes an address back, by the link that it was mailed when a new one was asked for. Whoever asked knew the password and
/// may be signed in: all sessions end, the password works no more, and neither does any link since. Links from before do:
/// an address that came later cannot shut out one that was there earlier. A link for a new password goes to the address.
///
/// # Errors
/// `Invalid` where the link no longer works; `TooManyRequests`.
pub async fn restore(services: &Services, from: impl Into<Origin>, token: &str) -> Result<()> {
    let from = from.into();
    services.limits.link(&from.ip)?;
    // Before it costs a hash.
    let (digest, now) = (Sha256::digest(token), services.clock.now());
    address_links::find(&services.pool, &digest, Purpose::Restore, now).await?.ok_or_else(dead)?;
    let nobodys = password::hash(hex::encode(random::<32>())).await?;
    let mut tx = services.pool.begin().await?;
    let (link, user) = used(services, &mut tx, token, Purpose::Restore).await?;
    address_links::end_since(&mut *tx, user.id, link.created_at, now).await?;
    set_email(&mut tx, &user, &link.email).await?;
    users::set_password_hash(&mut *tx, user.id, &nobodys).await?;
    sessions::delete_others(&mut *tx, user.id, None).await?;
    let token = new_link(services, &mut tx, user.id).await?;
    record(services, &mut tx, &from, Event::AddressRestored { user: user.id, token }).await?;
    tx.commit().await?;
    Ok(())
}

/// The address that the account asked for and that is not confirmed yet.
///
/// # Errors
/// Where the database refuses.
pub async fn waiting(services: &Services, who: &SignedIn) -> Result<Option<Email>> {
    Ok(address_links::waiting(&services.pool, who.user.id, services.clock.now()).await?)
}

/// Writes anew what tells accounts with a domain outside ASCII from others: it was stored by another rule once.
///
/// # Errors
/// Where the database refuses.
pub async fn renew_keys(db: &mut PgConnection) -> Result<()> {
    for (id, email, stored) in users::with_international_domains(&mut *db).await? {
        let key = email.key();
        if key != stored {
            users::set_key(&mut *db, id, &key).await?;
        }
    }
    Ok(())
}
