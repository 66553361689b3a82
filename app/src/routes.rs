//! All routes of the site. The careers pages are part of what every visitor loads; the others are loaded with the part
//! of the site that they belong to.

mod parts;

use crate::{
    error::AppError,
    error_view::ErrorView,
    features::{
        applications::undo_form,
        careers::{CareersPage, JobPage},
    },
    layout::{AccountPortal, AdminPortal, CandidatePortal, HrPortal, PublicLayout},
    ui::ToastRegion,
};
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode, StaticSegment as S,
    components::{ParentRoute, Route, Router, Routes as RouterRoutes},
    path,
};
use parts::{account, admin, applicants, board, hr, job_form, me, organization, upkeep};

/// The router. Every page is sent completely (not streamed), because it must work without scripts, and its head must be
/// complete.
#[component]
pub fn Routes() -> impl IntoView {
    view! {
        <Router>
            <RouterRoutes fallback=|| view! { <ErrorView error=AppError::NotFound/> }>
                <ParentRoute path=S("") view=PublicLayout>
                    <Route path=path!("") view=CareersPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=CareersPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:slug") view=JobPage ssr=SsrMode::Async/>
                    <Route path=path!("/c/:slug") view={Lazy::<organization::Careers>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:slug/apply") view={Lazy::<me::Apply>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/confirm-application") view={Lazy::<me::ConfirmApplication>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in") view={Lazy::<account::SignIn>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/sign-up") view={Lazy::<account::SignUp>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/join") view={Lazy::<account::Join>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/forgot-password") view={Lazy::<account::ForgotPassword>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/confirm-sign-up") view={Lazy::<account::ConfirmSignUp>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/confirm-address") view={Lazy::<account::ConfirmAddress>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/restore-address") view={Lazy::<account::RestoreAddress>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/new-password") view={Lazy::<account::NewPassword>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/account") view=AccountPortal>
                    <Route path=path!("") view={Lazy::<account::Settings>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/hr") view=HrPortal>
                    <Route path=path!("") view={Lazy::<hr::Dashboard>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/find") view={Lazy::<hr::Find>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/inbox") view={Lazy::<hr::Inbox>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view={Lazy::<hr::Jobs>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/new") view={Lazy::<job_form::New>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/team") view={Lazy::<upkeep::TeamOfJob>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/edit") view={Lazy::<job_form::Edit>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/end") view={Lazy::<job_form::End>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id") view={Lazy::<applicants::Applicants>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/board") view={Lazy::<board::Board>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id/compare") view={Lazy::<board::Compare>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/applications/:id") view={Lazy::<applicants::Application>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/team") view={Lazy::<upkeep::Team>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/careers-page") view={Lazy::<upkeep::OrganizationSettings>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/upload") view={Lazy::<hr::Upload>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/candidates") view={Lazy::<hr::Pool>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id") view={Lazy::<hr::Candidate>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/edit") view={Lazy::<upkeep::EditCandidate>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/merge") view={Lazy::<upkeep::Merge>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/me") view=CandidatePortal>
                    <Route path=path!("") view={Lazy::<me::OwnApplications>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/applications/:id") view={Lazy::<me::OwnApplication>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/saved") view={Lazy::<me::SavedJobs>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/resume") view={Lazy::<me::OwnResume>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/resume/:id/correct") view={Lazy::<me::Correct>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/profile") view={Lazy::<me::Profile>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/password") view={Lazy::<me::ChoosePassword>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/admin") view=AdminPortal>
                    <Route path=path!("") view={Lazy::<admin::Overview>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/users") view={Lazy::<admin::Users>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/users/:id") view={Lazy::<admin::User>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/organizations") view={Lazy::<admin::Organizations>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/audit") view={Lazy::<admin::Audit>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/tasks") view={Lazy::<admin::Tasks>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/outbox") view={Lazy::<admin::Outbox>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/outbox/:id") view={Lazy::<admin::Mail>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/models") view={Lazy::<admin::Models>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view={Lazy::<admin::Configuration>::new()} ssr=SsrMode::Async/>
                </ParentRoute>
            </RouterRoutes>
            // Within the router: undoing leads to a page.
            <ToastRegion undo=undo_form/>
        </Router>
    }
}
