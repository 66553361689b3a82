//! The rows of a job's pipeline.

use super::edit::SAVE;
use crate::ui::*;
use hireq_domain::{
    job::StageKind,
    job_form::{JobForm, StageRow, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "stages";

/// The rows, and the button that adds one.
#[component]
pub(super) fn Stages(rows: Vec<StageRow>) -> impl IntoView {
    let rows = RwSignal::new(rows);
    let change = move |intent: &str| {
        rows.update(|rows| {
            let mut form = JobForm { stages: std::mem::take(rows), ..JobForm::default() };
            form.edit_rows(intent);
            *rows = form.stages;
        });
    };
    view! {
        <FieldSet legend="Stages"
            hint="The columns of this job's board, in order. Name them as you like; the kind is what candidates see and reports count.">
            <div id=GROUP>
                <EditRows label="Stages">
                    <For each=move || rows.get() key=|row| row.row let:row>
                        <Row row change/>
                    </For>
                </EditRows>
                <ButtonRow>
                    <Button name="intent" value="add-stages" formaction=format!("{SAVE}#{GROUP}") icon=IconKind::Plus
                        on:click=move |event| {
                            event.prevent_default();
                            change("add-stages");
                        }>"Add a stage"</Button>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row<F>(row: StageRow, change: F) -> impl IntoView
where
    F: Fn(&str) + Copy + Send + Sync + 'static,
{
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    let remove = format!("remove-stages-{number}");
    let kinds = choices(StageKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    let actions = move || {
        let intent = remove.clone();
        view! {
            // The order is that of the rows' numbers, which the server deals out anew: this button sends the form.
            <Button name="intent" value=format!("up-stages-{number}") formaction=format!("{SAVE}#{GROUP}")
                variant=ButtonVariant::Ghost icon=IconKind::ArrowUp label=format!("Move stage {} up", number + 1)/>
            <Button name="intent" value=remove formaction=format!("{SAVE}#{GROUP}") variant=ButtonVariant::Ghost
                icon=IconKind::Trash label=format!("Remove stage {}", number + 1)
                on:click=move |event| {
                    event.prevent_default();
                    change(&intent);
                }/>
        }
    };
    view! {
        <EditRow actions=actions>
            <input type="hidden" name=name("row") value=number.to_string()/>
            <input type="hidden" name=name("id") value=row.id/>
            <FieldRow>
                <TextField name=name("name") label="Name" value=row.name maxlength=60/>
                <Select name=name("kind") label="Kind" options=kinds selected=row.kind/>
                <TextField name=name("sla_days") label="Days to stay at most" optional=true inputmode="numeric"
                    value=row.sla_days/>
            </FieldRow>
        </EditRow>
    }
}
