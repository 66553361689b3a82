//! Signing up. If a mail server is configured, the account is created once the address is confirmed, and nobody learns
//! whether the address had one already. Without a mail server nobody could confirm anything, so the account is created
//! immediately.

use super::{Origin, new_token, sends_mail, slug};
use crate::{
    Result, ServiceError, Services,
    auth::{chosen::Password, password},
    error::on_constraint,
    events::{By, record},
};
use chrono::TimeDelta;
use hireq_domain::{
    FieldErrors,
    account::{AccountStatus, Email, Role, checked_name, checked_person_name},
    event::{Event, Secret, Wanted},
    ids::{CandidateId, OrganizationId, UserId},
};
use hireq_store::{PgConnection, address_links, organizations, sign_ups, users};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What somebody who signs up enters.
pub struct SignUp {
    pub name: String,
    pub email: String,
    pub password: String,
    pub role: Role,
    /// The organisation's name; only for recruiters.
    pub organization: String,
}

const TAKEN: &str = "There is an account with this address already. Sign in, or choose a new password";
/// How long an address can be confirmed.
const LINK_LASTS: TimeDelta = TimeDelta::hours(24);
/// How many of these mails one address receives in an hour.
const MOST_AN_HOUR: i64 = 3;
/// Longer paths of the page to return to are not remembered.
const LONGEST_NEXT: usize = 500;

/// Starts a sign-up. Returns the new account, or `None` if the address has to be confirmed first. `next` is the page
/// that the person wanted to reach.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `TooManyRequests`.
pub async fn begin(
    services: &Services,
    from: impl Into<Origin>,
    input: SignUp,
    next: String,
) -> Result<Option<UserId>> {
    let from = from.into();
    if !sends_mail(services) {
        return sign_up(services, from, input).await.map(Some);
    }
    let mut account = checked(services, &from, input).await?;
    account.next = if next.len() > LONGEST_NEXT { String::new() } else { next };
    ask(services, &account).await?;
    Ok(None)
}

/// Creates an account. A recruiter's account waits for approval, and their organisation is created with it.
///
/// # Errors
/// `Invalid` with a message for each invalid field; `TooManyRequests`.
pub async fn sign_up(services: &Services, from: impl Into<Origin>, input: SignUp) -> Result<UserId> {
    let from = from.into();
    let account = checked(services, &from, input).await?;
    let mut tx = services.pool.begin().await?;
    let id = create(services, &mut tx, &account, &from).await?;
    tx.commit().await?;
    Ok(id)
}

/// Checks what somebody who signs up entered, and hashes the password.
pub(crate) async fn checked(services: &Services, from: &Origin, input: SignUp) -> Result<sign_ups::SignUp> {
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_person_name(&input.name, "your name"));
    let email = errors.take("email", Email::mailable(&input.email));
    errors.take("password", Password::fits(&input.password));
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
    let (Some(name), Some(email), Some(organization)) = (name, email, organization) else {
        return Err(ServiceError::internal("a checked field went missing"));
    };
    services.limits.sign_in(&from.ip, email.as_str(), services.clock.now())?;
    let chosen = Password::choose(&input.password, &[&name, email.as_str()]).await?;
    let chosen = chosen.map_err(|message| ServiceError::field("password", message))?;
    let password_hash = password::hash(chosen.expose().to_owned()).await?;
    Ok(sign_ups::SignUp { email, name, password_hash, role: input.role, organization, next: String::new() })
}

/// Creates an account that was checked, in the caller's transaction.
pub(crate) async fn create(
    services: &Services,
    db: &mut PgConnection,
    account: &sign_ups::SignUp,
    from: &Origin,
) -> Result<UserId> {
    let (id, now) = (UserId(Uuid::now_v7()), services.clock.now());
    let organization = match &account.organization {
        None => None,
        Some(name) => {
            let id = OrganizationId(Uuid::now_v7());
            let slug = free_slug(&mut *db, name).await?;
            organizations::add(&mut *db, id, name, &slug).await?;
            Some(id)
        }
    };
    if address_links::is_kept_for_another(&mut *db, &account.email, None, now).await? {
        return Err(ServiceError::field("email", TAKEN));
    }
    let user = users::NewUser {
        id,
        email: &account.email,
        name: &account.name,
        password_hash: &account.password_hash,
        role: account.role,
        status: if account.role == Role::Hr { AccountStatus::Pending } else { AccountStatus::Active },
        organization,
        created_at: now,
    };
    users::add(&mut *db, user).await.map_err(on_constraint("users_email_key", "email", TAKEN))?;
    if account.role == Role::Candidate {
        let candidate = CandidateId(Uuid::now_v7());
        users::add_candidate(&mut *db, candidate, id, &account.name, account.email.as_str()).await?;
    }
    record(services, db, from, Event::SignedUp(id)).await?;
    Ok(id)
}

