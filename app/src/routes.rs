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
    StaticSegment as S,
    components::{ParentRoute, Route, Router, Routes as RouterRoutes},
    path,
};

/// The router.
#[component]
pub fn Routes() -> impl IntoView {
    view! {
        <Router>
            <RouterRoutes fallback=|| view! { <ErrorView error=AppError::NotFound/> }>
                <ParentRoute path=S("") view=PublicLayout>
                    <Route path=path!("") view=CareersPage/>
                    <Route path=path!("/jobs") view=CareersPage/>
                    <Route path=path!("/jobs/:slug") view=JobPage/>
                    <Route path=path!("/jobs/:slug/apply") view=ApplyPage/>
                    <Route path=path!("/sign-in") view=SignInPage/>
                    <Route path=path!("/sign-up") view=SignUpPage/>
                    <Route path=path!("/forgot-password") view=ForgotPasswordPage/>
                    <Route path=path!("/new-password") view=NewPasswordPage/>
                </ParentRoute>
                <ParentRoute path=path!("/account") view=AccountPortal>
                    <Route path=path!("") view=SettingsPage/>
                </ParentRoute>
                <ParentRoute path=path!("/hr") view=HrPortal>
                    <Route path=path!("") view=DashboardPage/>
                    <Route path=path!("/jobs") view=JobsPage/>
                    <Route path=path!("/jobs/new") view=NewJobPage/>
                    <Route path=path!("/jobs/:id/edit") view=EditJobPage/>
                    <Route path=path!("/jobs/:id") view=ApplicantsPage/>
                    <Route path=path!("/jobs/:id/board") view=BoardPage/>
                    <Route path=path!("/jobs/:id/compare") view=ComparePage/>
                    <Route path=path!("/applications/:id") view=ApplicationPage/>
                    <Route path=path!("/upload") view=UploadPage/>
                    <Route path=path!("/candidates") view=PoolPage/>
                    <Route path=path!("/candidates/:id") view=CandidatePage/>
                </ParentRoute>
                <ParentRoute path=path!("/me") view=CandidatePortal>
                    <Route path=path!("") view=OwnApplicationsPage/>
                    <Route path=path!("/applications/:id") view=OwnApplicationPage/>
                    <Route path=path!("/resume") view=OwnResumePage/>
                    <Route path=path!("/resume/:id/correct") view=CorrectPage/>
                    <Route path=path!("/profile") view=ProfilePage/>
                </ParentRoute>
                <ParentRoute path=path!("/admin") view=AdminPortal>
                    <Route path=path!("") view=OverviewPage/>
                    <Route path=path!("/users") view=UsersPage/>
                    <Route path=path!("/users/:id") view=UserPage/>
                    <Route path=path!("/organizations") view=OrganizationsPage/>
                    <Route path=path!("/audit") view=AuditPage/>
                    <Route path=path!("/tasks") view=TasksPage/>
                    <Route path=path!("/outbox") view=OutboxPage/>
                    <Route path=path!("/outbox/:id") view=MailPage/>
                    <Route path=path!("/models") view=ModelsPage/>
                    <Route path=path!("/settings") view=ConfigurationPage/>
                </ParentRoute>
            </RouterRoutes>
        </Router>
    }
}
