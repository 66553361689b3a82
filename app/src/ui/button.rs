//! Buttons and links that look like them. A page has one primary action.

use leptos::prelude::*;

use super::{Icon, IconKind, text_or_none};

/// How prominent a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The page's one main action.
    Primary,
    /// An ordinary action.
    #[default]
    Secondary,
    /// Something that destroys or rejects.
    Danger,
    /// A quiet action in a row or toolbar.
    Ghost,
}

impl ButtonVariant {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => " button-primary",
            Self::Secondary => "",
            Self::Danger => " button-danger",
            Self::Ghost => " button-ghost",
        }
    }
}

/// A button's height.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// For table rows and toolbars.
    Small,
    /// The usual height.
    #[default]
    Medium,
    /// For a page with one thing to do, such as signing in.
    Large,
}

impl ButtonSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => " button-small",
            Self::Medium => "",
            Self::Large => " button-large",
        }
    }
}

/// What the browser does when the button is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Submits its form.
    #[default]
    Submit,
    /// Nothing by itself.
    Plain,
    /// Resets its form.
    Reset,
}

/// A `<button>`. Submits its form unless `kind` says otherwise.
#[component]
pub fn Button(
    /// How prominent it is.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Its height.
    #[prop(optional)]
    size: ButtonSize,
    /// What the browser does when it is pressed.
    #[prop(optional)]
    kind: ButtonKind,
    /// The name of the form field that carries `value` if this button submits the form.
    #[prop(optional, into)]
    name: String,
    /// The value sent under `name`.
    #[prop(optional, into)]
    value: String,
    /// The id of the form to submit, if the button is outside it.
    #[prop(optional, into)]
    form: String,
    /// The address to which this button submits the form, instead of the form's own.
    #[prop(optional, into)]
    formaction: String,
    /// True while the action runs: shows a spinner and ignores presses, but keeps the focus.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// True if the action is not available; explain why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<IconKind>,
    /// The accessible name, if the button shows only an icon.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// The keyboard shortcut.
    #[prop(optional)]
    shortcut: &'static str,
    /// Fills the width of its container.
    #[prop(optional)]
    wide: bool,
    /// The text; may be omitted if `icon` and `label` are given.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = classes(variant, size, wide, children.is_none());
    let title = move || super::keys::with_key(&label.get().unwrap_or_default(), shortcut);
    let kind = match kind {
        ButtonKind::Submit => "submit",
        ButtonKind::Plain => "button",
        ButtonKind::Reset => "reset",
    };
    view! {
        <button
            class=class
            type=kind
            name=text_or_none(name)
            value=text_or_none(value)
            form=text_or_none(form)
            formaction=text_or_none(formaction)
            disabled=move || disabled.get()
            aria-label=move || label.get()
            title=move || text_or_none(title())
            aria-keyshortcuts=text_or_none(shortcut.to_owned())
            aria-busy=move || pending.get().then_some("true")
            aria-disabled=move || pending.get().then_some("true")
            on:click=move |event| {
                if pending.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            {icon.map(|kind| view! { <Icon kind=kind/> })}
            {children.map(|children| view! { <span class="button-text">{children()}</span> })}
        </button>
    }
}

/// A link that looks like a button, for navigation.
#[component]
pub fn LinkButton(
    /// The address.
    #[prop(into)]
    href: String,
    /// How prominent it is.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Its height.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon before the text.
    #[prop(optional)]
    icon: Option<IconKind>,
    /// The accessible name, if it shows only an icon.
    #[prop(optional, into)]
    label: String,
    /// The keyboard shortcut.
    #[prop(optional)]
    shortcut: &'static str,
    /// Fills the width of its container.
    #[prop(optional)]
    wide: bool,
    /// Download the target instead of showing it.
    #[prop(optional)]
    download: bool,
    /// The text; may be omitted if `icon` and `label` are given.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = classes(variant, size, wide, children.is_none());
    let title = super::keys::with_key(&label, shortcut);
    view! {
        <a
            class=class
            href=href
            aria-label=text_or_none(label)
            title=text_or_none(title)
            aria-keyshortcuts=text_or_none(shortcut.to_owned())
            download=download.then_some("")
            rel=download.then_some("external")
        >
            {icon.map(|kind| view! { <Icon kind=kind/> })}
            {children.map(|children| view! { <span class="button-text">{children()}</span> })}
        </a>
    }
}

/// Buttons in a row with consistent spacing, wrapping on small screens.
#[component]
pub fn ButtonRow(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="button-row">{children()}</div> }
}

pub(super) fn classes(variant: ButtonVariant, size: ButtonSize, wide: bool, icon_only: bool) -> String {
    format!(
        "button{}{}{}{}",
        variant.class(),
        size.class(),
        if wide { " button-wide" } else { "" },
        if icon_only { " button-icon" } else { "" },
    )
}
