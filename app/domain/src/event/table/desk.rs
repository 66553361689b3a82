//! Administrators' actions on accounts, organisations, tasks and mails.

use super::{ours, owner};
use crate::{
    account::{AccountStatus, AccountStep, Role},
    event::{AccountEvent, Desk, Effects, Mail, When, effects::administrators},
    ids::{OrganizationId, UserId},
    zone::Zone,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) fn account_stepped(
    user: UserId,
    step: AccountStep,
    [from, to]: [AccountStatus; 2],
    reason: &str,
    sessions_ended: u64,
) -> Effects {
    let owner = owner(user);
    let (reader, what) = match step {
        AccountStep::Approve => (owner.mailed(Mail::AccountApproved, When::Now), AccountEvent::Approve),
        AccountStep::Reject => {
            let mail = Mail::AccountRejected { reason: reason.to_owned() };
            (owner.mailed(mail, When::Now), AccountEvent::Reject)
        }
        AccountStep::Suspend => (owner, AccountEvent::Suspend),
        AccountStep::Reactivate => (owner, AccountEvent::Reactivate),
    };
    let detail = json!({ "from": from, "to": to, "sessions_ended": sessions_ended });
    Effects::of(reader).audited(what.as_str(), ("user", Some(user.0)), detail)
}

pub(super) fn role_changed(user: UserId, [from, to]: [Role; 2], organization: Option<OrganizationId>) -> Effects {
    let detail = json!({ "from": from, "to": to, "organization": organization });
    Effects::of(owner(user)).audited(AccountEvent::Role.as_str(), ("user", Some(user.0)), detail)
}

pub(super) fn person_removed(user: UserId, role: Role) -> Effects {
    Effects::of(administrators()).audited("user.remove_person", ("user", Some(user.0)), json!({ "role": role }))
}

pub(super) fn renamed(organization: OrganizationId, from: &str, to: &str) -> Effects {
    ours("organization.rename", ("organization", Some(organization.0)), json!({ "from": from, "to": to }))
}

pub(super) fn moved(organization: OrganizationId, to: &Zone) -> Effects {
    ours("organization.time_zone", ("organization", Some(organization.0)), json!({ "to": to }))
}

pub(super) fn page_edited(organization: OrganizationId) -> Effects {
    ours("organization.page", ("organization", Some(organization.0)), Value::Null)
}

pub(super) fn task(done: Desk, task: &str, number: i64, attempts: i32) -> Effects {
    let action = match done {
        Desk::Read => "task.read",
        Desk::Retry => "task.retry",
        Desk::Cancel => "task.cancel",
    };
    let detail = json!({ "task": task, "number": number, "attempts": attempts });
    Effects::of(administrators()).audited(action, ("task", None), detail)
}

pub(super) fn mail(done: Desk, mail: Uuid, event: &str) -> Effects {
    let action = match done {
        Desk::Read => "mail.read",
        Desk::Retry => "mail.retry",
        Desk::Cancel => "mail.cancel",
    };
    Effects::of(administrators()).audited(action, ("mail", Some(mail)), json!({ "event": event }))
}
