//! Boxes that group related content, and numbers with their names.

use leptos::prelude::*;

/// A box with an optional heading and actions.
#[component]
pub fn Card(
    /// The heading.
    #[prop(optional, into)]
    title: String,
    /// Shown at the end of the heading: a link or small buttons.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// No padding, for a table or list that fills the box.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let head = (!title.is_empty() || actions.is_some()).then(|| {
        view! {
            <div class="card-head">
                <h2 class="card-title">{title}</h2>
                {actions.map(|actions| view! { <div class="card-actions">{actions.run()}</div> })}
            </div>
        }
    });
    view! {
        <section class="card">
            {head}
            <div class=if flush { "card-body card-flush" } else { "card-body" }>{children()}</div>
        </section>
    }
}

/// A row of [`Stat`]s.
#[component]
pub fn Stats(
    /// The numbers.
    children: Children,
) -> impl IntoView {
    view! { <dl class="stats">{children()}</dl> }
}

/// A number with its name; a link if `href` is given.
#[component]
pub fn Stat(
    /// The name.
    #[prop(into)]
    label: String,
    /// The number, formatted.
    #[prop(into)]
    value: String,
    /// Puts the number into context: “3 more than last week”.
    #[prop(optional, into)]
    detail: String,
    /// A page with the underlying data.
    #[prop(optional, into)]
    href: String,
) -> impl IntoView {
    let value = if href.is_empty() {
        value.into_any()
    } else {
        view! { <a class="stat-link" href=href>{value}</a> }.into_any()
    };
    view! {
        <div class="stat">
            <dt class="stat-label">{label}</dt>
            <dd class="stat-value">{value}</dd>
            {(!detail.is_empty()).then(|| view! { <dd class="stat-detail">{detail}</dd> })}
        </div>
    }
}
