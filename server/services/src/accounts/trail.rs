//! An account's security events: recorded for administrators, shown to the owner, and mailed to them if somebody seems
//! to be guessing their password.

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

/// How many wrong passwords in a day it takes for the owner to be told.
const MANY: i64 = 10;
/// How many entries are read and how many lines are shown: repeated events are merged into one line.
const READ: i64 = 200;
const SHOWN: usize = 20;

/// Records a wrong password, delays the next attempt, and tells the owner, once a day, if there were many.
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

/// Records a sign-in or a wrong password, at a point where only the account's key is known.
pub(super) async fn at_sign_in(services: &Services, id: UserId, from: &Origin, fits: bool) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    if fits {
        return record(services, &mut db, from, Event::Account { user: id, what: AccountEvent::SignIn }).await;
    }
    let user = users::current(&mut *db, id).await?;
    // Given back before `wrong_password` takes another one: if every request held one connection while waiting for a
    // second, all would wait for ever.
    drop(db);
    match user {
        Some(user) => wrong_password(services, &user, from, AccountEvent::SignInFailed).await,
        None => Ok(()),
    }
}

/// Records that somebody signed out.
///
/// # Errors
/// If the database query fails.
pub async fn signed_out(services: &Services, visitor: &Visitor) -> Result<()> {
    let Ok(who) = visitor.signed_in() else { return Ok(()) };
    let mut db = services.pool.acquire().await?;
    record(services, &mut db, &who, Event::Account { user: who.user.id, what: AccountEvent::SignOut }).await
}

/// Recent events of the account, newest first; the same event several times in a row is one line.
///
/// # Errors
/// If the database query fails.
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

/// The owner is not told from which address an administrator acted.
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
