//! Moves the focus to elements that are about to be rendered.

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// Focuses the first element that matches the selector once the page has been rendered, and then calls `also` with it.
pub fn focus_when_drawn(selector: String, also: fn(&HtmlElement)) {
    request_animation_frame(move || {
        let found = document().query_selector(&selector).ok().flatten();
        if let Some(part) = found.and_then(|part| part.dyn_into::<HtmlElement>().ok()) {
            _ = part.focus();
            also(&part);
        }
    });
}
