//! A candidate's own application: its stage, its history, and the verdicts that the recruiter sees, with their
//! evidence.

use super::{
    api::{Withdraw, load_own_application},
    tone,
};
use crate::{
    error::AppError,
    error_view::ErrorView,
    features::matching::Said,
    form::{FormState, PostForm},
    live::{ChangedMeanwhile, use_live_forms},
    ui::*,
};
use hireq_domain::{
    application::{ApplicationStatus, EventKind, HistoryItem},
    candidate,
    event::LiveEvent,
    ids::ApplicationId,
    job::StageKind,
    matching::MatchItem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/me/applications/:id`.
#[component]
pub fn OwnApplicationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<ApplicationId>().ok()));
    let changed = use_live_forms(
        move |event| matches!(event, LiveEvent::ApplicationChanged { application, .. } if Some(*application) == id.get_untracked()),
    );
    let page = Resource::new_blocking(
        move || (id.get(), changed.version()),
        |(id, _)| async move { load_own_application(id.ok_or(AppError::NotFound)?).await },
    );
    view! {
        <PageTitle text="Your application"/>
        <div class="stack-large">
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(10)/> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(page) => view! { <Shown page=page/> }.into_any(),
                    }
                })}
            </Transition>
            <ChangedMeanwhile forms=changed what="your application"/>
        </div>
    }
}

#[component]
fn Shown(page: candidate::OwnApplicationPage) -> impl IntoView {
    let candidate::OwnApplicationPage { application, stages, history, answers, items, text, may_withdraw } = page;
    let (id, status) = (application.id, application.status);
    let document = application.document_id;
    let organization = application.organization.clone();
    let answered = !answers.is_empty();
    let answers = answers.into_iter().map(|a| view! { <Fact term=a.question>{a.answer}</Fact> }).collect_view();
    let events = history.into_iter().map(event).collect_view();
    view! {
        <PageTitle text=format!("{} · Your application", application.job_title)/>
        <PageHeader title=application.job_title
            above=|| view! { <BackLink href="/me" label="Your applications"/> }
            status=move || view! { <StatusPill label=status.label() tone=tone(status)/> }
            meta=move || view! {
                <Meta icon=IconKind::Building>{organization}</Meta>
                <Meta icon=IconKind::Clock>"Applied " <Time at=application.applied_at/></Meta>
                <Meta icon=IconKind::External><a href=format!("/jobs/{}", application.job_slug)>"The job"</a></Meta>
                {document.map(|d| view! {
                    <Meta icon=IconKind::File><a href=format!("/me/resume?document={d}")>"The résumé that went with it"</a></Meta>
                })}
            }>
            {may_withdraw.then(|| view! { <WithdrawButton id=id/> })}
        </PageHeader>
        <Steps label="Stages" steps=steps(&stages, application.stage_kind, status)/>
        <Split side=move || view! {
            <Card title="What happened"><Timeline>{events}</Timeline></Card>
            {answered.then(|| view! {
                <Card title="Your answers"><DefinitionList>{answers}</DefinitionList></Card>
            })}
        }>
            <Requirements items=items text=text/>
        </Split>
    }
}

/// The stages up to the current one are done; if the application ended, the current one shows that.
fn steps(stages: &[StageKind], now: StageKind, status: ApplicationStatus) -> Vec<(String, StepState)> {
    let at = stages.iter().position(|k| *k == now).unwrap_or(0);
    let ended =
        matches!(status, ApplicationStatus::Rejected | ApplicationStatus::Withdrawn | ApplicationStatus::Closed);
    stages
        .iter()
        .enumerate()
        .map(|(i, kind)| {
            let state = match i.cmp(&at) {
                std::cmp::Ordering::Less => StepState::Done,
                std::cmp::Ordering::Equal if ended => StepState::Stopped,
                std::cmp::Ordering::Equal if status == ApplicationStatus::Hired => StepState::Done,
                std::cmp::Ordering::Equal => StepState::Current,
                std::cmp::Ordering::Greater => StepState::Ahead,
            };
            (kind.label().to_owned(), state)
        })
        .collect()
}

fn event(item: HistoryItem) -> impl IntoView {
    let title = match (item.kind, &item.to_stage) {
        (EventKind::Moved, Some(stage)) => format!("Moved to {}", stage.to_lowercase()),
        (kind, _) => kind.label().to_owned(),
    };
    let tone = match item.kind {
        EventKind::Hired => Tone::Success,
        EventKind::Rejected => Tone::Danger,
        _ => Tone::Neutral,
    };
    let (actor, at, reason) = (item.actor, item.at, item.reason);
    view! {
        <TimelineEvent title=title tone=tone meta=move || view! { {actor} " · " <Time at=at style=TimeStyle::DateTime/> }>
            {reason}
        </TimelineEvent>
    }
}

/// What the recruiter sees about the candidate for each requirement.
#[component]
fn Requirements(items: Option<Vec<MatchItem>>, text: Option<String>) -> impl IntoView {
    let nothing = |title: &'static str, text: &'static str| {
        view! {
            <Card title="How your résumé answers the job">
                <Empty compact=true icon=IconKind::Checklist title=title text=text/>
            </Card>
        }
        .into_any()
    };
    let Some(items) = items else {
        return nothing(
            "Not compared yet",
            "Once your résumé is read it is compared with the job's requirements. You see here what the recruiter sees.",
        );
    };
    if items.is_empty() {
        return nothing(
            "This job lists no requirements",
            "The recruiter reads your résumé, and sees how similar its words are to the job's.",
        );
    }
    let places: Vec<Vec<(usize, usize)>> =
        items.iter().map(|i| i.evidence.iter().map(|s| (s.start, s.end)).collect()).collect();
    let runs = text.as_deref().map(|text| evidence_runs(text, &places));
    let with_text = runs.is_some();
    let lines = items
        .into_iter()
        .enumerate()
        .map(|(i, item)| {
            let note = if item.must { "Must have" } else { "Nice to have" };
            let link = (with_text && !item.evidence.is_empty())
                .then(|| view! { " " <a href=evidence_href(i)>"Show where"</a> });
            let (verdict, machine) = (item.counts(), item.verdict);
            let said = item.overrule.map(|said| view! { <Said said machine/> });
            view! {
                <MatchLine verdict=Some(verdict) requirement=item.text note=note>
                    {said}
                    <p class="small">{item.reason} {link}</p>
                </MatchLine>
            }
        })
        .collect_view();
    view! {
        <Card title="How your résumé answers the job">
            <div class="stack">
                <p class="muted small">
                    "This is what the recruiter sees. It is worked out from your résumé's words alone, without name, \
                     age, gender, photo or address. A person decides. If something was read wrongly, correct your résumé."
                </p>
                <MatchLines>{lines}</MatchLines>
                {runs.map(|runs| view! {
                    <Disclosure summary="Your résumé's text with the evidence marked" open=true>
                        <EvidenceText label="Your résumé" runs=runs/>
                    </Disclosure>
                })}
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn WithdrawButton(id: ApplicationId) -> impl IntoView {
    let form = FormState::of::<Withdraw>();
    view! {
        <DialogButton dialog="withdraw" label="Withdraw" variant=ButtonVariant::Danger/>
        <Dialog id="withdraw" title="Withdraw your application?">
            <PostForm state=form class="stack">
                <p>"The recruiter is told at once. You can apply for this job again later."</p>
                <input type="hidden" name="id" value=id.to_string()/>
                <DialogActions dialog="withdraw" cancel="Keep it">
                    <Button variant=ButtonVariant::Danger>"Withdraw"</Button>
                </DialogActions>
            </PostForm>
        </Dialog>
    }
}
