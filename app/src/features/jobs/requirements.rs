//! The rows of what a job requires, proposed from its text.

use super::{
    api::propose,
    rows::{AddRow, GroupRow, changing, sent_to},
};
use crate::ui::*;
use hireq_domain::{
    job::RequirementKind,
    job_form::{JobForm, RequirementRow, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "requirements";

/// The rows, the button that adds one, and the button that proposes.
#[component]
pub(super) fn Requirements(
    rows: Vec<RequirementRow>,
    title: RwSignal<String>,
    text: RwSignal<String>,
) -> impl IntoView {
    let toasts = use_toasts();
    let rows = RwSignal::new(rows);
    let change = changing(rows, |form| &mut form.requirements);
    let proposal = Action::new(|(title, text): &(String, String)| propose(title.clone(), text.clone()));
    Effect::new(move |_| match proposal.value().get() {
        Some(Ok(proposed)) => {
            let before = rows.with_untracked(|rows| rows.iter().filter(|r| !r.text.trim().is_empty()).count());
            rows.update(|rows| {
                let mut form = JobForm { requirements: std::mem::take(rows), ..JobForm::default() };
                form.add_requirements(&proposed);
                *rows = form.requirements;
            });
            match rows.with_untracked(Vec::len).saturating_sub(before) {
                0 => toasts.info("The description names nothing that is not in the list yet."),
                n => toasts.success(format!(
                    "{} proposed. Check them before you save.",
                    plural(n, "requirement", "requirements")
                )),
            }
        }
        Some(Err(error)) => toasts.danger(error.to_string()),
        None => {}
    });
    view! {
        <FieldSet legend="Requirements"
            hint="What the match looks for in a résumé, one thing a row: a skill, years, a degree, a language, a licence. Where one of several is enough, write them in one row: Rust, C++ or Go. Empty rows do not count.">
            <div id=GROUP>
                <EditRows label="Requirements">
                    <For each=move || rows.get() key=|row| row.row let:row>
                        <Row row change rows/>
                    </For>
                </EditRows>
                <ButtonRow>
                    <Button name="intent" value="propose" formaction=sent_to(GROUP) icon=IconKind::Checklist
                        pending=proposal.pending()
                        on:click=move |event| {
                            event.prevent_default();
                            proposal.dispatch((title.get_untracked(), text.get_untracked()));
                        }>"Propose from description"</Button>
                    <AddRow group=GROUP change>"Add a requirement"</AddRow>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row(row: RequirementRow, change: Callback<String>, rows: RwSignal<Vec<RequirementRow>>) -> impl IntoView {
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    // What is typed reaches the rows, so that a proposal knows what is there already.
    let edit = move |event: leptos::ev::Event, set: fn(&mut RequirementRow, String)| {
        let value = event_target_value(&event);
        rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|r| r.row == number) {
                set(row, value);
            }
        });
    };
    let kinds = choices(RequirementKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    // The description's own words need no quote beside them.
    let said_otherwise = !row.quote.is_empty() && row.quote.trim_end_matches(['.', ';', ',']) != row.text;
    let musts = choices([("must", "Must have"), ("nice", "Nice to have")]);
    view! {
        <GroupRow group=GROUP row=number id=row.id noun="requirement" change>
            <FieldRow>
                <TextField name=name("text") label="Requirement" value=row.text
                    on:input=move |event| edit(event, |row, text| row.text = text)/>
                <Select name=name("kind") label="Kind" options=kinds selected=row.kind
                    on:change=move |event| edit(event, |row, kind| row.kind = kind)/>
                <Select name=name("must") label="Needed" options=musts selected=row.must/>
                <TextField name=name("weight") label="Weight" inputmode="decimal" value=row.weight/>
            </FieldRow>
            <input type="hidden" name=name("quote") value=row.quote.clone()/>
            {said_otherwise.then(|| view! { <p class="field-hint">"From the description: “"{row.quote.clone()}"”"</p> })}
        </GroupRow>
    }
}
