//! The rows of screening questions.

use super::rows::{AddRow, GroupRow, Rows};
use crate::ui::*;
use hireq_domain::{
    job::QuestionKind,
    job_form::{QuestionRow, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "questions";

/// The rows, and the button that adds one.
#[component]
pub(super) fn Questions(rows: Vec<QuestionRow>) -> impl IntoView {
    let rows = Rows::new(("question", GROUP), rows, |form| &mut form.questions);
    view! {
        <FieldSet legend="Screening questions"
            hint="Asked with the application. A knock-out answer ends the application by your rule, and the candidate is told so.">
            <div id=GROUP>
                <EditRows label="Screening questions">
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
fn Row(row: QuestionRow, rows: Rows<QuestionRow>) -> impl IntoView {
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    let kinds = choices(QuestionKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    view! {
        <GroupRow rows row=number id=row.id>
            <FieldRow>
                <TextField name=name("text") label="Question" value=row.text/>
                <Select name=name("kind") label="Answer" options=kinds selected=row.kind/>
            </FieldRow>
            <FieldRow>
                <TextField name=name("options") label="Choices" optional=true value=row.options
                    hint="For “One of several”, with commas between"/>
                <TextField name=name("knock_out") label="Knock-out answer" optional=true value=row.knock_out
                    hint="Yes, no, or a choice; for a number, the smallest that passes"/>
            </FieldRow>
            <Checkbox name=name("required") label="An answer is needed" checked=row.required == "true"/>
        </GroupRow>
    }
}
