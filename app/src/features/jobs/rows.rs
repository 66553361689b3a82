//! What the rows of a job have in common: the buttons that add and remove them, in place with scripts, by sending the form
//! without.

use super::api::SaveJob;
use crate::ui::*;
use hireq_domain::job_form::{JobForm, row_field};
use leptos::{prelude::*, server_fn::ServerFn};

/// Where the form goes with what another of its buttons asks for, and back to: the part of the page with this id.
pub(super) fn sent_to(part: &str) -> String {
    format!("{}#{part}", SaveJob::url())
}

/// The hidden fields that every row carries, its fields, and the button that removes it.
#[component]
pub(super) fn GroupRow(
    /// The rows' group in the form.
    group: &'static str,
    /// The row's number.
    row: u32,
    /// The row's key, or nothing for a new one.
    id: String,
    /// What one row is, in a word.
    noun: &'static str,
    /// Does what a button asks for.
    change: Callback<String>,
    /// Buttons before the one that removes.
    #[prop(optional, into)]
    before: ViewFnOnce,
    /// The row's fields.
    children: Children,
) -> impl IntoView {
    let intent = format!("remove-{group}-{row}");
    let name = move |part: &str| row_field(group, row, part);
    let actions = {
        let intent = intent.clone();
        move || {
            view! {
                {before.run()}
                <Button name="intent" value=intent.clone() formaction=sent_to(group) variant=ButtonVariant::Ghost
                    icon=IconKind::Trash label=format!("Remove {noun} {}", row + 1)
                    on:click=move |event| {
                        event.prevent_default();
                        change.run(intent.clone());
                    }/>
            }
        }
    };
    view! {
        <EditRow actions=actions>
            <input type="hidden" name=name("row") value=row.to_string()/>
            <input type="hidden" name=name("id") value=id/>
            {children()}
        </EditRow>
    }
}

/// The button that adds an empty row.
#[component]
pub(super) fn AddRow(group: &'static str, change: Callback<String>, children: Children) -> impl IntoView {
    let intent = format!("add-{group}");
    let pressed = intent.clone();
    view! {
        <Button name="intent" value=intent formaction=sent_to(group) icon=IconKind::Plus
            on:click=move |event| {
                event.prevent_default();
                change.run(pressed.clone());
            }>{children()}</Button>
    }
}

/// Does what a button asks for with rows of one kind, by the rules of the form that they belong to.
pub(super) fn changing<T: Send + Sync + 'static>(
    rows: RwSignal<Vec<T>>,
    of: fn(&mut JobForm) -> &mut Vec<T>,
) -> Callback<String> {
    Callback::new(move |intent: String| {
        rows.update(|rows| {
            let mut form = JobForm::default();
            std::mem::swap(of(&mut form), rows);
            form.edit_rows(&intent);
            std::mem::swap(of(&mut form), rows);
        });
    })
}
