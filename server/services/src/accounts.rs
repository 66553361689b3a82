//! Accounts: signing up, signing in, forgotten passwords, settings and sessions.

use crate::{
    Result, ServiceError, Services,
    auth::{Audit, SignedIn, audit, password},
    error::on_constraint,
    mail,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use hireq_domain::{
    FieldErrors,
    account::{AccountStatus, Email, Password, Role, SessionInfo, checked_name},
    ids::{CandidateId, OrganizationId, UserId},
};
use hireq_store::{organizations, password_resets, sessions, users};
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
    .map_err(on_constraint(
        "users_email_key",
        "email",
        "There is an account with this address already. Sign in, or choose a new password",
    ))?;
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
    if !password::verify(secret.to_owned(), stored).await? {
        return Err(wrong());
    }
    let Some(known) = known else { return Err(wrong()) };
    if known.status == AccountStatus::Suspended {
        return Err(ServiceError::field("", "This account is suspended. Ask the people who run this site"));
    }
    Ok(known.id)
}

/// Sends a link for a new password, if the address has an account. The answer never tells.
///
/// # Errors
/// `Invalid` for what is no address; `TooManyRequests`.
pub async fn forgot_password(services: &Services, ip: &str, email: &str) -> Result<()> {
    let email: Email = email.parse().map_err(|e: &str| ServiceError::field("email", e))?;
    services.limits.mail(ip)?;
    let Some(known) = users::credentials(&services.pool, &email).await? else { return Ok(()) };
    let Some(user) = users::current(&services.pool, known.id).await? else { return Ok(()) };
    let token = URL_SAFE_NO_PAD.encode(random::<32>());
    let mut tx = services.pool.begin().await?;
    let expires = services.clock.now() + TimeDelta::hours(1);
    password_resets::add(&mut *tx, &Sha256::digest(&token), known.id, expires).await?;
    mail::queue(
        services,
        &mut tx,
        mail::Mail {
            event: "reset_password",
            dedupe_key: format!("reset {}", hex::encode(Sha256::digest(&token))),
            to: user.email.as_str(),
            values: serde_json::json!({
                "name": user.name,
                "link": format!("{}/new-password?token={token}", services.config.frontend_url),
            }),
            application: None,
            send_after: None,
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Sets a new password by a link's token, and ends every session of the account.
///
/// # Errors
/// `Invalid` where the password is too weak or the link no longer works.
pub async fn reset_password(services: &Services, token: &str, chosen: &str) -> Result<()> {
    let chosen = Password::choose(chosen, "").map_err(|e| ServiceError::field("password", e))?;
    let hash = password::hash(chosen.expose().to_owned()).await?;
    let mut tx = services.pool.begin().await?;
    let user = password_resets::take(&mut *tx, &Sha256::digest(token), services.clock.now())
        .await?
        .ok_or_else(|| ServiceError::field("", "This link has been used or is too old. Ask for a new one"))?;
    users::set_password_hash(&mut *tx, user, &hash).await?;
    sessions::delete_others(&mut *tx, user, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes name and address.
///
/// # Errors
/// `Invalid` with every field's message.
pub async fn set_profile(services: &Services, who: &SignedIn, name: &str, email: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_name(name, "your name"));
    let email = errors.take("email", email.parse::<Email>());
    errors.into_result()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(ServiceError::internal("a checked field went missing"));
    };
    users::set_profile(&services.pool, who.user.id, &name, &email).await.map_err(on_constraint(
        "users_email_key",
        "email",
        "Another account has this address",
    ))
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
