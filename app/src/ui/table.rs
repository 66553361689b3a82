//! Tables: compact, sorted by links, with rows selected by the checkboxes of a form.

use leptos::prelude::*;
use std::collections::HashSet;

use super::{Href, Icon, IconKind, plural};

/// A table that scrolls sideways inside its own box on small screens.
///
/// The children are an explicit `<thead>` and `<tbody>`.
#[component]
pub fn Table(
    /// The accessible name.
    #[prop(into)]
    caption: String,
    /// Shows the caption to everyone.
    #[prop(optional)]
    show_caption: bool,
    /// Stacks each row as a block on phones; cells need a `data-label`, which [`Td`] writes.
    #[prop(optional)]
    stacked: bool,
    /// Columns of equal width, whatever they contain.
    #[prop(optional)]
    even: bool,
    /// `<thead>` and `<tbody>`.
    children: Children,
) -> impl IntoView {
    let class = match (stacked, even) {
        (true, _) => "table table-stacked",
        (false, true) => "table table-even",
        (false, false) => "table",
    };
    let label = caption.clone();
    view! {
        // Focusable, so that it can be scrolled by keyboard.
        <div class="table-scroll" role="region" tabindex="0" aria-label=label>
            <table class=class>
                <caption class=(!show_caption).then_some("visually-hidden")>{caption}</caption>
                {children()}
            </table>
        </div>
    }
}

/// A column's alignment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// For words.
    #[default]
    Start,
    /// For numbers.
    End,
}

impl Align {
    const fn class(self) -> Option<&'static str> {
        match self {
            Self::Start => None,
            Self::End => Some("cell-end"),
        }
    }
}

/// How a list is sorted, kept in the query string as `sort=score` or `sort=-score`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorting {
    href: Href,
    key: String,
    descending: bool,
}

impl Sorting {
    /// Reads `sort` from the list's address; `default` applies if it is missing.
    pub fn new(href: Href, default: &str) -> Self {
        let asked = href.get("sort");
        let sort = if asked.is_empty() { default } else { asked };
        let descending = sort.starts_with('-');
        let key = sort.trim_start_matches('-').to_owned();
        Self { href, key, descending }
    }

    /// The key sorted by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether the largest comes first.
    pub const fn descending(&self) -> bool {
        self.descending
    }

    /// The address that sorts by `key`, or reverses the order if it is already sorted by it.
    fn link(&self, key: &str, first_descending: bool) -> String {
        let descending = if self.key == key { !self.descending } else { first_descending };
        let sort = if descending { format!("-{key}") } else { key.to_owned() };
        self.href.without("page").with("sort", sort).to_string()
    }

    fn state(&self, key: &str) -> &'static str {
        match (self.key == key, self.descending) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        }
    }
}

/// A column's header.
#[component]
pub fn Th(
    /// Its text.
    #[prop(into)]
    label: String,
    /// The alignment; `End` for numbers.
    #[prop(optional)]
    align: Align,
    /// Show the text only to screen readers, for columns of checkboxes or actions.
    #[prop(optional)]
    hidden: bool,
) -> impl IntoView {
    let class = align.class();
    view! {
        <th scope="col" class=class>
            <span class=hidden.then_some("visually-hidden")>{label}</span>
        </th>
    }
}

/// A column's header with a link that sorts the list.
#[component]
pub fn SortTh(
    /// Its text.
    #[prop(into)]
    label: String,
    /// The key in the query string.
    key: &'static str,
    /// The current sorting.
    sorting: Sorting,
    /// Whether the first press puts the largest first: for scores, dates.
    #[prop(optional)]
    descending: bool,
    /// The alignment; `End` for numbers.
    #[prop(optional)]
    align: Align,
) -> impl IntoView {
    let state = sorting.state(key);
    let icon = match state {
        "ascending" => IconKind::ArrowUp,
        "descending" => IconKind::ArrowDown,
        _ => IconKind::ChevronsUpDown,
    };
    view! {
        <th scope="col" class=align.class() aria-sort=state>
            <a class="sort" href=sorting.link(key, descending)>
                {label}
                <Icon kind=icon/>
            </a>
        </th>
    }
}

/// A cell that knows its column's name, for tables that are stacked on phones.
#[component]
pub fn Td(
    /// The column's name.
    #[prop(into)]
    label: String,
    /// The alignment; `End` for numbers.
    #[prop(optional)]
    align: Align,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <td data-label=label class=align.class()>{children()}</td> }
}

/// The keys of a list's ticked rows. The signal belongs to the page, outside the parts that live events render again: a
/// tick follows its row, and disappears if the row has changed since it was ticked.
#[derive(Clone, Copy)]
pub struct Ticks {
    keys: RwSignal<HashSet<String>>,
    /// Every row that the list's filters leave is chosen, also on other pages.
    everyone: RwSignal<bool>,
    /// What was ticked before the page was left is ticked again.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser's tab keeps ticks"))]
    came_back: StoredValue<bool>,
}

