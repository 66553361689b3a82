//! The three portals, each for its role, and the settings shared by all.

use super::account_menu::AccountMenu;
use crate::{
    error::AppError,
    error_view::ErrorView,
    features::{
        applications::{api::UndoSteps, undo_form},
        dashboard::PendingNotice,
        find::{FindButton, FindKey},
    },
    form::{FormState, use_sent},
    session::use_user,
    ui::*,
};
use hireq_domain::account::{AccountStatus, CurrentUser, Role};
use leptos::prelude::*;
use leptos_router::{
    components::Outlet,
    hooks::{use_location, use_query_map},
};

fn hr_nav() -> Vec<NavGroup> {
    vec![NavGroup::new(
        "",
        vec![
            NavItem::new("/hr", "Dashboard", IconKind::Home),
            NavItem::new("/hr/inbox", "Inbox", IconKind::Inbox),
            NavItem::new("/hr/jobs", "Jobs", IconKind::Briefcase).holding(&["/hr/applications"]),
            NavItem::new("/hr/candidates", "Candidates", IconKind::Users),
            NavItem::new("/hr/careers-page", "Careers page", IconKind::Building),
            NavItem::new("/hr/upload", "Upload résumés", IconKind::Upload),
            NavItem::new("/hr/team", "Team", IconKind::User),
        ],
    )]
}

fn candidate_nav() -> Vec<NavGroup> {
    vec![NavGroup::new(
        "",
        vec![
            NavItem::new("/me", "Applications", IconKind::Briefcase),
            NavItem::new("/me/saved", "Saved jobs", IconKind::Star),
            NavItem::new("/me/resume", "Résumé", IconKind::File),
            NavItem::new("/me/profile", "Profile", IconKind::User),
            NavItem::new("/jobs", "Find jobs", IconKind::Search),
        ],
    )]
}

fn admin_nav() -> Vec<NavGroup> {
    vec![
        NavGroup::new(
            "",
            vec![
                NavItem::new("/admin", "Overview", IconKind::Home),
                NavItem::new("/admin/users", "Users", IconKind::Users),
                NavItem::new("/admin/organizations", "Organisations", IconKind::Briefcase),
            ],
        ),
        NavGroup::new(
            "Operation",
            vec![
                NavItem::new("/admin/tasks", "Tasks", IconKind::Clock),
                NavItem::new("/admin/outbox", "Mail outbox", IconKind::Mail),
                NavItem::new("/admin/models", "Models", IconKind::Assistant),
                NavItem::new("/admin/audit", "Audit log", IconKind::File),
                NavItem::new("/admin/settings", "Configuration", IconKind::Settings),
            ],
        ),
    ]
}

/// The message about the form submitted before this page, if its own page could not show it. It disappears with the
/// page.
#[component]
fn Told(path: Memo<String>) -> impl IntoView {
    let told = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        return crate::server::told();
        #[cfg(not(feature = "ssr"))]
        None::<crate::form::Told>
    })
    .into_inner();
    let (told, sent) = (RwSignal::new(told), use_sent());
    Effect::new(move |before: Option<(String, u32)>| {
        let now = (path.get(), sent.get());
        if before.is_some_and(|before| before != now) {
            told.set(None);
        }
        now
    });
    let undoing = FormState::of::<UndoSteps>();
    let told = move || {
        told.get().map(|now| {
            let undo = now.undo.map(|undo| undo_form(undo, Callback::new(move |()| told.set(None))));
            let tone = if now.problems.is_empty() { Tone::Success } else { Tone::Warning };
            view! {
                <Notice tone=tone live=true>
                    <div class="cluster">{now.text}{undo}</div>
                    {problem_lines(now.problems)}
                </Notice>
            }
        })
    };
    view! {
        <ErrorSummary errors=undoing.errors()/>
        {told}
    }
}

/// A portal's frame. Anybody without access gets an explanation instead of the page.
#[component]
fn Portal(area: &'static str, home: &'static str, nav: fn() -> Vec<NavGroup>, role: Option<Role>) -> impl IntoView {
    let path = use_location().pathname;
    let user = use_user();
    let inside = match refused(user.as_ref(), role) {
        None => view! { <Outlet/> }.into_any(),
        Some(Refusal::Pending) => view! { <PendingNotice/> }.into_any(),
        Some(Refusal::Error(error)) => {
            let unauthenticated = error == AppError::Unauthenticated;
            let view = view! { <ErrorView error/> }.into_any();
            // After the view, because that sets a status of its own.
            #[cfg(feature = "ssr")]
            if unauthenticated {
                crate::server::redirect(&format!("/sign-in?next={}", path.get_untracked()));
            }
            #[cfg(not(feature = "ssr"))]
            let _ = unauthenticated;
            view
        }
    };
    let nav = Signal::derive(nav);
    // Whoever goes through the inbox is still there on an application's page.
    let query = use_query_map();
    let inbox = Memo::new(move |_| query.with(|query| query.get_str("inbox").is_some()));
    let place = Signal::derive(move || if inbox.get() { "/hr/inbox".to_owned() } else { path.get() });
    let finds = user.is_some_and(|user| user.role == Role::Hr && user.status == AccountStatus::Active);
    view! {
        <PortalFrame area=area home=home nav=nav path=place account=|| view! { <AccountMenu/> }
            tools=move || finds.then(|| view! { <FindButton/> })>
            <Told path/>
            {inside}
            {finds.then(|| view! { <FindKey/> })}
        </PortalFrame>
    }
}

enum Refusal {
    Pending,
    Error(AppError),
}

fn refused(user: Option<&CurrentUser>, role: Option<Role>) -> Option<Refusal> {
    let Some(user) = user else { return Some(Refusal::Error(AppError::Unauthenticated)) };
    match role {
        None => None,
        Some(role) if role != user.role => Some(Refusal::Error(AppError::Forbidden)),
        Some(_) if user.status != AccountStatus::Active => Some(Refusal::Pending),
        Some(_) => None,
    }
}

/// The recruiter's portal.
#[component]
pub fn HrPortal() -> impl IntoView {
    view! { <Portal area="Recruiting" home="/hr" nav=hr_nav role=Some(Role::Hr)/> }
}

#[component]
pub fn CandidatePortal() -> impl IntoView {
    view! { <Portal area="Candidate" home="/me" nav=candidate_nav role=Some(Role::Candidate)/> }
}

/// The administrator's portal.
#[component]
pub fn AdminPortal() -> impl IntoView {
    view! { <Portal area="Admin" home="/admin" nav=admin_nav role=Some(Role::Admin)/> }
}

/// Account settings, in the frame of the signed-in person's portal.
#[component]
pub fn AccountPortal() -> impl IntoView {
    let (area, home, nav): (_, _, fn() -> Vec<NavGroup>) = match use_user().map(|u| u.role) {
        Some(Role::Hr) => ("Recruiting", "/hr", hr_nav),
        Some(Role::Admin) => ("Admin", "/admin", admin_nav),
        _ => ("Candidate", "/me", candidate_nav),
    };
    view! { <Portal area=area home=home nav=nav role=None/> }
}
