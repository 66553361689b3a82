//! Searching and filtering lists: forms that get, so that a filtered page has an address.

use leptos::prelude::*;

use crate::ui::{Button, ButtonKind, ButtonVariant, Href, Icon, IconKind};

/// A search box. Where scripts run, `/` moves the focus to it.
#[component]
pub fn SearchField(
    /// The name it posts under.
    #[prop(default = "q".to_owned(), into)]
    name: String,
    /// What it searches; read by screen readers and shown while it is empty.
    #[prop(into)]
    label: String,
    /// The present search.
    #[prop(optional, into)]
    value: String,
) -> impl IntoView {
    view! {
        <div class="search">
            <Icon kind=IconKind::Search/>
            <input
                class="input"
                type="search"
                name=name
                value=value
                placeholder=label.clone()
                aria-label=label
                aria-keyshortcuts="/"
                autocomplete="off"
                enterkeyhint="search"
            />
        </div>
    }
}

/// A form that filters the list below it by query string; keeps the parameters it does not edit.
#[component]
pub fn FilterBar(
    /// The list's address; its parameters not named in `edits` stay.
    href: Href,
    /// The names of the controls inside.
    #[prop(optional)]
    edits: &'static [&'static str],
    /// Offers a link that clears the filters.
    #[prop(optional)]
    clearable: bool,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let kept: Vec<_> =
        href.pairs().iter().filter(|(name, _)| !edits.contains(&name.as_str()) && name != "page").cloned().collect();
    let cleared = Href::from_pairs(href.path(), kept.clone()).to_string();
    view! {
        <form class="filters" method="get" action=href.path().to_owned() role="search">
            {kept
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
                .collect_view()}
            {children()}
            <div class="filters-actions">
                <Button variant=ButtonVariant::Secondary kind=ButtonKind::Submit>"Apply"</Button>
                {clearable.then(|| view! { <a class="filters-clear" href=cleared>"Clear filters"</a> })}
            </div>
        </form>
    }
}
