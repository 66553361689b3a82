//! Pages that are images: rendering them, and rebuilding them from recognised text.

#[path = "support/pdf.rs"]
mod written;

use hireq_documents::{
    Limits, Orientation, ReadError, Scan, SeenLetter, SeenLine, SeenPage, read, read_seen, recognizable,
};
use hireq_domain::resume::ReadWarning;
use std::path::Path;
use written::{CATALOGUE, FONT, PAGES, pdf, stream};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).expect("a fixture")
}

/// A line whose letters are all half as wide as they are high.
fn line(text: &str, x: f32, baseline: f32) -> SeenLine {
    let letter = |(n, c)| SeenLetter { c, x0: x + 5.0 * n as f32, x1: x + 5.0 * (n as f32 + 1.0) };
    SeenLine { letters: text.chars().enumerate().map(letter).collect(), baseline, size: 10.0 }
}

fn seen(page: u32, lines: Vec<SeenLine>) -> SeenPage {
    SeenPage { page, width: 595.0, height: 842.0, lines, orientation: Orientation::default() }
}

/// An image of two rows.
fn picture(width: u32) -> String {
    let entries =
        format!("/Type/XObject/Subtype/Image/Width {width}/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray");
    stream(&entries, "abcd")
}

/// Two pages: an image that fills the first, and a sentence on the second.
fn half_scanned() -> Vec<u8> {
    let page = |contents: &str| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {contents} 0 R\
             /Resources<</Font<</F 5 0 R>>/XObject<</P 6 0 R>>>>>>"
        )
    };
    let sentence = stream("", "BT /F 12 Tf 50 700 Td (I have kept the accounts of a bakery since 2014.) Tj ET");
    pdf(&[
        CATALOGUE,
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        &page("7"),
        &page("8"),
        FONT,
        &picture(2),
        &stream("", "q 595 0 0 842 0 0 cm /P Do Q"),
        &sentence,
    ])
}

#[test]
fn what_was_recognised_is_read_line_by_line_with_places() {
    let mut lines = vec![line("Zoe Uenal", 50.0, 60.0)];
    for n in 0..8 {
        lines.push(line(&format!("Engineer at firm number {n} for years"), 50.0, 120.0 + 14.0 * n as f32));
    }
    lines.reverse();
    let png = fixture("white.png");
    let document = read_seen(&png, "scan.png", &Limits::default(), &[seen(1, lines)]).expect("read");
    assert_eq!((document.media_type, &document.warnings[..]), ("image/png", &[ReadWarning::Recognized][..]));
    let at = |text: &str| document.text.find(text).unwrap_or_else(|| panic!("{text}: {}", document.text));
    assert!(at("Zoe Uenal") < at("firm number 0") && at("firm number 0") < at("firm number 7"));
    let place = document.page_box(document.lines[0].span).expect("a place");
    assert!((place.x0 - 50.0).abs() < 0.1 && (place.x1 - 95.0).abs() < 0.1 && place.y0 < 60.0 && place.y1 > 60.0);
}

#[test]
fn of_a_file_that_is_scanned_in_part_the_pictures_are_named_and_the_rest_stays_as_it_is() {
    let file = half_scanned();
    let document = read(&file, "cv.pdf", &Limits::default()).expect("read");
    assert!(document.pictures == [1] && document.warnings.contains(&ReadWarning::PartlyScanned), "{document:?}");
    let pages = [seen(1, vec![line("Zoe Uenal, accountant in Leeds", 50.0, 60.0)])];
    let document = read_seen(&file, "cv.pdf", &Limits::default(), &pages).expect("read");
    assert!(document.text.starts_with("Zoe Uenal, accountant") && document.text.contains("a bakery since 2014"));
    assert!(document.pictures.is_empty() && document.warnings.contains(&ReadWarning::Recognized), "{document:?}");
}

#[test]
fn a_page_is_drawn_as_large_as_it_is_read_and_dark_where_its_letters_are() {
    let scan = Scan::open(&fixture("sarah_scanned.pdf"), "scan.pdf", &Limits::default()).expect("opened");
    let page = scan.draw(1).expect("drawn");
    assert_eq!((page.width.max(page.height), page.grey.len()), (2_400, page.width * page.height));
    let dark = page.grey.iter().filter(|v| **v < 160).count() * 1_000 / page.grey.len();
    assert!((5..300).contains(&dark), "{dark} in a thousand are dark");
    assert!(scan.draw(0).is_none() && scan.draw(99).is_none());
}

#[test]
fn a_picture_that_is_larger_than_any_scan_is_not_drawn() {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</P 4 0 R>>>>>>";
    let file = pdf(&[CATALOGUE, PAGES, page, &picture(2_000_000_000), &stream("", "q 595 0 0 842 0 0 cm /P Do Q")]);
    let opened = Scan::open(&file, "cv.pdf", &Limits::default());
    assert!(matches!(opened.map(|scan| scan.len()), Err(ReadError::Bomb)));
}

#[test]
fn a_scan_and_a_photograph_can_be_recognised_and_a_text_and_a_named_lie_cannot() {
    assert_eq!(recognizable(&fixture("sarah_scanned.pdf"), "cv.pdf"), Some("application/pdf"));
    assert_eq!(recognizable(&fixture("priya_photo.jpg"), "photo.jpg"), Some("image/jpeg"));
    assert_eq!(recognizable(&fixture("priya_photo.jpg"), "photo.docx"), None);
    assert_eq!(recognizable(b"Zoe Uenal\nEngineer\n", "cv.txt"), None);
    let photo = read(&fixture("priya_photo.jpg"), "photo.jpg", &Limits::default());
    assert!(photo.is_err_and(|error| error.asks_for_recognition()));
}

#[test]
fn hardly_anything_recognised_is_said_as_before() {
    let pages = [seen(1, vec![line("7", 50.0, 60.0)])];
    let error = read_seen(&fixture("white.png"), "me.png", &Limits::default(), &pages).unwrap_err();
    assert_eq!(error, ReadError::OcrRequired);
}
