//! Page images with selectable words over them and with the evidence marked. As in the text, a link to `#e3` highlights
//! the places of the fourth piece of evidence without scripts. The shapes are SVG because the content security policy
//! forbids style attributes.

use super::evidence_class;
use hireq_domain::{
    resume::PageBox,
    sheet::{Sheet, SheetLine, SheetMark},
};
use leptos::{prelude::*, svg};

/// What a piece of evidence belongs to.
#[derive(Clone, Debug)]
pub struct EvidenceFor {
    /// The requirement.
    pub what: String,
    /// A link to the requirement on the same page.
    pub href: String,
}

/// The pages of a file, one below another.
#[component]
pub fn Sheets(
    /// The name of the document, for alternative texts.
    of: &'static str,
    sheets: Vec<Sheet>,
    /// The URL of the page images, without the page number.
    pictures: String,
    /// The pieces of evidence, in order.
    evidence: Vec<EvidenceFor>,
    /// A link to the text view.
    as_text: String,
) -> impl IntoView {
    let count = sheets.len();
    let mut placed = vec![false; evidence.len()];
    let sheets = (1..)
        .zip(sheets)
        .map(|(number, sheet)| {
            let alt = format!("Page {number} of {count} of {of}");
            let marks = shared(&sheet.marks)
                .into_iter()
                .map(|(place, of)| mark(place, &of, &evidence, &mut placed).into_any())
                .collect();
            let (src, as_text) = (format!("{pictures}/{number}"), as_text.clone());
            view! { <SheetView number alt src sheet marks as_text/> }
        })
        .collect_view();
    view! { <div class="sheets">{sheets}</div> }
}

/// A page. If its image does not load, the words become visible at their positions.
#[component]
fn SheetView(
    number: usize,
    alt: String,
    src: String,
    sheet: Sheet,
    marks: Vec<AnyView>,
    as_text: String,
) -> impl IntoView {
    let failed = RwSignal::new(false);
    let picture = NodeRef::<leptos::html::Img>::new();
    // The image may have failed before hydration.
    Effect::new(move |_| {
        if picture.get().is_some_and(|image| image.complete() && image.natural_width() == 0) {
            failed.set(true);
        }
    });
    let Sheet { width, height, lines, .. } = sheet;
    let label = format!("Words of page {number}");
    let lines = lines.into_iter().map(line).collect_view();
    let instead = move || {
        failed.get().then(|| {
            view! {
                <p class="small muted">
                    {format!("Page {number} could not be drawn; its words stand where they are on it. ")}
                    <a href=as_text.clone() data-noscroll="">"Read it as text"</a>
                </p>
            }
        })
    };
    view! {
        {instead}
        <div class="sheet" class:is-failed=move || failed.get()>
            <img node_ref=picture class="sheet-picture" src=src alt=alt width=format!("{width:.0}") height=format!("{height:.0}")
                loading="lazy" decoding="async" on:error=move |_| failed.set(true)/>
            <svg class="sheet-layer" viewBox=format!("0 0 {width:.1} {height:.1}") preserveAspectRatio="none" role="group"
                aria-label=label>
                <g class="sheet-words">{lines}</g>
                {marks}
            </svg>
        </div>
    }
}

/// Invisible text as wide as on the image, for selection, search and screen readers.
fn line(SheetLine { text, place }: SheetLine) -> impl IntoView {
    let height = place.y1 - place.y0;
    let (size, baseline) = (0.98 * height, place.y0 + 0.78 * height);
    view! {
        <text x=points(place.x0) y=points(baseline) font-size=points(size) textLength=points(place.x1 - place.x0)
            lengthAdjust="spacingAndGlyphs">{text}</text>
    }
}

/// Merges marks at the same place.
fn shared(marks: &[SheetMark]) -> Vec<(PageBox, Vec<usize>)> {
    let mut places: Vec<(PageBox, Vec<usize>)> = Vec::new();
    for SheetMark { of, place } in marks {
        match places.iter_mut().find(|(known, _)| known == place) {
            Some((_, known)) if known.contains(of) => {}
            Some((_, known)) => known.push(*of),
            None => places.push((*place, vec![*of])),
        }
    }
    places
}

/// A marked place, which links to its requirement. The first place of a piece of evidence carries its anchor.
fn mark(place: PageBox, of: &[usize], evidence: &[EvidenceFor], placed: &mut [bool]) -> impl IntoView + use<> {
    let named: Vec<&EvidenceFor> = of.iter().filter_map(|i| evidence.get(*i)).collect();
    let label = named.iter().map(|evidence| evidence.what.as_str()).collect::<Vec<_>>().join(", ");
    let href = named.first().map(|evidence| evidence.href.clone());
    let first_of: Vec<usize> = of
        .iter()
        .copied()
        .filter(|i| placed.get_mut(*i).is_some_and(|placed| !std::mem::replace(placed, true)))
        .collect();
    // One tab stop for each piece of evidence.
    let skipped = first_of.is_empty().then_some("-1");
    let PageBox { x0, y0, x1, y1, .. } = place;
    let rect = move |id: Option<String>, class: &'static str| {
        view! {
            <rect id=id class=class x=points(x0 - 1.0) y=points(y0) width=points(x1 - x0 + 2.0) height=points(y1 - y0) rx="1.5"></rect>
        }
    };
    let targets = first_of.into_iter().map(|i| rect(Some(format!("e{i}")), "sheet-target")).collect_view();
    // Not in the macro, for which this `<a>` and `<title>` are HTML: a browser that draws them itself shows nothing then.
    let link = svg::a()
        .attr("href", href)
        .attr("class", evidence_class("sheet-mark", of))
        .attr("aria-label", format!("Evidence for {label}"))
        .attr("tabindex", skipped)
        .child((svg::title().child(label), rect(None, "sheet-mark-place")));
    view! {
        <g>
            {targets}
            {link}
        </g>
    }
}

/// A length as an SVG attribute.
fn points(length: f32) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_several_pieces_of_evidence_share_are_one_link() {
        let at = |x0: f32| PageBox { page: 1, x0, y0: 10.0, x1: x0 + 50.0, y1: 22.0 };
        let marks = [(0, 10.0), (2, 10.0), (0, 90.0), (0, 90.0)].map(|(of, x0)| SheetMark { of, place: at(x0) });
        assert_eq!(shared(&marks), [(at(10.0), vec![0, 2]), (at(90.0), vec![0])]);
        assert!(shared(&[]).is_empty());
    }
}
