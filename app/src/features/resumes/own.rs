//! The candidate's own résumés: uploading, following the reading, seeing the result, exporting it.

use super::{
    ACCEPT, Reading,
    api::{ImportResume, UploadOwnResume, own_resume, own_resumes},
};
use crate::{
    error::AppError,
    error_view::ErrorView,
    form::{FormState, PostForm},
    live::use_live,
    ui::*,
};
use hireq_domain::{
    candidate::{DocumentInfo, DocumentStatus, ReadResume},
    event::LiveEvent,
    ids::DocumentId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/me/resume`; `?document=` selects one of several.
#[component]
pub fn OwnResumePage() -> impl IntoView {
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.read().get("document").and_then(|id| id.parse::<DocumentId>().ok()));
    let read = use_live(|event| {
        matches!(
            event,
            LiveEvent::DocumentRead { .. } | LiveEvent::DocumentProgressed { .. } | LiveEvent::DocumentFailed { .. }
        )
    });
    let page = Resource::new_blocking(
        move || (chosen.get(), read.get()),
        |(chosen, _)| async move {
            let all = own_resumes().await?;
            let Some(id) = chosen.or_else(|| all.first().map(|d| d.id)) else { return Ok((all, None)) };
            let shown = own_resume(id).await?;
            Ok::<_, AppError>((all, Some(shown)))
        },
    );
    view! {
        <PageTitle text="Résumé"/>
        <div class="container-narrow stack-large">
            <PageHeader title="Résumé"/>
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(8)/> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok((all, shown)) => view! {
                            {shown.map(|(document, read)| view! { <Shown document=document read=read/> })}
                            {(all.len() > 1).then(|| view! { <Others all=all/> })}
                        }.into_any(),
                    }
                })}
            </Transition>
            <Upload/>
            <Import/>
        </div>
    }
}

#[component]
fn Shown(document: DocumentInfo, read: Option<ReadResume>) -> impl IntoView {
    let id = document.id;
    let state = match (&read, document.status) {
        (Some(_), _) => None,
        (None, DocumentStatus::Failed) => Some(
            view! {
                <Notice tone=Tone::Danger title="This file could not be read">
                    {document.failure.clone().unwrap_or_default()}
                </Notice>
            }
            .into_any(),
        ),
        (None, _) => Some(
            view! {
                <Notice tone=Tone::Info live=true title="Your résumé is being read">
                    {document.recognized.map(|pages| format!("It holds pictures of pages: {pages}. "))}
                    "This takes a few seconds; the page shows the result by itself. Without JavaScript, reload it."
                </Notice>
            }
            .into_any(),
        ),
    };
    let corrected = read.as_ref().and_then(|r| r.corrected_at);
    let has_reading = read.is_some();
    view! {
        <Card title=document.name.clone() actions=move || view! {
            <StatusPill label=document.status.label() tone=tone(document.status)/>
        }>
            <div class="stack">
                <MetaLine>
                    <Meta icon=IconKind::Clock>"Uploaded " <Time at=document.created_at/></Meta>
                    <Meta icon=IconKind::File>{format_bytes(u64::try_from(document.bytes).unwrap_or(0))}</Meta>
                    {corrected.map(|at| view! { <Meta icon=IconKind::Edit>"Corrected by you " <Time at=at/></Meta> })}
                </MetaLine>
                {state}
                <ButtonRow>
                    {has_reading.then(|| view! {
                        <LinkButton href=format!("/me/resume/{id}/correct") variant=ButtonVariant::Primary icon=IconKind::Edit>
                            "Correct what was read"
                        </LinkButton>
                        <LinkButton href=format!("/files/{id}/json-resume") icon=IconKind::Download download=true>
                            "Export as JSON Resume"
                        </LinkButton>
                    })}
                    <LinkButton href=format!("/files/{id}") icon=IconKind::Download download=true>"Download the file"</LinkButton>
                </ButtonRow>
                {read.map(|read| view! { <Reading resume=read.resume unsure=true/> })}
            </div>
        </Card>
    }
}

const fn tone(status: DocumentStatus) -> Tone {
    match status {
        DocumentStatus::Queued => Tone::Info,
        DocumentStatus::Read => Tone::Success,
        DocumentStatus::Failed => Tone::Danger,
    }
}

#[component]
fn Others(all: Vec<DocumentInfo>) -> impl IntoView {
    let rows = all
        .into_iter()
        .map(|d| {
            let status = d.status;
            view! {
                <LinkRow href=format!("/me/resume?document={}", d.id) title=d.name
                    end=move || view! { <StatusPill label=status.label() tone=tone(status)/> }>
                    <MetaLine><Meta>"Uploaded " <Time at=d.created_at/></Meta></MetaLine>
                </LinkRow>
            }
        })
        .collect_view();
    view! { <Section title="All your résumés"><LinkList>{rows}</LinkList></Section> }
}

#[component]
fn Upload() -> impl IntoView {
    let form = FormState::of::<UploadOwnResume>();
    view! {
        <Card title="Upload a résumé">
            <PostForm state=form class="stack" files=true>
                <FileField name="file" label="Résumé" accept=ACCEPT required=true
                    hint="PDF, DOCX or TXT. A scan or a photograph (PDF, JPG or PNG) is read too, less surely"/>
                <ButtonRow><Button variant=ButtonVariant::Primary icon=IconKind::Upload>"Upload"</Button></ButtonRow>
            </PostForm>
        </Card>
    }
}

#[component]
fn Import() -> impl IntoView {
    let form = FormState::of::<ImportResume>();
    let open = form.errors().with_untracked(|errors| !errors.is_empty());
    view! {
        <Disclosure summary="Import a JSON Resume" open=open>
            <PostForm state=form class="stack" files=true>
                <FileField name="json" label="JSON Resume" accept=".json" required=true
                    hint="A file in the open format of jsonresume.org"/>
                <ButtonRow><Button icon=IconKind::Upload>"Import"</Button></ButtonRow>
            </PostForm>
        </Disclosure>
    }
}
