//! Accounts: approvals, suspensions, roles.
//!
//! Administrators cannot lock everybody out: they cannot demote or suspend themselves, and the last active
//! administrator keeps the role.

use super::PAGE_SIZE;
use crate::{Result, ServiceError, Services, auth::Admin, events::record, jobs};
use hireq_domain::{
    account::{AccountStatus, AccountStep, OrganizationRef, Role},
    admin::{UserFilter, UserRow},
    event::Event,
    ids::{CandidateId, OrganizationId, UserId},
    page::Page,
    unseen::shows,
};
use hireq_store::{PgConnection, admin as store, sessions, users};
use uuid::Uuid;

/// The longest reason: it is shown on a page and in a mail.
const LONGEST_REASON: usize = 500;

/// A page of the accounts that match `filter`.
///
/// # Errors
/// If the database query fails.
pub async fn list(
    services: &Services,
    _admin: &Admin,
    filter: &UserFilter,
    sort: &str,
    page: i64,
) -> Result<Page<UserRow>> {
    Ok(store::users::list(&services.pool, filter, sort, page, PAGE_SIZE).await?)
}

/// One account.
///
/// # Errors
/// `NotFound`.
pub async fn show(services: &Services, _admin: &Admin, id: UserId) -> Result<UserRow> {
    store::users::find(&services.pool, id).await?.ok_or(ServiceError::NotFound)
}

/// Organisations that a recruiter can be assigned to.
///
/// # Errors
/// If the database query fails.
pub async fn organizations(services: &Services, _admin: &Admin) -> Result<Vec<OrganizationRef>> {
    Ok(store::organizations::choices(&services.pool).await?)
}

