//! The public site's frame.

use super::account_menu::AccountMenu;
use crate::ui::PublicFrame;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

/// Header, page, footer.
#[component]
pub fn PublicLayout() -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <PublicFrame
            links=vec![("/jobs".into(), "Jobs".into())]
            path=path
            actions=|| view! { <AccountMenu/> }
            footer=vec![("/sign-up?role=hr".into(), "Hire with HireQ".into()), ("/jobs.rss".into(), "RSS".into())]
        >
            <Outlet/>
        </PublicFrame>
    }
}
