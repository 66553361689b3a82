//! Searching and filtering lists: forms with GET, so that a filtered page has its own URL.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

use crate::ui::{Button, ButtonKind, ButtonVariant, Href, Icon, IconKind, focus_when_drawn};

/// How long nothing is typed before what is typed is searched for.
const PAUSE: Duration = Duration::from_millis(250);
/// After a filter, when the list is there again.
const REDRAWN: Duration = Duration::from_millis(400);

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

/// The names and values of a form's filters.
pub type Filters = Vec<(String, String)>;

/// A form that filters the list below it by query string; keeps the parameters it does not edit. Where scripts run, a
/// choice shows at once and words once Enter is pressed; a button applies the rest, and all of it without scripts.
#[component]
pub fn FilterBar(
    /// The list's address; parameters not named in `edits` are kept.
    href: Href,
    /// The names of the controls inside.
    #[prop(optional)]
    edits: &'static [&'static str],
    /// Show a link that clears the filters.
    #[prop(optional, into)]
    clearable: Signal<bool>,
    /// What the button says.
    #[prop(default = "Apply")]
    apply: &'static str,
    /// Is told what it was filled in with. The list below must leave this form alone then: words show while they are typed.
    #[prop(optional)]
    typed: Option<StoredValue<Filters>>,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let kept: Vec<_> =
        href.pairs().iter().filter(|(name, _)| !edits.contains(&name.as_str()) && name != "page").cloned().collect();
    let cleared = Href::from_pairs(href.path(), kept.clone()).to_string();
    let label = apply;
    let at_once = RwSignal::new(false);
    Effect::new(move || at_once.set(true));
    let path = href.path().to_owned();
    let navigate = StoredValue::new(use_navigate());
    let apply = Callback::new(move |form: Option<Applied>| {
        if let Some(Applied { query, filters, field }) = form {
            if let Some(typed) = typed {
                typed.set_value(filters);
            }
            let to = format!("{path}{query}");
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|navigate| navigate(&to, options));
            keep_focus(field);
        }
    });
    let pause = StoredValue::new(None::<TimeoutHandle>);
    let type_on = move |event: &leptos::ev::Event| {
        pause.try_update_value(|pause| pause.take().map(|before| before.clear()));
        let form = is_words(event).then(|| applied(event)).flatten();
        if let Some(form) = form.filter(|_| typed.is_some()) {
            let go = move || apply.run(Some(form.clone()));
            pause.set_value(set_timeout_with_handle(go, PAUSE).ok());
        }
    };
    view! {
        <form class="filters" method="get" action=href.path().to_owned() role="search"
            on:change=move |event| {
                if is_choice(&event) {
                    apply.run(applied(&event));
                }
            }
            on:input=move |event| type_on(&event)
            on:submit=move |event| {
                let form = applied(&event);
                if form.is_some() {
                    event.prevent_default();
                }
                apply.run(form);
            }>
            {kept
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
                .collect_view()}
            {children()}
            <div class="filters-actions">
                <span class="filters-apply" class:is-spare=move || at_once.get()>
                    <Button variant=ButtonVariant::Secondary kind=ButtonKind::Submit>{label}</Button>
                </span>
                {move || clearable.get().then(|| view! { <a class="filters-clear" href=cleared.clone()>"Clear filters"</a> })}
            </div>
        </form>
    }
}

/// What a form of filters holds.
#[derive(Clone)]
struct Applied {
    /// As it stands in an address: empty, or from the question mark on.
    query: String,
    filters: Filters,
    /// The control that was used last.
    field: String,
}

/// What is typed is not finished at every change: a date is one at every figure.
#[cfg(feature = "hydrate")]
fn is_choice(event: &web_sys::Event) -> bool {
    use leptos::wasm_bindgen::JsCast;

    let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    field.is_some_and(|field| field.matches("select, [type=checkbox], [type=radio]").unwrap_or(false))
}

#[cfg(not(feature = "hydrate"))]
fn is_choice<E>(_event: &E) -> bool {
    false
}

#[cfg(feature = "hydrate")]
fn is_words(event: &web_sys::Event) -> bool {
    use leptos::wasm_bindgen::JsCast;

    let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    field.is_some_and(|field| field.matches("[type=search]").unwrap_or(false))
}

#[cfg(not(feature = "hydrate"))]
fn is_words<E>(_event: &E) -> bool {
    false
}

#[cfg(feature = "hydrate")]
fn applied(event: &web_sys::Event) -> Option<Applied> {
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams};

    let target = event.target()?.dyn_into::<Element>().ok()?;
    let form = target.closest("form").ok()??.dyn_into::<HtmlFormElement>().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let params = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let pairs = js_sys::try_iter(&params).ok()??.flatten().map(|pair| js_sys::Array::from(&pair));
    let filters = pairs.map(|pair| [0, 1].map(|at| pair.get(at).as_string().unwrap_or_default()).into()).collect();
    let query: Vec<_> =
        String::from(params.to_string()).split('&').filter(|pair| !pair.ends_with('=')).map(str::to_owned).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let used = if target.is_same_node(Some(&form)) { document().active_element()? } else { target };
    Some(Applied { query, filters, field: used.get_attribute("name").unwrap_or_default() })
}

#[cfg(not(feature = "hydrate"))]
fn applied<E>(_event: &E) -> Option<Applied> {
    None
}

/// The list is drawn anew with its filters: whoever used one goes on from there.
fn keep_focus(field: String) {
    if field.is_empty() {
        return;
    }
    let selector = format!(".filters [name=\"{field}\"]");
    set_timeout(
        move || {
            let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            if lost {
                focus_when_drawn(selector, |_| ());
            }
        },
        REDRAWN,
    );
}
