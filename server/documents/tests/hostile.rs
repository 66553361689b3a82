//! Malicious files: each of them once made a reader use too much time or memory, or give a wrong result.

#[path = "support/docx.rs"]
mod docx;
#[path = "support/pdf.rs"]
mod made;

use chrono::NaiveDate;
use docx::package;
use hireq_documents::{Document, Limits, ReadError, parse, read};
use hireq_domain::resume::{ParsedResume, ReadWarning};
use made::{CATALOGUE, FONT, PAGES, pdf, stream};
use std::time::{Duration, Instant};

fn parsed(document: &Document) -> ParsedResume {
    parse(document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day"))
}

/// Runs something that must be fast even in an unoptimised build on a busy machine.
fn soon<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    result
}

#[test]
fn a_form_that_draws_itself_twice_ends() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources 4 0 R>>";
    let resources = format!("<</Font<</F1 {FONT}>>/XObject<</X1 6 0 R>>>>");
    let text = "BT /F1 12 Tf 72 700 Td (Jane Roe, software engineer) Tj ET /X1 Do";
    let form = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 4 0 R", "/X1 Do /X1 Do");
    let file = pdf(&[CATALOGUE, PAGES, page, &resources, &stream("", text), &form]);
    let document = soon(|| read(&file, "cv.pdf", &Limits::default())).expect("the text before it is read");
    assert_eq!(document.text, "Jane Roe, software engineer\n");
    assert!(document.warnings.contains(&ReadWarning::Truncated));
}

#[test]
fn a_page_that_names_its_content_a_million_times_is_refused() {
    let contents = "5 0 R ".repeat(100_000);
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents[{contents}]/Resources 4 0 R>>");
    let content = stream("", &"% nothing\n".repeat(10_000));
    let file = pdf(&[CATALOGUE, PAGES, &page, "<<>>", &content]);
    assert_eq!(soon(|| read(&file, "cv.pdf", &Limits::default())).unwrap_err(), ReadError::Bomb);
}

#[test]
fn what_is_packed_twice_is_refused() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources 4 0 R>>";
    let content = stream("/Filter[/RunLengthDecode/RunLengthDecode]", "x");
    let file = pdf(&[CATALOGUE, PAGES, page, "<<>>", &content]);
    assert_eq!(read(&file, "cv.pdf", &Limits::default()).unwrap_err(), ReadError::Bomb);
}

#[test]
fn sizes_that_a_file_merely_states_are_not_believed() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources 4 0 R>>";
    let text = stream("", "BT /F1 12 Tf 72 700 Td (Jane Roe, software engineer) Tj ET");
    let packed = stream("/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 99999999999999>>", "x");
    let simple = "<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 999999999999/LastChar 999999999999/Widths[1]>>";
    let composite = |widths: &str| {
        format!(
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts\
             [<</Type/Font/Subtype/CIDFontType2/BaseFont/A{widths}>>]>>"
        )
    };
    for (font, contents) in [
        (simple, &text),
        (&composite("/W[1[500 600]0 4294967295 500]"), &text),
        (&composite("/W2[0 4294967295 500 1 1]"), &text),
        (FONT, &packed),
    ] {
        let file = pdf(&[CATALOGUE, PAGES, page, &format!("<</Font<</F1 {font}>>>>"), contents]);
        assert_eq!(soon(|| read(&file, "cv.pdf", &Limits::default())).unwrap_err(), ReadError::Bomb, "{font}");
    }
}

#[test]
fn ten_thousand_notes_on_a_page_are_left_alone() {
    let notes = "6 0 R ".repeat(10_000);
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 {FONT}>>>>/Annots[{notes}]>>"
    );
    let text = stream("", "BT /F1 12 Tf 72 700 Td (Jane Roe, software engineer) Tj ET");
    let note = "<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 7 0 R>>>>";
    let stamp = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", &"q Q ".repeat(10_000));
    let file = pdf(&[CATALOGUE, PAGES, &page, "<<>>", &text, note, &stamp]);
    let document = soon(|| read(&file, "cv.pdf", &Limits::default())).expect("the page itself");
    assert_eq!(document.text, "Jane Roe, software engineer\n");
}

