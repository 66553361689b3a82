//! The administrators' overview: what awaits attention, what is broken, and totals.

use super::{api::show_overview, loaded};
use crate::ui::*;
use hireq_domain::{
    account::{AccountStatus, Role},
    admin::{MailState, Overview, Part},
    job::JobStatus,
};
use leptos::prelude::*;

/// The page at `/admin`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let overview = Resource::new_blocking(|| (), |()| show_overview());
    view! {
        <PageTitle text="Overview"/>
        <PageHeader title="Overview"/>
        {loaded(overview, SkeletonKind::Cards(4), |overview| content(overview).into_any())}
    }
}

fn content(overview: Overview) -> impl IntoView {
    let pending = overview.pending();
    let open = overview.jobs.iter().filter(|(s, _)| *s == JobStatus::Open).map(|(_, n)| n).sum();
    let total: i64 = overview.applications.iter().map(|(_, n)| n).sum();
    let tasks = overview.tasks;
    let (queued, failed) = (overview.mails_in(MailState::Queued), overview.mails_in(MailState::Failed));
    let people: i64 = overview.users.iter().map(|(.., n)| n).sum();
    let days: Vec<_> = overview.applications.iter().map(|(day, n)| Datum::new(short_date(*day), *n as f64)).collect();
    let bytes = format_bytes(u64::try_from(overview.bytes).unwrap_or(0));
    view! {
        <div class="stack-large">
            {(pending > 0).then(|| view! {
                <Notice tone=Tone::Warning title=waiting(pending)>
                    <a href="/admin/users?status=pending">"Look at the accounts that wait for approval"</a>
                </Notice>
            })}
            {(tasks.dead > 0).then(|| view! {
                <Notice tone=Tone::Danger title=format!("{} gave up", count(tasks.dead, "task", "tasks"))>
                    <a href="/admin/tasks?state=dead">"See why and try again"</a>
                </Notice>
            })}
            <Stats>
                <Stat label="Accounts" value=format_number(people) detail=format!("{pending} pending") href="/admin/users"/>
                <Stat label="Organisations" value=format_number(overview.organizations) href="/admin/organizations"/>
                <Stat label="Open jobs" value=format_number(open)/>
                <Stat label="Applications" value=format_number(total) detail="In thirty days"/>
                <Stat label="Tasks waiting" value=format_number(tasks.waiting)
                    detail=format!("{} running, {} gave up", tasks.running, tasks.dead) href="/admin/tasks"/>
                <Stat label="Mails queued" value=format_number(queued) detail=format!("{failed} failed") href="/admin/outbox"/>
                <Stat label="Files" value=bytes detail=count(overview.files, "file", "files")/>
            </Stats>
            <div class="grid grid-2">
                <Card title="Parts">{parts(overview.parts)}</Card>
                <Card title="Jobs by status">{jobs(&overview.jobs)}</Card>
            </div>
            <Card title="Applications"><LineChart title="Applications a day" data=days/></Card>
            <Card title="Accounts by role and status" flush=true>{accounts(&overview.users)}</Card>
        </div>
    }
}

fn waiting(n: i64) -> String {
    if n == 1 { "1 account waits for approval".to_owned() } else { format!("{n} accounts wait for approval") }
}

fn count(n: i64, one: &str, many: &str) -> String {
    plural(usize::try_from(n).unwrap_or(0), one, many)
}

fn parts(parts: Vec<Part>) -> impl IntoView {
    let rows = parts
        .into_iter()
        .map(|part| {
            let tone = if part.ok { Tone::Success } else { Tone::Danger };
            view! { <Fact term=part.name><StatusPill tone=tone label=part.state/></Fact> }
        })
        .collect_view();
    view! { <DefinitionList>{rows}</DefinitionList> }
}

fn jobs(jobs: &[(JobStatus, i64)]) -> impl IntoView + use<> {
    let data = JobStatus::ALL
        .iter()
        .map(|status| {
            let n: i64 = jobs.iter().filter(|(s, _)| s == status).map(|(_, n)| n).sum();
            Datum::new(status.label(), n as f64)
        })
        .collect();
    view! { <BarChart title="Jobs by status" label="Status" unit="Jobs" data=data/> }
}

fn accounts(users: &[(Role, AccountStatus, i64)]) -> impl IntoView + use<> {
    let rows = Role::ALL
        .iter()
        .map(|role| {
            let cells = AccountStatus::ALL
                .iter()
                .map(|status| {
                    let n: i64 = users.iter().filter(|(r, s, _)| r == role && s == status).map(|(.., n)| n).sum();
                    let shown = if n == 0 {
                        "0".into_any()
                    } else {
                        let href = Href::new("/admin/users").with("role", role).with("status", status).to_string();
                        let name = format!("{n} {} {}", status.label(), role.label());
                        view! { <a href=href aria-label=name>{format_number(n)}</a> }.into_any()
                    };
                    view! { <Td label=status.label() align=Align::End>{shown}</Td> }
                })
                .collect_view();
            view! { <tr><th scope="row">{role.label()}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <Table caption="Accounts by role and status">
            <thead>
                <tr>
                    <Th label="Role"/>
                    {AccountStatus::ALL.iter().map(|s| view! { <Th label=s.label() align=Align::End/> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}