impl Ticks {
    /// The initially ticked rows: those that came back with a refused form.
    pub fn new(keys: impl IntoIterator<Item = String>) -> Self {
        let keys = RwSignal::new(keys.into_iter().collect());
        Self { keys, everyone: RwSignal::new(false), came_back: StoredValue::new(false) }
    }

    /// Whenever the rows are drawn: the first time ticks again what of them was ticked when this browser tab left the
    /// list, which `list` names, and from then on keeps what is ticked for that.
    pub fn come_back(self, list: &str, rows: &[String]) {
        #[cfg(feature = "hydrate")]
        keep_in_tab(self, format!("ticks {list}"), rows.to_vec());
        #[cfg(not(feature = "hydrate"))]
        let _ = (list, rows);
    }

    /// Ticks nothing any more.
    pub fn clear(self) {
        self.keys.update(HashSet::clear);
        self.everyone.set(false);
    }

    /// Whether every row that the filters leave is chosen.
    pub fn everyone(self) -> bool {
        self.everyone.get()
    }

    pub fn choose_everyone(self, chosen: bool) {
        self.everyone.set(chosen);
    }

    fn nothing(self) -> bool {
        self.count() == 0 && !self.everyone()
    }

    /// How many rows of the page are ticked.
    pub fn count(self) -> usize {
        self.keys.with(HashSet::len)
    }

    /// The ids of the ticked rows: what stands before the dot in their keys.
    pub fn ids(self) -> Vec<String> {
        let id = |key: &String| key.split('.').next().unwrap_or_default().to_owned();
        let mut ids: Vec<_> = self.keys.with(|keys| keys.iter().map(id).collect());
        ids.sort();
        ids
    }

    /// Drops rows that are no longer on the page, and returns how many of them are still there but have changed since
    /// they were ticked. A key is the row's id and its version, separated by a dot.
    pub fn keep(self, rows: &[String]) -> usize {
        let id = |key: &str| key.split('.').next().unwrap_or_default().to_owned();
        let (known, ids): (HashSet<_>, HashSet<_>) = (rows.iter().collect(), rows.iter().map(|key| id(key)).collect());
        let ticked = self.keys.get_untracked();
        let changed = ticked.iter().filter(|key| !known.contains(key) && ids.contains(&id(key))).count();
        if ticked.iter().any(|key| !known.contains(key)) {
            self.keys.update(|keys| keys.retain(|key| known.contains(key)));
        }
        changed
    }

    fn has(self, key: &str) -> bool {
        self.keys.with(|keys| keys.contains(key))
    }

    fn set(self, key: &str, ticked: bool) {
        self.keys.update(|keys| {
            if ticked {
                keys.insert(key.to_owned());
            } else {
                keys.remove(key);
            }
        });
    }
}

#[cfg(feature = "hydrate")]
fn keep_in_tab(ticks: Ticks, name: String, rows: Vec<String>) {
    let keys = ticks.keys;
    Effect::new(move |_| {
        let list = keys.with(|keys| keys.iter().cloned().collect::<Vec<_>>().join(" "));
        // Whoever comes to the list anew ticks anew: only a step back finds the ticks of that visit.
        let visit = visit();
        let Some(storage) = window().session_storage().ok().flatten() else { return };
        if ticks.came_back.get_value() {
            _ = storage.set_item(&name, &format!("{visit} {list}"));
            return;
        }
        ticks.came_back.set_value(true);
        let stored = storage.get_item(&name).ok().flatten().unwrap_or_default();
        let mut stored = stored.split(' ');
        if stored.next() != Some(&*visit) {
            return;
        }
        let again: Vec<_> = stored.filter(|key| rows.iter().any(|row| row == key)).map(str::to_owned).collect();
        if !again.is_empty() {
            keys.update(|keys| keys.extend(again));
        }
    });
}

/// Names this visit of the page in the browser's history, where a step back finds it again.
#[cfg(feature = "hydrate")]
fn visit() -> String {
    use js_sys::{Object, Reflect};
    use leptos::wasm_bindgen::JsValue;

    let Ok(history) = window().history() else { return String::new() };
    let state = history.state().ok().filter(JsValue::is_object).unwrap_or_else(|| Object::new().into());
    let key = JsValue::from_str("visit");
    if let Some(visit) = Reflect::get(&state, &key).ok().and_then(|visit| visit.as_string()) {
        return visit;
    }
    let visit = js_sys::Date::now().to_string();
    _ = Reflect::set(&state, &key, &JsValue::from_str(&visit));
    _ = history.replace_state(&state, "");
    visit
}

/// A row's checkbox; `name=value` is posted by the form around the table.
#[component]
pub fn SelectRow(
    /// The name shared by the table's checkboxes.
    #[prop(default = "selected".to_owned(), into)]
    name: String,
    /// The row's key; if it includes the row's version, a change of the row unticks it.
    #[prop(into)]
    value: String,
    /// The page's ticks.
    ticks: Ticks,
    /// The accessible name: the row's name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (key, changed) = (value.clone(), value.clone());
    let at_first = untrack(|| ticks.has(&value));
    view! {
        <label class="select-cell">
            <input class="choice-input" type="checkbox" name=name value=value data-select-row="" checked=at_first
                prop:checked=move || ticks.has(&key)
                on:change=move |event| ticks.set(&changed, event_target_checked(&event))/>
            <span class="visually-hidden">{format!("Select {label}")}</span>
        </label>
    }
}

