//! Accounts: signing up, signing in, forgotten passwords, settings and sessions.

mod address;

pub use address::{confirm as confirm_address, restore as restore_address, waiting as waiting_address};

use crate::{
    Result, ServiceError, Services,
    auth::{Audit, SignedIn, audit, password},
    demo,
    error::on_constraint,
    mail,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use hireq_domain::{
    FieldErrors,
    account::{AccountStatus, CurrentUser, Email, Password, Role, SessionInfo, checked_name},
    ids::{CandidateId, OrganizationId, UserId},
};
use hireq_store::{address_links, organizations, password_resets, sessions, users};
use rand::RngCore;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What somebody who signs up enters.
pub struct SignUp {
    /// Shown name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Chosen password.
    pub password: String,
    /// Candidate or recruiter.
    pub role: Role,
    /// A recruiter's organisation.
    pub organization: String,
}

const TAKEN: &str = "There is an account with this address already. Sign in, or choose a new password";

/// Makes an account. A recruiter's waits for approval and brings its organisation with it.
///
/// # Errors
/// `Invalid` with every field's message; `TooManyRequests`.
pub async fn sign_up(services: &Services, ip: &str, input: SignUp) -> Result<UserId> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_name(&input.name, "your name"));
    let email = errors.take("email", input.email.parse::<Email>());
    let chosen = errors.take("password", Password::choose(&input.password, &input.email));
    let organization = match input.role {
        Role::Hr => {
            errors.take("organization", checked_name(&input.organization, "your organisation's name")).map(Some)
        }
        Role::Candidate => Some(None),
        Role::Admin => {
            errors.add("role", "Choose what you want to do here");
            None
        }
    };
    errors.into_result()?;
    let (Some(name), Some(email), Some(chosen), Some(organization)) = (name, email, chosen, organization) else {
        return Err(ServiceError::internal("a checked field went missing"));
    };
    services.limits.sign_in(ip, email.as_str())?;
    let password_hash = password::hash(chosen.expose().to_owned()).await?;
    let (id, now) = (UserId(Uuid::now_v7()), services.clock.now());
    let mut tx = services.pool.begin().await?;
    let organization = match organization {
        None => None,
        Some(name) => {
            let id = OrganizationId(Uuid::now_v7());
            let slug = free_slug(&mut tx, &name).await?;
            organizations::add(&mut *tx, id, &name, &slug).await?;
            Some(id)
        }
    };
    if address_links::is_kept_for_another(&mut *tx, &email, None, now).await? {
        return Err(ServiceError::field("email", TAKEN));
    }
    users::add(
        &mut *tx,
        users::NewUser {
            id,
            email: &email,
            name: &name,
            password_hash: &password_hash,
            role: input.role,
            status: if input.role == Role::Hr { AccountStatus::Pending } else { AccountStatus::Active },
            organization,
            created_at: now,
        },
    )
    .await
    .map_err(on_constraint("users_email_key", "email", TAKEN))?;
    if input.role == Role::Candidate {
        users::add_candidate(&mut *tx, CandidateId(Uuid::now_v7()), id, &name, email.as_str()).await?;
    }
    mail::queue(
        services,
        &mut tx,
        mail::Mail {
            event: "welcome",
            dedupe_key: format!("welcome {id}"),
            to: email.as_str(),
            values: serde_json::json!({ "name": name }),
            application: None,
            send_after: None,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes an administrator's account. For the command line and seeds: no form leads here.
///
/// # Errors
/// Where the name is none or the address is taken.
pub async fn create_admin(services: &Services, name: &str, email: &Email, chosen: &Password) -> Result<UserId> {
    let name = &checked_name(name, "the administrator's name").map_err(|e| ServiceError::field("name", e))?;
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
    users::add(&services.pool, user).await.map_err(on_constraint(
        "users_email_key",
        "email",
        "There is an account with this address already",
    ))?;
    Ok(id)
}

async fn free_slug(db: &mut hireq_store::PgConnection, name: &str) -> Result<String> {
    let base = slug(name);
    if !organizations::slug_taken(&mut *db, &base).await? {
        return Ok(base);
    }
    Ok(format!("{base}-{}", &hex::encode(random::<3>())))
}

/// A name as part of a web address: lower-case letters, digits and single dashes.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let out: String = out.trim_end_matches('-').chars().take(60).collect();
    if out.is_empty() { "x".into() } else { out.trim_end_matches('-').to_owned() }
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// Checks address and password; the account to start a session for.
///
/// # Errors
/// `Invalid` with one message for an unknown address and a wrong password alike; `TooManyRequests`.
pub async fn sign_in(services: &Services, ip: &str, email: &str, secret: &str) -> Result<UserId> {
    services.limits.sign_in(ip, email.trim())?;
    let wrong = || ServiceError::field("", "The e-mail address or the password is wrong");
    if secret.chars().count() > Password::MAX {
        return Err(wrong());
    }
    let Ok(email) = email.parse::<Email>() else { return Err(wrong()) };
    let known = users::credentials(&services.pool, &email).await?;
    let stored = known.as_ref().map(|k| k.password_hash.clone());
    // Everybody knows the demo's password: where real people are it opens nothing.
    let demo = services.config.production && secret == demo::PASSWORD;
    let fits = password::verify(secret.to_owned(), stored).await? && !demo;
    let Some(known) = known else { return Err(wrong()) };
    if !fits {
        note_sign_in(services, known.id, ip, "account.sign_in_failed").await?;
        return Err(wrong());
    }
    if known.status == AccountStatus::Suspended {
        return Err(ServiceError::field("", "This account is suspended. Ask the people who run this site"));
    }
    note_sign_in(services, known.id, ip, "account.sign_in").await?;
    Ok(known.id)
}

async fn note_sign_in(services: &Services, id: UserId, ip: &str, action: &str) -> Result<()> {
    let mut db = services.pool.acquire().await?;
    match users::current(&mut *db, id).await? {
        Some(user) => security_event(services, &mut db, &user, ip, action).await,
        None => Ok(()),
    }
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
pub async fn forgot_password(services: &Services, ip: &str, email: &str) -> Result<()> {
    let email: Email = email.parse().map_err(|e: &str| ServiceError::field("email", e))?;
    services.limits.mail(ip)?;
    let (done, ()) = tokio::join!(send_link(services, ip, &email), tokio::time::sleep(FORGOT_TAKES));
    done
}

async fn send_link(services: &Services, ip: &str, email: &Email) -> Result<()> {
    let Some(known) = users::credentials(&services.pool, email).await? else { return Ok(()) };
    let mut tx = services.pool.begin().await?;
    // Locked, so that many requests at once are counted one after the other.
    users::lock(&mut *tx, known.id).await?;
    let Some(user) = users::current(&mut *tx, known.id).await? else { return Ok(()) };
    if password_resets::recent(&mut *tx, known.id, services.clock.now()).await? >= MOST_LINKS {
        return Ok(());
    }
    mail_link(services, &mut tx, &user, user.email.as_str()).await?;
    security_event(services, &mut tx, &user, ip, "account.reset_asked").await?;
    tx.commit().await?;
    Ok(())
}

/// Mails a link for a new password to an account's owner.
async fn mail_link(
    services: &Services,
    db: &mut hireq_store::PgConnection,
    user: &CurrentUser,
    to: &str,
) -> Result<()> {
    let token = new_link(services, &mut *db, user.id).await?;
    let mail = mail::Mail {
        event: "reset_password",
        dedupe_key: format!("reset {}", hex::encode(Sha256::digest(&token))),
        to,
        values: serde_json::json!({
            "name": user.name,
            "link": format!("{}/new-password?token={}", services.config.frontend_url, mail::HIDDEN),
        }),
        application: None,
        send_after: None,
    };
    mail::queue_with_secret(services, db, mail, Some(&token)).await
}

/// What a mailed link holds: nobody can guess it.
fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(random::<32>())
}

/// A new link's token; the account's older links end.
async fn new_link(services: &Services, db: &mut hireq_store::PgConnection, user: UserId) -> Result<String> {
    let (token, now) = (new_token(), services.clock.now());
    password_resets::end_all(&mut *db, user, now).await?;
    password_resets::add(&mut *db, &Sha256::digest(&token), user, now + LINK_LASTS).await?;
    Ok(token)
}

/// A link for a new password, for the command line: with no mail server set, links reach nobody by themselves.
///
/// # Errors
/// `NotFound` where the address has no account.
pub async fn reset_link(services: &Services, email: &Email) -> Result<String> {
    let known = users::credentials(&services.pool, email).await?.ok_or(ServiceError::NotFound)?;
    let mut tx = services.pool.begin().await?;
    let user = users::current(&mut *tx, known.id).await?.ok_or(ServiceError::NotFound)?;
    let token = new_link(services, &mut tx, known.id).await?;
    security_event(services, &mut tx, &user, "command line", "account.reset_asked").await?;
    tx.commit().await?;
    Ok(format!("{}/new-password?token={token}", services.config.frontend_url))
}

/// Sets a new password by a link's token, and ends every session and every link of the account.
///
/// # Errors
/// `Invalid` where the password is too weak or the link no longer works; `TooManyRequests`.
pub async fn reset_password(services: &Services, ip: &str, token: &str, chosen: &str) -> Result<()> {
    let dead = || ServiceError::field("", "This link has been used or is too old. Ask for a new one");
    services.limits.link(ip)?;
    let (digest, now) = (Sha256::digest(token), services.clock.now());
    // Before anything is hashed: who has no good link costs the server next to nothing.
    let id = password_resets::find(&services.pool, &digest, now).await?.ok_or_else(dead)?;
    let user = users::current(&services.pool, id).await?.ok_or_else(dead)?;
    let chosen = Password::choose(chosen, user.email.as_str()).map_err(|e| ServiceError::field("password", e))?;
    let hash = password::hash(chosen.expose().to_owned()).await?;
    let mut tx = services.pool.begin().await?;
    password_resets::take(&mut *tx, &digest, now).await?.ok_or_else(dead)?;
    password_resets::end_all(&mut *tx, id, now).await?;
    address_links::end_confirmations(&mut *tx, id, now).await?;
    users::set_password_hash(&mut *tx, id, &hash).await?;
    sessions::delete_others(&mut *tx, id, None).await?;
    security_event(services, &mut tx, &user, ip, "account.reset").await?;
    tx.commit().await?;
    Ok(())
}

/// Notes what happened to an account for those who look into it later. The actor is nobody: whoever it was had, or
/// tried, a link or a password.
async fn security_event(
    services: &Services,
    db: &mut hireq_store::PgConnection,
    user: &CurrentUser,
    ip: &str,
    action: &str,
) -> Result<()> {
    let entry = hireq_store::audit::Entry {
        actor: None,
        organization: None,
        action,
        subject_kind: "user",
        subject: Some(user.id.0),
        ip: Some(ip),
        detail: serde_json::json!({}),
        at: services.clock.now(),
    };
    Ok(hireq_store::audit::add(db, entry).await?)
}

/// Asks for the password once more, before something that a borrowed browser must not do.
///
/// # Errors
/// `Invalid` at `current`; `TooManyRequests`.
pub async fn confirm_password(services: &Services, user: &CurrentUser, ip: &str, current: &str) -> Result<()> {
    services.limits.sign_in(ip, user.email.as_str())?;
    let wrong = || ServiceError::field("current", "Enter your current password to do this");
    if current.is_empty() || current.chars().count() > Password::MAX {
        return Err(wrong());
    }
    let stored = users::password_hash(&services.pool, user.id).await?;
    if password::verify(current.to_owned(), stored).await? { Ok(()) } else { Err(wrong()) }
}

/// Changes the name, and asks for a new address, which counts once it is confirmed: whether one was asked for. That asks
/// for the password.
///
/// # Errors
/// `Invalid` with every field's message; `TooManyRequests`.
pub async fn set_profile(services: &Services, who: &SignedIn, name: &str, email: &str, current: &str) -> Result<bool> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_name(name, "your name"));
    let email = errors.take("email", email.parse::<Email>());
    errors.into_result()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(ServiceError::internal("a checked field went missing"));
    };
    let moves = email != who.user.email;
    if moves {
        confirm_password(services, &who.user, &who.ip, current).await?;
    }
    let mut tx = services.pool.begin().await?;
    users::set_name(&mut *tx, who.user.id, &name).await?;
    if moves {
        address::ask(services, &mut tx, who, &email).await?;
    }
    tx.commit().await?;
    Ok(moves)
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
    services.limits.sign_in(&who.ip, who.user.email.as_str())?;
    let chosen = Password::choose(chosen, who.user.email.as_str()).map_err(|e| ServiceError::field("password", e))?;
    let stored = users::password_hash(&services.pool, who.user.id).await?;
    if !password::verify(current.to_owned(), stored).await? {
        return Err(ServiceError::field("current", "This is not your current password"));
    }
    let hash = password::hash(chosen.expose().to_owned()).await?;
    let mut tx = services.pool.begin().await?;
    users::set_password_hash(&mut *tx, who.user.id, &hash).await?;
    sessions::delete_others(&mut *tx, who.user.id, session).await?;
    password_resets::end_all(&mut *tx, who.user.id, services.clock.now()).await?;
    address_links::end_confirmations(&mut *tx, who.user.id, services.clock.now()).await?;
    let entry = Audit {
        action: "account.password",
        subject_kind: "user",
        subject: Some(who.user.id.0),
        detail: serde_json::json!({}),
    };
    audit(services, &mut tx, &who.user, &who.ip, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// The account's sessions; `session` is the one that asks.
///
/// # Errors
/// Where the database refuses.
pub async fn list_sessions(services: &Services, who: &SignedIn, session: Option<&[u8]>) -> Result<Vec<SessionInfo>> {
    let rows = sessions::list(&services.pool, who.user.id, services.clock.now()).await?;
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
    Ok(sessions::delete_others(&services.pool, who.user.id, session).await?)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_has_letters_digits_and_single_dashes() {
        assert_eq!(slug("  Kaveri Payments (Pvt.) Ltd "), "kaveri-payments-pvt-ltd");
        assert_eq!(slug("日本"), "x");
    }
}
