//! The résumé beside the match, as page images or as text, with the evidence marked in both.

use super::review::VIEW;
use crate::{
    features::{
        matching::{evidence_pieces, requirement_href},
        resumes::Corrections,
    },
    ui::*,
};
use hireq_domain::{applicants::ApplicationFile, matching::MatchResult, sheet::Sheet};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The value of [`VIEW`] for the text; page images are the default.
const TEXT: &str = "text";
/// The key that switches the view.
pub(super) const KEY: &str = "x";

/// The view from the query string.
pub(super) fn shown_as() -> Option<String> {
    use_query_map().with_untracked(|query| query.get(VIEW))
}

#[component]
pub(super) fn Resume(
    file: Option<ApplicationFile>,
    text: String,
    result: Option<MatchResult>,
    hidden: bool,
    /// The page's URL with its other parameters.
    href: Href,
) -> impl IntoView {
    let Some(mut file) = file else {
        return view! { <Empty compact=true icon=IconKind::File title="No résumé came with this application"/> }
            .into_any();
    };
    let sheets = std::mem::take(&mut file.sheets);
    // The original file would reveal the person.
    let original = file.id.map(|id| {
        view! {
            <p class="cluster small">
                <Icon kind=IconKind::Paperclip/>
                <a href=format!("/files/{id}") rel="external">{file.name.clone()}</a>
            </p>
        }
    });
    let failure =
        file.failure.map(|why| view! { <Notice tone=Tone::Warning title="The file could not be read">{why}</Notice> });
    let runs = evidence_runs(&text, &evidence_pieces(result.as_ref()));
    let content = match file.id.filter(|_| !sheets.is_empty()) {
        Some(id) => view! {
            <EitherWay sheets pictures=format!("/files/{id}/pages") runs result href/>
        }
        .into_any(),
        None => (!runs.is_empty()).then(|| view! { <EvidenceText label="Résumé" runs=runs/> }).into_any(),
    };
    view! {
        <div class="stack-small">
            {original}
            {hidden.then(|| view! {
                <Notice title="Name and contact are hidden">"They appear once somebody moves or decides this application. Until then they are covered automatically in what the person wrote, and something may be left."</Notice>
            })}
            {file.corrected_at.map(|at| view! { <Corrections at corrections=file.corrections.clone() day_only=hidden/> })}
            {failure}
            {file.waiting.then(|| view! { <p class="muted">"The file is being read."</p> })}
            {content}
        </div>
    }
    .into_any()
}

/// Page images or text, depending on the query string.
#[component]
fn EitherWay(
    sheets: Vec<Sheet>,
    pictures: String,
    runs: Vec<EvidenceRun>,
    result: Option<MatchResult>,
    href: Href,
) -> impl IntoView {
    let query = use_query_map();
    let as_text = Memo::new(move |_| query.with(|query| query.get_str(VIEW) == Some(TEXT)));
    let as_pages = Memo::new(move |_| !as_text.get());
    let (pages_at, text_at) = (href.without(VIEW).to_string(), href.with(VIEW, TEXT).to_string());
    let items = result.map(|result| result.items).unwrap_or_default();
    let evidence: Vec<EvidenceFor> =
        (0..).zip(&items).map(|(i, item)| EvidenceFor { what: item.text.clone(), href: requirement_href(i) }).collect();
    let placed = |i: usize| sheets.iter().flat_map(|sheet| &sheet.marks).any(|mark| mark.of == i);
    let unplaced: Vec<(usize, String)> = (0..)
        .zip(&items)
        .filter(|(i, item)| !item.evidence.is_empty() && !placed(*i))
        .map(|(i, item)| (i, item.text.clone()))
        .collect();
    let told = text_at.clone();
    let shown = StoredValue::new((sheets, pictures, runs, evidence, unplaced));
    let content = move || {
        let (sheets, pictures, runs, evidence, unplaced) = shown.get_value();
        if as_text.get() {
            return view! { <EvidenceText label="Résumé" runs=runs/> }.into_any();
        }
        let as_text = told.clone();
        view! {
            <Unplaced pieces=unplaced text_at=told.clone()/>
            <Sheets of="the résumé" sheets pictures evidence as_text/>
        }
        .into_any()
    };
    view! {
        <Tabs label="The résumé as">
            <Tab href=pages_at label="Page" active=as_pages stays=true shortcut=KEY/>
            <Tab href=text_at label="Text" active=as_text stays=true shortcut=KEY/>
        </Tabs>
        {content}
    }
}

/// Evidence without a place on the pages. It carries the anchors of that evidence, and links on to the text view.
#[component]
fn Unplaced(pieces: Vec<(usize, String)>, text_at: String) -> impl IntoView {
    (!pieces.is_empty()).then(|| {
        let links = pieces
            .into_iter()
            .map(|(i, what)| {
                // Only native navigation updates `:target`, so the router must not handle this link.
                view! {
                    <li><a id=format!("e{i}") href=format!("{text_at}{}", evidence_href(i)) rel="external">{what}</a></li>
                }
            })
            .collect_view();
        view! { <div class="small muted"><p>"Not found on the pages, shown in the text:"</p><ul>{links}</ul></div> }
    })
}
