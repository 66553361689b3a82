//! What the rows of a job have in common: the buttons that add, move and remove them, in place with scripts, by sending
//! the form without. A row keeps its number, by which its fields are named, and the page what is typed into them; where it
//! stands is a field of its own.

use super::api::SaveJob;
use crate::ui::*;
use hireq_domain::job_form::{FormRow, JobForm, row_field};
use leptos::{prelude::*, server_fn::ServerFn, web_sys::HtmlElement};

/// Where the form goes with what another of its buttons asks for, and back to: the part of the page with this id.
pub(super) fn sent_to(part: &str) -> String {
    format!("{}#{part}", SaveJob::url())
}

/// One kind of rows as the page holds them.
pub(super) struct Rows<T: 'static> {
    /// What one row is, in a word.
    noun: &'static str,
    /// The rows' group in the form.
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

    /// Where a row stands.
    fn place(self, row: u32) -> Memo<usize> {
        Memo::new(move |before: Option<&usize>| {
            let now = self.list.with(|rows| rows.iter().position(|r| r.row() == row));
            now.or(before.copied()).unwrap_or_default()
        })
    }

    /// What a button sends that asks for something with a row.
    fn intent(self, verb: &str, row: u32) -> String {
        format!("{verb}-{}-{row}", self.group)
    }

    /// Does what such a button asks for, by the rules of the form that the rows belong to. The focus stays with the row
    /// that was moved or merged into, or goes to the one that is new or in the place of what was removed.
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

/// A form whose rows changed is edited as one that was typed into.
fn mark(part: &HtmlElement) {
    if let Ok(Some(form)) = part.closest("form") {
        _ = form.set_attribute("data-edited", "");
    }
}

/// The hidden fields that every row carries, its fields, and the buttons that move and remove it.
#[component]
pub(super) fn GroupRow<T: FormRow + Send + Sync + 'static>(
    /// The rows that it is one of.
    rows: Rows<T>,
    /// The row's number.
    row: u32,
    /// The row's key, or nothing for a new one.
    id: String,
    /// Buttons before the one that removes.
    #[prop(optional, into)]
    before: ViewFnOnce,
    /// The row's fields.
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
    /// The rows that it is one of.
    rows: Rows<T>,
    /// The row's number.
    row: u32,
    /// What it does.
    verb: &'static str,
    icon: IconKind,
    /// What it is called, by the row's place as people count.
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
