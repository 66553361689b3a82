//! A candidate's profile, for recruiters.

use super::{
    api::{AddToJob, SetDoNotContact, load_candidate},
    changes::Changes,
    duplicates::Duplicates,
};
use crate::{
    error::AppError,
    error_view::ErrorView,
    features::{
        notes::{NotesCard, TagsCard},
        resumes::{Corrections, Reading},
    },
    form::{FormState, PostForm},
    live::{ChangedMeanwhile, use_live_forms},
    ui::*,
};
use hireq_domain::{
    about::About,
    candidate::{CandidateApplication, CandidateInfo, CandidateProfile, DocumentInfo, DocumentStatus, OpenJob},
    event::LiveEvent,
    ids::CandidateId,
};
use leptos::prelude::*;
use leptos_router::{
    components::Redirect,
    hooks::{use_params_map, use_query_map},
};

/// The page at `/hr/candidates/:id`.
#[component]
pub fn CandidatePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<CandidateId>().ok()));
    let query = use_query_map();
    let notes = Memo::new(move |_| query.with(|q| part_number(q, "notes")));
    let shown = StoredValue::new(Vec::new());
    let changed = use_live_forms(move |event| match event {
        LiveEvent::DocumentRead { candidate, .. }
        | LiveEvent::DocumentProgressed { candidate, .. }
        | LiveEvent::DocumentFailed { candidate, .. }
        | LiveEvent::PersonChanged { candidate } => Some(*candidate) == id.get_untracked(),
        LiveEvent::ApplicationChanged { application, .. } => {
            shown.with_value(|shown| shown.iter().any(|(id, _)| id == application))
        }
        LiveEvent::ApplicantsChanged { job } => shown.with_value(|shown| shown.iter().any(|(_, id)| id == job)),
        LiveEvent::Resync => true,
    });
    let profile = Resource::new_blocking(
        move || (id.get(), notes.get(), changed.version()),
        |(id, notes, _)| async move { load_candidate(id.ok_or(AppError::NotFound)?, notes).await },
    );
    view! {
        <PageTitle text="Candidate"/>
        <div class="stack-large">
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(10)/> }>
                {move || Suspend::new(async move {
                    match profile.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        // Somebody who was merged into another.
                        Ok(profile) if Some(profile.info.id) != id.get_untracked() => {
                            view! { <Redirect path=format!("/hr/candidates/{}", profile.info.id)/> }.into_any()
                        }
                        Ok(profile) => {
                            shown.set_value(profile.applications.iter().map(|a| (a.id, a.job_id)).collect());
                            view! { <Shown profile=profile/> }.into_any()
                        }
                    }
                })}
            </Transition>
            <ChangedMeanwhile forms=changed what="this profile or an application"/>
        </div>
    }
}

#[component]
fn Shown(profile: CandidateProfile) -> impl IntoView {
    let CandidateProfile { info, documents, resume, applications, tags, notes, open_jobs, duplicates, changes, merges } =
        profile;
    let id = info.id;
    let about = About::Candidate(id);
    let meta = info.clone();
    let reading = match resume {
        Some(read) => view! {
            <Card title="Résumé" actions=move || view! {
                {read.corrected_at.is_some().then(|| view! { <StatusPill label="Corrected by the candidate" tone=Tone::Info/> })}
            }>
                <div class="stack">
                    {read.corrected_at.map(|at| view! { <Corrections at corrections=read.corrections/> })}
                    <Reading resume=read.resume/>
                    <Disclosure summary="The whole text"><EvidenceText label="Résumé" runs=evidence_runs(&read.text, &[])/></Disclosure>
                </div>
            </Card>
        }
        .into_any(),
        None if documents.iter().any(|d| d.status == DocumentStatus::Queued) => {
            view! { <Notice live=true>"The résumé is being read; this page shows it by itself."</Notice> }.into_any()
        }
        None => view! { <Empty compact=true icon=IconKind::File title="No résumé that could be read"/> }.into_any(),
    };
    view! {
        <PageTitle text=info.name.clone()/>
        <PageHeader title=info.name.clone() above=|| view! { <BackLink href="/hr/candidates" label="Candidates"/> }
            status=move || view! { {info.do_not_contact.then(|| view! { <StatusPill label="Do not contact" tone=Tone::Warning/> })} }
            meta=move || view! { <ContactMeta info=meta/> }>
            {(!info.has_account).then(|| view! {
                <LinkButton href=format!("/hr/candidates/{id}/edit") icon=IconKind::Edit>"Edit"</LinkButton>
            })}
            <AddToJobForm id=id jobs=open_jobs blocked=info.do_not_contact/>
        </PageHeader>
        <Duplicates id=id has_account=info.has_account list=duplicates/>
        <Split side=move || view! {
            <Applications list=applications/>
            <TagsCard about=about tags=tags/>
            <Documents list=documents/>
            <NotesCard about=about notes=notes href=Href::new(format!("/hr/candidates/{id}"))/>
            {(!info.has_account).then(|| view! { <DoNotContact id=id on=info.do_not_contact/> })}
            <Changes list=changes merges=merges/>
        }>
            {reading}
        </Split>
    }
}

