//! The dialog: what is typed is looked for at once, arrows choose, Enter goes there. What the page itself offers by a key
//! can be done from here too.

use super::{
    api::find_by_name,
    entries::{Entry, found, pages},
    opener::Open,
};
use crate::ui::*;
use hireq_domain::find::Found;
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_navigate;
use std::time::Duration;

/// How long after the last letter it is looked for.
const PAUSE: Duration = Duration::from_millis(150);
const LIST: &str = "find-list";

/// What choosing a row does.
#[derive(Clone, PartialEq, Eq)]
enum Choice {
    Go(Entry),
    /// Presses what has this key on the page.
    Press {
        key: String,
        title: String,
    },
}

impl Choice {
    fn key(&self) -> String {
        match self {
            Self::Go(entry) => entry.href.clone(),
            Self::Press { key, .. } => format!("key {key}"),
        }
    }
}

/// The dialog that finds.
#[component]
pub fn Palette() -> impl IntoView {
    let open = use_context::<Open>().map_or_else(|| RwSignal::new(false), |open| open.0);
    let words = RwSignal::new(String::new());
    let asked = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let input = NodeRef::<html::Input>::new();
    let results = LocalResource::new(move || {
        let words = asked.get();
        async move { find_by_name(words).await }
    });
    let offered = Memo::new(move |_| if open.get() { page_actions() } else { Vec::new() });
    let failed = Memo::new(move |_| results.get().is_some_and(|results| results.is_err()));
    let choices = Memo::new(move |_| {
        let words = words.get();
        let results = results.get().and_then(Result::ok).filter(|_| !words.trim().is_empty());
        choices(&words, results.unwrap_or_default(), offered.get())
    });
    let typed = StoredValue::new(0_u32);
    let look = move |text: String| {
        at.set(0);
        words.set(text.clone());
        let number = typed.get_value().wrapping_add(1);
        typed.set_value(number);
        set_timeout(
            move || {
                if typed.try_get_value() == Some(number) {
                    asked.set(text.trim().to_owned());
                }
            },
            PAUSE,
        );
    };
    let navigate = use_navigate();
    let choose = Callback::new(move |choice: Choice| {
        open.set(false);
        words.set(String::new());
        asked.set(String::new());
        match choice {
            Choice::Go(entry) => navigate(&entry.href, leptos_router::NavigateOptions::default()),
            Choice::Press { key, .. } => press_soon(key),
        }
    });
    let keyed = move |event: ev::KeyboardEvent| {
        let many = choices.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if many > 0 => at.update(|at| *at = (*at + 1) % many),
            "ArrowUp" if many > 0 => at.update(|at| *at = (*at + many - 1) % many),
            "Enter" => {
                if let Some(choice) = choices.with(|all| all.get(at.get_untracked()).cloned()) {
                    choose.run(choice);
                }
            }
            _ => return,
        }
        event.prevent_default();
        show_chosen(at.get_untracked());
    };
    Effect::new(move |_| {
        if open.get()
            && let Some(input) = input.get()
        {
            _ = input.focus();
        }
    });
    view! {
        <Dialog id="find" title="Find" open=open>
            <div class="find">
                <input class="input" type="text" role="combobox" aria-label="Person, job, page or action" autocomplete="off"
                    spellcheck="false" placeholder="Person, job, page or action" aria-expanded="true" aria-controls=LIST
                    aria-activedescendant=move || format!("find-{}", at.get())
                    node_ref=input prop:value=move || words.get()
                    on:input=move |event| look(event_target_value(&event)) on:keydown=keyed/>
                <ul class="find-list" id=LIST role="listbox" aria-label="Found">
                    {move || {
                        let rows = choices.get().into_iter().enumerate();
                        rows.map(|(n, choice)| view! { <Row n=n choice=choice at=at choose=choose/> }).collect_view()
                    }}
                </ul>
                <p class="small muted" role="status">
                    {move || match (failed.get(), choices.with(Vec::len)) {
                        (true, _) => "The search could not be asked. Try it again in a moment.",
                        (false, 0) => "Nobody, no job and no page has this name.",
                        (false, _) => "",
                    }}
                </p>
            </div>
        </Dialog>
    }
}

#[component]
fn Row(n: usize, choice: Choice, at: RwSignal<usize>, choose: Callback<Choice>) -> impl IntoView {
    let (icon, title, detail) = match choice.clone() {
        Choice::Go(entry) => (entry.icon, entry.title, entry.detail),
        Choice::Press { key, title } => (IconKind::ArrowRight, title, format!("On this page · {key}")),
    };
    view! {
        <li class="find-row" role="option" id=format!("find-{n}") data-choice=choice.key()
            aria-selected=move || if at.get() == n { "true" } else { "false" }
            on:mousemove=move |_| at.set(n)
            on:click=move |_| choose.run(choice.clone())>
            <Icon kind=icon/>
            <span class="find-title">{title}</span>
            <span class="small muted">{detail}</span>
        </li>
    }
}

/// People and jobs first: they are what is mostly looked for. With nothing typed, what can be done here and the pages.
fn choices(words: &str, results: Found, offered: Vec<(String, String)>) -> Vec<Choice> {
    let low = words.trim().to_lowercase();
    let offered = offered.into_iter().filter(|(_, title)| title.to_lowercase().contains(&low));
    let mut all: Vec<_> = found(results).into_iter().map(Choice::Go).collect();
    all.extend(offered.map(|(key, title)| Choice::Press { key, title }));
    all.extend(pages(words).into_iter().map(Choice::Go));
    all
}

#[cfg(feature = "hydrate")]
fn page_actions() -> Vec<(String, String)> {
    keys_of_page()
}

#[cfg(not(feature = "hydrate"))]
fn page_actions() -> Vec<(String, String)> {
    Vec::new()
}

/// Once the dialog is closed: behind one no key works.
fn press_soon(key: String) {
    set_timeout(move || press_key(&key), Duration::from_millis(50));
}

#[cfg(feature = "hydrate")]
fn show_chosen(at: usize) {
    if let Some(row) = document().get_element_by_id(&format!("find-{at}")) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

#[cfg(not(feature = "hydrate"))]
fn show_chosen(_at: usize) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_offers_is_found_by_its_name_before_the_portals_pages() {
        let offered = vec![("a".to_owned(), "Move to Interview".to_owned()), ("n".to_owned(), "New note".to_owned())];
        let titles = |words: &str| -> Vec<String> {
            choices(words, Found::default(), offered.clone()).iter().map(Choice::key).collect()
        };
        assert_eq!(titles("note"), ["key n"]);
        assert_eq!(titles("in"), ["key a", "/hr/inbox", "/account"]);
        assert_eq!(titles("").first().map(String::as_str), Some("key a"));
    }
}
