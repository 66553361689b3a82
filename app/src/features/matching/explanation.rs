//! Why a score is what it is: the total, its parts, and each requirement with its evidence.

use crate::ui::*;
use hireq_domain::{
    job::RequirementKind,
    matching::{MatchItem, MatchResult, Shares},
};
use leptos::prelude::*;

/// The evidence of a match as ranges for [`evidence_runs`], one list a requirement.
pub fn evidence_pieces(result: Option<&MatchResult>) -> Vec<Vec<(usize, usize)>> {
    result
        .map(|r| r.items.iter().map(|i| i.evidence.iter().map(|s| (s.start, s.end)).collect()).collect())
        .unwrap_or_default()
}

/// A match explained. Each requirement with evidence links to its places in the text on the same page.
#[component]
pub fn MatchExplanation(
    result: MatchResult,
    /// The text stands on the same page.
    #[prop(optional)]
    linked: bool,
) -> impl IntoView {
    let shares = result.shares;
    let lines = result.items.into_iter().enumerate().map(|(i, item)| line(i, item, linked)).collect_view();
    view! {
        <div class="stack">
            <ScoreBar score=Some(result.total) layout=ScoreLayout::Large/>
            {parts(shares)}
            <MatchLines>{lines}</MatchLines>
        </div>
    }
}

fn line(index: usize, item: MatchItem, linked: bool) -> impl IntoView {
    let places = item.evidence.len();
    let note = match (item.kind, item.must) {
        (RequirementKind::Skill, true) => "Must have".to_owned(),
        (RequirementKind::Skill, false) => "Nice to have".to_owned(),
        (kind, must) => format!("{}, {}", kind.label(), if must { "must have" } else { "nice to have" }),
    };
    let link = (linked && places > 0).then(|| {
        let words = if places == 1 {
            "Show in the résumé".to_owned()
        } else {
            format!("Show {places} places in the résumé")
        };
        // `external` leaves the address to the browser, which alone can mark a target.
        view! { " " <a href=evidence_href(index) rel="external">{words}</a> }
    });
    view! {
        <MatchLine verdict=item.verdict requirement=item.text note=note>
            <p class="small">{item.reason}{link}</p>
        </MatchLine>
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
        <DefinitionList>
            {part("Skills and languages", shares.skills)}
            {part("Experience", shares.experience)}
            {part("Education", shares.education)}
            {part("Closeness of meaning", shares.closeness)}
        </DefinitionList>
    }
}
