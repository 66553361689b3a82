//! What was read from a résumé, field by field, with the parser's confidence.

use crate::ui::*;
use hireq_domain::resume::{Education, Experience, Field, ParsedResume, PartialDate, PeriodEnd, ReadWarning};
use leptos::prelude::*;

/// Fields with a lower confidence are marked for checking.
const UNSURE: f32 = 0.6;

/// Everything that was read. `unsure` marks values with a low confidence.
#[component]
pub fn Reading(
    resume: ParsedResume,
    /// Whether to mark uncertain values.
    #[prop(optional)]
    unsure: bool,
) -> impl IntoView {
    let warnings = resume
        .warnings
        .iter()
        .map(|w| warning(*w))
        .map(|words| view! { <Notice tone=Tone::Warning>{words}</Notice> })
        .collect_view();
    let years = resume.total_years.map(|y| format!("{y:.1} years"));
    let has_skills = !resume.skills.is_empty();
    let skills = resume
        .skills
        .into_iter()
        .map(|s| {
            let tone = if unsure && s.confidence < UNSURE { Tone::Warning } else { Tone::Neutral };
            view! { <li><Badge tone=tone>{s.name}</Badge></li> }
        })
        .collect_view();
    let experience = resume.experience.iter().map(|e| position(e, unsure)).collect_view();
    let has_experience = !resume.experience.is_empty();
    let education = resume.education.iter().map(|e| course(e, unsure)).collect_view();
    let has_education = !resume.education.is_empty();
    view! {
        <div class="stack">
            {warnings}
            <DefinitionList>
                {one("Name", resume.name.as_ref(), unsure)}
                {one("Headline", resume.headline.as_ref(), unsure)}
                {one("Location", resume.location.as_ref(), unsure)}
                {many("E-mail", &resume.emails, unsure)}
                {many("Telephone", &resume.phones, unsure)}
                {many("Links", &resume.links, unsure)}
                {years.map(|years| view! { <Fact term="Experience">{years}</Fact> })}
                {many("Languages", &resume.languages, unsure)}
                {many("Certificates", &resume.certificates, unsure)}
                {one("Summary", resume.summary.as_ref(), unsure)}
            </DefinitionList>
            {has_skills.then(|| view! { <h3>"Skills"</h3><ul class="cluster plain-list">{skills}</ul> })}
            {has_experience.then(|| view! { <h3>"Experience"</h3><ul class="stack-small plain-list">{experience}</ul> })}
            {has_education.then(|| view! { <h3>"Education"</h3><ul class="stack-small plain-list">{education}</ul> })}
        </div>
    }
}

const fn warning(warning: ReadWarning) -> &'static str {
    match warning {
        ReadWarning::HiddenText => {
            "The file holds text that does not seem to show on the page. It was left out; open the file to see what it is."
        }
        ReadWarning::Repaired => "The file was damaged. What could be read of it is here.",
        ReadWarning::Truncated => "The file is very long. Only its beginning was read.",
        ReadWarning::PartlyScanned => "Some pages are pictures of text. They could not be read.",
        ReadWarning::Recognized => {
            "Read by text recognition (OCR) from pictures of pages: letters may be mistaken. Compare it with the file."
        }
        ReadWarning::PartlyRead => {
            "A part of the file is in a form that cannot be read. Open the file, or ask for it as a PDF made by printing."
        }
    }
}

fn valued(field: &Field<String>, unsure: bool) -> impl IntoView + use<> {
    let doubt = unsure && field.confidence < UNSURE;
    let value = field.value.clone();
    view! {
        <span>
            {value}
            {doubt.then(|| view! { " " <Badge tone=Tone::Warning>"Please check"</Badge> })}
        </span>
    }
}

fn one(term: &'static str, field: Option<&Field<String>>, unsure: bool) -> Option<AnyView> {
    field.map(|f| {
        let value = valued(f, unsure);
        view! { <Fact term=term>{value}</Fact> }.into_any()
    })
}

fn many(term: &'static str, fields: &[Field<String>], unsure: bool) -> Option<AnyView> {
    (!fields.is_empty()).then(|| {
        let values = fields.iter().map(|f| view! { <li>{valued(f, unsure)}</li> }).collect_view();
        view! { <Fact term=term><ul class="plain-list">{values}</ul></Fact> }.into_any()
    })
}

/// "2019-03 – present".
fn period(start: Option<PartialDate>, end: Option<PeriodEnd>) -> Option<String> {
    match (start, end) {
        (Some(s), Some(e)) => Some(format!("{s} – {e}")),
        (Some(s), None) => Some(s.to_string()),
        (None, Some(e)) => Some(e.to_string()),
        (None, None) => None,
    }
}

fn position(e: &Experience, unsure: bool) -> impl IntoView + use<> {
    let heading = [e.title.as_ref(), e.employer.as_ref()]
        .into_iter()
        .flatten()
        .map(|f| view! { <li>{valued(f, unsure)}</li> })
        .collect_view();
    let when = [period(e.start, e.end), e.location.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let bullets = e.bullets.iter().map(|b| view! { <li>{b.clone()}</li> }).collect_view();
    let any = !e.bullets.is_empty();
    view! {
        <li>
            <ul class="cluster plain-list strong">{heading}</ul>
            <p class="muted small">{when}</p>
            {any.then(|| view! { <ul class="bullets small">{bullets}</ul> })}
        </li>
    }
}

fn course(e: &Education, unsure: bool) -> impl IntoView + use<> {
    let heading = [e.degree.as_ref(), e.institution.as_ref()]
        .into_iter()
        .flatten()
        .map(|f| view! { <li>{valued(f, unsure)}</li> })
        .collect_view();
    let when = [period(e.start, e.end), e.level.map(|l| l.shown().to_owned())];
    let when = when.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li>
            <ul class="cluster plain-list strong">{heading}</ul>
            <p class="muted small">{when}</p>
        </li>
    }
}
