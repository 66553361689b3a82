//! The recruiter's list of jobs.

use super::{
    api::{SetJobStatus, list_jobs},
    status::{JobStatusMenu, JobStatusPill},
};
use crate::{error_view::ErrorView, form::FormState, live::use_live, ui::*};
use hireq_domain::{
    event::LiveEvent,
    job::{JobRow, JobStatus},
    posting::JobList,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const LIST: &str = "/hr/jobs";

/// The page at `/hr/jobs`.
#[component]
pub fn JobsPage() -> impl IntoView {
    let params = use_query_map();
    let form = FormState::of::<SetJobStatus>();
    let version =
        use_live(|event| matches!(event, LiveEvent::ApplicationChanged { .. } | LiveEvent::ApplicantsChanged { .. }));
    let asked = Memo::new(move |_| {
        let params = params.read();
        let value = |name: &str| params.get(name).unwrap_or_default();
        (value("status"), value("q"), value("mine") == "true", value("page"))
    });
    let list = Resource::new_blocking(
        move || (asked.get(), version.get()),
        |((status, q, mine, page), _)| list_jobs(status, q, mine, page),
    );
    view! {
        <PageTitle text="Jobs"/>
        <PageHeader title="Jobs">
            <LinkButton href="/hr/jobs/new" variant=ButtonVariant::Primary icon=IconKind::Plus>"New job"</LinkButton>
        </PageHeader>
        <ErrorSummary errors=form.errors() title="This step is not possible yet"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(8)/> }>
            {move || {
                let (status, q, mine, _) = asked.get();
                Suspend::new(async move {
                    match list.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(list) => view! { <Jobs list status q mine form/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

#[component]
fn Jobs(list: JobList, status: String, q: String, mine: bool, form: FormState) -> impl IntoView {
    let JobList { jobs, counts } = list;
    let everything: i64 = counts.iter().map(|(_, n)| n).sum();
    let only_mine = if mine { "true" } else { "" };
    let href = Href::from_pairs(LIST, [("status", &*status), ("q", &*q), ("mine", only_mine)]);
    let tab = |value: &str, label: &str, n: i64| {
        let (active, n) = (status == value, count(n));
        view! { <Tab href=href.with("status", value).to_string() label=label active=active count=n/> }
    };
    let tabs = counts.iter().map(|(s, n)| tab(s.as_str(), s.label(), *n)).collect_view();
    let all = tab("", "All", everything);
    let (number, size, total) = (count(jobs.number), count(jobs.size), count(jobs.total));
    let rows = jobs.items.into_iter().map(|job| row(job, form)).collect_view();
    let body = if total > 0 {
        view! {
            <Table caption="Jobs" stacked=true>
                <thead>
                    <tr>
                        <Th label="Title"/>
                        <Th label="Status"/>
                        <Th label="Owner"/>
                        <Th label="Applicants" align=Align::End/>
                        <Th label="New" align=Align::End/>
                        <Th label="Changed"/>
                        <Th label="Actions" hidden=true/>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            <Pager href=href.clone() page=number per_page=size total=total of="jobs"/>
        }
        .into_any()
    } else if everything == 0 && q.is_empty() && !mine {
        view! {
            <Empty icon=IconKind::Briefcase title="No jobs yet"
                text="Write the first one. You can keep it as a draft until it is ready.">
                <LinkButton href="/hr/jobs/new" variant=ButtonVariant::Primary icon=IconKind::Plus>"New job"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=IconKind::Search title="No job fits" text="Look at another status, or search for other words.">
                <LinkButton href=LIST>"Show all jobs"</LinkButton>
            </Empty>
        }
        .into_any()
    };
    view! {
        <Tabs label="Status">{all}{tabs}</Tabs>
        <FilterBar href=href edits=&["q", "mine"] clearable=!q.is_empty() || mine>
            <SearchField label="Title or place" value=q/>
            <Checkbox name="mine" label="My jobs" checked=mine/>
        </FilterBar>
        {body}
    }
}

fn row(job: JobRow, form: FormState) -> impl IntoView {
    let JobRow { id, title, location, remote, status, updated_at, active, new, owner, .. } = job;
    let place = match location.as_str() {
        "" => remote.label().to_owned(),
        location => format!("{location} · {}", remote.label()),
    };
    // A draft has no applicants.
    let page = if status == JobStatus::Draft { format!("/hr/jobs/{id}/edit") } else { format!("/hr/jobs/{id}") };
    let name = title.clone();
    view! {
        <tr>
            <Td label="Title">
                <div class="row-title">
                    <a class="strong" href=page>{name}</a>
                    <div class="muted small">{place}</div>
                </div>
            </Td>
            <Td label="Status"><JobStatusPill status/></Td>
            <Td label="Owner">{owner.unwrap_or_else(|| "–".to_owned())}</Td>
            <Td label="Applicants" align=Align::End>{format_number(active)}</Td>
            <Td label="New" align=Align::End>
                {if new > 0 { view! { <Badge tone=Tone::Info>{format_number(new)}</Badge> }.into_any() } else { "0".into_any() }}
            </Td>
            <Td label="Changed"><Time at=updated_at/></Td>
            <Td label="Actions" align=Align::End><JobStatusMenu id status title form/></Td>
        </tr>
    }
}
