//! Colleagues: whom a recruiter invites, and how somebody who is invited joins.

use super::{Origin, new_token, sends_mail};
use crate::{
    Result, ServiceError, Services,
    auth::{Hr, chosen::Password, password},
    error::on_constraint,
    events::record,
};
use chrono::TimeDelta;
use hireq_domain::{
    FieldErrors,
    account::{AccountStatus, Email, Role, checked_person_name},
    event::{Event, Secret, Wanted},
    ids::{InvitationId, UserId},
    team::{Invitation, Invited, Team},
};
use hireq_store::{address_links, invitations, jobs::members, users};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How long an invitation can be accepted.
const LINK_LASTS: TimeDelta = TimeDelta::days(7);
/// Invitations of an organisation in a day.
const MOST_A_DAY: i64 = 50;
/// Mails that one address gets in a day, from however many organisations.
const MOST_TO_ADDRESS: i64 = 5;

/// The organisation's recruiters, and who is invited.
///
/// # Errors
/// If a database query fails.
pub async fn team(services: &Services, who: &Hr) -> Result<Team> {
    let (pool, scope, now) = (&services.pool, who.scope(), services.clock.now());
    let site = &services.config.frontend_url;
    let shown = |i: invitations::Stored| Invitation {
        link: i.token.filter(|_| i.expires_at > now).map(|token| format!("{site}/join?token={token}")),
        id: i.id,
        email: i.email,
        by: i.by,
        at: i.created_at,
        expires_at: i.expires_at,
    };
    Ok(Team {
        organization: who.user.organization.as_ref().map(|o| o.name.clone()).unwrap_or_default(),
        colleagues: invitations::colleagues(pool, scope).await?,
        invitations: invitations::list(pool, scope).await?.into_iter().map(shown).collect(),
        mails: sends_mail(services),
        ownerless: members::owned(pool, scope, None).await?,
    })
}

/// Invites an address, again if it is invited already: the older link works no longer. Whether the address has an account
/// elsewhere is told to its owner alone.
///
/// # Errors
/// `Invalid` for an address that cannot be mailed, of a colleague, or after too many invitations.
pub async fn invite(services: &Services, who: &Hr, email: &str) -> Result<Email> {
    let refused = |why: &str| ServiceError::field("email", why);
    let email = Email::mailable(email).map_err(refused)?;
    let (now, token) = (services.clock.now(), new_token());
    let mut tx = services.begin(&who.user).await?;
    if invitations::is_colleague(&mut *tx, who.scope(), &email).await? {
        return Err(refused("This person is in your team already"));
    }
    let sent = invitations::sent(&mut *tx, who.scope(), &email, now).await?;
    if sent.just_now {
        return Err(refused("Your team invited this address within the last hour. The link works for a week"));
    }
    if sent.by_us >= MOST_A_DAY {
        return Err(refused("Your team has invited many people today. Go on tomorrow"));
    }
    let taken = users::credentials(&mut *tx, &email).await?.is_some()
        || address_links::is_kept_for_another(&mut *tx, &email, None, now).await?;
    let wanted = match taken {
        _ if sent.to_them >= MOST_TO_ADDRESS => Wanted::MailedOften,
        true => Wanted::Taken,
        false => Wanted::Free,
    };
    let new = invitations::NewInvitation {
        id: InvitationId(Uuid::now_v7()),
        email: &email,
        by: who.user.id,
        token_hash: &Sha256::digest(&token),
        token: (!sends_mail(services)).then_some(&token),
        created_at: now,
        expires_at: now + LINK_LASTS,
    };
    let invitation = invitations::add(&mut *tx, who.scope(), new).await?;
    let event = Event::ColleagueInvited { invitation, email: email.clone(), wanted, token: Secret(token) };
    record(services, &mut tx, who, event).await?;
    tx.commit().await?;
    Ok(email)
}

/// Takes an invitation back.
///
/// # Errors
/// `NotFound`, also if it was accepted meanwhile.
pub async fn withdraw(services: &Services, who: &Hr, id: InvitationId) -> Result<()> {
    let mut tx = services.begin(&who.user).await?;
    if !invitations::remove(&mut *tx, who.scope(), id).await? {
        return Err(ServiceError::NotFound);
    }
    record(services, &mut tx, who, Event::InvitationWithdrawn(id)).await?;
    tx.commit().await?;
    Ok(())
}

/// What a link's invitation says; `None` if the link works no longer.
///
/// # Errors
/// `TooManyRequests`.
pub async fn invited(services: &Services, from: impl Into<Origin>, token: &str) -> Result<Option<Invited>> {
    services.limits.link(&from.into().ip)?;
    let open = invitations::find(&services.pool, &Sha256::digest(token), services.clock.now()).await?;
    Ok(open.map(|open| open.shown))
}

/// Accepts an invitation: creates the recruiter's account. A colleague answers for them, so nobody has to approve it.
///
/// # Errors
/// `Invalid` with a message for each invalid field, or if the link works no longer; `TooManyRequests`.
pub async fn join(
    services: &Services,
    from: impl Into<Origin>,
    token: &str,
    name: &str,
    chosen: &str,
) -> Result<UserId> {
    let gone = || ServiceError::field("", "This link has been used or withdrawn, or has expired. Ask for a new one");
    let (from, now) = (from.into(), services.clock.now());
    services.limits.link(&from.ip)?;
    let hash = Sha256::digest(token);
    let open = invitations::find(&services.pool, &hash, now).await?.ok_or_else(gone)?;
    let mut errors = FieldErrors::default();
    let name = errors.take("name", checked_person_name(name, "your name"));
    errors.take("password", Password::fits(chosen));
    errors.into_result()?;
    let name = name.ok_or_else(|| ServiceError::internal("a checked field went missing"))?;
    let chosen = Password::choose(chosen, &[&name, open.email.as_str()]).await?;
    let chosen = chosen.map_err(|message| ServiceError::field("password", message))?;
    let password_hash = password::hash(chosen.expose().to_owned()).await?;
    let id = UserId(Uuid::now_v7());
    let mut tx = services.pool.begin().await?;
    // Again, now that the password's hash has taken its time: it may have been taken back meanwhile.
    let open = invitations::find(&mut *tx, &hash, now).await?.ok_or_else(gone)?;
    if !invitations::take(&mut *tx, open.id, &hash).await? {
        return Err(gone());
    }
    if address_links::is_kept_for_another(&mut *tx, &open.email, None, now).await? {
        return Err(gone());
    }
    let user = users::NewUser {
        id,
        email: &open.email,
        name: &name,
        password_hash: &password_hash,
        role: Role::Hr,
        status: AccountStatus::Active,
        organization: Some(open.organization),
        created_at: now,
    };
    users::add(&mut tx, user).await.map_err(on_constraint("users_email_key", "", TAKEN))?;
    users::set_verified(&mut *tx, id, now).await?;
    record(services, &mut tx, &from, Event::ColleagueJoined { user: id, invitation: open.id }).await?;
    tx.commit().await?;
    Ok(id)
}

const TAKEN: &str =
    "There is an account with this address already. Ask your colleague to invite another address of yours";
