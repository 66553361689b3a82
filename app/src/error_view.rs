//! A page that could not be shown.

use crate::{
    error::AppError,
    ui::{Empty, Href, IconKind},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

/// A page's error, with the next step. Sets the answer's status on the server.
#[component]
pub fn ErrorView(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::answer::set_status(error.status());
    let (icon, title) = match &error {
        AppError::Unauthenticated => (IconKind::Lock, "Sign in first"),
        AppError::Forbidden => (IconKind::Lock, "Not allowed"),
        AppError::NotFound => (IconKind::Search, "Page not found"),
        AppError::Unavailable(_) | AppError::Offline => (IconKind::Alert, "Not available just now"),
        _ => (IconKind::Alert, "This did not work"),
    };
    let back = Href::new("/sign-in").with("next", use_location().pathname.get_untracked());
    let unauthenticated = error == AppError::Unauthenticated;
    view! {
        <Empty icon=icon title=title text=error.to_string()>
            {if unauthenticated {
                view! { <A href=back.to_string() attr:class="button button-primary">"Sign in"</A> }.into_any()
            } else {
                view! { <A href="/" attr:class="button">"To the start page"</A> }.into_any()
            }}
        </Empty>
    }
}