/// Creates a candidate's account whose address was proven by a link, in the caller's transaction. Its owner chooses a
/// password later.
pub(crate) async fn create_without_password(
    services: &Services,
    db: &mut PgConnection,
    email: &Email,
    name: &str,
    from: &Origin,
) -> Result<UserId> {
    let account = sign_ups::SignUp {
        email: email.clone(),
        name: name.to_owned(),
        password_hash: String::new(),
        role: Role::Candidate,
        organization: None,
        next: String::new(),
    };
    let id = create(services, db, &account, from).await?;
    users::set_verified(&mut *db, id, services.clock.now()).await?;
    Ok(id)
}

async fn free_slug(db: &mut PgConnection, name: &str) -> Result<String> {
    let base = slug(name, "organization");
    if !organizations::slug_taken(&mut *db, &base).await? {
        return Ok(base);
    }
    Ok(format!("{base}-{}", &hex::encode(super::random::<3>())))
}

/// Stores the pending account and mails a link to its address. If the address already has an account, everything looks
/// the same, but the mail contains no link.
async fn ask(services: &Services, account: &sign_ups::SignUp) -> Result<()> {
    let (token, now, email) = (new_token(), services.clock.now(), &account.email);
    let mut tx = services.pool.begin().await?;
    let mailed = sign_ups::asked_for(&mut *tx, email, now - TimeDelta::hours(1)).await?;
    let hash = Sha256::digest(&token);
    sign_ups::add(&mut *tx, &hash, account, now, now + LINK_LASTS).await?;
    let taken = users::credentials(&mut *tx, email).await?.is_some()
        || address_links::is_kept_for_another(&mut *tx, email, None, now).await?;
    let wanted = match taken {
        _ if mailed >= MOST_AN_HOUR => Wanted::MailedOften,
        true => Wanted::Taken,
        false => Wanted::Free,
    };
    let event = Event::SignUpAsked { email: email.clone(), wanted, token: Secret(token) };
    record(services, &mut tx, By::Program, event).await?;
    tx.commit().await?;
    Ok(())
}

/// Creates the account that was waiting for this link, and returns the page that the person wanted to reach. The chosen
/// password is asked for again: otherwise somebody could sign up with another person's address and a password of their
/// own, and wait for the other person to click the link.
///
/// # Errors
/// `Invalid` if the link no longer works or the password differs from the chosen one; `TooManyRequests`.
pub async fn confirm(
    services: &Services,
    from: impl Into<Origin>,
    token: &str,
    secret: &str,
) -> Result<(UserId, String)> {
    let from = from.into();
    let link_expired = || ServiceError::field("", "This link has been used or is too old. Sign up again");
    services.limits.link(&from.ip)?;
    let now = services.clock.now();
    let account = sign_ups::find(&services.pool, &Sha256::digest(token), now).await?.ok_or_else(link_expired)?;
    if !password::fits(secret, Some(account.password_hash.clone())).await? {
        return Err(ServiceError::field("password", "This is not the password that you chose"));
    }
    let mut tx = services.pool.begin().await?;
    // Of two confirmations at once, the second finds no row to remove.
    if !sign_ups::remove(&mut *tx, &account.email).await? {
        return Err(link_expired());
    }
    let id = match create(services, &mut tx, &account, &from).await {
        Err(ServiceError::Invalid(_)) => return Err(link_expired()),
        made => made?,
    };
    users::set_verified(&mut *tx, id, now).await?;
    tx.commit().await?;
    Ok((id, account.next))
}
