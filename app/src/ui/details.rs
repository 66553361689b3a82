//! Facts as pairs of a name and a value, and text that opens on demand.

use leptos::prelude::*;

use super::{Icon, IconKind};

/// A list of [`Fact`]s.
#[component]
pub fn DefinitionList(
    /// Puts names above values in as many columns as fit, instead of one row each.
    #[prop(optional)]
    grid: bool,
    /// The facts.
    children: Children,
) -> impl IntoView {
    view! { <dl class=if grid { "facts facts-grid" } else { "facts" }>{children()}</dl> }
}

/// One name with its value.
#[component]
pub fn Fact(
    /// The name.
    #[prop(into)]
    term: String,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// Text that is hidden until it is asked for.
#[component]
pub fn Disclosure(
    /// What the hidden text is about.
    #[prop(into)]
    summary: String,
    /// Open at first.
    #[prop(optional)]
    open: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>
                <Icon kind=IconKind::ChevronRight/>
                {summary}
            </summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
