//! The product's logo.

use leptos::prelude::*;

/// The logo, with the product's name.
#[component]
pub fn Logo(
    /// The address that it links to.
    #[prop(default = "/".to_owned(), into)]
    href: String,
    /// The part of the product, such as “Recruiting”.
    #[prop(optional, into)]
    area: String,
) -> impl IntoView {
    view! {
        <a class="logo" href=href>
            <svg class="logo-mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
                <rect class="logo-ground" width="24" height="24" rx="6"></rect>
                <path class="logo-letter" d="M7 6v12M7 12h6.5M13.5 6v6" fill="none" stroke-width="2.4" stroke-linecap="round"></path>
                <path class="logo-letter" d="m12.5 16.5 1.9 1.9 3.6-4.2" fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"></path>
            </svg>
            <span class="logo-name">"HireQ"</span>
            {(!area.is_empty()).then(|| view! { <span class="logo-area">{area}</span> })}
        </a>
    }
}
