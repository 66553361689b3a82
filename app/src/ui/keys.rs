//! Keyboard shortcuts: a single letter presses or focuses the element with that `aria-keyshortcuts`. They only work
//! where a click would: not while somebody is typing, and not behind a dialog.

use leptos::prelude::*;

use super::{IconKind, Menu};

/// Listens for the shortcuts of whatever page is shown.
pub fn use_page_keys() {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| {
        let handle = window_event_listener(leptos::ev::keydown, |event| {
            let other =
                event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() || event.repeat();
            if !other && !event.default_prevented() && in_browser::press(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Turns the page's keys off: it is being left.
#[cfg(feature = "hydrate")]
pub fn stop_page_keys() {
    in_browser::stop();
}

/// The title of something that a key presses: "Next applicant (j)".
pub(super) fn with_key(label: &str, key: &str) -> String {
    match (label, key) {
        ("", "") => String::new(),
        ("", key) => format!("Key: {key}"),
        (label, "") => label.to_owned(),
        (label, key) => format!("{label} ({key})"),
    }
}

/// The list of a page's shortcuts, opened with "?".
#[component]
pub fn KeyHelp(
    /// Each key with its effect.
    keys: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let rows = keys
        .iter()
        .map(|(key, what)| view! { <li class="key-row"><kbd class="key">{*key}</kbd><span>{*what}</span></li> })
        .collect_view();
    view! {
        <div class="key-help">
            <Menu label="Keys" icon=IconKind::QuestionCircle shortcut="?"><ul class="key-list">{rows}</ul></Menu>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod in_browser {
    use leptos::{prelude::document, wasm_bindgen::JsCast};
    use web_sys::{Element, HtmlElement, HtmlInputElement};

    /// Presses the element with this shortcut; returns whether there is one.
    pub fn press(key: &str) -> bool {
        let known = key.chars().count() == 1
            && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '/' | '?'));
        if !known
            || stopped()
            || typing()
            || document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
        {
            return false;
        }
        let Ok(found) = document().query_selector_all(&format!("[aria-keyshortcuts=\"{key}\"]")) else { return false };
        let element = (0..found.length())
            .filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok())
            .find(|element| element.offset_width() > 0);
        let Some(element) = element else { return false };
        match element.tag_name().as_str() {
            "INPUT" | "TEXTAREA" | "SELECT" => focus(&element),
            "SUMMARY" => {
                element.click();
                if let Some(field) = first_field(&element) {
                    focus(&field);
                }
            }
            _ => element.click(),
        }
        true
    }

    /// Set on the document once its keys are off.
    const STOPPED: &str = "data-keys-off";

    pub fn stop() {
        if let Some(root) = document().document_element() {
            _ = root.set_attribute(STOPPED, "");
        }
    }

    fn stopped() -> bool {
        document().document_element().is_some_and(|root| root.has_attribute(STOPPED))
    }

    fn focus(field: &HtmlElement) {
        let _ = field.focus();
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            input.select();
        }
    }

    /// The first thing to choose or to fill in behind a summary that is open.
    fn first_field(summary: &Element) -> Option<HtmlElement> {
        let details = summary.closest("details[open]").ok()??;
        let pressed = details.query_selector("button[aria-keyshortcuts]").ok()?;
        let filled = || details.query_selector("select, textarea, input:not([type=hidden])").ok()?;
        pressed.or_else(filled)?.dyn_into().ok()
    }

    fn typing() -> bool {
        document().active_element().is_some_and(|element| {
            matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !is_tick(&element)
                || element.has_attribute("contenteditable")
        })
    }

    /// Checkboxes and radio buttons do not take letters.
    fn is_tick(element: &Element) -> bool {
        matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio"))
    }
}

#[cfg(test)]
mod tests {
    use super::with_key;

    #[test]
    fn a_title_names_its_key() {
        assert_eq!(with_key("Next applicant", "j"), "Next applicant (j)");
        assert_eq!(with_key("Next applicant", ""), "Next applicant");
        assert_eq!(with_key("", "a"), "Key: a");
    }
}
