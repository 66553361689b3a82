//! A form's errors: the summary at the top, and the scope that gives each field its own.

use leptos::{context::Provider, html, prelude::*};

use super::field_id;
use crate::ui::{Icon, IconKind};

/// Error messages by field name; an empty name means the whole form.
pub type FieldMessages = Vec<(String, String)>;

/// The errors of the form around a field.
#[derive(Clone, Copy)]
pub struct FormErrors(pub Signal<FieldMessages>);

impl FormErrors {
    /// The first message for `name`.
    pub fn message(self, name: &str) -> Option<String> {
        self.0.with(|all| all.iter().find(|(field, _)| field == name).map(|(_, message)| message.clone()))
    }
}

/// Shows the summary of `errors` and gives every field inside its own message.
#[component]
pub fn FormScope(
    /// The server's error messages; empty if there are none.
    #[prop(into)]
    errors: Signal<FieldMessages>,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Provider value=FormErrors(errors)>
            <ErrorSummary errors=errors/>
            {children()}
        </Provider>
    }
}

/// The error messages of a form, each a link to its field. Takes the focus when it appears.
#[component]
pub fn ErrorSummary(
    /// The errors; without any, the summary is absent.
    #[prop(into)]
    errors: Signal<FieldMessages>,
    /// The heading.
    #[prop(default = "There is a problem".to_owned(), into)]
    title: String,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |seen: Option<FieldMessages>| {
        let now = errors.get();
        // A repeated response with the same errors also moves the focus, because the person has tried again.
        if !now.is_empty()
            && (seen.is_some() || node.get_untracked().is_some())
            && let Some(summary) = node.get()
        {
            let _ = summary.focus();
        }
        now
    });
    move || {
        let messages = errors.get();
        let title = title.clone();
        (!messages.is_empty()).then(|| {
            let lines = messages
                .into_iter()
                .map(|(field, message)| {
                    let line = if field.is_empty() {
                        message.into_any()
                    } else {
                        let href = format!("#{}", field_id(&field));
                        view! { <a href=href rel="external">{message}</a> }.into_any()
                    };
                    view! { <li>{line}</li> }
                })
                .collect_view();
            view! {
                <div class="error-summary" role="alert" tabindex="-1" autofocus=true node_ref=node>
                    <h2 class="error-summary-title">
                        <Icon kind=IconKind::Alert/>
                        {title}
                    </h2>
                    <ul>{lines}</ul>
                </div>
            }
        })
    }
}
