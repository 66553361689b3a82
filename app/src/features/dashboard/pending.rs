//! The page for a recruiter who awaits approval or was rejected.

use crate::{session::use_user, ui::*};
use hireq_domain::account::AccountStatus;
use leptos::prelude::*;

/// The account's status, the reason, and what happens next.
#[component]
pub fn PendingNotice() -> impl IntoView {
    let user = use_user();
    let status = user.as_ref().map_or(AccountStatus::Pending, |u| u.status);
    let organization =
        user.as_ref().and_then(|u| u.organization.as_ref()).map_or_else(String::new, |o| format!(" for {}", o.name));
    let reason = user.and_then(|u| u.status_reason);
    let (icon, title, text) = match status {
        AccountStatus::Rejected => (
            IconKind::CrossCircle,
            "Your account was not approved",
            format!("An administrator has looked at your recruiter account{organization} and not approved it."),
        ),
        AccountStatus::Suspended | AccountStatus::Former => {
            (IconKind::Lock, "Your account is suspended", "You cannot work here for now.".to_owned())
        }
        AccountStatus::Pending | AccountStatus::Active => (
            IconKind::Clock,
            "Your account waits for approval",
            format!(
                "An administrator looks at every new recruiter account{organization}. You will get a mail as soon as \
                 yours is approved; then you can post your first job here."
            ),
        ),
    };
    view! {
        <PageTitle text=title/>
        <PageHeader title="Welcome to HireQ"/>
        <Empty icon=icon title=title text=text>
            <div class="stack">
                {reason.filter(|r| !r.is_empty()).map(|reason| view! {
                    <p><span class="strong">"Reason: "</span>{reason}</p>
                })}
                <p><a class="button" href="/account">"Account settings"</a></p>
            </div>
        </Empty>
    }
}
