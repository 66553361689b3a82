//! The document, and the root component inside it.

use crate::{form, live, routes, session, ui};
#[cfg(feature = "ssr")]
use crate::{hydration::Hydration, server};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::{HashedStylesheet, MetaTags};
use leptos_meta::{Link, Meta, provide_meta_context};

/// Runs before the page is painted, so it is inlined.
#[cfg(feature = "ssr")]
const THEME: &str = include_str!("theme.js");

/// Asks before an edited form is left; small enough to be inlined too.
#[cfg(feature = "ssr")]
const GUARD: &str = include_str!("guard.js");

/// Must have run before the first form is submitted.
#[cfg(feature = "ssr")]
const ZONE: &str = include_str!("zone.js");

#[cfg(feature = "ssr")]
const SCROLL: &str = include_str!("scroll.js");

/// The document around the application.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <script nonce=leptos::nonce::use_nonce() inner_html=THEME></script>
                <script nonce=leptos::nonce::use_nonce() inner_html=GUARD></script>
                <script nonce=leptos::nonce::use_nonce() inner_html=ZONE></script>
                <script nonce=leptos::nonce::use_nonce() inner_html=SCROLL></script>
                <AutoReload options=options.clone()/>
                <Hydration options=options.clone()/>
                <HashedStylesheet options=options id="leptos"/>
                <MetaTags/>
            </head>
            // The page needs to hear of everything that happens from now on.
            <body data-drawn=uuid::Uuid::now_v7().to_string()>
                <App/>
            </body>
        </html>
    }
}

/// The application's root, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    ui::use_page_keys();
    ui::provide_now(|| {
        #[cfg(feature = "ssr")]
        if let Ok(services) = server::services() {
            return services.clock.now();
        }
        chrono::Utc::now()
    });
    ui::provide_zone(|| {
        #[cfg(feature = "ssr")]
        return server::reader_zone();
        #[cfg(not(feature = "ssr"))]
        None
    });
    ui::provide_toasts();
    form::provide_sent();
    session::provide_user();
    live::provide_live();
    view! {
        <ui::TitleEnd/>
        <Meta name="color-scheme" content="light dark"/>
        <Link rel="icon" href="/favicon.svg" type_="image/svg+xml"/>
        <routes::Routes/>
    }
}
