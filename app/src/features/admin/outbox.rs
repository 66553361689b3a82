//! The outbox: all mails, by their state.

use super::{api::list_mails, asked, loaded, page_number, pager, readable};
use crate::ui::*;
use hireq_domain::{
    admin::{MailRow, MailState},
    page::Page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/admin/outbox`.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let query = use_query_map();
    let asks =
        Memo::new(move |_| query.with(|query| (asked(query, "state").parse::<MailState>().ok(), page_number(query))));
    let list = Resource::new_blocking(move || asks.get(), |(state, page)| list_mails(state, page));
    view! {
        <PageTitle text="Mail outbox"/>
        <PageHeader title="Mail outbox"/>
        <div class="stack">
            {loaded(list, SkeletonKind::Table(8), move |(counts, page)| {
                content(&counts, page, asks.get_untracked().0).into_any()
            })}
        </div>
    }
}

pub(super) fn mail_pill(state: MailState) -> impl IntoView {
    let tone = match state {
        MailState::Queued | MailState::Sending => Tone::Info,
        MailState::Sent | MailState::Kept => Tone::Success,
        MailState::Cancelled => Tone::Neutral,
        MailState::Failed => Tone::Danger,
    };
    view! { <StatusPill tone=tone label=state.label()/> }
}

fn content(counts: &[(MailState, i64)], page: Page<MailRow>, state: Option<MailState>) -> impl IntoView + use<> {
    let href = Href::new("/admin/outbox");
    let tabs = MailState::ALL
        .iter()
        .map(|tab| {
            let n: i64 = counts.iter().filter(|(s, _)| s == tab).map(|(_, n)| n).sum();
            let count = usize::try_from(n).unwrap_or(0);
            let active = state == Some(*tab);
            view! { <Tab href=href.with("state", tab).to_string() label=tab.label() active=active count=count/> }
        })
        .collect_view();
    let links = pager(state.map_or(href.clone(), |s| href.with("state", s)), &page, "mails");
    let empty = page.items.is_empty();
    let rows = page.items.into_iter().map(row).collect_view();
    view! {
        <Tabs label="Mails by state">
            <Tab href="/admin/outbox" label="All" active=state.is_none()/>
            {tabs}
        </Tabs>
        {if empty {
            view! { <Empty icon=IconKind::Mail title="No mail here" text="Mail is written when somebody signs up, applies or is told a decision."/> }.into_any()
        } else {
            view! {
                <Table caption="Mails, newest first" stacked=true>
                    <thead>
                        <tr>
                            <Th label="Subject"/>
                            <Th label="To"/>
                            <Th label="Occasion"/>
                            <Th label="State"/>
                            <Th label="Written"/>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
                {links}
            }.into_any()
        }}
    }
}

fn row(mail: MailRow) -> impl IntoView {
    view! {
        <tr>
            <Td label="Subject"><a href=format!("/admin/outbox/{}", mail.id)>{mail.subject}</a></Td>
            <Td label="To">{mail.recipient}</Td>
            <Td label="Occasion">{readable(&mail.event)}</Td>
            <Td label="State">{mail_pill(mail.state)}</Td>
            <Td label="Written"><Time at=mail.created_at/></Td>
        </tr>
    }
}
