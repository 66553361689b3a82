//! The views of a match: the total as a bar with its band in words, and a verdict for each requirement.

use hireq_domain::matching::{Band, Verdict};
use leptos::prelude::*;

use super::{Icon, IconKind, Tone};

const fn band_class(band: Band) -> &'static str {
    match band {
        Band::HighlyRecommended => "band-high",
        Band::Recommended => "band-good",
        Band::Maybe => "band-maybe",
        Band::NotRecommended => "band-low",
    }
}

/// How a score is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoreLayout {
    /// Number and bar; the band is the bar's accessible name. For table cells and cards.
    #[default]
    Compact,
    /// Number, bar and band in words.
    Labelled,
    /// A large number with the band below it, at the top of an explanation.
    Large,
}

/// A total from 0 to 100 with its band.
#[component]
pub fn ScoreBar(
    /// The total; `None` while it is being computed.
    #[prop(into)]
    score: Option<f32>,
    /// How it is laid out.
    #[prop(optional)]
    layout: ScoreLayout,
) -> impl IntoView {
    let Some(score) = score else {
        return view! { <span class="score score-none">"Not scored yet"</span> }.into_any();
    };
    let score = score.clamp(0.0, 100.0);
    let band = Band::of(score);
    let layout_class = match layout {
        ScoreLayout::Compact => "",
        ScoreLayout::Labelled => " score-labelled",
        ScoreLayout::Large => " score-large",
    };
    let label = if layout == ScoreLayout::Compact {
        view! { <span class="visually-hidden">{format!(" out of 100, {}", band.label())}</span> }.into_any()
    } else {
        view! {
            <span class="visually-hidden">" out of 100, "</span>
            <span class="score-band">{band.label()}</span>
        }
        .into_any()
    };
    view! {
        <span class=format!("score {}{layout_class}", band_class(band)) title=band.label()>
            <span class="score-number">{format!("{score:.0}")}</span>
            <ShareBar share=f64::from(score)/>
            {label}
        </span>
    }
    .into_any()
}

/// A bar showing a share. Decorative, because the number is beside it.
#[component]
pub fn ShareBar(
    /// The share, 0 to 100.
    share: f64,
) -> impl IntoView {
    view! {
        <svg class="share-bar" width="100%" height="6" aria-hidden="true" focusable="false">
            <rect class="share-track" width="100%" height="6" rx="3"></rect>
            <rect class="share-fill" width=format!("{:.1}%", share.clamp(0.0, 100.0)) height="6" rx="3"></rect>
        </svg>
    }
}

const fn verdict_parts(verdict: Verdict) -> (Tone, IconKind) {
    match verdict {
        Verdict::Met => (Tone::Success, IconKind::CheckCircle),
        Verdict::Partial => (Tone::Warning, IconKind::HalfCircle),
        Verdict::Missing => (Tone::Danger, IconKind::CrossCircle),
        Verdict::Unknown => (Tone::Neutral, IconKind::QuestionCircle),
    }
}

/// A verdict: icon and word.
#[component]
pub fn VerdictMark(
    verdict: Verdict,
    /// Show only the icon, and keep the word for screen readers.
    #[prop(optional)]
    icon_only: bool,
    /// The requirement, if nothing else beside the icon names it: otherwise a row of icons would be read as the same
    /// word again and again.
    #[prop(optional, into)]
    of: String,
) -> impl IntoView {
    mark(verdict_parts(verdict), verdict.label(), icon_only, &of)
}

/// The placeholder for a verdict on a requirement that has not been evaluated yet.
#[component]
pub fn BeingScored(
    /// Show only the icon, and keep the words for screen readers.
    #[prop(optional)]
    icon_only: bool,
    /// The requirement, if nothing else beside the icon names it.
    #[prop(optional, into)]
    of: String,
) -> impl IntoView {
    mark((Tone::Neutral, IconKind::Clock), "Being scored", icon_only, &of)
}

fn mark((tone, icon): (Tone, IconKind), says: &str, icon_only: bool, of: &str) -> impl IntoView + use<> {
    let words = if of.is_empty() { says.to_owned() } else { format!("{of}: {says}") };
    let title = icon_only.then(|| words.clone());
    view! {
        <span class=format!("verdict {}", tone.class()) title=title>
            <Icon kind=icon/>
            <span class=icon_only.then_some("visually-hidden")>{words}</span>
        </span>
    }
}

/// One requirement with its verdict and the evidence for it.
#[component]
pub fn MatchLine(
    /// `None` while it is being evaluated.
    verdict: Option<Verdict>,
    /// The requirement's text.
    #[prop(into)]
    requirement: String,
    /// A short remark at the end of the line, such as “Must have”.
    #[prop(optional, into)]
    note: String,
    /// The element's id, for links.
    #[prop(optional, into)]
    id: String,
    /// Actions, shown at the end of the line.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The evidence: quotations, ideally each a [`Quote`](super::Quote).
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="match-line" id=super::text_or_none(id)>
            {match verdict {
                Some(verdict) => view! { <VerdictMark verdict=verdict icon_only=true/> }.into_any(),
                None => view! { <BeingScored icon_only=true/> }.into_any(),
            }}
            <div class="match-body">
                <div class="match-head">
                    <p>
                        <span class="match-requirement">{requirement}</span>
                        {(!note.is_empty()).then(|| view! { " " <span class="match-note">{note}</span> })}
                    </p>
                    {actions.map(ViewFnOnce::run)}
                </div>
                {children.map(|children| view! { <div class="match-evidence">{children()}</div> })}
            </div>
        </li>
    }
}

/// The list around [`MatchLine`]s.
#[component]
pub fn MatchLines(
    /// The lines.
    children: Children,
) -> impl IntoView {
    view! { <ul class="match-lines">{children()}</ul> }
}
