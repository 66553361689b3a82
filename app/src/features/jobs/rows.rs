//! What all kinds of rows of a job have in common: the buttons that add, move and remove them, in place with scripts or
//! by submitting the form without. A row keeps its number, which names its fields, so that the page keeps what is typed
//! into them; its position is a separate field.

use super::api::SaveJob;
use crate::ui::*;
use hireq_domain::job_form::{FormRow, JobForm, row_field};
use leptos::{prelude::*, server_fn::ServerFn, web_sys::HtmlElement};

/// The address to which the form is submitted by buttons other than saving, including the part of the page to return
/// to.
pub(super) fn sent_to(part: &str) -> String {
    format!("{}#{part}", SaveJob::url())
}

/// One kind of rows on the page.
pub(super) struct Rows<T: 'static> {
    /// The word for one row.
    noun: &'static str,
    /// The name of the rows' group in the form.
    group: &'static str,
    pub(super) list: RwSignal<Vec<T>>,
    of: fn(&mut JobForm) -> &mut Vec<T>,
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Rows<T> {}

impl<T: FormRow + Send + Sync + 'static> Rows<T> {
    pub(super) fn new(
        (noun, group): (&'static str, &'static str),
        rows: Vec<T>,
        of: fn(&mut JobForm) -> &mut Vec<T>,
    ) -> Self {
        Self { noun, group, list: RwSignal::new(rows), of }
    }

    /// A row's position.
    fn place(self, row: u32) -> Memo<usize> {
        Memo::new(move |before: Option<&usize>| {
            let now = self.list.with(|rows| rows.iter().position(|r| r.row() == row));
            now.or(before.copied()).unwrap_or_default()
        })
    }

    /// The value of a button that does something with a row.
    fn intent(self, verb: &str, row: u32) -> String {
        format!("{verb}-{}-{row}", self.group)
    }

    /// Does what such a button asks for, by the rules of the form. The focus stays with a row that was moved or merged
    /// into; otherwise it goes to the new row, or to the row in the place of a removed one.
    fn change(self, verb: &'static str, row: u32) {
        let Self { group, list, of, .. } = self;
        let at = list.with_untracked(|rows| rows.iter().position(|r| r.row() == row)).unwrap_or_default();
        list.update(|rows| {
            let mut form = JobForm::default();
            std::mem::swap(of(&mut form), rows);
            form.edit_rows(&self.intent(verb, row));
            std::mem::swap(of(&mut form), rows);
        });
        let button = |verb: &str, row: u32| format!("button[value='{}']", self.intent(verb, row));
        let field =
            |row: u32| format!("[name^='{}']:not([type=hidden])", row_field(group, row, "").trim_end_matches("[]"));
        let wanted = list.with_untracked(|rows| match verb {
            "add" => rows.last().map(|row| field(row.row())),
            "remove" => rows.get(at).or(rows.last()).map(|row| field(row.row())),
            "merge" => rows.get(at.saturating_sub(1)).map(|row| button(verb, row.row())),
            _ => Some(button(verb, row)),
        });
        let wanted = wanted.unwrap_or_else(|| format!("button[value='add-{group}']"));
        focus_when_drawn(wanted, mark);
    }
}

/// Marks the form as edited when its rows change.
fn mark(part: &HtmlElement) {
    if let Ok(Some(form)) = part.closest("form") {
        _ = form.set_attribute("data-edited", "");
    }
}

/// A row: its hidden fields, its visible fields, and the buttons that move and remove it.
#[component]
pub(super) fn GroupRow<T: FormRow + Send + Sync + 'static>(
    /// The group that it belongs to.
    rows: Rows<T>,
    row: u32,
    /// The row's key; empty for a new one.
    id: String,
    /// Buttons before the one that removes.
    #[prop(optional, into)]
    before: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let place = rows.place(row);
    let noun = rows.noun;
    let name = move |part: &str| row_field(rows.group, row, part);
    let actions = move || {
        view! {
            <RowButton rows row verb="up" icon=IconKind::ArrowUp label=move |n: usize| format!("Move {noun} {n} up")/>
            <RowButton rows row verb="down" icon=IconKind::ArrowDown label=move |n: usize| format!("Move {noun} {n} down")/>
            {before.run()}
            <RowButton rows row verb="remove" icon=IconKind::Trash label=move |n: usize| format!("Remove {noun} {n}")/>
        }
    };
    view! {
        <EditRow actions=actions>
            <input type="hidden" name=name("row") value=row.to_string()/>
            <input type="hidden" name=name("place") value=move || place.get().to_string()/>
            <input type="hidden" name=name("id") value=id/>
            {children()}
        </EditRow>
    }
}

/// A button that does something with a row.
#[component]
pub(super) fn RowButton<T: FormRow + Send + Sync + 'static>(
    /// The group that the row belongs to.
    rows: Rows<T>,
    row: u32,
    /// The action.
    verb: &'static str,
    icon: IconKind,
    /// The label, given the row's position starting at 1.
    label: impl Fn(usize) -> String + Send + Sync + 'static,
) -> impl IntoView {
    let place = rows.place(row);
    let label = Signal::derive(move || label(place.get() + 1));
    view! {
        <Button name="intent" value=rows.intent(verb, row) formaction=sent_to(rows.group) variant=ButtonVariant::Ghost
            icon label
            on:click=move |event| {
                event.prevent_default();
                rows.change(verb, row);
            }/>
    }
}

/// The button that adds an empty row.
#[component]
pub(super) fn AddRow<T: FormRow + Send + Sync + 'static>(rows: Rows<T>) -> impl IntoView {
    view! {
        <Button name="intent" value=format!("add-{}", rows.group) formaction=sent_to(rows.group) icon=IconKind::Plus
            on:click=move |event| {
                event.prevent_default();
                rows.change("add", 0);
            }>"Add a "{rows.noun}</Button>
    }
}