/// The header's checkbox, which selects all rows. Only appears with scripts.
#[component]
pub fn SelectAll(
    /// The page's ticks.
    ticks: Ticks,
    /// How many rows are on the page.
    rows: usize,
) -> impl IntoView {
    view! {
        <label class="select-cell js-only">
            <input class="choice-input" type="checkbox" prop:checked=move || ticks.count() == rows
                prop:indeterminate=move || (1..rows).contains(&ticks.count())
                on:change=move |event| select_rows(&event)/>
            <span class="visually-hidden">"Select all rows"</span>
        </label>
    }
}

#[cfg(feature = "hydrate")]
fn select_rows(event: &leptos::ev::Event) {
    use leptos::wasm_bindgen::JsCast;

    let all = event_target::<web_sys::HtmlInputElement>(event);
    let Ok(Some(table)) = all.closest("table") else {
        return;
    };
    let Ok(rows) = table.query_selector_all("input[data-select-row]") else {
        return;
    };
    for index in 0..rows.length() {
        let Some(row) = rows.get(index).and_then(|node| node.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
            continue;
        };
        if row.checked() != all.checked() {
            // A click rather than setting the property, so that the page is notified of each change.
            row.click();
        }
    }
}

#[cfg(not(feature = "hydrate"))]
fn select_rows(_event: &leptos::ev::Event) {}

/// The actions on the selected rows, inside the table's form. Where scripts run it comes up at the window's foot once a row
/// is ticked, and stays there.
#[component]
pub fn BulkBar(
    /// A sentence such as “With the selected applicants”.
    #[prop(into)]
    label: String,
    /// The page's ticks.
    ticks: Ticks,
    /// How many rows were unticked because they have changed.
    changed: usize,
    /// The actions.
    children: Children,
) -> impl IntoView {
    let name = label.clone();
    let let_go = (changed > 0).then(|| {
        let text = plural(changed, "row has changed and is", "rows have changed and are");
        view! { <p class="bulk-changed" role="status">{format!("{text} not selected any more.")}</p> }
    });
    view! {
        {let_go}
        // Enter in a field presses a form's first button: here that is none of the actions.
        <button type="submit" hidden=true></button>
        <div class="bulk-bar" class:is-idle=move || ticks.nothing() role="group" aria-label=name
            on:keydown=move |event| press_own_button(&event)>
            <span class="bulk-label">
                <span class="without-js">{label}</span>
                <span class="bulk-count js-only" role="status">{move || {
                    if ticks.everyone() { "All selected".to_owned() } else { format!("{} selected", ticks.count()) }
                }}</span>
            </span>
            {children()}
            <button class="button button-ghost button-small js-only" type="button" on:click=move |_| ticks.clear()>
                "Clear selection"
            </button>
        </div>
    }
}

/// Enter in a field of an action presses that action's button.
#[cfg(feature = "hydrate")]
fn press_own_button(event: &leptos::ev::KeyboardEvent) {
    use leptos::wasm_bindgen::JsCast;

    let field = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(field) = field.filter(|field| event.key() == "Enter" && field.type_() == "text") else { return };
    let action = field.closest(".menu-form").ok().flatten();
    let button = action.and_then(|action| action.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        button.click();
    }
}

#[cfg(not(feature = "hydrate"))]
fn press_own_button(_event: &leptos::ev::KeyboardEvent) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_press_turns_the_order_round() {
        let sorting = Sorting::new(Href::from_pairs("/a", [("sort", "-score"), ("page", "4")]), "name");
        assert_eq!(sorting.link("score", true), "/a?sort=score");
        assert_eq!(sorting.link("name", false), "/a?sort=name");
        assert_eq!(sorting.state("score"), "descending");
        assert_eq!(sorting.state("name"), "none");
    }

    #[test]
    fn a_tick_belongs_to_its_row_and_to_what_was_seen_of_it() {
        let owner = Owner::new();
        owner.set();
        let ticks = Ticks::new(["bea.1".to_owned()]);
        assert!(ticks.has("bea.1") && !ticks.has("bea.2") && !ticks.has("cem.1"));
        ticks.set("cem.1", true);
        ticks.set("bea.1", false);
        assert!(ticks.has("cem.1") && !ticks.has("bea.1"));
    }

    #[test]
    fn a_row_that_changed_is_not_ticked_any_more_and_is_told() {
        let owner = Owner::new();
        owner.set();
        let ticks = Ticks::new(["bea.1", "cem.1", "dan.1"].map(str::to_owned));
        assert_eq!(ticks.keep(&["bea.2".to_owned(), "cem.1".to_owned()]), 1, "Dan is on another page");
        assert_eq!(ticks.count(), 1);
        assert!(ticks.has("cem.1"));
        assert_eq!(ticks.keep(&["bea.2".to_owned(), "cem.1".to_owned()]), 0, "told once");
    }
}
