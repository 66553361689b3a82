//! The parts of the site that a browser loads when it first needs one of their pages. On the server, and without the
//! feature `split`, they are ordinary function calls.

/// Declares a part: a module with a lazy route for each page. All its pages share one WebAssembly file, because whoever
/// opens one soon opens the next.
macro_rules! part {
    ($(#[$about:meta])* $part:ident { $($route:ident => $page:path,)* }) => {
        $(#[$about])*
        pub(super) mod $part {
            use crate::{error::AppError, error_view::ErrorView};
            use leptos::prelude::*;
            use leptos_router::LazyRoute;

            #[derive(Clone, Copy)]
            enum Page { $($route,)* }

            fn page(page: Page) -> AnyView {
                match page { $(Page::$route => $page().into_any(),)* }
            }

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, preload(preload), fallible)]
            fn load(which: Page) -> Result<AnyView, leptos::wasm_split::SplitLoaderError> {
                Ok(page(which))
            }

            #[cfg(not(feature = "split"))]
            async fn preload() -> Result<(), std::convert::Infallible> {
                Ok(())
            }

            #[cfg(not(feature = "split"))]
            async fn load(which: Page) -> Result<AnyView, std::convert::Infallible> {
                Ok(page(which))
            }

            async fn show(which: Page) -> AnyView {
                // The browser then fetches the part together with the page's other files.
                #[cfg(feature = "ssr")]
                leptos::prefetch_lazy_fn_on_server(stringify!($part));
                match load(which).await {
                    Ok(view) => view,
                    Err(_) => view! { <ErrorView error=AppError::Offline/> }.into_any(),
                }
            }

            $(
                pub(in crate::routes) struct $route;

                impl LazyRoute for $route {
                    fn data() -> Self {
                        Self
                    }
                    async fn view(_: Self) -> AnyView {
                        show(Page::$route).await
                    }
                    async fn preload() {
                        // A failure shows up when the page itself is loaded.
                        _ = preload().await;
                    }
                }
            )*
        }
    };
}

part! {
    /// Signing up, signing in, and account settings.
    account {
        ConfirmAddress => crate::features::account::ConfirmAddressPage,
        ConfirmSignUp => crate::features::account::ConfirmSignUpPage,
        ForgotPassword => crate::features::account::ForgotPasswordPage,
        NewPassword => crate::features::account::NewPasswordPage,
        RestoreAddress => crate::features::account::RestoreAddressPage,
        Settings => crate::features::account::SettingsPage,
        SignIn => crate::features::account::SignInPage,
        SignUp => crate::features::account::SignUpPage,
        Join => crate::features::team::JoinPage,
    }
}

part! {
    /// The recruiter's portal: applicants.
    applicants {
        Applicants => crate::features::applications::ApplicantsPage,
        Application => crate::features::applications::ApplicationPage,
    }
}

part! {
    /// The recruiter's portal: a job's applicants beside each other, by stage or a few in detail.
    board {
        Board => crate::features::applications::BoardPage,
        Compare => crate::features::applications::ComparePage,
    }
}

part! {
    /// The recruiter's portal: writing, changing and ending a job.
    job_form {
        Edit => crate::features::jobs::EditJobPage,
        End => crate::features::jobs::EndJobPage,
        New => crate::features::jobs::NewJobPage,
    }
}

part! {
    /// The recruiter's portal: dashboard, inbox, jobs, and the talent pool.
    hr {
        Candidate => crate::features::candidates::CandidatePage,
        Dashboard => crate::features::dashboard::DashboardPage,
        Find => crate::features::find::FindPage,
        Inbox => crate::features::inbox::InboxPage,
        Jobs => crate::features::jobs::JobsPage,
        Pool => crate::features::candidates::PoolPage,
        Upload => crate::features::resumes::UploadPage,
    }
}

part! {
    /// The recruiter's portal: what is changed now and then, of colleagues, candidates' records and the careers page.
    upkeep {
        EditCandidate => crate::features::candidates::EditPage,
        Merge => crate::features::candidates::MergePage,
        OrganizationSettings => crate::features::organization::OrganizationSettingsPage,
        Team => crate::features::team::TeamPage,
        TeamOfJob => crate::features::jobs::TeamOfJobPage,
    }
}

part! {
    /// Applying, and the candidate's portal.
    me {
        Apply => crate::features::portal::ApplyPage,
        ChoosePassword => crate::features::portal::ChoosePasswordPage,
        ConfirmApplication => crate::features::portal::ConfirmApplicationPage,
        OwnApplication => crate::features::portal::OwnApplicationPage,
        OwnApplications => crate::features::portal::OwnApplicationsPage,
        Profile => crate::features::portal::ProfilePage,
        Correct => crate::features::resumes::CorrectPage,
        SavedJobs => crate::features::portal::SavedJobsPage,
        OwnResume => crate::features::resumes::OwnResumePage,
    }
}

part! {
    /// Organisations' own careers pages.
    organization {
        Careers => crate::features::organization::OrganizationPage,
    }
}

part! {
    /// The administrator's portal.
    admin {
        Audit => crate::features::admin::AuditPage,
        Configuration => crate::features::admin::ConfigurationPage,
        Mail => crate::features::admin::MailPage,
        Models => crate::features::admin::ModelsPage,
        Organizations => crate::features::admin::OrganizationsPage,
        Outbox => crate::features::admin::OutboxPage,
        Overview => crate::features::admin::OverviewPage,
        Tasks => crate::features::admin::TasksPage,
        User => crate::features::admin::UserPage,
        Users => crate::features::admin::UsersPage,
    }
}
