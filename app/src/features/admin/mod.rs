//! Administration: totals, accounts, organisations, tasks, mail, models, the audit log, settings.
//!
//! Changes are forms, which then show their page with the new state: in place with scripts, by loading it again
//! without.

pub mod api;
mod audit;
mod mail;
mod models;
mod organizations;
mod outbox;
mod overview;
mod settings;
mod tasks;
mod user;
mod users;

pub use audit::AuditPage;
pub use mail::MailPage;
pub use models::ModelsPage;
pub use organizations::OrganizationsPage;
pub use outbox::OutboxPage;
pub use overview::OverviewPage;
pub use settings::ConfigurationPage;
pub use tasks::TasksPage;
pub use user::UserPage;
pub use users::UsersPage;

use crate::{error::AppError, error_view::ErrorView, ui::*};
use hireq_domain::{account::AccountStatus, page::Page};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// A resource's value, with a skeleton while it loads, or its error.
fn loaded<T, F>(resource: Resource<Result<T, AppError>>, skeleton: SkeletonKind, show: F) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=move || view! { <Skeleton kind=skeleton/> }>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => show(value),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// A parameter of the query string; empty if it is missing.
fn asked(query: &ParamsMap, name: &str) -> String {
    query.get(name).unwrap_or_default()
}

/// The page number in the query string, from 1.
fn page_number(query: &ParamsMap) -> i64 {
    query.get("page").and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

/// A list's links to its other pages.
fn pager<T>(href: Href, page: &Page<T>, of: &'static str) -> impl IntoView + use<T> {
    let number = |n: i64| usize::try_from(n).unwrap_or(0);
    view! { <Pager href=href page=number(page.number) per_page=number(page.size) total=number(page.total) of=of/> }
}

fn status_pill(status: AccountStatus) -> impl IntoView {
    let tone = match status {
        AccountStatus::Active => Tone::Success,
        AccountStatus::Pending => Tone::Warning,
        AccountStatus::Rejected | AccountStatus::Former => Tone::Neutral,
        AccountStatus::Suspended => Tone::Danger,
    };
    view! { <StatusPill tone=tone label=status.label()/> }
}

/// A stored identifier in readable form: `send_mail` becomes `Send mail`.
fn readable(word: &str) -> String {
    let mut out = word.replace(['_', '.'], " ");
    if let Some(first) = out.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    out
}
