//! The rows of a job's pipeline.

use super::rows::{AddRow, GroupRow, Rows};
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
    let rows = Rows::new(("stage", GROUP), rows, |form| &mut form.stages);
    view! {
        <FieldSet legend="Stages"
            hint="The columns of this job's board, in order. Name them as you like; the kind is what candidates see and reports count.">
            <div id=GROUP>
                <EditRows label="Stages">
                    <For each=move || rows.list.get() key=|row| row.row let:row>
                        <Row row rows/>
                    </For>
                </EditRows>
                <ButtonRow>
                    <AddRow rows/>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row(row: StageRow, rows: Rows<StageRow>) -> impl IntoView {
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    let kinds = choices(StageKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    view! {
        <GroupRow rows row=number id=row.id>
            <FieldRow>
                <TextField name=name("name") label="Name" value=row.name/>
                <Select name=name("kind") label="Kind" options=kinds selected=row.kind/>
                <TextField name=name("sla_days") label="Days to stay at most" optional=true inputmode="numeric"
                    value=row.sla_days/>
            </FieldRow>
        </GroupRow>
    }
}
