//! The focus goes along with what is drawn elsewhere.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// Gives the focus to the first part of the page that fits the selector, once the page is drawn, and does with it what
/// else is to be done.
pub fn focus_when_drawn(selector: String, also: fn(&HtmlElement)) {
    request_animation_frame(move || {
        let found = document().query_selector(&selector).ok().flatten();
        if let Some(part) = found.and_then(|part| part.dyn_into::<HtmlElement>().ok()) {
            _ = part.focus();
            also(&part);
        }
    });
}