#[component]
fn ContactMeta(info: CandidateInfo) -> impl IntoView {
    let emails = info
        .emails
        .into_iter()
        .map(|e| view! { <Meta icon=IconKind::Mail><a href=format!("mailto:{e}")>{e.clone()}</a></Meta> })
        .collect_view();
    let phones = info.phones.into_iter().map(|p| view! { <Meta icon=IconKind::Phone>{p}</Meta> }).collect_view();
    let links = info
        .links
        .into_iter()
        .map(|l| {
            // Only web addresses become links.
            let href =
                if l.starts_with("https://") || l.starts_with("http://") { l.clone() } else { format!("https://{l}") };
            view! { <Meta icon=IconKind::Link><a href=href rel="noreferrer nofollow">{l}</a></Meta> }
        })
        .collect_view();
    view! {
        {(!info.headline.is_empty()).then(|| view! { <Meta>{info.headline}</Meta> })}
        {(!info.location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{info.location}</Meta> })}
        {emails}
        {phones}
        {links}
    }
}

#[component]
fn AddToJobForm(id: CandidateId, jobs: Vec<OpenJob>, blocked: bool) -> impl IntoView {
    let form = FormState::of::<AddToJob>();
    (!jobs.is_empty() && !blocked).then(move || {
        let jobs = choices(jobs.into_iter().map(|j| (j.id.to_string(), j.title)));
        view! {
            <DialogButton dialog="add-to-job" label="Add to a job" variant=ButtonVariant::Primary icon=IconKind::Plus/>
            <Dialog id="add-to-job" title="Add to a job">
                <PostForm state=form class="stack">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Select name="job" label="Job" options=jobs required=true/>
                    <DialogActions dialog="add-to-job">
                        <Button variant=ButtonVariant::Primary>"Add"</Button>
                    </DialogActions>
                </PostForm>
            </Dialog>
        }
    })
}

#[component]
fn Applications(list: Vec<CandidateApplication>) -> impl IntoView {
    let none = list.is_empty();
    let rows = list
        .into_iter()
        .map(|a| {
            let score = a.score;
            let stage = if a.status.is_open() { a.stage.clone() } else { a.status.label().to_owned() };
            view! {
                <LinkRow href=format!("/hr/applications/{}", a.id) title=a.job_title
                    end=move || view! { <ScoreBar score=score/> }>
                    <MetaLine><Meta>{stage}</Meta><Meta icon=IconKind::Clock><Time at=a.applied_at/></Meta></MetaLine>
                </LinkRow>
            }
        })
        .collect_view();
    view! {
        <Card title="Applications">
            {if none {
                view! { <Empty compact=true icon=IconKind::Briefcase title="None"/> }.into_any()
            } else {
                view! { <LinkList>{rows}</LinkList> }.into_any()
            }}
        </Card>
    }
}

#[component]
fn Documents(list: Vec<DocumentInfo>) -> impl IntoView {
    let rows = list
        .into_iter()
        .map(|d| {
            let failed = d.failure.clone().map(|why| view! { <p class="small">{why}</p> });
            view! {
                <LinkRow href=d.href() title=d.name.clone()>
                    <MetaLine>
                        <Meta>{d.status.label()}{d.recognized.map(|pages| format!(": {pages}"))}</Meta>
                        <Meta>{format_bytes(u64::try_from(d.bytes).unwrap_or(0))}</Meta>
                        <Meta icon=IconKind::Clock><Time at=d.created_at/></Meta>
                    </MetaLine>
                    {failed}
                </LinkRow>
            }
        })
        .collect_view();
    view! { <Card title="Files"><LinkList>{rows}</LinkList></Card> }
}

#[component]
fn DoNotContact(id: CandidateId, on: bool) -> impl IntoView {
    let form = FormState::of::<SetDoNotContact>();
    view! {
        <Card title="Contact">
            <PostForm state=form class="stack-small">
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="on" value=(!on).to_string()/>
                <p class="small muted">
                    {if on { "This person asked not to be contacted about other jobs." }
                    else { "No contact restrictions." }}
                </p>
                <ButtonRow>
                    <Button>{if on { "Allow contact again" } else { "Mark “do not contact”" }}</Button>
                </ButtonRow>
            </PostForm>
        </Card>
    }
}
