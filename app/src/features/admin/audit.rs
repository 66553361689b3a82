//! The audit log.

use super::{
    api::{audit_filter_choices, list_audit},
    asked, loaded, pager, readable,
};
use crate::{error::AppError, ui::*};
use hireq_domain::{
    FieldErrors,
    admin::{AuditChoices, AuditRow, AuditValue},
    event::action_in_words,
    page::Page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::str::FromStr;
use uuid::Uuid;

const FILTERS: [&str; 7] = ["actor", "action", "kind", "subject", "from", "to", "page"];

/// The page at `/admin/audit`.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map();
    let href = Memo::new(move |_| {
        query.with(|query| Href::from_pairs("/admin/audit", FILTERS.map(|name| (name, asked(query, name)))))
    });
    let known = Resource::new_blocking(|| (), |()| audit_filter_choices());
    let list = Resource::new_blocking(
        move || href.get(),
        |href| async move {
            list_audit(
                optional(&href, "actor", "This is not an account’s key")?,
                href.get("action").to_owned(),
                href.get("kind").to_owned(),
                optional(&href, "subject", "This is not a key such as the list shows")?,
                optional(&href, "from", "Write the day like 2026-03-31")?,
                optional(&href, "to", "Write the day like 2026-03-31")?,
                href.get("page").parse().unwrap_or(1),
            )
            .await
        },
    );
    view! {
        <PageTitle text="Audit log"/>
        <PageHeader title="Audit log"/>
        <div class="stack">
            {loaded(known, SkeletonKind::Lines(2), move |known| view! { {move || filters(href.get(), known.clone())} }.into_any())}
            {loaded(list, SkeletonKind::Table(8), move |page| content(href.get_untracked(), page).into_any())}
        </div>
    }
}

/// A filter's value; `None` if it is empty.
fn optional<T: FromStr>(href: &Href, name: &str, wrong: &str) -> Result<Option<T>, AppError> {
    match href.get(name).trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| AppError::Invalid(FieldErrors::one(name, wrong))),
    }
}

fn filters(href: Href, known: AuditChoices) -> impl IntoView {
    let value = |name: &str| href.get(name).to_owned();
    let (actor, action, kind) = (value("actor"), value("action"), value("kind"));
    let (subject, from, to) = (value("subject"), value("from"), value("to"));
    let actors = choices(known.actors.into_iter().map(|(id, name)| (id.to_string(), name)));
    let actions = choices(known.actions.into_iter().map(|a| (a.clone(), action_in_words(&a).into_owned())));
    let kinds = choices(known.subject_kinds.into_iter().map(|k| (k.clone(), readable(&k))));
    view! {
        <FilterBar href=href edits=&["actor", "action", "kind", "subject", "from", "to"] clearable=true>
            <Select name="actor" label="Who" options=actors selected=actor empty="Everybody"/>
            <Select name="action" label="Action" options=actions selected=action empty="Every action"/>
            <Select name="kind" label="Done to" options=kinds selected=kind empty="Everything"/>
            <TextField name="subject" label="Key" value=subject width=FieldWidth::Medium/>
            <TextField name="from" label="From" kind="date" value=from width=FieldWidth::Short/>
            <TextField name="to" label="To" kind="date" value=to width=FieldWidth::Short/>
        </FilterBar>
    }
}

fn content(href: Href, page: Page<AuditRow>) -> impl IntoView {
    if page.total == 0 {
        return view! {
            <Empty icon=IconKind::History title="No entry fits" text="Change the filters or clear them."/>
        }
        .into_any();
    }
    let links = pager(href.clone(), &page, "entries");
    let rows = page.items.into_iter().map(|item| row(&href, item)).collect_view();
    view! {
        <Table caption="Entries of the audit log, newest first" stacked=true>
            <thead>
                <tr>
                    <Th label="When"/>
                    <Th label="Who"/>
                    <Th label="Action"/>
                    <Th label="Done to"/>
                    <Th label="Details"/>
                    <Th label="From address"/>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {links}
    }
    .into_any()
}

/// A link to the entries about one thing, by its name; what is gone has only its key.
fn entries_of(href: &Href, key: Uuid, name: Option<String>) -> impl IntoView + use<> {
    let only = href.without("page").with("subject", key).to_string();
    let key = key.to_string();
    match name {
        Some(name) => view! { <a href=only title=key>{name}</a> }.into_any(),
        None => {
            // The end of a key distinguishes rows; its beginning is only the time.
            let short = format!("…{}", key.get(key.len().saturating_sub(8)..).unwrap_or(&key));
            view! { <a class="mono small" href=only title=key>{short}</a> }.into_any()
        }
    }
}

fn row(href: &Href, item: AuditRow) -> impl IntoView + use<> {
    let who = match item.actor {
        Some((id, name)) => {
            let only = href.without("page").with("actor", id).to_string();
            view! { <a href=only>{name}</a> }.into_any()
        }
        None => "HireQ".into_any(),
    };
    let subject = item.subject.map(|(key, name)| view! { ": " {entries_of(href, key, name)} });
    let detail = item
        .detail
        .into_iter()
        .map(|(name, AuditValue { text, key })| {
            let value = match key {
                Some(key) => entries_of(href, key, Some(text).filter(|text| *text != key.to_string())).into_any(),
                None => text.into_any(),
            };
            view! { <div class="small">{readable(&name)} ": " {value}</div> }
        })
        .collect_view();
    view! {
        <tr>
            <Td label="When"><Time at=item.at style=TimeStyle::DateTime/></Td>
            <Td label="Who">{who}{item.organization.map(|o| view! { <div class="muted small">{o}</div> })}</Td>
            <Td label="Action">{action_in_words(&item.action)}</Td>
            <Td label="Done to">{readable(&item.subject_kind)}{subject}</Td>
            <Td label="Details">{detail}</Td>
            <Td label="From address">{item.ip.unwrap_or_else(|| "–".to_owned())}</Td>
        </tr>
    }
}
