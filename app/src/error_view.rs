//! The view of an error instead of a page.

use crate::{
    error::AppError,
    ui::{Empty, Href, IconKind},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

/// An error, with the next step for the user. On the server, it sets the response's status.
#[component]
pub fn ErrorView(error: AppError) -> impl IntoView {
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
