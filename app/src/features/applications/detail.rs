//! One candidate for one job: the match explained beside the résumé, and everything needed to decide.

use super::{
    api::show_application,
    application_tone, param,
    resume::{self, Resume},
    review::Review,
    steps::{DecisionBar, StepErrors, StepForms},
};
use crate::{
    error::AppError,
    error_view::ErrorView,
    features::{
        matching::MatchExplanation,
        notes::{NotesCard, TagsCard},
    },
    form::use_sent,
    live::{ChangedMeanwhile, use_live_forms},
    ui::*,
};
use chrono::{DateTime, Utc};
use hireq_domain::{
    about::About,
    applicants::{ApplicationDetail, Contact, RequirementHead, Seen},
    application::{Answer, ApplicantRow, ApplicationStatus, EarlierApplication, EventKind, HistoryItem},
    event::LiveEvent,
    ids::{ApplicationId, JobId},
    matching::MatchResult,
    page::Page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/hr/applications/:id`.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let id = param::<ApplicationId>();
    let job = StoredValue::new(None);
    let changed = use_live_forms(move |event| match event {
        LiveEvent::ApplicationChanged { application, .. } => id.with_untracked(|id| id.as_ref() == Ok(application)),
        LiveEvent::ApplicantsChanged { job: theirs } => job.get_value() == Some(*theirs),
        LiveEvent::PersonChanged { .. } => true,
        _ => false,
    });
    let query = use_query_map();
    // Notes and history have pages of their own; changing them leaves the rest of the page alone.
    let at = Memo::new(move |_| query.with(|q| (part_number(q, "notes"), part_number(q, "history"))));
    let review = Memo::new(move |_| query.with(Review::of_application));
    // Page or text is shown of the same data.
    let list = Memo::new(move |_| review.with(|review| (review.query(), review.inbox().to_owned())));
    let detail = Resource::new_blocking(
        move || (id.get(), list.get(), at.get(), changed.version()),
        |(id, (list, inbox), (notes, history), _)| async move { show_application(id?, list, inbox, notes, history).await },
    );
    view! {
        // Another application gets a page of its own: nothing that was typed or opened for one stays for the next.
        <For each=move || [id.get().ok()] key=|id| *id let:_application>{shown(detail, review, job)}</For>
        <ChangedMeanwhile forms=changed what="this application"/>
    }
}

fn shown(
    detail: Resource<Result<ApplicationDetail, AppError>>,
    review: Memo<Review>,
    job: StoredValue<Option<JobId>>,
) -> impl IntoView {
    let (steps, sent) = (StepForms::new(), use_sent());
    // What was shown last, and how much this page had sent by then.
    let before = StoredValue::new(None::<(Seen, u32)>);
    view! {
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Cards(3)/> }>
            {move || Suspend::new(async move {
                match detail.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(detail) => {
                        job.set_value(Some(detail.job.id));
                        let seen = Seen { id: detail.row.id, version: detail.row.row_version };
                        let shown = (seen, sent.get_untracked());
                        // On the way to the next applicant the one before is shown for a moment.
                        let by_others = before.get_value().is_some_and(|(earlier, count)| {
                            earlier.id == seen.id && earlier.version != seen.version && count == shown.1
                        });
                        before.set_value(Some(shown));
                        let notice = by_others.then(|| changed_by_others(&detail.row));
                        let (now, of_bar) = (review.get_untracked(), detail.clone());
                        let bar = move || view! { <DecisionBar detail=of_bar.clone() review=review.get() steps careful=by_others/> };
                        view! {
                            <Header detail=detail.clone() review=now.clone()/>
                            <StepErrors steps/>
                            {notice}
                            {bar}
                            <Body detail review=now/>
                        }
                        .into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// Beside buttons that have just become others: somebody may be about to press what stood there before.
fn changed_by_others(row: &ApplicantRow) -> impl IntoView + use<> {
    let now =
        format!("It is in {} now ({}). Look again before you decide.", row.stage, row.status.label().to_lowercase());
    view! { <Notice tone=Tone::Warning live=true title="A colleague changed this application">{now}</Notice> }
}

/// The page's keyboard shortcuts.
const KEYS: &[(&str, &str)] = &[
    ("j", "Next applicant"),
    ("k", "Previous applicant"),
    ("a", "Next stage, or go on"),
    ("r", "Reject"),
    ("h", "Put on hold"),
    ("u", "Undo what was just done"),
    ("o", "Reopen"),
    ("n", "Write a note"),
    ("t", "Add a tag"),
    ("s", "Another stage, or hire"),
    (resume::KEY, "Résumé as page or text"),
];

#[component]
fn Header(detail: ApplicationDetail, review: Review) -> impl IntoView {
    let ApplicationDetail { job, row, hidden, .. } = detail;
    let list = review.list(job.id).to_string();
    let trail = if review.inbox().is_empty() {
        vec![("/hr/jobs".to_owned(), "Jobs".to_owned()), (list, job.title.clone())]
    } else {
        vec![(list, "Inbox".to_owned()), (format!("/hr/jobs/{}", job.id), job.title.clone())]
    };
    let (status, stage) = (row.status, row.stage.clone());
    let person = row.candidate_id.filter(|_| !hidden).map(|id| format!("/hr/candidates/{id}"));
    view! {
        <PageTitle text=format!("{} · {}", row.name, job.title)/>
        <PageHeader
            title=row.name
            above=move || view! { <Breadcrumbs trail=trail/> }
            status=move || view! { <StatusPill tone=application_tone(status) label=status.label()/> }
            meta=move || view! {
                <Meta icon=IconKind::Board>{stage}</Meta>
                {(!row.headline.is_empty()).then(|| view! { <Meta icon=IconKind::Briefcase>{row.headline}</Meta> })}
                {(!row.location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{row.location}</Meta> })}
                <Meta icon=IconKind::Clock>"Applied " <Time at=row.applied_at style=TimeStyle::told(hidden)/></Meta>
                {person.map(|href| view! { <Meta icon=IconKind::User><a href=href>"Profile"</a></Meta> })}
            }
        >
            <KeyHelp keys=KEYS/>
        </PageHeader>
    }
}

#[component]
fn Body(detail: ApplicationDetail, review: Review) -> impl IntoView {
    let (id, text, file, result) = (detail.row.id, detail.text.clone(), detail.file.clone(), detail.result.clone());
    let about = About::Application(id);
    let (hidden, readable) = (detail.hidden, !detail.text.is_empty());
    let href = review
        .application(id)
        .with("notes", shown_number(&detail.notes))
        .with("history", shown_number(&detail.history))
        .with("view", resume::shown_as().unwrap_or_default());
    let (matched, here) = (detail.result.clone(), href.clone());
    view! {
        <Split shape=SplitShape::Even sticky=true
            side=move || view! { <Resume file=file text=text result=matched hidden=hidden href=here/> }>
            <div class="stack-large">
                <Earlier list=detail.earlier.clone()/>
                <Match result=result requirements=detail.job.requirements.clone() rescoring=detail.row.rescoring corrected=detail.file.as_ref().and_then(|f| f.corrected_at) waiting=detail.file.as_ref().is_some_and(|f| f.waiting) linked=readable
                    overruling=detail.row.status.is_open().then_some(id) day_only=hidden/>
                <Contacts contact=detail.contact hidden=hidden/>
                <Answers answers=detail.answers/>
                {(!hidden).then(|| view! { <TagsCard about=about tags=detail.tags/> })}
                <NotesCard about=about notes=detail.notes href=href.clone()/>
                <History history=detail.history href=href told=TimeStyle::told(hidden)/>
            </div>
        </Split>
    }
}

#[component]
fn Match(
    result: Option<MatchResult>,
    requirements: Vec<RequirementHead>,
    rescoring: bool,
    corrected: Option<DateTime<Utc>>,
    waiting: bool,
    linked: bool,
    overruling: Option<ApplicationId>,
    day_only: bool,
) -> impl IntoView {
    let body = match result {
        Some(result) => {
            view! { <MatchExplanation result requirements rescoring overruling linked day_only/> }.into_any()
        }
        None if waiting => view! {
            <Empty compact=true icon=IconKind::Clock title="Not scored yet" text="The résumé is being read."/>
        }
        .into_any(),
        None if linked => view! {
            <Empty compact=true icon=IconKind::Clock title="Being scored"
                text="The résumé is being compared with the job. The score appears here by itself."/>
        }
        .into_any(),
        None => view! {
            <Empty compact=true icon=IconKind::QuestionCircle title="Not scored"
                text="There is no résumé text to compare with the job."/>
        }
        .into_any(),
    };
    let style = if day_only { TimeStyle::Day } else { TimeStyle::Date };
    let corrected = corrected.map(|at| {
        view! {
            <p class="small muted">"Read with what the candidate corrected, "<Time at=at style=style/>
                ". What the file says stands beside it, above the résumé."</p>
        }
    });
    view! { <Card title="Match"><div class="stack">{body}{corrected}</div></Card> }
}

#[component]
fn Earlier(list: Vec<EarlierApplication>) -> impl IntoView {
    if list.is_empty() {
        return ().into_any();
    }
    let rows = list
        .into_iter()
        .map(|earlier| {
            let what = match (earlier.rejected, earlier.status) {
                (true, ApplicationStatus::Withdrawn) => "Rejected, then withdrawn".to_owned(),
                (_, status) => status.label().to_owned(),
            };
            let known = earlier.known.map(|(id, at)| {
                view! {
                    " · applied " <Time at=at/> " · " <a href=format!("/hr/applications/{id}")>"Open"</a>
                }
            });
            view! { <li>{what}{known}</li> }
        })
        .collect_view();
    view! { <Notice tone=Tone::Warning title="Applied for this job before"><ul>{rows}</ul></Notice> }.into_any()
}

#[component]
fn Contacts(contact: Contact, hidden: bool) -> impl IntoView {
    if hidden {
        return ().into_any();
    }
    let mails = contact
        .emails
        .into_iter()
        .map(|m| view! { <li><a href=format!("mailto:{m}")>{m.clone()}</a></li> })
        .collect_view();
    let phones = contact.phones.into_iter().map(|p| view! { <li>{p}</li> }).collect_view();
    let links = contact
        .links
        .into_iter()
        .map(|l| {
            let href =
                if l.starts_with("https://") || l.starts_with("http://") { l.clone() } else { format!("https://{l}") };
            view! { <li><a href=href rel="external noopener nofollow" target="_blank">{l}</a></li> }
        })
        .collect_view();
    view! {
        <Card title="Contact">
            {contact.do_not_contact.then(|| view! { <Notice tone=Tone::Warning title="Asked not to be contacted"/> })}
            <ul class="stack-small">{mails}{phones}{links}</ul>
        </Card>
    }
    .into_any()
}

#[component]
fn Answers(answers: Vec<Answer>) -> impl IntoView {
    if answers.is_empty() {
        return ().into_any();
    }
    let facts = answers.into_iter().map(|a| view! { <Fact term=a.question>{a.answer}</Fact> }).collect_view();
    view! { <Card title="Answers"><DefinitionList grid=true>{facts}</DefinitionList></Card> }.into_any()
}

#[component]
fn History(history: Page<HistoryItem>, href: Href, told: TimeStyle) -> impl IntoView {
    let pager = PartPager::of(&history);
    let events = history.items.into_iter().map(|item| event(item, told)).collect_view();
    view! {
        <Card title="History">
            <div class="stack" id="history">
                <Timeline>{events}</Timeline>
                {pager.links(&href, "history")}
            </div>
        </Card>
    }
}

fn event(item: HistoryItem, told: TimeStyle) -> impl IntoView {
    let (icon, tone) = match item.kind {
        EventKind::Applied => (IconKind::Inbox, Tone::Neutral),
        EventKind::Moved | EventKind::Resumed | EventKind::Reopened => (IconKind::ArrowRight, Tone::Info),
        EventKind::Hired => (IconKind::CheckCircle, Tone::Success),
        EventKind::Rejected => (IconKind::CrossCircle, Tone::Danger),
        EventKind::Held => (IconKind::Pause, Tone::Warning),
        EventKind::Renamed => (IconKind::User, Tone::Neutral),
        EventKind::Overruled | EventKind::Restored => (IconKind::Edit, Tone::Info),
        EventKind::Withdrawn | EventKind::Closed => (IconKind::Minus, Tone::Neutral),
    };
    let title = match (&item.from_stage, &item.to_stage) {
        (Some(from), Some(to)) => format!("{}: {from} → {to}", item.kind.label()),
        _ => item.kind.label().to_owned(),
    };
    let (actor, at) = (item.actor, item.at);
    view! {
        <TimelineEvent title=title icon=icon tone=tone meta=move || view! { {actor} ", " <Time at=at style=told/> }>
            {item.reason.map(|reason| view! { <p class="small">{reason}</p> })}
            {item.team_note.map(|note| view! { <p class="small">{note}</p> })}
        </TimelineEvent>
    }
}
