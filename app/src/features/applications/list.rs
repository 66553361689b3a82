//! The ranked table of a job's applicants.

use super::{
    api::{MoveApplications, RejectApplications, list_applicants},
    application_tone,
    frame::{JobFrame, JobTab, rescoring},
    param,
    review::{NAMES, Review, applicant_query},
};
use crate::{
    error_view::ErrorView,
    features::matching::{RequirementLegend, named_verdicts},
    form::{FormState, PostForm},
    live::{ChangedMeanwhile, use_live_forms},
    ui::*,
};
use hireq_domain::{
    applicants::{JobHead, RankedPage, RequirementHead, Seen, StatusFilter},
    application::{ApplicantRow, RejectReason},
    ids::{ApplicationId, JobId},
    job::StageKind,
    matching::Band,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/hr/jobs/:id`.
#[component]
pub fn ApplicantsPage() -> impl IntoView {
    let id = param::<JobId>();
    let query = use_query_map();
    let href = Memo::new(move |_| {
        let path = id.get().map_or_else(|_| "/hr/jobs".to_owned(), |id| format!("/hr/jobs/{id}"));
        query.with(|q| {
            Href::from_pairs(
                path,
                NAMES.into_iter().chain(["page"]).map(|name| (name, q.get(name).unwrap_or_default())),
            )
        })
    });
    let changed = use_live_forms(move |event| id.get_untracked().is_ok_and(|job| event.concerns(job)));
    let page = Resource::new_blocking(
        move || (id.get(), href.get(), changed.version()),
        |(id, href, _)| async move { list_applicants(id?, applicant_query(&href)).await },
    );
    let move_form = FormState::of::<MoveApplications>();
    let reject_form = FormState::of::<RejectApplications>();
    let bulk = Bulk::new(move_form, reject_form);
    view! {
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(10)/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(page) => view! {
                        <Header job=page.job.clone() first=page.rows.items.first().map(|row| row.id) href=href.get_untracked()/>
                        <ErrorSummary errors=move_form.errors()/>
                        <ErrorSummary errors=reject_form.errors()/>
                        <Content page=page href=href.get_untracked() bulk=bulk/>
                    }
                    .into_any(),
                }
            })}
        </Transition>
        <ChangedMeanwhile forms=changed what="these applicants"/>
    }
}

/// The state of the bulk actions besides the rows: the ticked rows, and what was chosen before a refusal.
#[derive(Clone, Copy)]
struct Bulk {
    ticks: Ticks,
    moving: FormState,
    rejecting: FormState,
}

impl Bulk {
    fn new(moving: FormState, rejecting: FormState) -> Self {
        let before = [moving, rejecting].into_iter().find_map(|form| form.values("selected[]"));
        Self { ticks: Ticks::new(before.unwrap_or_default()), moving, rejecting }
    }
}

#[component]
fn Header(job: JobHead, first: Option<ApplicationId>, href: Href) -> impl IntoView {
    let first = first.map(|id| Review::of_list(&href).application(id).to_string());
    let pairs = href.without("page").pairs().to_vec();
    let csv = Href::from_pairs(format!("/hr/jobs/{}/applicants.csv", job.id), pairs).to_string();
    let any = job.applications > 0;
    view! {
        <JobFrame
            job=job
            active=JobTab::Applicants
            actions=move || any.then(|| view! {
                {first.map(|href| view! {
                    <LinkButton href=href icon=IconKind::ArrowRight shortcut="j">"Review one by one"</LinkButton>
                })}
                <LinkButton href=csv icon=IconKind::Download download=true>"Download CSV"</LinkButton>
            })
        />
    }
}

#[component]
fn Content(page: RankedPage, href: Href, bulk: Bulk) -> impl IntoView {
    let RankedPage { job, rows } = page;
    if job.applications == 0 {
        return view! {
            <Empty icon=IconKind::Inbox title="No applications yet"
                text="Share the public page, or upload résumés that you already have.">
                <LinkButton href=format!("/hr/upload?job={}", job.id) icon=IconKind::Upload>"Upload résumés"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let filters = filters(&job, &href);
    if rows.total == 0 {
        return view! {
            {filters}
            <Empty icon=IconKind::Users title="No applicant fits" text="Change the filters or clear them."/>
        }
        .into_any();
    }
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let pager = view! {
        <Pager href=href.clone() page=count(rows.number) per_page=count(rows.size) total=count(rows.total) of="applicants"/>
    };
    let keys: Vec<_> = rows.items.iter().map(|row| Seen { id: row.id, version: row.row_version }.to_string()).collect();
    let changed = bulk.ticks.keep(&keys);
    bulk.ticks.come_back(href.path(), &keys);
    let requirements = job.requirements.clone();
    let legend = requirements.clone();
    view! {
        {filters}
        <PostForm state=bulk.moving also=bulk.rejecting bare=true class="stack"
            done=Callback::new(move |()| bulk.ticks.clear())>
            <input type="hidden" name="back" value=href.to_string()/>
            {actions(&job, bulk, changed)}
            {table(rows.items, &requirements, job.blind, &href, bulk.ticks)}
        </PostForm>
        {pager}
        <RequirementLegend requirements=legend/>
    }
    .into_any()
}

fn filters(job: &JobHead, href: &Href) -> impl IntoView + use<> {
    let get = |name: &str| href.get(name).to_owned();
    let bands = choices(Band::ALL.iter().map(|b| (b.as_str(), b.label())));
    let statuses =
        choices(StatusFilter::ALL.iter().filter(|s| **s != StatusFilter::Open).map(|s| (s.as_str(), s.label())));
    let words = if job.blind { "Headline" } else { "Name, headline or words of the résumé" };
    let clearable = applicant_query(href).filters();
    let (musts, unseen) = (get("musts") == "true", get("unseen") == "true");
    let (q, band, status) = (get("q"), get("band"), get("status"));
    let stages = stage_chips(job, href);
    let kept = href.clone();
    view! {
        {stages}
        <FilterBar href=kept edits=&["q", "band", "status", "musts", "unseen"] clearable=clearable>
            <SearchField label=words value=q/>
            <Select name="band" label="Match" options=bands selected=band empty="Every match"/>
            <Select name="status" label="Status" options=statuses selected=status empty="Open"/>
            <Checkbox name="musts" label="Meets all must-haves" checked=musts/>
            <Checkbox name="unseen" label="New to me" checked=unseen/>
        </FilterBar>
    }
}

/// The stages, each with how many open applicants it holds; one that is chosen is left again by pressing it.
fn stage_chips(job: &JobHead, href: &Href) -> impl IntoView + use<> {
    let chosen = href.get("stage").to_owned();
    let href = href.without("page");
    let chip = |label: String, open: i64, key: String| {
        let active = chosen == key;
        let to = if active { href.without("stage") } else { href.with("stage", key) }.to_string();
        view! { <Chip href=to label=label count=open active=active/> }
    };
    let stages = job.stages.iter().map(|s| chip(s.name.clone(), s.open, s.id.to_string())).collect_view();
    let all = chip("All".to_owned(), job.open(), String::new());
    view! { <Chips label="Stage">{all}{stages}</Chips> }
}

fn actions(job: &JobHead, bulk: Bulk, changed: usize) -> impl IntoView + use<> {
    let stages =
        choices(job.stages.iter().filter(|s| s.kind != StageKind::Hired).map(|s| (s.id.to_string(), s.name.clone())));
    let reasons = choices(RejectReason::ALL.iter().map(|r| (r.as_str(), r.label())));
    let compare = format!("/hr/jobs/{}/compare", job.id);
    view! {
        <BulkBar label="With the selected applicants" ticks=bulk.ticks changed=changed>
            <Select name="stage" label="Move to" options=stages empty="Choose a stage" hide_label=true id="bulk-stage"
                selected=bulk.moving.value("stage", "") error=bulk.moving.error("stage")/>
            <Button size=ButtonSize::Small>"Move"</Button>
            <Button size=ButtonSize::Small variant=ButtonVariant::Ghost formaction=compare attr:formmethod="get">"Compare"</Button>
            <Disclosure summary="Reject…" open=bulk.rejecting.came_back()>
                <div class="stack-small">
                    <Select name="reason" label="Reason" options=reasons empty="Choose a reason" id="bulk-reason"
                        selected=bulk.rejecting.value("reason", "") error=bulk.rejecting.error("reason")/>
                    <p class="small muted">"The mails to those who applied wait 24 hours. Reopen an application before that, and its mail is called back."</p>
                    <Button size=ButtonSize::Small variant=ButtonVariant::Danger formaction=bulk.rejecting.url()>
                        "Reject the selected"
                        {move || match bulk.ticks.count() {
                            0 => String::new(),
                            n => format!(" ({n})"),
                        }}
                    </Button>
                </div>
            </Disclosure>
        </BulkBar>
    }
}

fn table(
    rows: Vec<ApplicantRow>,
    requirements: &[RequirementHead],
    blind: bool,
    href: &Href,
    ticks: Ticks,
) -> impl IntoView + use<> {
    let sorting = Sorting::new(href.clone(), "-score");
    let named = (!requirements.is_empty()).then(|| view! { <Th label="Requirements"/> });
    let (requirements, review) = (requirements.to_vec(), Review::of_list(href));
    let many = rows.len();
    let name = if blind {
        view! { <Th label="Applicant"/> }.into_any()
    } else {
        view! { <SortTh label="Applicant" key="name" sorting=sorting.clone()/> }.into_any()
    };
    view! {
        <Table caption="Applicants, ranked by how well they match" stacked=true>
            <thead>
                <tr>
                    <th scope="col"><SelectAll ticks=ticks rows=many/><span class="visually-hidden">"Select"</span></th>
                    {name}
                    <SortTh label="Match" key="score" sorting=sorting.clone() descending=true/>
                    {named}
                    <Th label="Stage"/>
                    <SortTh label="Applied" key="applied" sorting=sorting descending=true/>
                </tr>
            </thead>
            <tbody>
                // Rows are drawn anew and never turned into another's: what has the focus is the row that it was.
                <For each=move || rows.clone() key=|row| row.id let:item>{row(item, &requirements, &review, ticks)}</For>
            </tbody>
        </Table>
    }
}

fn row(row: ApplicantRow, requirements: &[RequirementHead], review: &Review, ticks: Ticks) -> impl IntoView + use<> {
    let (seen, told) = (Seen { id: row.id, version: row.row_version }, TimeStyle::told(row.is_hidden()));
    let detail = match (row.headline.is_empty(), row.location.is_empty()) {
        (false, false) => format!("{} · {}", row.headline, row.location),
        (false, true) => row.headline.clone(),
        (true, _) => row.location.clone(),
    };
    let strip = (!requirements.is_empty()).then(|| {
        let verdicts = named_verdicts(&row.verdicts, requirements);
        view! { <Td label="Requirements"><VerdictStrip verdicts=verdicts/></Td> }
    });
    let href = review.application(row.id).to_string();
    let status = (row.status != hireq_domain::application::ApplicationStatus::Active)
        .then(|| view! { " " <StatusPill tone=application_tone(row.status) label=row.status.label()/> });
    view! {
        <tr>
            <td><SelectRow name="selected[]" value=seen.to_string() label=row.name.clone() ticks=ticks/></td>
            <Td label="Applicant"><Person name=row.name.clone() href=href detail=detail unread=row.unseen/></Td>
            <Td label="Match"><ScoreBar score=row.score/>{rescoring(row.rescoring)}</Td>
            {strip}
            <Td label="Stage">{row.stage}{status}{row.again.then(|| view! { " " <Badge>"Applied before"</Badge> })}</Td>
            <Td label="Applied"><Time at=row.applied_at style=told/></Td>
        </tr>
    }
}
