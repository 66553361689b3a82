//! The recruiter's dashboard, updated live.

use super::{api::show_dashboard, attention::Attention};
use crate::{error_view::ErrorView, live::use_live, ui::*};
use chrono::NaiveDate;
use hireq_domain::{
    dashboard::{Dashboard, JobLine},
    job::JobStatus,
    zone::Zone,
};
use leptos::prelude::*;

/// The page at `/hr`.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let changed = use_live(|_| true);
    let dashboard = Resource::new_blocking(move || changed.get(), |_| show_dashboard());
    view! {
        <PageTitle text="Dashboard"/>
        <PageHeader title="Dashboard">
            <LinkButton href="/hr/jobs/new" variant=ButtonVariant::Primary icon=IconKind::Plus>"New job"</LinkButton>
        </PageHeader>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Cards(4)/> }>
            {move || Suspend::new(async move {
                match dashboard.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(dashboard) => content(dashboard).into_any(),
                }
            })}
        </Transition>
    }
}

fn content(dashboard: Dashboard) -> impl IntoView {
    let number = |n: i64| format_number(n);
    let weeks: Vec<_> =
        dashboard.weeks.iter().map(|(day, n)| Datum::new(day.format("%-d %b").to_string(), *n as f64)).collect();
    let funnel: Vec<_> = dashboard.funnel.iter().map(|(kind, n)| Datum::new(kind.label(), *n as f64)).collect();
    let applied = dashboard.weeks.iter().any(|(_, n)| *n > 0);
    let reached = dashboard.funnel.iter().any(|(_, n)| *n > 0);
    let jobs = dashboard.jobs.clone();
    view! {
        <div class="stack-large">
            <Stats>
                <Stat label="Open jobs" value=number(dashboard.open_jobs) href="/hr/jobs?status=open"/>
                <Stat label="New applications" value=number(dashboard.new) detail="In the first stage" href="/hr/inbox?show=new"/>
                <Stat label="In progress" value=number(dashboard.active)/>
                <Stat label="This week" value=number(dashboard.this_week) detail="Applications in seven days"/>
            </Stats>
            <Attention dashboard=dashboard/>
            <Section title="Jobs"><Jobs jobs=jobs/></Section>
            <div class="grid grid-2">
                <Card title="Applications over time">
                    {if applied {
                        view! { <ColumnChart title="Applications a week, by its Monday" data=weeks/> }.into_any()
                    } else {
                        view! { <Empty compact=true icon=IconKind::Chart title="No applications in twelve weeks"/> }.into_any()
                    }}
                </Card>
                <Card title="Pipeline conversion">
                    {if reached {
                        view! { <Funnel title="Applications of the last twelve months" data=funnel/> }.into_any()
                    } else {
                        view! { <Empty compact=true icon=IconKind::Chart title="No applications in twelve months"/> }.into_any()
                    }}
                </Card>
            </div>
        </div>
    }
}

/// A closing date, with its time zone if that differs from the reader's.
fn closing(day: NaiveDate, zone: &Zone) -> String {
    if reads_in(zone) { short_date(day) } else { format!("{}, {}", short_date(day), zone.label()) }
}

#[component]
fn Jobs(jobs: Vec<JobLine>) -> impl IntoView {
    if jobs.is_empty() {
        return view! {
            <Empty icon=IconKind::Briefcase title="No open jobs"
                text="Describe whom you look for; HireQ proposes the requirements and ranks who applies.">
                <LinkButton href="/hr/jobs/new" variant=ButtonVariant::Primary>"Post your first job"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let rows = jobs
        .into_iter()
        .map(|job| {
            let tone = if job.status == JobStatus::Open { Tone::Success } else { Tone::Warning };
            view! {
                <tr>
                    <Td label="Job"><a href=format!("/hr/jobs/{}", job.id)>{job.title}</a></Td>
                    <Td label="Status"><StatusPill tone=tone label=job.status.label()/></Td>
                    <Td label="New" align=Align::End>{format_number(job.new)}</Td>
                    <Td label="In progress" align=Align::End>{format_number(job.active)}</Td>
                    <Td label="Hired" align=Align::End>{format_number(job.hired)}</Td>
                    <Td label="Applications" align=Align::End>{format_number(job.applications)}</Td>
                    <Td label="Open since">{job.published_at.map(|at| view! { <Time at=at style=TimeStyle::Date/> })}</Td>
                    <Td label="Closes">{job.closes_on.map_or_else(|| "–".to_owned(), |day| closing(day, &job.zone))}</Td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption="Open and paused jobs" stacked=true>
            <thead>
                <tr>
                    <Th label="Job"/>
                    <Th label="Status"/>
                    <Th label="New" align=Align::End/>
                    <Th label="In progress" align=Align::End/>
                    <Th label="Hired" align=Align::End/>
                    <Th label="Applications" align=Align::End/>
                    <Th label="Open since"/>
                    <Th label="Closes"/>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
