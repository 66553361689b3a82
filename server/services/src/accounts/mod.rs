//! Accounts: signing up, signing in, forgotten passwords, settings and sessions.

mod address;
mod name;
mod sign_up;
pub mod team;
mod trail;
mod zone;

pub use address::{confirm as confirm_address, renew_keys, restore as restore_address, waiting as waiting_address};
pub use sign_up::{SignUp, begin as begin_sign_up, confirm as confirm_sign_up, sign_up};
pub(crate) use sign_up::{checked as checked_sign_up, create, create_without_password};
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
use hireq_store::{address_links, applications::unconfirmed, password_resets, sessions, users};
use rand::RngCore;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The message for an account that may not be used.
pub(crate) const SUSPENDED: &str = "This account is suspended. Ask the people who run this site";

/// Whether mails go out, so that a link can prove an address.
pub(crate) fn sends_mail(services: &Services) -> bool {
    matches!(services.config.mail, MailTransport::Smtp(_))
}

/// Creates an administrator. Only for the command line and seeds; no form leads here.
///
/// # Errors
/// `Invalid` if the name is not acceptable or the address is taken.
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

/// A name as part of a web address: transliterated to lower-case Latin letters, digits and single dashes. Returns `or`
/// if nothing of the name can be transliterated.
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

/// The minimum duration of a refused sign-in. A wrong password for an existing account is also recorded, which takes
/// time; without a minimum, the response time would reveal which addresses have accounts.
const REFUSAL_TAKES: std::time::Duration = std::time::Duration::from_millis(150);

/// Checks address and password and returns the account to start a session for.
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
    // The demo's password is public, so production never accepts it.
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
        return Err(ServiceError::field("", SUSPENDED));
    }
    trail::at_sign_in(services, known.id, from, true).await?;
    Ok(known.id)
}

/// The minimum duration of a password reset request, so that its response time does not reveal who has an account.
const FORGOT_TAKES: std::time::Duration = std::time::Duration::from_millis(150);
/// How long a password reset link works.
const LINK_LASTS: TimeDelta = TimeDelta::hours(1);
/// How many reset links an account can have requested within [`LINK_LASTS`].
const MOST_LINKS: i64 = 3;

/// Mails a password reset link if the address has an account. Neither the answer nor its timing reveals whether it has.
///
/// # Errors
/// `Invalid` if this is not an address; `TooManyRequests`.
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
    // Locked so that parallel requests are counted one after the other.
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

/// The random secret in a mailed link.
pub(crate) fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// Creates a reset link and returns its token. The account's older links stop working.
async fn new_link(services: &Services, db: &mut hireq_store::PgConnection, user: UserId) -> Result<Secret> {
    let (token, now) = (new_token(), services.clock.now());
    password_resets::end_all(&mut *db, user, now).await?;
    password_resets::add(&mut *db, &Sha256::digest(&token), user, now + LINK_LASTS).await?;
    Ok(Secret(token))
}

/// A password reset link to print on the command line, because without a mail server links cannot reach their users.
///
/// # Errors
/// `NotFound` if the address has no account.
pub async fn reset_link(services: &Services, email: &Email) -> Result<String> {
    let known = users::credentials(&services.pool, email).await?.ok_or(ServiceError::NotFound)?;
    let mut tx = services.pool.begin().await?;
    let Secret(token) = new_link(services, &mut tx, known.id).await?;
    // No token in the event: the link is printed, not mailed.
    let event = Event::ResetAsked { user: known.id, token: None };
    record(services, &mut tx, &Origin::from("command line"), event).await?;
    tx.commit().await?;
    Ok(format!("{}/new-password?token={token}", services.config.frontend_url))
}

