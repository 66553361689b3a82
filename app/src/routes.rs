//! Every address of the site and the page behind it.

use crate::{
    error::{AppError, ErrorView},
    features::account::{ForgotPasswordPage, NewPasswordPage, SettingsPage, SignInPage, SignUpPage},
    features::admin::{
        AuditPage, ConfigurationPage, MailPage, ModelsPage, OrganizationsPage, OutboxPage, OverviewPage, TasksPage,
        UserPage, UsersPage,
    },
    features::applications::{ApplicantsPage, ApplicationPage, BoardPage, ComparePage},
    features::candidates::{CandidatePage, PoolPage},
    features::careers::{CareersPage, JobPage},
    features::dashboard::DashboardPage,
    features::jobs::{EditJobPage, JobsPage, NewJobPage},
    features::portal::{ApplyPage, OwnApplicationPage, OwnApplicationsPage, ProfilePage},
    features::resumes::{CorrectPage, OwnResumePage, UploadPage},
    layout::{AccountPortal, AdminPortal, CandidatePortal, HrPortal, PublicLayout},
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode, StaticSegment as S,
    components::{ParentRoute, Route, Router, Routes as RouterRoutes},
    path,
};

/// The router. Every page is sent whole: it must work without scripts, and its head must be complete.
#[component]
pub fn Routes() -> impl IntoView {
    view! {
        <Router>
            <RouterRoutes fallback=|| view! { <ErrorView error=AppError::NotFound/> }>
                <ParentRoute path=S("") view=PublicLayout>
                    <Route path=path!("") view=CareersPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=CareersPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:slug") view=JobPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:slug/apply") view=ApplyPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async/>
                    <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                    <Route path=path!("/new-password") view=NewPasswordPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/account") view=AccountPortal>
                    <Route path=path!("") view=SettingsPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/hr") view=HrPortal>
                    <Route path=path!("") view=DashboardPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=JobsPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/new") view=NewJobPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/edit") view=EditJobPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id") view=ApplicantsPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/board") view=BoardPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/compare") view=ComparePage ssr=SsrMode::Async/>
                    <Route path=path!("/applications/:id") view=ApplicationPage ssr=SsrMode::Async/>
                    <Route path=path!("/upload") view=UploadPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates") view=PoolPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id") view=CandidatePage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/me") view=CandidatePortal>
                    <Route path=path!("") view=OwnApplicationsPage ssr=SsrMode::Async/>
                    <Route path=path!("/applications/:id") view=OwnApplicationPage ssr=SsrMode::Async/>
                    <Route path=path!("/resume") view=OwnResumePage ssr=SsrMode::Async/>
                    <Route path=path!("/resume/:id/correct") view=CorrectPage ssr=SsrMode::Async/>
                    <Route path=path!("/profile") view=ProfilePage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/admin") view=AdminPortal>
                    <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/users") view=UsersPage ssr=SsrMode::Async/>
                    <Route path=path!("/users/:id") view=UserPage ssr=SsrMode::Async/>
                    <Route path=path!("/organizations") view=OrganizationsPage ssr=SsrMode::Async/>
                    <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async/>
                    <Route path=path!("/tasks") view=TasksPage ssr=SsrMode::Async/>
                    <Route path=path!("/outbox") view=OutboxPage ssr=SsrMode::Async/>
                    <Route path=path!("/outbox/:id") view=MailPage ssr=SsrMode::Async/>
                    <Route path=path!("/models") view=ModelsPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=ConfigurationPage ssr=SsrMode::Async/>
                </ParentRoute>
            </RouterRoutes>
        </Router>
    }
}
