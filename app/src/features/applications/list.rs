//! The ranked table of a job's applicants.

use super::{
    api::{ChooseColumns, list_applicants},
    application_tone,
    bulk::{Actions, Bulk},
    columns::{ColumnMenu, added, headings},
    filters::{Edited, FilterControls},
    frame::{JobFrame, JobTab, rescoring},
    param,
    review::{Review, applicant_query, list_href},
    saved::{SavedFilters, SavedForms},
};
use crate::{
    features::matching::{RequirementLegend, strip_verdicts},
    form::{FormState, PostForm},
    live::{ChangedMeanwhile, loaded, part, use_live_forms},
    ui::*,
};
use hireq_domain::{
    applicants::{JobHead, RankedPage, RequirementHead, SavedFilter, Seen, StageCount},
    application::{ApplicantRow, ListColumn},
    ids::{ApplicationId, JobId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/hr/jobs/:id`.
#[component]
pub fn ApplicantsPage() -> impl IntoView {
    let id = param::<JobId>();
    let query = use_query_map();
    let href = Memo::new(move |_| query.with(|query| list_href(id.get().ok(), "", query)));
    let changed = use_live_forms(move |event| id.get_untracked().is_ok_and(|job| event.concerns(job)));
    let page = Resource::new_blocking(
        move || (id.get(), href.get(), changed.version()),
        |(id, href, _)| async move { list_applicants(id?, applicant_query(&href)).await },
    );
    let bulk = Bulk::new();
    view! {
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(10)/> }>
            {loaded(page, move |page| view! { <Loaded page href bulk/> }.into_any())}
        </Transition>
        <ChangedMeanwhile forms=changed what="these applicants"/>
    }
}

#[component]
fn Loaded(page: Signal<RankedPage>, href: Memo<Href>, bulk: Bulk) -> impl IntoView {
    let saving = SavedForms::new();
    let choosing = FormState::of::<ChooseColumns>();
    let head = |page: &RankedPage| {
        let first = page.rows.items.first().map(|row| row.id);
        (page.job.clone(), first, page.saved.clone(), page.columns.clone())
    };
    let any = |page: &RankedPage| (page.job.applications > 0).then_some((page.job.id, page.job.blind));
    view! {
        {part(page, head, move |(job, first, saved, columns)| {
            view! { <Header job first saved columns href=href.get() saving choosing/> }.into_any()
        })}
        <ErrorSummary errors=bulk.form.errors()/>
        {part(page, any, move |any| match any {
            Some((_, blind)) => view! {
                {part(page, |page| (page.job.stages.clone(), page.fitting.clone()), move |(stages, fitting)| {
                    stage_chips(&stages, &fitting, &href.get()).into_any()
                })}
                <FilterControls blind href edited=Edited::List/>
                {part(page, RankedPage::clone, move |page| view! { <Content page href=href.get_untracked() bulk/> }.into_any())}
            }
            .into_any(),
            None => view! { <NoApplications job=page.with_untracked(|page| page.job.id)/> }.into_any(),
        })}
    }
}

#[component]
fn NoApplications(job: JobId) -> impl IntoView {
    view! {
        <Empty icon=IconKind::Inbox title="No applications yet"
            text="Share the public page, or upload résumés that you already have.">
            <LinkButton href=format!("/hr/upload?job={job}") icon=IconKind::Upload>"Upload résumés"</LinkButton>
        </Empty>
    }
}

#[component]
fn Header(
    job: JobHead,
    first: Option<ApplicationId>,
    saved: Vec<SavedFilter>,
    columns: Vec<ListColumn>,
    href: Href,
    saving: SavedForms,
    choosing: FormState,
) -> impl IntoView {
    let first = first.map(|id| Review::of_list(&href).application(id).to_string());
    let pairs = href.without("page").pairs().to_vec();
    let csv = Href::from_pairs(format!("/hr/jobs/{}/applicants.csv", job.id), pairs).to_string();
    let any = job.applications > 0;
    let (id, of_saved) = (job.id, href.clone());
    view! {
        <JobFrame
            job=job
            active=JobTab::Applicants
            list=href
            actions=move || any.then(|| view! {
                {first.map(|href| view! {
                    <LinkButton href=href icon=IconKind::ArrowRight shortcut="j">"Review one by one"</LinkButton>
                })}
                <ColumnMenu chosen=columns back=of_saved.to_string() form=choosing/>
                <SavedFilters job=id saved href=of_saved forms=saving/>
                <LinkButton href=csv icon=IconKind::Download download=true>"Download CSV"</LinkButton>
            })
        />
    }
}

#[component]
fn Content(page: RankedPage, href: Href, bulk: Bulk) -> impl IntoView {
    let RankedPage { job, rows, columns, .. } = page;
    if rows.total == 0 {
        return view! {
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
        <PostForm state=bulk.form bare=true class="stack" done=Callback::new(move |()| bulk.ticks.clear())>
            <Actions job=job.clone() href=href.clone() total=rows.total here=rows.items.len() bulk changed/>
            {table(rows.items, &requirements, columns, job.blind, &href, bulk.ticks)}
        </PostForm>
        {pager}
        <RequirementLegend requirements=legend/>
    }
    .into_any()
}

/// The stages, each with how many of those whom the other filters leave it holds; one that is chosen is left again by
/// pressing it.
fn stage_chips(stages: &[StageCount], fitting: &[i64], href: &Href) -> impl IntoView + use<> {
    let chosen = href.get("stage").to_owned();
    let href = href.without("page");
    let chip = |label: String, count: i64, key: String| {
        let active = chosen == key;
        let to = if active { href.without("stage") } else { href.with("stage", key) }.to_string();
        view! { <Chip href=to label=label count=count active=active/> }
    };
    let counted = stages.iter().zip(fitting);
    let chips = counted.map(|(stage, count)| chip(stage.name.clone(), *count, stage.id.to_string())).collect_view();
    let all = chip("All".to_owned(), fitting.iter().sum(), String::new());
    view! { <Chips label="Stage">{all}{chips}</Chips> }
}

fn table(
    rows: Vec<ApplicantRow>,
    requirements: &[RequirementHead],
    columns: Vec<ListColumn>,
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
                    {headings(&columns)}
                    <Th label="Stage"/>
                    <SortTh label="Applied" key="applied" sorting=sorting descending=true/>
                </tr>
            </thead>
            <tbody>
                // Rows are drawn anew and never turned into another's: what has the focus is the row that it was.
                <For each=move || rows.clone() key=|row| row.id let:item>{row(item, &requirements, &columns, &review, ticks)}</For>
            </tbody>
        </Table>
    }
}

fn row(
    row: ApplicantRow,
    requirements: &[RequirementHead],
    columns: &[ListColumn],
    review: &Review,
    ticks: Ticks,
) -> impl IntoView + use<> {
    let (seen, told) = (Seen { id: row.id, version: row.row_version }, TimeStyle::told(row.is_hidden()));
    let own_column = columns.contains(&ListColumn::Place);
    let detail = match (row.headline.is_empty(), row.location.is_empty() || own_column) {
        (false, false) => format!("{} · {}", row.headline, row.location),
        (true, false) => row.location.clone(),
        (_, true) => row.headline.clone(),
    };
    let href = review.application(row.id).to_string();
    let strip = (!requirements.is_empty()).then(|| {
        let verdicts = strip_verdicts(&row.verdicts, requirements, &href);
        view! { <Td label="Requirements"><VerdictStrip verdicts=verdicts/></Td> }
    });
    let more = added(&row, columns);
    let status = (row.status != hireq_domain::application::ApplicationStatus::Active)
        .then(|| view! { " " <StatusPill tone=application_tone(row.status) label=row.status.label()/> });
    view! {
        <tr>
            <td><SelectRow name="selected[]" value=seen.to_string() label=row.name.clone() ticks=ticks/></td>
            <Td label="Applicant"><Person name=row.name.clone() href=href detail=detail unread=row.unseen/></Td>
            <Td label="Match"><ScoreBar score=row.score/>{rescoring(row.rescoring)}</Td>
            {strip}
            {more}
            <Td label="Stage">{row.stage}{status}{row.again.then(|| view! { " " <Badge>"Applied before"</Badge> })}</Td>
            <Td label="Applied"><Time at=row.applied_at style=told/></Td>
        </tr>
    }
}
