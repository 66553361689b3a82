//! Events caused by accounts' owners and by strangers.

use super::{TO_ADDRESS, ours, owner};
use crate::{
    account::Email,
    event::{AccountEvent, Effects, LiveEvent, Mail, Part, Reader, Secret, Told, Wanted, When},
    ids::{CandidateId, InvitationId, UserId},
};
use serde_json::json;

pub(super) fn sign_up_asked(email: &Email, wanted: Wanted, token: &Secret) -> Effects {
    let reader = Told::new(Reader::Address(email.clone()), TO_ADDRESS);
    Effects::of(match wanted {
        Wanted::Free => reader.mailed(Mail::ConfirmSignUp(token.clone()), When::Now),
        Wanted::Taken => reader.mailed(Mail::SignUpKnown, When::Now),
        Wanted::MailedOften => reader,
    })
}

/// The job and its organisation are public. Whose account the address may be, the mail alone tells.
pub(super) fn apply_asked(email: &Email, of: (&str, &str), may_apply: bool, token: &Secret) -> Effects {
    let (job, organization) = (of.0.to_owned(), of.1.to_owned());
    let mail = if may_apply {
        Mail::ConfirmApplication { job, organization, token: token.clone() }
    } else {
        Mail::ApplicationRefused { job, organization }
    };
    Effects::of(Told::new(Reader::Address(email.clone()), TO_ADDRESS).mailed(mail, When::Now))
}

/// The invitation names the organisation and the colleague who invites: both are the reader's to know.
pub(super) fn colleague_invited(invitation: InvitationId, email: &Email, wanted: Wanted, token: &Secret) -> Effects {
    const READS: &[Part] = &[Part::Fact, Part::Colleague, Part::Link];
    let reader = Told::new(Reader::Address(email.clone()), READS);
    let reader = match wanted {
        Wanted::Free => reader.mailed(Mail::Invitation(token.clone()), When::Now),
        Wanted::Taken => reader.mailed(Mail::InvitationKnown, When::Now),
        Wanted::MailedOften => reader,
    };
    ours("invitation.create", ("invitation", Some(invitation.0)), json!({})).and(reader)
}

pub(super) fn invitation_withdrawn(invitation: InvitationId) -> Effects {
    ours("invitation.withdraw", ("invitation", Some(invitation.0)), json!({}))
}

pub(super) fn colleague_joined(user: UserId, invitation: InvitationId) -> Effects {
    let reader = owner(user).mailed(Mail::Welcome, When::Now);
    let detail = json!({ "invitation": invitation });
    Effects::of(reader)
        .audited(AccountEvent::Joined.as_str(), ("user", Some(user.0)), detail)
        .with_device()
        .and(Told::new(Reader::Organization, super::OURS))
}

pub(super) fn noted(user: UserId, what: AccountEvent) -> Effects {
    account(owner(user), user, what)
}

pub(super) fn signed_up(user: UserId) -> Effects {
    account(owner(user).mailed(Mail::Welcome, When::Now), user, AccountEvent::SignUp)
}

/// `candidate` is the candidate as whom recruiters know the person; nobody else is told of the change.
pub(super) fn name_changed(user: UserId, candidate: Option<CandidateId>) -> Effects {
    let noted = noted(user, AccountEvent::Name);
    match candidate {
        Some(candidate) => noted
            .and(Told::new(Reader::Organization, &[Part::Fact, Part::Person]).live())
            .live(LiveEvent::PersonChanged { candidate }),
        None => noted,
    }
}

pub(super) fn wrong_password(user: UserId, what: AccountEvent, many: bool) -> Effects {
    let reader = owner(user);
    let reader = if many { reader.mailed(Mail::SignInFailures, When::Now) } else { reader };
    account(reader, user, what)
}

pub(super) fn reset_asked(user: UserId, token: Option<&Secret>) -> Effects {
    let reader = owner(user);
    let reader = match token {
        Some(token) => reader.mailed(Mail::ResetPassword(token.clone()), When::Now),
        None => reader,
    };
    account(reader, user, AccountEvent::ResetAsked)
}

pub(super) fn address_asked(
    user: UserId,
    email: &Email,
    wanted: Wanted,
    confirm: &Secret,
    restore: &Secret,
) -> Effects {
    let new = Told::new(Reader::Address(email.clone()), TO_ADDRESS);
    let new = match wanted {
        Wanted::Free => new.mailed(Mail::ConfirmAddress(confirm.clone()), When::Now),
        Wanted::Taken => new.mailed(Mail::AddressTaken, When::Now),
        Wanted::MailedOften => new,
    };
    let reader = owner(user).mailed(Mail::AddressChanged(restore.clone()), When::Now);
    account(reader, user, AccountEvent::AddressAsked).and(new)
}

pub(super) fn address_restored(user: UserId, token: &Secret) -> Effects {
    let reader = owner(user).mailed(Mail::ResetPassword(token.clone()), When::Now);
    account(reader, user, AccountEvent::AddressRestored)
}

fn account(reader: Told, user: UserId, what: AccountEvent) -> Effects {
    Effects::of(reader).audited(what.as_str(), ("user", Some(user.0)), json!({})).with_device()
}
