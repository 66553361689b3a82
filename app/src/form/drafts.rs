//! Keeps what was typed into other forms of a page when the page is rendered again or reloaded, and puts it back into
//! the corresponding forms. `guard.js` marks the forms that were edited.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventInit, HtmlFormElement};

/// How many times to check whether the page has been rendered again.
const LOOKS: u32 = 100;
/// The interval between checks.
const PAUSE: Duration = Duration::from_millis(100);
/// The storage key of drafts for the page being reloaded.
const STORED: &str = "drafts";
/// The fields that identify the row that a form is about.
const ABOUT: [&str; 5] = ["id", "about", "slug", "job", "requirement"];

/// Identifies a form on a page: its address, and what it is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FormIdentity {
    action: String,
    about: Vec<String>,
}

/// A field's name, its index among fields of that name, its value, and whether it is checked.
#[derive(Clone, Serialize, Deserialize)]
struct Field(String, u32, String, bool);

/// What was typed into one form.
struct Draft {
    which: FormIdentity,
    /// The form element itself, as long as its document exists: it has the latest text even after it was removed from
    /// the page.
    form: Option<HtmlFormElement>,
    fields: Vec<Field>,
}

/// What was typed into the forms of a page.
pub struct Drafts(Vec<Draft>);

/// Drafts stored for the page at `path`.
#[derive(Serialize, Deserialize)]
struct Stored {
    path: String,
    drafts: Vec<(FormIdentity, Vec<Field>)>,
}

impl Drafts {
    /// The drafts of all edited forms except `sent`.
    pub fn besides(sent: Option<&HtmlFormElement>) -> Self {
        let edited =
            forms("main form[data-edited]").into_iter().filter(|form| !form.is_same_node(sent.map(AsRef::as_ref)));
        Self(edited.map(|form| Draft { which: which(&form), fields: fields(&form), form: Some(form) }).collect())
    }

    /// Restores each draft once another form has replaced its form.
    pub fn put_back(self) {
        self.look(LOOKS);
    }

    fn look(mut self, left: u32) {
        self.0.retain(|draft| {
            if draft.form.as_ref().is_some_and(|form| form.is_connected()) {
                return true;
            }
            let Some(new) = forms("main form").into_iter().find(|form| which(form) == draft.which) else { return true };
            fill(&new, &draft.form.as_ref().map_or_else(|| draft.fields.clone(), fields));
            false
        });
        if left > 0 && !self.0.is_empty() {
            set_timeout(move || self.look(left - 1), PAUSE);
        }
    }

    /// Stores them for this page, which is about to be reloaded.
    pub fn store(self) {
        let Ok(Some(storage)) = window().session_storage() else { return };
        let drafts: Vec<_> = self.0.into_iter().map(|draft| (draft.which, draft.fields)).collect();
        if drafts.is_empty() {
            return;
        }
        let stored = Stored { path: window().location().pathname().unwrap_or_default(), drafts };
        if let Ok(json) = serde_json::to_string(&stored) {
            _ = storage.set_item(STORED, &json);
        }
    }

    /// Takes the drafts stored for this page.
    pub fn stored() -> Self {
        let taken = || {
            let storage = window().session_storage().ok()??;
            let json = storage.get_item(STORED).ok()??;
            _ = storage.remove_item(STORED);
            let stored: Stored = serde_json::from_str(&json).ok()?;
            (window().location().pathname().ok()? == stored.path).then_some(stored.drafts)
        };
        let drafts = taken().unwrap_or_default();
        Self(drafts.into_iter().map(|(which, fields)| Draft { which, form: None, fields }).collect())
    }
}

/// Allows the page to be left without a warning, because what was typed is kept.
pub fn let_go() {
    for form in forms("form[data-edited]") {
        _ = form.remove_attribute("data-edited");
    }
}

fn forms(selector: &str) -> Vec<HtmlFormElement> {
    let found = document().query_selector_all(selector);
    let found = found.into_iter().flat_map(|list| (0..list.length()).filter_map(move |n| list.get(n)));
    found.filter_map(|node| node.dyn_into().ok()).collect()
}

fn get(element: &Element, name: &str) -> JsValue {
    js_sys::Reflect::get(element, &name.into()).unwrap_or_default()
}