/// Sets a new password by a reset link's token, and ends all sessions and links of the account.
///
/// # Errors
/// `Invalid` if the password is too weak or the link no longer works; `TooManyRequests`.
pub async fn reset_password(services: &Services, from: impl Into<Origin>, token: &str, chosen: &str) -> Result<()> {
    let from = from.into();
    let link_expired = || ServiceError::field("", "This link has been used or is too old. Ask for a new one");
    services.limits.link(&from.ip)?;
    let (digest, now) = (Sha256::digest(token), services.clock.now());
    // Checked before hashing, so that requests without a valid link cost next to nothing.
    let id = password_resets::find(&services.pool, &digest, now).await?.ok_or_else(link_expired)?;
    let user = users::current(&services.pool, id).await?.ok_or_else(link_expired)?;
    let hash = hash_of(chosen, &user).await?;
    let mut tx = services.pool.begin().await?;
    // The account is locked first, as everywhere else; a different order could deadlock.
    users::lock(&mut *tx, id).await?;
    password_resets::take(&mut *tx, &digest, now).await?.ok_or_else(link_expired)?;
    password_resets::end_all(&mut *tx, id, now).await?;
    address_links::end_confirmations(&mut *tx, id, now).await?;
    users::set_password_hash(&mut *tx, id, &hash).await?;
    unconfirmed::end_sign_ins(&mut *tx, &user.email).await?;
    sessions::delete_others(&mut *tx, id, None).await?;
    record(services, &mut tx, &from, Event::Account { user: id, what: AccountEvent::Reset }).await?;
    tx.commit().await?;
    Ok(())
}

/// Checks the strength of a password chosen by the account's owner and hashes it.
async fn hash_of(chosen: &str, user: &CurrentUser) -> Result<String> {
    let chosen = Password::choose(chosen, &[&user.name, user.email.as_str()]).await?;
    let chosen = chosen.map_err(|message| ServiceError::field("password", message))?;
    password::hash(chosen.expose().to_owned()).await
}

const NO_PASSWORD: &str = "Your account has no password yet. Choose one with “Forgotten your password?” at signing in";

/// Asks for the password again before an action that somebody at a borrowed browser must not be able to take.
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
    let stored_none = stored.as_ref().is_some_and(String::is_empty);
    if password::fits(current, stored).await? {
        services.limits.succeeded(&from.ip, user.email.as_str());
        return Ok(());
    }
    if stored_none {
        return Err(ServiceError::field("current", NO_PASSWORD));
    }
    if !current.is_empty() {
        trail::wrong_password(services, user, &from, AccountEvent::PasswordWrong).await?;
    }
    Err(ServiceError::field("current", "Enter your current password to do this"))
}

/// Changes the name and requests a change of address. Returns whether a change of address now awaits confirmation;
/// without a mail server it takes effect immediately. Changing either requires the password.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `TooManyRequests`.
pub async fn set_profile(services: &Services, who: &SignedIn, name: &str, email: &str, current: &str) -> Result<bool> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_person_name(name, "your name"));
    // An unchanged address is accepted as it is, even if mail cannot reach it.
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
    // Without a mail server a confirmation link would never arrive, so the password alone has to be enough.
    let asks = moves && sends_mail(services);
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

/// Changes the password and ends all other sessions.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `TooManyRequests`.
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
    unconfirmed::end_sign_ins(&mut *tx, &who.user.email).await?;
    sessions::delete_others(&mut *tx, who.user.id, session).await?;
    password_resets::end_all(&mut *tx, who.user.id, services.clock.now()).await?;
    address_links::end_confirmations(&mut *tx, who.user.id, services.clock.now()).await?;
    record(services, &mut tx, who, Event::Account { user: who.user.id, what: AccountEvent::Password }).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the first password of an account that was created without one.
///
/// # Errors
/// `Invalid` if the password is too weak; `Conflict` if the account has a password.
pub async fn choose_first_password(services: &Services, who: &SignedIn, chosen: &str) -> Result<()> {
    services.limits.sign_in(&who.ip, who.user.email.as_str(), services.clock.now())?;
    let hash = hash_of(chosen, &who.user).await?;
    let mut tx = services.begin(&who.user).await?;
    if !users::set_first_password_hash(&mut *tx, who.user.id, &hash).await? {
        return Err(ServiceError::Conflict(
            "Your account has a password already. Change it on the page of your account".into(),
        ));
    }
    password_resets::end_all(&mut *tx, who.user.id, services.clock.now()).await?;
    unconfirmed::end_sign_ins(&mut *tx, &who.user.email).await?;
    record(services, &mut tx, who, Event::Account { user: who.user.id, what: AccountEvent::Password }).await?;
    tx.commit().await?;
    Ok(())
}

/// The account's sessions; `session` is the key of the caller's own.
///
/// # Errors
/// If the database query fails.
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

/// Ends all sessions of the account except the caller's own.
///
/// # Errors
/// If the database query fails.
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
