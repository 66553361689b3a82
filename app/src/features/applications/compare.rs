//! Two to four candidates for one job, side by side, requirement by requirement.

use super::{
    api::compare_applications,
    frame::{JobFrame, JobTab, rescoring},
    param,
    steps::quick_steps,
};
use crate::{error_view::ErrorView, features::matching::Said, live::use_live, ui::*};
use hireq_domain::{
    applicants::{ComparePage as Data, Compared, RequirementHead, Seen},
    ids::{ApplicationId, JobId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/hr/jobs/:id/compare?a=…&a=…`.
#[component]
pub fn ComparePage() -> impl IntoView {
    let id = param::<JobId>();
    let query = use_query_map();
    // `selected[]` comes from the table's checkboxes: keys with versions.
    let asked = Memo::new(move |_| {
        query.with(|q| {
            let mut ids: Vec<ApplicationId> = ["a", "selected[]"]
                .into_iter()
                .flat_map(|name| q.get_all(name).unwrap_or_default())
                .filter_map(|word| word.parse().ok().or_else(|| word.parse::<Seen>().ok().map(|seen| seen.id)))
                .collect();
            let mut seen = Vec::new();
            ids.retain(|id| {
                !seen.contains(id) && {
                    seen.push(*id);
                    true
                }
            });
            ids
        })
    });
    let changed = use_live(move |event| id.get_untracked().is_ok_and(|job| event.concerns(job)));
    let page = Resource::new_blocking(
        move || (id.get(), asked.get(), changed.get()),
        |(id, asked, _)| async move { compare_applications(id?, asked).await },
    );
    view! {
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(6)/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Err(crate::error::AppError::Invalid(errors)) => {
                        let back = id.get_untracked().map_or_else(|_| "/hr/jobs".to_owned(), |id| format!("/hr/jobs/{id}"));
                        let why = errors.0.first().map(|(_, m)| m.clone()).unwrap_or_default();
                        view! {
                            <Empty icon=IconKind::Users title="Nothing to compare" text=why>
                                <LinkButton href=back>"Back to the applicants"</LinkButton>
                            </Empty>
                        }
                        .into_any()
                    }
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(page) => view! {
                        <JobFrame job=page.job.clone() active=JobTab::None/>
                        {table(page, &asked.get_untracked())}
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

/// Rows of what is compared, below the requirements' heading.
fn table(page: Data, asked: &[ApplicationId]) -> impl IntoView + use<> {
    let here =
        Href::from_pairs(format!("/hr/jobs/{}/compare", page.job.id), asked.iter().map(|id| ("a", id.to_string())));
    let here = here.to_string();
    let heads = page.candidates.iter().map(head).collect_view();
    let scores = page
        .candidates
        .iter()
        .map(|c| view! { <td><ScoreBar score=c.row.score layout=ScoreLayout::Labelled/>{rescoring(c.row.rescoring)}</td> })
        .collect_view();
    let stages = page.candidates.iter().map(|c| view! { <td>{c.row.stage.clone()}</td> }).collect_view();
    let places = page.candidates.iter().map(|c| view! { <td>{c.row.location.clone()}</td> }).collect_view();
    let decisions = page
        .candidates
        .iter()
        .map(|c| view! { <td>{quick_steps(&c.row, &page.job.stages, c.applied, &here)}</td> })
        .collect_view();
    let answers = answers(&page.candidates);
    let rows = page
        .job
        .requirements
        .iter()
        .map(|requirement| {
            let cells = page.candidates.iter().map(|c| cell(c, requirement)).collect_view();
            let note = if requirement.must { "must have" } else { "nice to have" };
            view! {
                <tr>
                    <th scope="row">{requirement.text.clone()}" "<span class="small muted">{note}</span></th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption="Candidates side by side" even=true>
            <thead><tr><Th label="Requirement"/>{heads}</tr></thead>
            <tbody>
                <tr><th scope="row">"Match"</th>{scores}</tr>
                <tr><th scope="row">"Stage"</th>{stages}</tr>
                <tr><th scope="row">"Place"</th>{places}</tr>
                <tr><th scope="row">"Decide"</th>{decisions}</tr>
                {rows}
                {answers}
            </tbody>
        </Table>
    }
}

/// A row for each question that any of them was asked, in the order of asking.
fn answers(candidates: &[Compared]) -> impl IntoView + use<> {
    let mut questions: Vec<&str> = Vec::new();
    for answer in candidates.iter().flat_map(|candidate| &candidate.answers) {
        if !questions.contains(&answer.question.as_str()) {
            questions.push(&answer.question);
        }
    }
    let row = |question: &str| {
        let cells = candidates.iter().map(|candidate| {
            let said = candidate.answers.iter().find(|answer| answer.question == question);
            view! { <td>{said.map_or_else(|| "–".to_owned(), |said| said.answer.clone())}</td> }
        });
        view! { <tr><th scope="row">{question.to_owned()}</th>{cells.collect_view()}</tr> }
    };
    questions.into_iter().map(row).collect_view()
}

fn head(candidate: &Compared) -> impl IntoView + use<> {
    let href = format!("/hr/applications/{}", candidate.row.id);
    let (name, detail) = (candidate.row.name.clone(), candidate.row.headline.clone());
    view! { <th scope="col"><Person name=name href=href detail=detail/></th> }
}

fn cell(candidate: &Compared, asked: &RequirementHead) -> impl IntoView + use<> {
    match candidate.result.as_ref().map(|result| result.answer(asked.kind, &asked.text)) {
        Some(Some((_, item))) => {
            let (reason, machine, day_only) = (item.reason.clone(), item.verdict, candidate.row.is_hidden());
            let said = item.overrule.clone().map(|said| view! { <Said said machine day_only/> });
            view! { <td><VerdictMark verdict=item.counts()/>{said}<p class="small muted">{reason}</p></td> }.into_any()
        }
        Some(None) => view! { <td><BeingScored/></td> }.into_any(),
        None => view! { <td class="muted">"–"</td> }.into_any(),
    }
}