#[test]
fn a_link_target_that_is_named_over_and_over_is_kept_once() {
    let link = "<w:hyperlink r:id=\"x\"><w:r><w:t>a</w:t></w:r></w:hyperlink>".repeat(20_000);
    let file = package(&[
        ("word/document.xml", &format!("<w:document><w:p>{link}</w:p></w:document>")),
        (
            "word/_rels/document.xml.rels",
            &format!("<R><Relationship Id=\"x\" Target=\"https://example.org/{}\"/></R>", "a".repeat(1_000)),
        ),
    ]);
    let document = soon(|| read(&file, "cv.docx", &Limits::default())).expect("a document");
    assert_eq!(document.links.len(), 1);
}

#[test]
fn one_endless_line_is_cut_like_many_lines() {
    let limits = Limits { max_chars: 1_000, ..Limits::default() };
    let text = "word ".repeat(10_000);
    let rtf = format!("{{\\rtf1 {text}}}");
    let docx = package(&[("word/document.xml", &format!("<d><p><r><t>{text}</t></r></p></d>"))]);
    for (name, file) in [("cv.txt", text.as_bytes()), ("cv.rtf", rtf.as_bytes()), ("cv.docx", &docx)] {
        let document = read(file, name, &limits).expect(name);
        assert!(document.text.chars().count() <= 1_001, "{name}");
        assert!(document.warnings.contains(&ReadWarning::Truncated), "{name}");
    }
}

#[test]
fn a_line_of_ten_thousand_periods_is_read_once() {
    let text = format!("Jane Roe\n\nExperience\n{}\nEngineer\n", "2001 - 2002, ".repeat(20_000));
    soon(|| parsed(&read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text")));
}

#[test]
fn a_line_of_nothing_but_years_is_not_asked_for_dates_again_and_again() {
    let text = format!("Experience\n{}\n", "2001-".repeat(60_000));
    soon(|| parsed(&read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text")));
}

#[test]
fn a_line_of_numbers_is_not_searched_backwards_from_each_of_them() {
    let text = format!("Jane Roe\n{}\n", "12345678-".repeat(33_000));
    soon(|| parsed(&read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text")));
}

#[test]
fn a_line_of_links_gives_no_more_than_a_page_of_them() {
    let text: String = (0..15_000).map(|n| format!("linkedin.com/{n} ")).collect();
    let resume = soon(|| parsed(&read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text")));
    assert_eq!(resume.links.len(), 20);
}

#[test]
fn places_are_not_looked_for_between_any_two_commas() {
    let entry = format!("{}\n2001 - 2002\n", ", a".repeat(34));
    let text = format!("Experience\n{}", entry.repeat(2_500));
    soon(|| parsed(&read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text")));
}

#[test]
fn letters_without_spaces_do_not_make_short_skills_slow() {
    // Every “Go” used to look back over all the letters before it.
    let text = format!("Summary\n{}\n", "是Go".repeat(90_000));
    soon(|| parsed(&read(text.as_bytes(), "cv.txt", &Limits::default()).expect("a text")));
}

#[test]
fn font_sizes_that_are_no_sizes_count_as_unknown() {
    for size in ["inf", "NaN", "-20", "1e39"] {
        let body = format!("<d><p><r><rPr><sz val=\"{size}\"/></rPr><t>Jane Roe</t></r></p></d>");
        let file = package(&[("word/document.xml", &body)]);
        let document = read(&file, "cv.docx", &Limits::default()).expect("a document");
        assert_eq!(document.lines[0].size, 0.0, "{size}");
    }
}

#[test]
fn a_long_line_of_numbers_and_a_long_broken_list_cost_no_more_than_their_length() {
    let numbers = format!("Ann Lee\n{}\n", "É +49 30 1234567; ".repeat(22_000));
    // Lines are only rejoined if their size is known.
    let line = "<p><r><rPr><sz val=\"24\"/></rPr><t>aa bb</t></r></p>";
    let list = format!("<d>{}{}</d>", line.replace("aa bb", "Skills").replace("24", "40"), line.repeat(50_000));
    let broken = package(&[("word/document.xml", &list.replacen("aa bb", "b, c", 1))]);
    // Each of them five times, because such a file once took nine seconds.
    soon(|| {
        for (name, file) in [("cv.txt", numbers.as_bytes()), ("cv.docx", &broken)].iter().cycle().take(10) {
            parsed(&read(file, name, &Limits::default()).expect("a text"));
        }
    });
}
