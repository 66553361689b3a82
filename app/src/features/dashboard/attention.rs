//! What needs the recruiter's attention: new applications, overdue ones, jobs without applicants, drafts, unreadable
//! files.

use crate::{features::applications::Review, ui::*};
use hireq_domain::{
    dashboard::{Dashboard, JobLine, JobLink, Unreadable},
    inbox::{InboxList, InboxPart, InboxRow},
};
use leptos::prelude::*;

/// The lists, or a message if all of them are empty.
#[component]
pub fn Attention(dashboard: Dashboard) -> impl IntoView {
    if !dashboard.needs_attention() {
        return view! {
            <Card title="Needs attention">
                <Empty compact=true icon=IconKind::CheckCircle title="Nothing waits for you"
                    text="New applications, those that wait too long, unfinished drafts and files that could not be read appear here."/>
            </Card>
        }
        .into_any();
    }
    let Dashboard { new, jobs: lines, overdue, overdue_total, without_applicants, drafts, unreadable, .. } = dashboard;
    view! {
        <div class="grid grid-2">
            {arrived(new, lines)}
            {waiting(overdue, overdue_total)}
            {files(unreadable)}
            {jobs("Open jobs without applicants", "Open since ", without_applicants, "")}
            {jobs("Drafts", "Changed ", drafts, "/edit")}
        </div>
    }
    .into_any()
}

fn who(name: Option<String>) -> String {
    name.unwrap_or_else(|| "Applicant (name hidden)".to_owned())
}

/// How many jobs are listed with their new applications.
const JOBS: usize = 8;

/// Applications that are still in the first stage, by job, most first.
fn arrived(total: i64, mut lines: Vec<JobLine>) -> impl IntoView {
    (total > 0).then(|| {
        lines.retain(|job| job.new > 0);
        lines.sort_by_key(|job| std::cmp::Reverse(job.new));
        lines.truncate(JOBS);
        let more = total - lines.iter().map(|job| job.new).sum::<i64>();
        let rows = lines
            .into_iter()
            .map(|job| {
                let new = plural(usize::try_from(job.new).unwrap_or(0), "new application", "new applications");
                view! {
                    <LinkRow href=format!("/hr/jobs/{}", job.id) title=job.title>
                        <MetaLine><Meta icon=IconKind::Inbox>{new}</Meta></MetaLine>
                    </LinkRow>
                }
            })
            .collect_view();
        view! {
            <Card title=format!("New applications ({})", format_number(total)) flush=true>
                <LinkList>{rows}</LinkList>
                {(more > 0).then(|| view! { <p class="muted small panel">{format!("and {more} in other jobs")}</p> })}
            </Card>
        }
    })
}

fn waiting(rows: Vec<InboxRow>, total: i64) -> impl IntoView {
    let more = total - i64::try_from(rows.len()).unwrap_or(total);
    let review = Review::of_inbox(InboxList { part: InboxPart::Overdue, mine: false });
    let all = view! { <a class="small panel" href="/hr/inbox?show=overdue">{format!("and {more} more")}</a> };
    (!rows.is_empty()).then(|| {
        let rows = rows
            .into_iter()
            .map(|row| {
                let told = TimeStyle::told(row.hidden);
                let limit = plural(usize::try_from((row.due - row.since).num_days()).unwrap_or(0), "day", "days");
                view! {
                    <LinkRow href=review.application(row.id).to_string() title=row.name>
                        <MetaLine>
                            <Meta icon=IconKind::Briefcase>{row.job_title}</Meta>
                            <Meta icon=IconKind::Clock>
                                "Entered " {row.stage} " " <Time at=row.since style=told/> {format!(" (target {limit})")}
                            </Meta>
                        </MetaLine>
                    </LinkRow>
                }
            })
            .collect_view();
        view! {
            <Card title=format!("Over target time ({})", format_number(total)) flush=true>
                <LinkList>{rows}</LinkList>
                {(more > 0).then_some(all)}
            </Card>
        }
    })
}

fn files(rows: Vec<Unreadable>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let rows = rows
            .into_iter()
            .map(|row| {
                view! {
                    <LinkRow href=format!("/hr/applications/{}", row.application) title=who(row.name)>
                        <MetaLine>
                            <Meta icon=IconKind::Briefcase>{row.job_title}</Meta>
                            <Meta icon=IconKind::Warning>{row.message}</Meta>
                        </MetaLine>
                    </LinkRow>
                }
            })
            .collect_view();
        view! { <Card title="Résumés that could not be read" flush=true><LinkList>{rows}</LinkList></Card> }
    })
}

fn jobs(title: &'static str, since: &'static str, rows: Vec<JobLink>, page: &'static str) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let rows = rows
            .into_iter()
            .map(|row| {
                let name = if row.title.is_empty() { "Untitled job".to_owned() } else { row.title };
                view! {
                    <LinkRow href=format!("/hr/jobs/{}{page}", row.id) title=name>
                        <MetaLine><Meta icon=IconKind::Clock>{since} <Time at=row.since/></Meta></MetaLine>
                    </LinkRow>
                }
            })
            .collect_view();
        view! { <Card title=title flush=true><LinkList>{rows}</LinkList></Card> }
    })
}
