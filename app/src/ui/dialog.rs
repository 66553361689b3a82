//! Dialogs based on the native `<dialog>`: the browser traps the focus, dims the page and closes it on Escape.
//!
//! A [`DialogButton`] opens its dialog with `commandfor`, which needs no scripts in current browsers.

use leptos::{html, prelude::*};

use super::{ButtonSize, ButtonVariant, Icon, IconKind};

/// A modal dialog.
#[component]
pub fn Dialog(
    /// Its id, which a [`DialogButton`] names.
    #[prop(into)]
    id: String,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Opens and closes it from code, and is updated when the browser closes it.
    #[prop(optional)]
    open: Option<RwSignal<bool>>,
    /// Wide enough for a document.
    #[prop(optional)]
    wide: bool,
    /// The content; for a confirmation, a form that ends in [`DialogActions`].
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    if let Some(open) = open {
        Effect::new(move |_| show(node, open.get()));
    }
    let title_id = format!("{id}-title");
    let (heading_id, close_id, target) = (title_id.clone(), id.clone(), id.clone());
    view! {
        <dialog
            class=if wide { "dialog dialog-wide" } else { "dialog" }
            id=id
            aria-labelledby=title_id
            node_ref=node
            on:close=move |_| {
                if let Some(open) = open {
                    open.set(false);
                }
            }
        >
            <div class="dialog-head">
                <h2 class="dialog-title" id=heading_id>{title}</h2>
                // Without a form of its own, because a dialog may be inside a form, and forms cannot be nested.
                <button class="button button-ghost button-icon" type="button" aria-label="Close"
                    commandfor=close_id command="close" on:click=move |_| close_by_id(&target)>
                    <Icon kind=IconKind::Cross/>
                </button>
            </div>
            <div class="dialog-body">{children()}</div>
        </dialog>
    }
}

/// A button that opens the dialog with the given id.
#[component]
pub fn DialogButton(
    /// The dialog's id.
    #[prop(into)]
    dialog: String,
    /// How prominent it is.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Its height.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<IconKind>,
    /// Its text.
    #[prop(into)]
    label: String,
    /// Make it look like a [`MenuButton`](super::MenuButton), for use inside a menu.
    #[prop(optional)]
    menu_item: bool,
) -> impl IntoView {
    let class = match (menu_item, variant) {
        (true, ButtonVariant::Danger) => "menu-item is-danger".to_owned(),
        (true, _) => "menu-item".to_owned(),
        (false, _) => super::button::classes(variant, size, false, false),
    };
    let target = dialog.clone();
    view! {
        <button
            class=class
            type="button"
            aria-haspopup="dialog"
            commandfor=dialog
            command="show-modal"
            on:click=move |_| show_by_id(&target)
        >
            {icon.map(|kind| view! { <Icon kind=kind/> })}
            <span class="button-text">{label}</span>
        </button>
    }
}

/// A dialog's last row: the action, then the cancel button.
#[component]
pub fn DialogActions(
    /// The dialog's id, which the cancel button closes.
    #[prop(into)]
    dialog: String,
    /// The cancel button's text.
    #[prop(default = "Cancel".to_owned(), into)]
    cancel: String,
    /// The action.
    children: Children,
) -> impl IntoView {
    let target = dialog.clone();
    view! {
        <div class="dialog-actions">
            {children()}
            <button class="button" type="button" commandfor=dialog command="close"
                on:click=move |_| close_by_id(&target)>
                <span class="button-text">{cancel}</span>
            </button>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn show(node: NodeRef<html::Dialog>, open: bool) {
    let Some(dialog) = node.get() else { return };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

#[cfg(feature = "hydrate")]
fn find(id: &str) -> Option<web_sys::HtmlDialogElement> {
    use leptos::wasm_bindgen::JsCast;
    document().get_element_by_id(id)?.dyn_into().ok()
}

#[cfg(feature = "hydrate")]
fn show_by_id(id: &str) {
    if let Some(dialog) = find(id).filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog with this id, if it is open.
#[cfg(feature = "hydrate")]
pub fn close_by_id(id: &str) {
    if let Some(dialog) = find(id).filter(web_sys::HtmlDialogElement::open) {
        dialog.close();
    }
}

#[cfg(not(feature = "hydrate"))]
fn show(node: NodeRef<html::Dialog>, open: bool) {
    let _ = (node, open);
}

#[cfg(not(feature = "hydrate"))]
fn show_by_id(_id: &str) {}

/// Closes the dialog with this id, if it is open.
#[cfg(not(feature = "hydrate"))]
pub fn close_by_id(_id: &str) {}
