//! The rows of a job's pipeline.

use super::rows::{AddRow, GroupRow, changing, sent_to};
use crate::ui::*;
use hireq_domain::{
    job::StageKind,
    job_form::{StageRow, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "stages";

/// The rows, and the button that adds one.
#[component]
pub(super) fn Stages(rows: Vec<StageRow>) -> impl IntoView {
    let rows = RwSignal::new(rows);
    let change = changing(rows, |form| &mut form.stages);
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
                    <AddRow group=GROUP change>"Add a stage"</AddRow>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row(row: StageRow, change: Callback<String>) -> impl IntoView {
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    let kinds = choices(StageKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    let up = move || {
        view! {
            // The order is that of the rows' numbers, which the server deals out anew: this button sends the form.
            <Button name="intent" value=format!("up-stages-{number}") formaction=sent_to(GROUP)
                variant=ButtonVariant::Ghost icon=IconKind::ArrowUp label=format!("Move stage {} up", number + 1)/>
        }
    };
    view! {
        <GroupRow group=GROUP row=number id=row.id noun="stage" change before=up>
            <FieldRow>
                <TextField name=name("name") label="Name" value=row.name/>
                <Select name=name("kind") label="Kind" options=kinds selected=row.kind/>
                <TextField name=name("sla_days") label="Days to stay at most" optional=true inputmode="numeric"
                    value=row.sla_days/>
            </FieldRow>
        </GroupRow>
    }
}
