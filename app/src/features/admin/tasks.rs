//! Background tasks: those that are running, waiting, or gave up.

use super::{
    api::{CancelTask, RetryTask, list_tasks},
    asked, loaded, page_number, pager, readable,
};
use crate::{
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    admin::{TaskCounts, TaskRow, TaskState},
    page::Page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/admin/tasks`.
#[component]
pub fn TasksPage() -> impl IntoView {
    let (retry, cancel) = (FormState::of::<RetryTask>(), FormState::of::<CancelTask>());
    let (query, sent) = (use_query_map(), use_sent());
    let asks =
        Memo::new(move |_| query.with(|query| (asked(query, "state").parse::<TaskState>().ok(), page_number(query))));
    let list = Resource::new_blocking(move || (asks.get(), sent.get()), |((state, page), _)| list_tasks(state, page));
    view! {
        <PageTitle text="Tasks"/>
        <PageHeader title="Tasks">
            <LinkButton href="/admin/tasks" icon=IconKind::Refresh>"Look again"</LinkButton>
        </PageHeader>
        <div class="stack">
            <ErrorSummary errors=retry.errors()/>
            <ErrorSummary errors=cancel.errors()/>
            {loaded(list, SkeletonKind::Table(6), move |(counts, page)| {
                content(counts, page, asks.get_untracked().0, retry, cancel).into_any()
            })}
        </div>
    }
}

fn content(
    counts: TaskCounts,
    page: Page<TaskRow>,
    state: Option<TaskState>,
    retry: FormState,
    cancel: FormState,
) -> impl IntoView {
    let href = Href::new("/admin/tasks");
    let count_of = |state: TaskState| match state {
        TaskState::Waiting => counts.waiting,
        TaskState::Running => counts.running,
        TaskState::Dead => counts.dead,
        TaskState::Failed => counts.failed,
    };
    let tabs = TaskState::ALL
        .iter()
        .map(|tab| {
            let count = usize::try_from(count_of(*tab)).unwrap_or(0);
            let active = state == Some(*tab);
            view! { <Tab href=href.with("state", tab).to_string() label=tab.label() active=active count=count/> }
        })
        .collect_view();
    let links = pager(state.map_or(href.clone(), |s| href.with("state", s)), &page, "tasks");
    let empty = page.items.is_empty();
    let rows = page.items.into_iter().map(|task| row(task, retry, cancel)).collect_view();
    view! {
        <Tabs label="Tasks by state">
            <Tab href="/admin/tasks" label="All" active=state.is_none()/>
            {tabs}
        </Tabs>
        {if empty {
            view! { <Empty icon=IconKind::CheckCircle title="No tasks here" text="What is done leaves this list."/> }.into_any()
        } else {
            view! {
                <Table caption="Tasks" stacked=true>
                    <thead>
                        <tr>
                            <Th label="Task"/>
                            <Th label="State"/>
                            <Th label="Tries" align=Align::End/>
                            <Th label="Due"/>
                            <Th label="Queued"/>
                            <Th label="Last error"/>
                            <Th label="Actions" hidden=true/>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
                {links}
            }.into_any()
        }}
    }
}

fn row(task: TaskRow, retry: FormState, cancel: FormState) -> impl IntoView {
    let tone = match task.state {
        TaskState::Waiting => Tone::Neutral,
        TaskState::Running => Tone::Info,
        TaskState::Dead | TaskState::Failed => Tone::Danger,
    };
    let due = match (task.state, task.locked_at) {
        (TaskState::Running, Some(at)) => view! { "running since " <Time at=at/> }.into_any(),
        _ => view! { <Time at=task.run_at style=TimeStyle::Ahead/> }.into_any(),
    };
    let (id, idle) = (task.id.to_string(), task.state != TaskState::Running);
    let (label, number) = (format!("Task {id}"), format!(" #{id}"));
    view! {
        <tr>
            <Td label="Task">{readable(&task.name)} <span class="muted small">{number}</span></Td>
            <Td label="State"><StatusPill tone=tone label=task.state.label()/></Td>
            <Td label="Tries" align=Align::End>{format!("{} of {}", task.attempts, task.max_attempts)}</Td>
            <Td label="Due">{due}</Td>
            <Td label="Queued"><Time at=task.created_at/></Td>
            <Td label="Last error">{task.last_error.unwrap_or_else(|| "–".to_owned())}</Td>
            <Td label="Actions" align=Align::End>
                {if idle { actions(id, label, retry, cancel).into_any() } else { ().into_any() }}
            </Td>
        </tr>
    }
}

fn actions(id: String, label: String, retry: FormState, cancel: FormState) -> impl IntoView {
    let retried = id.clone();
    view! {
        <Menu label=format!("Actions for {label}")>
            <PostForm state=retry bare=true>
                <input type="hidden" name="id" value=retried/>
                <MenuButton label="Run now" icon=IconKind::Refresh/>
            </PostForm>
            <MenuSeparator/>
            <MenuHeading label="What it should do stays undone"/>
            <PostForm state=cancel bare=true>
                <input type="hidden" name="id" value=id/>
                <MenuButton label="Cancel this task" icon=IconKind::Trash danger=true/>
            </PostForm>
        </Menu>
    }
}
