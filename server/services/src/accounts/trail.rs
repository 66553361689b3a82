//! What happened to an account: noted for those who look into it, shown to its owner, and mailed where somebody guesses.

use super::{Origin, Services};
use crate::{
    Result,
    auth::{SignedIn, Visitor},
    events::record,
};
use chrono::TimeDelta;
use hireq_domain::{
    account::{CurrentUser, SecurityEvent, shortened_address},
    event::{AccountEvent, Event},
    ids::UserId,
};
use hireq_store::{audit as log, audit::AccountEntry, users};

/// As many wrong passwords within a day are told to the owner.
const MANY: i64 = 10;
/// Entries that are read, and lines that are shown: the same in a row is one line.
const READ: i64 = 200;
const SHOWN: usize = 20;

/// Notes a wrong password, has the next attempt wait, and tells the owner of many, once a day.
pub(super) async fn wrong_password(
    services: &Services,
    user: &CurrentUser,
    from: &Origin,
    what: AccountEvent,
) -> Result<()> {
    let now = services.clock.now();
    services.limits.failed(&from.ip, user.email.as_str(), now);
    let mut tx = services.pool.begin().await?;
    let wrong = [AccountEvent::SignInFailed, AccountEvent::PasswordWrong];
    let many = log::times(&mut *tx, user.id, &wrong, now - TimeDelta::days(1)).await? + 1 >= MANY;
    record(services, &mut tx, from, Event::WrongPassword { user: user.id, what, many }).await?;
    Ok(tx.commit().await?)
}

/// Notes at sign-in, where only the key is known.
pub(super) async fn at_sign_in(services: &Services, id: UserId, from: &Origin, fits: bool) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    if fits {
        return record(services, &mut db, from, Event::Account { user: id, what: AccountEvent::SignIn }).await;
    }
    let user = users::current(&mut *db, id).await?;
    // Nobody waits for a second connection while they hold one: all of them would wait for ever.
    drop(db);
    match user {
        Some(user) => wrong_password(services, &user, from, AccountEvent::SignInFailed).await,
        None => Ok(()),
    }
}

/// Notes that somebody signed out.
///
/// # Errors
/// Where the database refuses.
pub async fn signed_out(services: &Services, visitor: &Visitor) -> Result<()> {
    let Ok(who) = visitor.signed_in() else { return Ok(()) };
    let mut db = services.pool.acquire().await?;
    record(services, &mut db, &who, Event::Account { user: who.user.id, what: AccountEvent::SignOut }).await
}

/// What happened to the account lately, the newest first; what happened many times in a row is one line.
///
/// # Errors
/// Where the database refuses.
pub async fn recent_events(services: &Services, who: &SignedIn) -> Result<Vec<SecurityEvent>> {
    let mut lines: Vec<SecurityEvent> = Vec::new();
    for entry in log::of_account(&services.pool, who.user.id, READ).await? {
        let line = line(entry, who.user.id);
        let same = |last: &&mut SecurityEvent| {
            last.what == line.what && last.network == line.network && last.device == line.device
        };
        if let Some(last) = lines.last_mut().filter(same) {
            last.times += 1;
        } else if lines.len() < SHOWN {
            lines.push(line);
        } else {
            break;
        }
    }
    Ok(lines)
}

/// Where an administrator was is not the owner's to know.
fn line(entry: AccountEntry, owner: UserId) -> SecurityEvent {
    let another = entry.actor.is_some_and(|actor| actor != owner);
    SecurityEvent {
        at: entry.at,
        what: hireq_domain::event::AccountEvent::in_words(&entry.action).to_owned(),
        network: entry.ip.filter(|_| !another).map(|ip| shortened_address(&ip)).unwrap_or_default(),
        device: entry.device.unwrap_or_default(),
        times: 1,
    }
}
