//! Explains a score: the total, its parts, and each requirement with its evidence.

use super::overrule::{OverruleForms, Said, TakeBack};
use crate::ui::*;
use hireq_domain::{
    applicants::RequirementHead,
    ids::ApplicationId,
    job::RequirementKind,
    matching::{Lapsed, MatchItem, MatchResult, Shares},
};
use leptos::prelude::*;

/// The evidence of a match as ranges for [`evidence_runs`], one list for each requirement.
pub fn evidence_pieces(result: Option<&MatchResult>) -> Vec<Vec<(usize, usize)>> {
    result
        .map(|r| r.items.iter().map(|i| i.evidence.iter().map(|s| (s.start, s.end)).collect()).collect())
        .unwrap_or_default()
}

/// A link to a requirement's line, by its index in the match.
pub fn requirement_href(index: usize) -> String {
    format!("#{}", requirement_id(index))
}

fn requirement_id(index: usize) -> String {
    format!("requirement-{index}")
}

/// The explanation of a match. Requirements link to their evidence in the text on the same page.
#[component]
pub fn MatchExplanation(
    result: MatchResult,
    /// The job's current requirements, in order.
    requirements: Vec<RequirementHead>,
    /// Whether the score is based on outdated criteria.
    rescoring: bool,
    /// The application whose verdicts can be overruled here.
    overruling: Option<ApplicationId>,
    /// Whether the text is on the same page.
    #[prop(optional)]
    linked: bool,
    /// Show only the day of recruiters' verdicts.
    #[prop(optional)]
    day_only: bool,
) -> impl IntoView {
    let (counts, machine) = (result.counts(), (result.total, result.band));
    let overruled = result.counted.is_some().then(|| {
        let (total, band) = machine;
        let total = format!("The machine’s own total is {total:.0} ({}).", band.label().to_lowercase());
        view! { <p class="small">"What recruiters said counts in this total and in the must-haves. "{total}</p> }
    });
    let shown = Shown { overruling, linked, day_only };
    let lapsed = result.lapsed.clone().into_iter().map(|lapsed| lapsed_item(lapsed, shown)).collect_view();
    let lines = requirements
        .into_iter()
        .map(|asked| match result.answer(asked.kind, &asked.text) {
            Some((at, item)) => line(at, item.clone(), shown).into_any(),
            None => pending(asked).into_any(),
        })
        .collect_view();
    let rescoring = rescoring.then(|| {
        let why = "The job asks for something else since this was scored. The new score appears here by itself.";
        view! { <Notice title="Being scored anew">{why}</Notice> }
    });
    view! {
        <div class="stack">
            {rescoring}
            <ScoreBar score=Some(counts.total) layout=ScoreLayout::Large/>
            {overruled}
            {parts(counts.shares)}
            <MatchLines>{lines}</MatchLines>
            {lapsed}
        </div>
    }
}

/// How to show the items of a match.
#[derive(Clone, Copy)]
struct Shown {
    overruling: Option<ApplicationId>,
    linked: bool,
    day_only: bool,
}

fn note(kind: RequirementKind, must: bool) -> String {
    match (kind, must) {
        (RequirementKind::Skill, true) => "Must have".to_owned(),
        (RequirementKind::Skill, false) => "Nice to have".to_owned(),
        (kind, must) => format!("{}, {}", kind.label(), if must { "must have" } else { "nice to have" }),
    }
}

/// A requirement that has not been evaluated yet.
fn pending(asked: RequirementHead) -> impl IntoView {
    view! {
        <MatchLine verdict=None requirement=asked.text note=note(asked.kind, asked.must)>
            <p class="small muted">"Being scored"</p>
        </MatchLine>
    }
}

fn line(index: usize, item: MatchItem, shown: Shown) -> impl IntoView {
    let (places, verdict, machine) = (item.evidence.len(), item.counts(), item.verdict);
    let note = note(item.kind, item.must);
    let link = (shown.linked && places > 0).then(|| {
        let words = if places == 1 {
            "Show in the résumé".to_owned()
        } else {
            format!("Show {places} places in the résumé")
        };
        // With `external`, the browser handles the link instead of the router; only then does `:target` apply.
        view! { " " <a href=evidence_href(index) rel="external">{words}</a> }
    });
    let said = item.overrule.clone().map(|said| view! { <Said said machine day_only=shown.day_only/> });
    let (requirement, overrule) = (item.text.clone(), item.overrule);
    let id = if shown.linked { requirement_id(index) } else { String::new() };
    let forms = shown.overruling.map(|application| {
        view! { <OverruleForms application requirement said=overrule index/> }
    });
    view! {
        <MatchLine verdict=Some(verdict) requirement=item.text note=note id=id actions=move || forms>
            {said}
            <p class="small">{item.reason}{link}</p>
        </MatchLine>
    }
}

/// A recruiter's verdict on a requirement that the job has changed or removed since.
fn lapsed_item(lapsed: Lapsed, shown: Shown) -> impl IntoView {
    let Lapsed { requirement, overrule } = lapsed;
    let said = overrule.clone();
    let back = shown.overruling.map(|application| {
        view! { <TakeBack application requirement=requirement.clone() said=overrule/> }
    });
    view! {
        <div class="stack-small">
            <p class="small muted">{format!("The job asks for “{requirement}” no more, so this does not count:")}</p>
            <Said said day_only=shown.day_only/>
            {back}
        </div>
    }
}

fn parts(shares: Shares) -> impl IntoView {
    let part = |name: &'static str, share: Option<f32>| {
        share.map(|share| {
            let percent = f64::from(share) * 100.0;
            view! {
                <Fact term=name>
                    <span class="numeric">{format!("{percent:.0}")}</span>
                    <ShareBar share=percent/>
                </Fact>
            }
        })
    };
    view! {
        <DefinitionList grid=true>
            {part("Skills and languages", shares.skills)}
            {part("Experience", shares.experience)}
            {part("Education", shares.education)}
            {part("Semantic similarity", shares.closeness)}
        </DefinitionList>
    }
}
