//! Password fields, with a button to show the password.

use leptos::prelude::*;

use super::{FrameText, Wiring, field_frame};
use crate::ui::{Icon, IconKind};

/// A password field. The show button only appears with scripts.
#[component]
pub fn PasswordField(
    /// The field's name.
    #[prop(default = "password".to_owned(), into)]
    name: String,
    /// The visible label.
    #[prop(default = "Password".to_owned(), into)]
    label: String,
    /// `current-password`, or `new-password` if one is being chosen.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: String,
    /// The error; takes precedence over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The id, if two forms on one page share a name.
    #[prop(optional, into)]
    id: String,
    /// Whether it is required.
    #[prop(default = true)]
    required: bool,
    /// The minimum length of a new password.
    #[prop(optional)]
    minlength: Option<u32>,
) -> impl IntoView {
    let wiring = Wiring::new(&name, id, &hint, error);
    let (id, described_by, invalid) = (wiring.id.clone(), wiring.described_by(), wiring.invalid());
    let shown = RwSignal::new(false);
    let class = "field".to_owned();
    let control = view! {
        <div class="control">
            <input
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                name=name
                id=id
                required=required
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                minlength=minlength.map(|fewest| fewest.to_string())
                aria-describedby=described_by
                aria-invalid=invalid
            />
            <button
                class="control-button js-only"
                type="button"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-label="Show password"
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || {
                    let kind = if shown.get() { IconKind::EyeOff } else { IconKind::Eye };
                    view! { <Icon kind=kind/> }
                }}
            </button>
        </div>
    };
    field_frame(wiring, FrameText { label, hint, optional: false, hide_label: false, class }, control.into_any())
}
