//! Searching and filtering lists: forms with GET, so that a filtered page has its own URL.

use leptos::prelude::*;

use crate::ui::{Button, ButtonKind, ButtonVariant, Href, Icon, IconKind};

/// A search field. With scripts, `/` moves the focus to it.
#[component]
pub fn SearchField(
    /// The field's name.
    #[prop(default = "q".to_owned(), into)]
    name: String,
    /// What it searches: the accessible name, also shown while it is empty.
    #[prop(into)]
    label: String,
    /// The current search.
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

/// A form that filters the list below it by query string; it keeps the parameters that it does not edit.
#[component]
pub fn FilterBar(
    /// The list's address; parameters not named in `edits` are kept.
    href: Href,
    /// The names of the controls inside.
    #[prop(optional)]
    edits: &'static [&'static str],
    /// Show a link that clears the filters.
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
