//! Menus based on `<details>`: they open without scripts; hydration adds closing on Escape and on clicks outside.

use leptos::{ev, html, prelude::*};

use super::{Icon, IconKind, text_or_none};

/// A button that opens a panel of links and actions.
#[component]
pub fn Menu(
    /// The accessible name; also visible if `show_label` is set.
    #[prop(into)]
    label: String,
    /// Shows the label on the button.
    #[prop(optional)]
    show_label: bool,
    /// The button's icon; three dots if neither this nor the label is shown.
    #[prop(optional)]
    icon: Option<IconKind>,
    /// What the button shows instead of label and icon, such as an avatar.
    #[prop(optional, into)]
    trigger: Option<ViewFnOnce>,
    /// Aligns the panel's end with the button's end.
    #[prop(default = true)]
    align_end: bool,
    /// Look like an ordinary button rather than a quiet one.
    #[prop(optional)]
    outlined: bool,
    /// Whether it is open at first, because a form in it was refused.
    #[prop(optional)]
    open: bool,
    /// The keyboard shortcut that opens it.
    #[prop(optional)]
    shortcut: &'static str,
    /// [`MenuLink`]s, forms with a [`MenuButton`], [`MenuHeading`]s, [`MenuSeparator`]s; or one form in a [`MenuForm`].
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    close_when_left(node);
    let icon = icon.or((!show_label && trigger.is_none()).then_some(IconKind::More));
    let class = match (outlined, show_label || trigger.is_some()) {
        (true, true) => "button",
        (true, false) => "button button-icon",
        (false, true) => "button button-ghost",
        (false, false) => "button button-ghost button-icon",
    };
    let named = (!show_label).then(|| label.clone());
    let title = super::keys::with_key(named.as_deref().unwrap_or_default(), shortcut);
    view! {
        <details class="menu" class:menu-end=align_end open=open node_ref=node>
            <summary class=class aria-label=named title=text_or_none(title)
                aria-keyshortcuts=text_or_none(shortcut.to_owned())>
                {icon.map(|kind| view! { <Icon kind=kind/> })}
                {trigger.map(ViewFnOnce::run)}
                {show_label.then(|| view! {
                    <span class="button-text">{label}</span>
                    <Icon kind=IconKind::ChevronDown/>
                })}
            </summary>
            <div class="menu-panel">{children()}</div>
        </details>
    }
}

/// Closes a `<details>` on Escape, when a link in it is followed, and on clicks outside.
pub fn close_when_left(node: NodeRef<html::Details>) {
    Effect::new(move |_| {
        let pressed = window_event_listener(ev::click, move |event| close_unless_inside(node, &event));
        let keyed = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                close(node, true);
            }
        });
        on_cleanup(move || {
            pressed.remove();
            keyed.remove();
        });
    });
}

fn close(node: NodeRef<html::Details>, keep_focus: bool) {
    let Some(details) = node.get_untracked() else {
        return;
    };
    if !details.has_attribute("open") {
        return;
    }
    let _ = details.remove_attribute("open");
    #[cfg(feature = "hydrate")]
    if keep_focus {
        use leptos::wasm_bindgen::JsCast;
        if let Ok(Some(summary)) = details.query_selector("summary")
            && let Some(summary) = summary.dyn_ref::<web_sys::HtmlElement>()
        {
            let _ = summary.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = keep_focus;
}

#[cfg(feature = "hydrate")]
fn close_unless_inside(node: NodeRef<html::Details>, event: &ev::MouseEvent) {
    use leptos::wasm_bindgen::JsCast;

    let Some(details) = node.get_untracked() else {
        return;
    };
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let inside = target.as_ref().is_some_and(|target| details.contains(Some(target)));
    let followed = target.is_some_and(|target| matches!(target.closest("a"), Ok(Some(_))));
    if !inside || followed {
        close(node, false);
    }
}

#[cfg(not(feature = "hydrate"))]
fn close_unless_inside(_node: NodeRef<html::Details>, _event: &ev::MouseEvent) {}

#[component]
pub fn MenuLink(
    /// The address.
    #[prop(into)]
    href: String,
    #[prop(into)] label: String,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<IconKind>,
    /// Download the target.
    #[prop(optional)]
    download: bool,
) -> impl IntoView {
    view! {
        <a class="menu-item" href=href download=download.then_some("") rel=download.then_some("external")>
            {icon.map(|kind| view! { <Icon kind=kind/> })}
            <span>{label}</span>
        </a>
    }
}

/// An action in a menu: a button that submits the form around it.
#[component]
pub fn MenuButton(
    #[prop(into)] label: String,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<IconKind>,
    /// Whether it destroys or rejects something.
    #[prop(optional)]
    danger: bool,
    /// Submits no form; `on:click` on the component does the work.
    #[prop(optional)]
    plain: bool,
    /// The name of the form field that carries `value`.
    #[prop(optional, into)]
    name: String,
    /// The value sent under `name`.
    #[prop(optional, into)]
    value: String,
    /// The key that presses it while the menu is open.
    #[prop(optional)]
    shortcut: &'static str,
) -> impl IntoView {
    view! {
        <button
            class=if danger { "menu-item is-danger" } else { "menu-item" }
            type=if plain { "button" } else { "submit" }
            name=text_or_none(name)
            value=text_or_none(value)
            aria-keyshortcuts=text_or_none(shortcut.to_owned())
        >
            {icon.map(|kind| view! { <Icon kind=kind/> })}
            {(!shortcut.is_empty()).then(|| view! { <kbd class="key js-only" aria-hidden="true">{shortcut}</kbd> })}
            <span>{label}</span>
        </button>
    }
}

/// A form in a menu's panel.
#[component]
pub fn MenuForm(
    /// The form.
    children: Children,
) -> impl IntoView {
    view! { <div class="menu-form">{children()}</div> }
}

/// A heading above a group of a menu's items.
#[component]
pub fn MenuHeading(
    #[prop(into)] label: String,
    /// A second, less prominent line.
    #[prop(optional, into)]
    detail: String,
) -> impl IntoView {
    view! {
        <p class="menu-heading">
            <span>{label}</span>
            {(!detail.is_empty()).then(|| view! { <span class="menu-detail">{detail}</span> })}
        </p>
    }
}

/// A line between groups.
#[component]
pub fn MenuSeparator() -> impl IntoView {
    view! { <hr class="menu-separator"/> }
}
