//! The rows of a job's requirements, which can be proposed from its text.

use super::{
    api::propose,
    rows::{AddRow, GroupRow, RowButton, Rows, sent_to},
};
#[cfg(feature = "hydrate")]
use crate::form::FormField;
use crate::ui::*;
use hireq_domain::{
    job::RequirementKind,
    job_form::{JobForm, RequirementRow, Stated, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "requirements";
/// The message names at most this many added requirements, because it is shown above the rows themselves.
const NAMED: usize = 3;

/// The rows, and the buttons to add one and to propose some.
#[component]
pub(super) fn Requirements(
    rows: Vec<RequirementRow>,
    title: RwSignal<String>,
    text: RwSignal<String>,
    /// The message about a proposal made without scripts.
    proposal: Option<String>,
) -> impl IntoView {
    let toasts = use_toasts();
    let proposed = proposal.map(|told| view! { <Notice>{told}</Notice> });
    let rows = Rows::new(("requirement", GROUP), rows, |form| &mut form.requirements);
    let proposal = Action::new(|(title, text): &(String, String)| propose(title.clone(), text.clone()));
    Effect::new(move |_| match proposal.value().get() {
        Some(Ok(proposed)) => {
            let mut added = Vec::new();
            rows.list.update(|rows| {
                let mut form = JobForm { requirements: std::mem::take(rows), ..JobForm::default() };
                added = form.add_requirements(&proposed.requirements);
                *rows = form.requirements;
            });
            toasts.info(proposal_message(&added, &fill(&proposed.stated)));
        }
        Some(Err(error)) => toasts.danger(error.to_string()),
        None => {}
    });
    view! {
        <FieldSet legend="Requirements"
            hint="What the match looks for in a résumé, one thing a row: a skill, years, a degree, a language, a licence. Where one of several is enough, write them in one row, or make one of two rows: Rust, C++ or Go. Empty rows do not count.">
            <div id=GROUP>
                {proposed}
                <EditRows label="Requirements">
                    <For each=move || rows.list.get() key=|row| row.row let:row>
                        <Row row rows/>
                    </For>
                </EditRows>
                <ButtonRow>
                    <Button name="intent" value="propose" formaction=sent_to(GROUP) icon=IconKind::Checklist
                        pending=proposal.pending()
                        on:click=move |event| {
                            event.prevent_default();
                            proposal.dispatch((title.get_untracked(), text.get_untracked()));
                        }>"Propose from description"</Button>
                    <AddRow rows/>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row(row: RequirementRow, rows: Rows<RequirementRow>) -> impl IntoView {
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    let this = move |all: &[RequirementRow]| all.iter().find(|r| r.row == number).cloned();
    // Typed text is written back to the rows, so that a proposal knows which ones exist and a merge which texts to
    // combine.
    let write = move |part: fn(&mut RequirementRow) -> &mut String, value: String| {
        let known = rows.list.with_untracked(|all| this(all).is_none_or(|mut row| *part(&mut row) == value));
        if !known {
            rows.list.update(|all| all.iter_mut().filter(|r| r.row == number).for_each(|r| part(r).clone_from(&value)));
        }
    };
    let text = RwSignal::new(row.text);
    Effect::new(move |_| write(|row| &mut row.text, text.get()));
    // The combined text of a merge replaces what was typed.
    let merged = Memo::new(move |_| rows.list.with(|all| this(all)).map(|row| (row.text, row.quote)));
    Effect::new(move |seen: Option<()>| {
        if let (Some((now, _)), Some(())) = (merged.get(), seen) {
            text.set(now);
        }
    });
    let quote = Memo::new(move |_| merged.get().map(|(_, quote)| quote).unwrap_or_default());
    // A quotation is only useful if it differs from the requirement's text.
    let said_otherwise = move || {
        let differs = merged
            .with(|row| row.as_ref().is_some_and(|(text, quote)| quote.trim_end_matches(['.', ';', ',']) != text));
        (differs && !quote.read().is_empty())
            .then(|| view! { <p class="field-hint">"From the description: “"{quote.get()}"”"</p> })
    };
    let kinds = choices(RequirementKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    let musts = choices([("must", "Must have"), ("nice", "Nice to have")]);
    let merge = move || {
        let label = |n: usize| format!("Requirement {n} or the one above is enough: make one of both");
        view! { <RowButton rows row=number verb="merge" icon=IconKind::Link label/> }
    };
    view! {
        <GroupRow rows row=number id=row.id before=merge>
            <TextArea name=name("text") label="Requirement" rows=1 control=text/>
            <FieldRow>
                <Select name=name("kind") label="Kind" options=kinds selected=row.kind
                    on:change=move |event| write(|row| &mut row.kind, event_target_value(&event))/>
                <Select name=name("must") label="Needed" options=musts selected=row.must/>
                <TextField name=name("weight") label="Weight" inputmode="decimal" value=row.weight/>
            </FieldRow>
            <input type="hidden" name=name("quote") value=move || quote.get()/>
            {said_otherwise}
        </GroupRow>
    }
}

/// The message about a proposal.
pub(super) fn proposal_message(added: &[String], filled: &[String]) -> String {
    let above =
        if filled.is_empty() { String::new() } else { format!(" Also filled in above: {}.", filled.join(", ")) };
    let below = match added.len() {
        0 => "The description names no requirement that is not in the list yet.".to_owned(),
        n => {
            let more = if n > NAMED { format!(" and {} more", n - NAMED) } else { String::new() };
            let named = added.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
            let count = plural(n, "requirement", "requirements");
            format!("{count} added below what you have: {named}{more}. Check them before you save.")
        }
    };
    below + &above
}

/// Takes over into the page's fields what the text states, and returns what that is.
#[cfg(feature = "hydrate")]
fn fill(stated: &Stated) -> Vec<String> {
    let field = |name: &str| FormField::find(&hireq_domain::job_form::field(name));
    let value = |name: &str| field(name).map(|field| field.value()).unwrap_or_default();
    let read = || JobForm {
        remote: value("remote"),
        employment: value("employment"),
        pay_min: value("pay_min"),
        pay_max: value("pay_max"),
        pay_currency: value("pay_currency"),
        pay_period: value("pay_period"),
        ..JobForm::default()
    };
    let mut form = read();
    let filled = form.fill(stated);
    for (name, value) in [
        ("remote", form.remote),
        ("employment", form.employment),
        ("pay_min", form.pay_min),
        ("pay_max", form.pay_max),
        ("pay_currency", form.pay_currency),
        ("pay_period", form.pay_period),
    ] {
        if let Some(field) = field(name) {
            field.set(&value);
        }
    }
    filled
}

#[cfg(not(feature = "hydrate"))]
fn fill(_: &Stated) -> Vec<String> {
    Vec::new()
}
