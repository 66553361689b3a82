//! One mail in the outbox: reading, cancelling or retrying it.

use super::{
    api::{CancelMail, RetryMail, read_mail},
    loaded,
    outbox::mail_pill,
    readable,
};
use crate::{
    error::AppError,
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    admin::{MailState, MailText},
    retention::Kept,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

/// The page at `/admin/outbox/:id`.
#[component]
pub fn MailPage() -> impl IntoView {
    let (retry, cancel) = (FormState::of::<RetryMail>(), FormState::of::<CancelMail>());
    let (params, sent) = (use_params_map(), use_sent());
    let mail = Resource::new_blocking(
        move || (params.with(|params| params.get("id").and_then(|id| id.parse::<Uuid>().ok())), sent.get()),
        |(id, _)| async move { read_mail(id.ok_or(AppError::NotFound)?).await },
    );
    view! {
        <PageTitle text="Mail"/>
        <ErrorSummary errors=retry.errors()/>
        <ErrorSummary errors=cancel.errors()/>
        {loaded(mail, SkeletonKind::Lines(8), move |mail| content(mail, retry, cancel).into_any())}
    }
}

fn content(mail: MailText, retry: FormState, cancel: FormState) -> impl IntoView {
    let MailText { row, body, .. } = mail;
    let (id, state) = (row.id.to_string(), row.state);
    let facts = view! {
        <Card title="Delivery">
            <DefinitionList>
                <Fact term="To">{row.recipient}</Fact>
                <Fact term="Occasion">{readable(&row.event)}</Fact>
                <Fact term="Written"><Time at=row.created_at style=TimeStyle::DateTime/></Fact>
                {(state == MailState::Queued).then(|| view! {
                    <Fact term="Goes out"><Time at=row.send_after style=TimeStyle::DateTime/></Fact>
                })}
                {row.sent_at.map(|at| view! {
                    <Fact term=if state == MailState::Kept { "Kept" } else { "Sent" }><Time at=at style=TimeStyle::DateTime/></Fact>
                })}
                <Fact term="Tries">{row.attempts}</Fact>
                {row.last_error.map(|error| view! { <Fact term="Last error">{error}</Fact> })}
            </DefinitionList>
            {actions(id, state, retry, cancel)}
        </Card>
    };
    view! {
        <PageTitle text=row.subject.clone()/>
        <PageHeader
            title=row.subject
            above=ViewFnOnce::from(|| view! { <BackLink href="/admin/outbox" label="Mail outbox"/> })
            status=ViewFnOnce::from(move || mail_pill(state))
        />
        <Split side=ViewFnOnce::from(move || facts)>
            <Card title="Text">
                {if body.is_empty() {
                    view! { <p class="muted">{format!("Removed {}.", Kept::MailTexts.says())}</p> }.into_any()
                } else {
                    view! { <Prose>{paragraphs(&body)}</Prose> }.into_any()
                }}
            </Card>
        </Split>
    }
}

/// The text as a mail program shows it: blank lines separate paragraphs, and line breaks are kept.
fn paragraphs(body: &str) -> impl IntoView + use<> {
    body.split("\n\n")
        .map(|part| {
            let lines = part.trim().lines().map(|line| view! { {line.to_owned()} <br/> }).collect_view();
            view! { <p>{lines}</p> }
        })
        .collect_view()
}

fn actions(id: String, state: MailState, retry: FormState, cancel: FormState) -> impl IntoView {
    match state {
        MailState::Queued => view! {
            <PostForm state=cancel bare=true>
                <input type="hidden" name="id" value=id/>
                <Button variant=ButtonVariant::Danger>"Call this mail back"</Button>
            </PostForm>
        }
        .into_any(),
        MailState::Failed | MailState::Cancelled => view! {
            <PostForm state=retry bare=true>
                <input type="hidden" name="id" value=id/>
                <Button>"Send it again"</Button>
            </PostForm>
        }
        .into_any(),
        MailState::Sending | MailState::Sent | MailState::Kept => ().into_any(),
    }
}
