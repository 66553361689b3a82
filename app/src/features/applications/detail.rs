//! One candidate for one job: the match explained beside the résumé, and everything needed to decide.

use super::{
    api::show_application,
    application_tone, param,
    resume::{self, Resume},
    review::{Review, VIEW},
    steps::{DecisionBar, StepErrors, StepForms},
};
use crate::{
    error::AppError,
    features::{
        candidates::DuplicatesLine,
        matching::MatchExplanation,
        notes::{NotesCard, TagsCard},
    },
    form::use_sent,
    live::{ChangedMeanwhile, loaded, part, use_live_forms},
    session::use_user,
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
    let draw = move |detail: Signal<ApplicationDetail>| {
        job.set_value(detail.with_untracked(|detail| Some(detail.job.id)));
        view! { <Loaded detail review/> }.into_any()
    };
    view! { <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Cards(3)/> }>{loaded(detail, draw)}</Transition> }
}

#[component]
fn Loaded(detail: Signal<ApplicationDetail>, review: Memo<Review>) -> impl IntoView {
    let steps = StepForms::new();
    let careful = changed_by_others(detail);
    let me = use_user().map(|user| user.name);
    let notice = move || {
        // Only the first page has the newest step.
        let newest = |d: &ApplicationDetail| d.history.items.first().filter(|_| d.history.number == 1).cloned();
        let by = detail.with(newest).map(|item| item.actor);
        let title = match by {
            Some(by) if me.as_ref() == Some(&by) => "You changed this application elsewhere".to_owned(),
            Some(by) if !by.is_empty() => format!("{by} changed this application"),
            _ => "This application was changed".to_owned(),
        };
        let told = detail.with(|d| {
            format!(
                "It is in {} now ({}). Look again before you decide.",
                d.row.stage,
                d.row.status.label().to_lowercase()
            )
        });
        // Beside buttons that have just become others: somebody may be about to press what stood there before.
        careful.get().then(|| {
            view! { <Notice tone=Tone::Warning live=true title=title>{told}</Notice> }
        })
    };
    let header = |d: &ApplicationDetail| (d.job.id, d.job.title.clone(), d.row.clone(), d.hidden);
    view! {
        {part(detail, header, move |(job, title, row, hidden)| {
            view! { <Header job title row hidden review=review.get_untracked()/> }.into_any()
        })}
        <StepErrors steps/>
        {notice}
        <DecisionBar detail review steps careful/>
        <Body detail review/>
    }
}

/// Whether a colleague has changed what the buttons do since somebody last decided here.
fn changed_by_others(detail: Signal<ApplicationDetail>) -> Signal<bool> {
    let sent = use_sent();
    // What was shown last, how much this page had sent by then, and whether others changed it.
    let shown = Memo::new(move |before: Option<&(Seen, u32, bool)>| {
        let seen = detail.with(|detail| Seen { id: detail.row.id, version: detail.row.row_version });
        let now = sent.get_untracked();
        // On the way to the next applicant the one before is shown for a moment.
        let by_others = before.is_some_and(|(earlier, then, by_others)| {
            earlier.id == seen.id && if earlier.version == seen.version { *by_others } else { now == *then }
        });
        (seen, now, by_others)
    });
    Signal::derive(move || shown.with(|(_, _, by_others)| *by_others))
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
fn Header(job: JobId, title: String, row: ApplicantRow, hidden: bool, review: Review) -> impl IntoView {
    let list = review.list(job).to_string();
    let trail = if review.inbox().is_empty() {
        vec![("/hr/jobs".to_owned(), "Jobs".to_owned()), (list, title.clone())]
    } else {
        vec![(list, "Inbox".to_owned()), (format!("/hr/jobs/{job}"), title.clone())]
    };
    let (status, stage) = (row.status, row.stage.clone());
    let person = row.candidate_id.filter(|_| !hidden).map(|id| format!("/hr/candidates/{id}"));
    view! {
        <PageTitle text=format!("{} · {title}", row.name)/>
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
fn Body(detail: Signal<ApplicationDetail>, review: Memo<Review>) -> impl IntoView {
    // This page with the shown part of notes and history.
    let here = Memo::new(move |_| {
        detail.with(|detail| {
            review
                .with(|review| review.application(detail.row.id))
                .with("notes", shown_number(&detail.notes))
                .with("history", shown_number(&detail.history))
                .with(VIEW, resume::shown_as().unwrap_or_default())
        })
    });
    view! {
        <Split shape=SplitShape::Even sticky=true side=move || resume_part(detail, here)>
            <div class="stack-large">
                {part(detail, |d| d.earlier.clone(), |list| view! { <Earlier list/> }.into_any())}
                {part(detail, |d| d.duplicates.clone(), |list| view! { <DuplicatesLine list/> }.into_any())}
                {match_part(detail)}
                {part(detail, |d| (d.contact.clone(), d.hidden), |(contact, hidden)| {
                    view! { <Contacts contact hidden/> }.into_any()
                })}
                {part(detail, |d| d.answers.clone(), |answers| view! { <Answers answers/> }.into_any())}
                {part(detail, |d| (d.row.id, d.hidden, d.tags.clone()), |(id, hidden, tags)| {
                    (!hidden).then(|| view! { <TagsCard about=About::Application(id) tags/> }).into_any()
                })}
                {part(detail, |d| (d.row.id, d.notes.clone()), move |(id, notes)| {
                    view! { <NotesCard about=About::Application(id) notes href=here.get()/> }.into_any()
                })}
                {part(detail, |d| (d.hidden, d.history.clone()), move |(hidden, history)| {
                    view! { <History history href=here.get() told=TimeStyle::told(hidden)/> }.into_any()
                })}
            </div>
        </Split>
    }
}

fn resume_part(detail: Signal<ApplicationDetail>, here: Memo<Href>) -> impl IntoView {
    let take = |d: &ApplicationDetail| (d.file.clone(), d.text.clone(), d.result.clone(), d.hidden);
    part(detail, take, move |(file, text, result, hidden)| {
        view! { <Resume file text result hidden href=here.get()/> }.into_any()
    })
}

fn match_part(detail: Signal<ApplicationDetail>) -> impl IntoView {
    let take = |d: &ApplicationDetail| Matched {
        result: d.result.clone(),
        requirements: d.job.requirements.clone(),
        rescoring: d.row.rescoring,
        corrected: d.file.as_ref().and_then(|file| file.corrected_at),
        waiting: d.file.as_ref().is_some_and(|file| file.waiting),
        linked: !d.text.is_empty(),
        overruling: d.row.status.is_open().then_some(d.row.id),
        day_only: d.hidden,
    };
    part(detail, take, |matched| view! { <Match matched/> }.into_any())
}

/// What the match's card shows.
#[derive(Clone, PartialEq)]
struct Matched {
    result: Option<MatchResult>,
    requirements: Vec<RequirementHead>,
    rescoring: bool,
    corrected: Option<DateTime<Utc>>,
    /// The résumé has not been read yet.
    waiting: bool,
    /// The text is on the same page.
    linked: bool,
    /// Where its verdicts can be overruled.
    overruling: Option<ApplicationId>,
    day_only: bool,
}

#[component]
fn Match(matched: Matched) -> impl IntoView {
    let Matched { result, requirements, rescoring, corrected, waiting, linked, overruling, day_only } = matched;
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
        EventKind::Renamed | EventKind::Merged | EventKind::Unmerged => (IconKind::User, Tone::Neutral),
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
