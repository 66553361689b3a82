//! Facts as pairs of a name and a value, and collapsible text.

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

/// Text that is collapsed at first.
#[component]
pub fn Disclosure(
    /// The heading of the collapsed text.
    #[prop(into)]
    summary: String,
    /// Whether it is open at first.
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
