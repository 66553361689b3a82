//! The page at `/hr/inbox`.

use super::api::show_inbox;
use crate::{
    error_view::ErrorView,
    features::applications::{Review, inbox_href},
    live::use_live,
    ui::*,
};
use hireq_domain::inbox::{InboxList, InboxPage as Data, InboxPart, InboxQuery, InboxRow};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Who waits, with what is due first at the top.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| InboxQuery { show: q.get("show").unwrap_or_default(), page: q.get("page").unwrap_or_default() })
    });
    let changed = use_live(|_| true);
    let inbox = Resource::new_blocking(move || (asked.get(), changed.get()), |(query, _)| show_inbox(query));
    view! {
        <PageTitle text="Inbox"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(8)/> }>
            {move || Suspend::new(async move {
                match inbox.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(inbox) => content(inbox, asked.get_untracked().read().0).into_any(),
                }
            })}
        </Transition>
    }
}

fn content(inbox: Data, list: InboxList) -> impl IntoView {
    let InboxList { part, mine } = list;
    let review = Review::of_inbox(list);
    let Data { counts, rows } = inbox;
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let tabs = InboxPart::ALL
        .iter()
        .map(|tab| {
            let (active, count) = (Signal::stored(*tab == part), Signal::stored(count(counts.of(*tab))));
            let href = inbox_href(InboxList { part: *tab, mine }).to_string();
            view! { <Tab href=href label=tab.label() active=active count=count/> }
        })
        .collect_view();
    let whose = move |of_mine: bool, label: &'static str| {
        let href = inbox_href(InboxList { part, mine: of_mine }).to_string();
        let active = mine == of_mine;
        view! { <Chip href=href label=label active=active/> }
    };
    let first = rows.items.first().map(|row| review.application(row.id).to_string());
    let pager = view! {
        <Pager href=inbox_href(list) page=count(rows.number) per_page=count(rows.size) total=count(rows.total) of="applicants"/>
    };
    let list = if rows.items.is_empty() {
        let (title, text) = match part {
            _ if mine => (
                "Nobody waits in your jobs",
                "Those of the jobs whose team you are in appear here. A job's team is on its page.",
            ),
            InboxPart::All => (
                "Nobody waits for you",
                "New applicants, and those who wait longer than their stage plans, appear here.",
            ),
            InboxPart::New => {
                ("No new applicants", "Whoever applies appears here until somebody moves or decides the application.")
            }
            InboxPart::Overdue => {
                ("Nobody waits too long", "Whoever waits longer than their stage plans appears here.")
            }
        };
        view! { <Empty icon=IconKind::CheckCircle title=title text=text/> }.into_any()
    } else {
        view! { <div class="stack">{table(rows.items, &review)}{pager}</div> }.into_any()
    };
    view! {
        <PageHeader title="Inbox">
            {first.map(|href| view! {
                <LinkButton href=href variant=ButtonVariant::Primary icon=IconKind::ArrowRight shortcut="j">
                    "Review one by one"
                </LinkButton>
            })}
        </PageHeader>
        <Tabs label="Inbox">{tabs}</Tabs>
        <Chips label="Jobs">{whose(false, "All jobs")}{whose(true, "My jobs")}</Chips>
        {list}
    }
}

fn table(rows: Vec<InboxRow>, review: &Review) -> impl IntoView + use<> {
    let review = review.clone();
    view! {
        <Table caption="Applicants who wait, what is due first at the top" stacked=true>
            <thead>
                <tr>
                    <Th label="Applicant"/>
                    <Th label="Match"/>
                    <Th label="Job"/>
                    <Th label="Stage"/>
                    <Th label="Waiting since"/>
                </tr>
            </thead>
            <tbody>
                <For each=move || rows.clone() key=|row| row.id let:item>{row(item, &review)}</For>
            </tbody>
        </Table>
    }
}

fn row(row: InboxRow, review: &Review) -> impl IntoView + use<> {
    let style = TimeStyle::told(row.hidden);
    let due = row.due;
    let now = use_now();
    let late = move || {
        let days = now.map_or(0, |now| (now.get() - due).num_days());
        (days >= 0 && now.is_some_and(|now| now.get() > due)).then(|| {
            let words = if days == 0 {
                "Over time".to_owned()
            } else {
                format!("{} over", plural(usize::try_from(days).unwrap_or(0), "day", "days"))
            };
            view! { <StatusPill tone=Tone::Warning label=words/> }
        })
    };
    let href = review.application(row.id).to_string();
    let new = row.new.then(|| view! { <StatusPill tone=Tone::Info label="New"/> " " });
    view! {
        <tr>
            <Td label="Applicant">
                <Person name=row.name href=href detail=row.headline/>
            </Td>
            <Td label="Match"><ScoreBar score=row.score/></Td>
            <Td label="Job"><a href=format!("/hr/jobs/{}", row.job)>{row.job_title}</a></Td>
            <Td label="Stage">{row.stage}</Td>
            <Td label="Waiting since">
                <span class="cluster"><Time at=row.since style=style/> {new} {late}</span>
            </Td>
        </tr>
    }
}
