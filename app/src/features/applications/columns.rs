//! The columns of the list of applicants that a recruiter adds.

use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::application::{Answer, ApplicantRow, ListColumn};
use leptos::prelude::*;

/// The menu that chooses them, for every job's list.
#[component]
pub(super) fn ColumnMenu(chosen: Vec<ListColumn>, back: String, form: FormState) -> impl IntoView {
    let boxes = ListColumn::ALL.iter().map(|column| {
        let (id, checked) = (format!("column-{}", column.as_str()), chosen.contains(column));
        view! { <Checkbox name="columns[]" label=column.label() value=column.as_str() checked=checked id=id/> }
    });
    let boxes = boxes.collect_view();
    view! {
        <Menu label="Columns" show_label=true outlined=true open=form.came_back()>
            <MenuForm>
                <PostForm state=form class="stack-small">
                    <input type="hidden" name="back" value=back/>
                    {boxes}
                    <Button size=ButtonSize::Small>"Show these columns"</Button>
                </PostForm>
            </MenuForm>
        </Menu>
    }
}

/// Their headings.
pub(super) fn headings(columns: &[ListColumn]) -> impl IntoView + use<> {
    columns.iter().map(|column| view! { <Th label=column.label()/> }).collect_view()
}

/// Their cells in a row.
pub(super) fn added(row: &ApplicantRow, columns: &[ListColumn]) -> impl IntoView + use<> {
    let cell = |column: &ListColumn| {
        let content = content(row, *column);
        view! { <Td label=column.label()>{content}</Td> }
    };
    columns.iter().map(cell).collect_view()
}

fn content(row: &ApplicantRow, column: ListColumn) -> AnyView {
    let more = &row.more;
    match column {
        ListColumn::Experience => line(more.years.map(years).unwrap_or_default()),
        ListColumn::Place => line(row.location.clone()),
        ListColumn::Source => line(more.source.map(|source| source.label().to_owned()).unwrap_or_default()),
        ListColumn::Tags => {
            let tags = more.tags.iter().cloned().map(|tag| view! { <Badge>{tag}</Badge> }).collect_view();
            view! { <span class="cluster">{tags}</span> }.into_any()
        }
        ListColumn::Answers => answers(&more.answers).into_any(),
    }
}

fn line(text: String) -> AnyView {
    view! { <span class="cell-line">{text}</span> }.into_any()
}

/// Each answer in one line: what was asked is its title, and its name for screen readers.
fn answers(answers: &[Answer]) -> impl IntoView + use<> {
    let lines = answers.iter().map(|Answer { question, answer }| {
        view! {
            <li title=question.clone()>
                <span class="visually-hidden">{format!("{question} ")}</span>
                {answer.clone()}
            </li>
        }
    });
    view! { <ul class="cell-lines">{lines.collect_view()}</ul> }
}
