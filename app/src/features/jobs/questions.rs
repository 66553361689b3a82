//! The rows of screening questions.

use super::edit::SAVE;
use crate::ui::*;
use hireq_domain::{
    job::QuestionKind,
    job_form::{JobForm, QuestionRow, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "questions";

/// The rows, and the button that adds one.
#[component]
pub(super) fn Questions(rows: Vec<QuestionRow>) -> impl IntoView {
    let rows = RwSignal::new(rows);
    let change = move |intent: &str| {
        rows.update(|rows| {
            let mut form = JobForm { questions: std::mem::take(rows), ..JobForm::default() };
            form.edit_rows(intent);
            *rows = form.questions;
        });
    };
    view! {
        <FieldSet legend="Screening questions"
            hint="Asked with the application. A knock-out answer ends the application by your rule, and the candidate is told so.">
            <div id=GROUP>
                <EditRows label="Screening questions">
                    <For each=move || rows.get() key=|row| row.row let:row>
                        <Row row change/>
                    </For>
                </EditRows>
                <ButtonRow>
                    <Button name="intent" value="add-questions" formaction=format!("{SAVE}#{GROUP}") icon=IconKind::Plus
                        on:click=move |event| {
                            event.prevent_default();
                            change("add-questions");
                        }>"Add a question"</Button>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row<F>(row: QuestionRow, change: F) -> impl IntoView
where
    F: Fn(&str) + Copy + Send + Sync + 'static,
{
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    let remove = format!("remove-questions-{number}");
    let kinds = choices(QuestionKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    let actions = move || {
        let intent = remove.clone();
        view! {
            <Button name="intent" value=remove formaction=format!("{SAVE}#{GROUP}") variant=ButtonVariant::Ghost
                icon=IconKind::Trash label=format!("Remove question {}", number + 1)
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
                <TextField name=name("text") label="Question" value=row.text maxlength=300/>
                <Select name=name("kind") label="Answer" options=kinds selected=row.kind/>
            </FieldRow>
            <FieldRow>
                <TextField name=name("options") label="Choices" optional=true value=row.options
                    hint="For “One of several”, with commas between"/>
                <TextField name=name("knock_out") label="Knock-out answer" optional=true value=row.knock_out
                    hint="Yes, no, or a choice; for a number, the smallest that passes"/>
            </FieldRow>
            <Checkbox name=name("required") label="An answer is needed" checked=row.required == "true"/>
        </EditRow>
    }
}