fn text(element: &Element, name: &str) -> String {
    get(element, name).as_string().unwrap_or_default()
}

/// The fields, with their type, name, and index among fields of that name.
fn elements(form: &HtmlFormElement) -> Vec<(Element, String, String, u32)> {
    let all = form.elements();
    let mut found: Vec<(Element, String, String, u32)> = Vec::new();
    for element in (0..all.length()).filter_map(|n| all.item(n)) {
        let (kind, name) = (text(&element, "type"), text(&element, "name"));
        if !name.is_empty() && !matches!(kind.as_str(), "submit" | "button" | "file" | "password") {
            let number = found.iter().filter(|(_, _, other, _)| *other == name).count();
            found.push((element, kind, name, u32::try_from(number).unwrap_or(u32::MAX)));
        }
    }
    found
}

fn which(form: &HtmlFormElement) -> FormIdentity {
    let about = |(element, kind, name, _): (Element, String, String, u32)| {
        (kind == "hidden" && ABOUT.contains(&name.as_str())).then(|| text(&element, "value"))
    };
    FormIdentity {
        action: form.get_attribute("action").unwrap_or_default(),
        about: elements(form).into_iter().filter_map(about).collect(),
    }
}

/// The values of the form's text fields. Checkboxes are left out, because a page may change them by itself.
pub fn typed(form: &HtmlFormElement) -> Vec<String> {
    let text_field = |kind: &str| !matches!(kind, "hidden" | "checkbox" | "radio") && !kind.starts_with("select");
    let value =
        |(element, kind, ..): (Element, String, String, u32)| text_field(&kind).then(|| text(&element, "value"));
    elements(form).into_iter().filter_map(value).collect()
}

/// The fields that were changed: what nobody touched is shown as it is when the page is drawn again.
fn fields(form: &HtmlFormElement) -> Vec<Field> {
    let field = |(element, kind, name, number): (Element, String, String, u32)| {
        let ticked = get(&element, "checked").as_bool().unwrap_or(false);
        let touched = match kind.as_str() {
            "hidden" => false,
            "checkbox" | "radio" => get(&element, "defaultChecked").as_bool() != Some(ticked),
            _ if kind.starts_with("select") => true,
            _ => text(&element, "defaultValue") != text(&element, "value"),
        };
        touched.then(|| Field(name, number, text(&element, "value"), ticked))
    };
    elements(form).into_iter().filter_map(field).collect()
}

/// Fills the fields that differ, and fires the same events as typing.
fn fill(form: &HtmlFormElement, fields: &[Field]) {
    for (element, kind, name, number) in elements(form) {
        let Some(Field(_, _, value, ticked)) = fields.iter().find(|field| field.0 == name && field.1 == number) else {
            continue;
        };
        let set = |name: &str, value: JsValue| js_sys::Reflect::set(&element, &name.into(), &value).is_ok();
        let changed = match kind.as_str() {
            "hidden" => false,
            "checkbox" | "radio" => {
                get(&element, "checked").as_bool() != Some(*ticked) && set("checked", (*ticked).into())
            }
            _ => text(&element, "value") != *value && set("value", value.as_str().into()),
        };
        if changed {
            tell(&element);
        }
    }
}

/// Fires the events of typing.
fn tell(element: &Element) {
    let heard = EventInit::new();
    heard.set_bubbles(true);
    for event in ["input", "change"] {
        if let Ok(event) = Event::new_with_event_init_dict(event, &heard) {
            _ = element.dispatch_event(&event);
        }
    }
}

/// A field of a form on the page, to be filled in by the program.
pub struct FormField(Element);

impl FormField {
    /// The first field of this name.
    pub fn find(name: &str) -> Option<Self> {
        let found = document().query_selector(&format!("main form [name=\"{name}\"]"));
        found.ok().flatten().map(Self)
    }

    pub fn value(&self) -> String {
        text(&self.0, "value")
    }

    /// Sets its value as if it had been typed.
    pub fn set(&self, value: &str) {
        if self.value() != value && js_sys::Reflect::set(&self.0, &"value".into(), &value.into()).is_ok() {
            tell(&self.0);
        }
    }
}