/// Approves, rejects, suspends or reactivates an account. A rejected or suspended person is told the reason. Suspension
/// ends all sessions, and if it leaves the organisation without an active recruiter, its open jobs are paused.
///
/// # Errors
/// `Invalid` at `reason` if one is required; `Conflict` if the account's status does not allow the step, or it would
/// lock out the administrators; `NotFound`.
pub async fn step(services: &Services, admin: &Admin, id: UserId, step: AccountStep, reason: &str) -> Result<()> {
    let reason = checked_reason(step, reason)?;
    let mut tx = services.pool.begin().await?;
    let admins = store::users::lock_active_admins(&mut *tx).await?;
    let user = store::users::find_locked(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    let next = user.status.after(step).map_err(|e| ServiceError::Conflict(e.into()))?;
    if next != AccountStatus::Active {
        refuse_lockout(admin, &user, admins, "suspend")?;
    }
    let kept = if next == AccountStatus::Active { None } else { Some(reason.as_str()) };
    store::users::set_status(&mut *tx, id, next, kept).await?;
    let ended = match step {
        AccountStep::Suspend => sessions::delete_others(&mut *tx, id, None).await?,
        _ => 0,
    };
    if step == AccountStep::Approve {
        ensure_candidate(&mut tx, &user, user.role).await?;
    }
    let (from, to) = (user.status, next);
    let event = Event::AccountStepped { user: id, step, from, to, reason, sessions_ended: ended };
    record(services, &mut tx, admin, event).await?;
    pause_jobs_without_recruiter(services, &mut tx, admin, &user).await?;
    tx.commit().await?;
    Ok(())
}

/// Approves a pending recruiter: [`AccountStep::Approve`].
///
/// # Errors
/// The same as [`step`].
pub async fn approve(services: &Services, admin: &Admin, id: UserId) -> Result<()> {
    step(services, admin, id, AccountStep::Approve, "").await
}

/// Removes everything personal from an account: name, address, password, sessions, links and mails. The row stays,
/// because other rows refer to it, but nobody can use it again. Data that belongs to others, such as a candidate's
/// applications, is left alone.
///
/// # Errors
/// `Conflict` if it would lock out the administrators, or the person was already removed; `NotFound`.
pub async fn remove_person(services: &Services, admin: &Admin, id: UserId) -> Result<()> {
    let mut tx = services.pool.begin().await?;
    let admins = store::users::lock_active_admins(&mut *tx).await?;
    let user = store::users::find_locked(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    refuse_lockout(admin, &user, admins, "remove")?;
    require_person(&user)?;
    store::users::remove_person(&mut tx, id).await?;
    record(services, &mut tx, admin, Event::PersonRemoved { user: id, role: user.role }).await?;
    pause_jobs_without_recruiter(services, &mut tx, admin, &user).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes an account's role. A recruiter needs an organisation; a candidate gets a profile if they have none yet.
///
/// # Errors
/// `Invalid` at `organization_id`; `Conflict` if it would lock out the administrators, or the account is not active;
/// `NotFound`.
pub async fn set_role(
    services: &Services,
    admin: &Admin,
    id: UserId,
    role: Role,
    organization: Option<OrganizationId>,
) -> Result<()> {
    let organization = match (role, organization) {
        (Role::Hr, None) => {
            return Err(ServiceError::field("organization_id", "Choose the organisation that they hire for"));
        }
        (Role::Hr, chosen) => chosen,
        _ => None,
    };
    let mut tx = services.pool.begin().await?;
    let admins = store::users::lock_active_admins(&mut *tx).await?;
    let user = store::users::find_locked(&mut *tx, id).await?.ok_or(ServiceError::NotFound)?;
    require_person(&user)?;
    if user.role == role && user.organization.as_ref().map(|o| o.id) == organization {
        return Ok(());
    }
    if role != Role::Admin {
        refuse_lockout(admin, &user, admins, "demote")?;
    }
    // A higher role must not bypass approval. Becoming a candidate needs none, and a pending recruiter may be moved to
    // another organisation while they wait.
    if user.status != AccountStatus::Active && role != Role::Candidate && role != user.role {
        return Err(ServiceError::Conflict("Approve or reactivate this account before you change its role".into()));
    }
    if let Some(id) = organization
        && store::organizations::name(&mut *tx, id).await?.is_none()
    {
        return Err(ServiceError::field("organization_id", "This organisation is not there any more. Choose another"));
    }
    store::users::set_role(&mut *tx, id, role, organization).await?;
    if role == Role::Candidate && matches!(user.status, AccountStatus::Pending | AccountStatus::Rejected) {
        store::users::set_status(&mut *tx, id, AccountStatus::Active, None).await?;
    }
    ensure_candidate(&mut tx, &user, role).await?;
    record(services, &mut tx, admin, Event::RoleChanged { user: id, from: user.role, to: role, organization }).await?;
    pause_jobs_without_recruiter(services, &mut tx, admin, &user).await?;
    tx.commit().await?;
    Ok(())
}

/// Pauses an organisation's open jobs if the account was its last active recruiter.
async fn pause_jobs_without_recruiter(
    services: &Services,
    tx: &mut PgConnection,
    admin: &Admin,
    was: &UserRow,
) -> Result<()> {
    match &was.organization {
        Some(organization) => jobs::pause_unattended(services, tx, admin, organization.id).await,
        None => Ok(()),
    }
}

fn checked_reason(step: AccountStep, reason: &str) -> Result<String> {
    let reason = reason.trim();
    if step.needs_reason() && !shows(reason) {
        return Err(ServiceError::field("reason", "Give a reason. The person will read it"));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(ServiceError::field(
            "reason",
            format!("Shorten the reason to {LONGEST_REASON} characters or fewer"),
        ));
    }
    Ok(reason.to_owned())
}

fn require_person(user: &UserRow) -> Result<()> {
    match user.status {
        AccountStatus::Former => Err(ServiceError::Conflict("This account is nobody's any more".into())),
        _ => Ok(()),
    }
}

/// Refuses changes that would lock out the administrators.
fn refuse_lockout(admin: &Admin, user: &UserRow, admins: usize, verb: &str) -> Result<()> {
    if user.id == admin.user.id {
        return Err(ServiceError::Conflict(format!("You cannot {verb} yourself. Ask another administrator")));
    }
    if user.role == Role::Admin && user.status == AccountStatus::Active && admins <= 1 {
        return Err(ServiceError::Conflict(format!("You cannot {verb} the last administrator")));
    }
    Ok(())
}

/// Creates the candidate row that an account with the candidate role needs.
async fn ensure_candidate(db: &mut PgConnection, user: &UserRow, role: Role) -> Result<()> {
    if role == Role::Candidate && users::candidate_of(&mut *db, user.id).await?.is_none() {
        users::add_candidate(&mut *db, CandidateId(Uuid::now_v7()), user.id, &user.name, &user.email).await?;
    }
    Ok(())
}
