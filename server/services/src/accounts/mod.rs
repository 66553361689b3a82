//! Accounts: signing up, signing in, forgotten passwords, settings and sessions.

mod address;
mod name;
mod sign_up;
mod trail;
mod zone;

pub use address::{confirm as confirm_address, renew_keys, restore as restore_address, waiting as waiting_address};
pub use sign_up::{SignUp, begin as begin_sign_up, confirm as confirm_sign_up, sign_up};
pub use trail::{recent_events, signed_out};
pub use zone::{propose_zone, set_time_zone};

use crate::{
    Result, ServiceError, Services,
    auth::{Origin, SignedIn, chosen::Password, password, session_ends},
    config::MailTransport,
    error::on_constraint,
    events::record,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use hireq_domain::{
    FieldErrors,
    account::{AccountStatus, CurrentUser, Email, Role, SessionInfo, checked_person_name},
    event::{AccountEvent, Event, Secret},
    ids::UserId,
};
use hireq_store::{address_links, password_resets, sessions, users};
use rand::RngCore;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Makes an administrator's account. For the command line and seeds: no form leads here.
///
/// # Errors
/// Where the name is none or the address is taken.
pub async fn create_admin(services: &Services, name: &str, email: &Email, chosen: &Password) -> Result<UserId> {
    let name = &checked_person_name(name, "the administrator's name").map_err(|e| ServiceError::field("name", e))?;
    email.for_mail().map_err(|e| ServiceError::field("email", e))?;
    let id = UserId(Uuid::now_v7());
    let user = users::NewUser {
        id,
        email,
        name,
        password_hash: &password::hash(chosen.expose().to_owned()).await?,
        role: Role::Admin,
        status: AccountStatus::Active,
        organization: None,
        created_at: services.clock.now(),
    };
    let mut tx = services.pool.begin().await?;
    users::add(&mut tx, user).await.map_err(on_constraint(
        "users_email_key",
        "email",
        "There is an account with this address already",
    ))?;
    tx.commit().await?;
    Ok(id)
}

/// A name as part of a web address: Latin letters in lower case, whatever script it is in, digits and single dashes; `or`
/// where nothing of it can be written so.
#[must_use]
pub fn slug(name: &str, or: &str) -> String {
    let slug: String = slug::slugify(name).chars().take(60).collect();
    if slug.is_empty() { or.to_owned() } else { slug.trim_end_matches('-').to_owned() }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// What a refusal to sign in takes at least, so that its time does not tell who has an account: a wrong password for one
/// is noted.
const REFUSAL_TAKES: std::time::Duration = std::time::Duration::from_millis(150);

/// Checks address and password; the account to start a session for.
///
/// # Errors
/// `Invalid` with one message for an unknown address and a wrong password alike; `TooManyRequests`.
pub async fn sign_in(services: &Services, from: impl Into<Origin>, email: &str, secret: &str) -> Result<UserId> {
    let from = from.into();
    services.limits.sign_in(&from.ip, email, services.clock.now())?;
    let takes = tokio::time::sleep(REFUSAL_TAKES);
    tokio::pin!(takes);
    let known = attempt(services, &from, email, secret).await;
    if known.is_err() {
        takes.await;
    }
    known
}

async fn attempt(services: &Services, from: &Origin, email: &str, secret: &str) -> Result<UserId> {
    let wrong = || ServiceError::field("", "The e-mail address or the password is wrong");
    let Ok(email) = email.parse::<Email>() else { return Err(wrong()) };
    let known = users::credentials(&services.pool, &email).await?;
    // Everybody knows the demo's password: where real people are it opens nothing.
    let demo = services.config.production && secret == password::DEMO;
    let fits = password::fits(secret, known.as_ref().map(|known| known.password_hash.clone())).await? && !demo;
    let Some(known) = known else {
        services.limits.failed(&from.ip, email.as_str(), services.clock.now());
        return Err(wrong());
    };
    if !fits {
        trail::at_sign_in(services, known.id, from, false).await?;
        return Err(wrong());
    }
    services.limits.succeeded(&from.ip, email.as_str());
    if known.status == AccountStatus::Suspended {
        return Err(ServiceError::field("", "This account is suspended. Ask the people who run this site"));
    }
    trail::at_sign_in(services, known.id, from, true).await?;
    Ok(known.id)
}

/// What a request for a new password takes at least, so that its time does not tell who has an account.
const FORGOT_TAKES: std::time::Duration = std::time::Duration::from_millis(150);
/// How long a link for a new password works.
const LINK_LASTS: TimeDelta = TimeDelta::hours(1);
/// Most links that an account gets within their lifetime.
const MOST_LINKS: i64 = 3;

/// Sends a link for a new password, if the address has an account. The answer never tells, nor does its time.
///
/// # Errors
/// `Invalid` for what is no address; `TooManyRequests`.
pub async fn forgot_password(services: &Services, from: impl Into<Origin>, email: &str) -> Result<()> {
    let from = from.into();
    let email: Email = email.parse().map_err(|e: &str| ServiceError::field("email", e))?;
    services.limits.mail(&from.ip)?;
    let (done, ()) = tokio::join!(send_link(services, &from, &email), tokio::time::sleep(FORGOT_TAKES));
    done
}

async fn send_link(services: &Services, from: &Origin, email: &Email) -> Result<()> {
    let Some(known) = users::credentials(&services.pool, email).await? else { return Ok(()) };
    let mut tx = services.pool.begin().await?;
    // Locked, so that many requests at once are counted one after the other.
    users::lock(&mut *tx, known.id).await?;
    let Some(user) = users::current(&mut *tx, known.id).await? else { return Ok(()) };
    if password_resets::recent(&mut *tx, known.id, services.clock.now()).await? >= MOST_LINKS {
        return Ok(());
    }
    let token = Some(new_link(services, &mut tx, user.id).await?);
    record(services, &mut tx, from, Event::ResetAsked { user: user.id, token }).await?;
    tx.commit().await?;
    Ok(())
}

/// What a mailed link holds: nobody can guess it.
fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A new link's token; the account's older links end.
async fn new_link(services: &Services, db: &mut hireq_store::PgConnection, user: UserId) -> Result<Secret> {
    let (token, now) = (new_token(), services.clock.now());
    password_resets::end_all(&mut *db, user, now).await?;
    password_resets::add(&mut *db, &Sha256::digest(&token), user, now + LINK_LASTS).await?;
    Ok(Secret(token))
}

/// A link for a new password, for the command line: with no mail server set, links reach nobody by themselves.
///
/// # Errors
/// `NotFound` where the address has no account.
pub async fn reset_link(services: &Services, email: &Email) -> Result<String> {
    let known = users::credentials(&services.pool, email).await?.ok_or(ServiceError::NotFound)?;
    let mut tx = services.pool.begin().await?;
    let Secret(token) = new_link(services, &mut tx, known.id).await?;
    // Printed, not mailed.
    let event = Event::ResetAsked { user: known.id, token: None };
    record(services, &mut tx, &Origin::from("command line"), event).await?;
    tx.commit().await?;
    Ok(format!("{}/new-password?token={token}", services.config.frontend_url))
}

/// Sets a new password by a link's token, and ends every session and every link of the account.
///
/// # Errors
/// `Invalid` where the password is too weak or the link no longer works; `TooManyRequests`.
pub async fn reset_password(services: &Services, from: impl Into<Origin>, token: &str, chosen: &str) -> Result<()> {
    let from = from.into();
    let dead = || ServiceError::field("", "This link has been used or is too old. Ask for a new one");
    services.limits.link(&from.ip)?;
    let (digest, now) = (Sha256::digest(token), services.clock.now());
    // Before anything is hashed: who has no good link costs the server next to nothing.
    let id = password_resets::find(&services.pool, &digest, now).await?.ok_or_else(dead)?;
    let user = users::current(&services.pool, id).await?.ok_or_else(dead)?;
    let hash = hash_of(chosen, &user).await?;
    let mut tx = services.pool.begin().await?;
    // The account first, as everywhere: who locks in another order waits for ever.
    users::lock(&mut *tx, id).await?;
    password_resets::take(&mut *tx, &digest, now).await?.ok_or_else(dead)?;
    password_resets::end_all(&mut *tx, id, now).await?;
    address_links::end_confirmations(&mut *tx, id, now).await?;
    users::set_password_hash(&mut *tx, id, &hash).await?;
    sessions::delete_others(&mut *tx, id, None).await?;
    record(services, &mut tx, &from, Event::Account { user: id, what: AccountEvent::Reset }).await?;
    tx.commit().await?;
    Ok(())
}

/// The hash of a password that an account's owner chose.
async fn hash_of(chosen: &str, user: &CurrentUser) -> Result<String> {
    let chosen = Password::choose(chosen, &[&user.name, user.email.as_str()]).await?;
    let chosen = chosen.map_err(|message| ServiceError::field("password", message))?;
    password::hash(chosen.expose().to_owned()).await
}

/// Asks for the password once more, before something that a borrowed browser must not do.
///
/// # Errors
/// `Invalid` at `current`; `TooManyRequests`.
pub async fn confirm_password(
    services: &Services,
    user: &CurrentUser,
    from: impl Into<Origin>,
    current: &str,
) -> Result<()> {
    let from = from.into();
    services.limits.sign_in(&from.ip, user.email.as_str(), services.clock.now())?;
    let stored = users::password_hash(&services.pool, user.id).await?;
    if password::fits(current, stored).await? {
        services.limits.succeeded(&from.ip, user.email.as_str());
        return Ok(());
    }
    if !current.is_empty() {
        trail::wrong_password(services, user, &from, AccountEvent::PasswordWrong).await?;
    }
    Err(ServiceError::field("current", "Enter your current password to do this"))
}

/// Changes the name, and asks for a new address, which counts once it is confirmed: whether one was asked for. Where no
/// mail can be sent it counts at once. Both ask for the password.
///
/// # Errors
/// `Invalid` with every field's message; `TooManyRequests`.
pub async fn set_profile(services: &Services, who: &SignedIn, name: &str, email: &str, current: &str) -> Result<bool> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_person_name(name, "your name"));
    // One from before stays, whether mail reaches it or not.
    let kept = email == who.user.email.as_str();
    let email = errors.take("email", if kept { email.parse() } else { Email::mailable(email) });
    errors.into_result()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(ServiceError::internal("a checked field went missing"));
    };
    let (renames, moves) = (name != who.user.name, email != who.user.email);
    if renames || moves {
        confirm_password(services, &who.user, who, current).await?;
    }
    // Without a mail server no link would reach anybody: the password has to do.
    let asks = moves && matches!(services.config.mail, MailTransport::Smtp(_));
    let mut tx = services.pool.begin().await?;
    if renames {
        name::change(services, &mut tx, who, &name).await?;
    }
    if asks {
        address::ask(services, &mut tx, who, &email).await?;
    } else if moves {
        address::change_at_once(services, &mut tx, who, &email).await?;
    }
    tx.commit().await?;
    Ok(asks)
}

