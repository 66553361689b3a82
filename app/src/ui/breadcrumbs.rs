//! Links to the pages above this one.

use leptos::prelude::*;

/// The pages above this one, as (address, name); the page itself is named by its heading.
#[component]
pub fn Breadcrumbs(
    /// From the outermost page inwards.
    trail: Vec<(String, String)>,
) -> impl IntoView {
    let crumbs = trail.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view();
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumb">
            <ol>{crumbs}</ol>
        </nav>
    }
}

/// One link back to the page above.
#[component]
pub fn BackLink(
    /// The page above.
    #[prop(into)]
    href: String,
    /// Its name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <a class="back-link" href=href>
            <super::Icon kind=super::IconKind::ArrowLeft/>
            {label}
        </a>
    }
}