/// Changes the password, and ends every other session.
///
/// # Errors
/// `Invalid` with every field's message; `TooManyRequests`.
pub async fn change_password(
    services: &Services,
    who: &SignedIn,
    session: Option<&[u8]>,
    current: &str,
    chosen: &str,
) -> Result<()> {
    Password::fits(chosen).map_err(|message| ServiceError::field("password", message))?;
    confirm_password(services, &who.user, who, current).await?;
    let hash = hash_of(chosen, &who.user).await?;
    let mut tx = services.pool.begin().await?;
    users::set_password_hash(&mut *tx, who.user.id, &hash).await?;
    sessions::delete_others(&mut *tx, who.user.id, session).await?;
    password_resets::end_all(&mut *tx, who.user.id, services.clock.now()).await?;
    address_links::end_confirmations(&mut *tx, who.user.id, services.clock.now()).await?;
    record(services, &mut tx, who, Event::Account { user: who.user.id, what: AccountEvent::Password }).await?;
    tx.commit().await?;
    Ok(())
}

/// The account's sessions; `session` is the one that asks.
///
/// # Errors
/// Where the database refuses.
pub async fn list_sessions(services: &Services, who: &SignedIn, session: Option<&[u8]>) -> Result<Vec<SessionInfo>> {
    let rows = sessions::list(&services.pool, who.user.id, session_ends(services)).await?;
    Ok(rows
        .into_iter()
        .map(|row| SessionInfo {
            current: session == Some(row.id.as_slice()),
            agent: row.user_agent.unwrap_or_default(),
            ip: row.ip.unwrap_or_default(),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
        })
        .collect())
}

/// Ends every session of the account but the one that asks.
///
/// # Errors
/// Where the database refuses.
pub async fn end_other_sessions(services: &Services, who: &SignedIn, session: Option<&[u8]>) -> Result<u64> {
    let mut tx = services.pool.begin().await?;
    let ended = sessions::delete_others(&mut *tx, who.user.id, session).await?;
    record(services, &mut tx, who, Event::Account { user: who.user.id, what: AccountEvent::SessionsEnded }).await?;
    tx.commit().await?;
    Ok(ended)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_has_latin_letters_digits_and_single_dashes_in_any_script() {
        for (name, expected) in [
            ("  Kaveri Payments (Pvt.) Ltd ", "kaveri-payments-pvt-ltd"),
            ("Müller & Söhne", "muller-sohne"),
            ("Инженер данных", "inzhener-dannykh"),
            ("日本", "ri-ben"),
            ("Łódź", "lodz"),
            ("🦀", "crab"),
            ("—…!", "job"),
            ("", "job"),
        ] {
            assert_eq!(slug(name, "job"), expected, "{name}");
        }
        let long = slug(&"ab ".repeat(50), "job");
        assert!(long.len() <= 60 && !long.ends_with('-'), "{long}");
    }
}
