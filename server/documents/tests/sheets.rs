//! Pages as they look, and words where they stand on them.

#[path = "support/pdf.rs"]
mod made;

use hireq_documents::{Document, Limits, Orientation, SeenLetter, SeenLine, SeenPage, draw, read, read_seen};
use hireq_domain::{
    resume::{PageBox, Span},
    sheet::Sheet,
};
use image::{GrayImage, ImageFormat};
use made::{CATALOGUE, FONT, PAGES, pdf, stream};
use std::path::Path;

/// Darker than this is ink.
const INK: u8 = 150;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).expect(name)
}

fn opened(file: &[u8]) -> Document {
    read(file, "cv.pdf", &Limits::default()).expect("readable")
}

fn picture(file: &[u8], page: u32) -> GrayImage {
    let bytes = draw(file, "cv.pdf", &Limits::default(), page).expect("drawn");
    image::load_from_memory(&bytes).expect("a picture").into_luma8()
}

/// The first place of a phrase.
fn place(document: &Document, phrase: &str) -> (Vec<Sheet>, PageBox) {
    let at = document.text.find(phrase).unwrap_or_else(|| panic!("{phrase}: {}", document.text));
    let start = document.text[..at].chars().count();
    let span = Span { start, end: start + phrase.chars().count() };
    let sheets = document.places().sheets(&document.text, &[vec![span]]);
    let place = sheets.iter().flat_map(|sheet| &sheet.marks).next().expect("a mark").place;
    (sheets, place)
}

/// How many of a box's pixels are ink, and how many of all.
fn ink(picture: &GrayImage, sheet: &Sheet, place: &PageBox) -> usize {
    let (fx, fy) = (picture.width() as f32 / sheet.width, picture.height() as f32 / sheet.height);
    let (x, y) = ((place.x0 * fx) as u32..(place.x1 * fx) as u32, (place.y0 * fy) as u32..(place.y1 * fy) as u32);
    y.flat_map(|y| x.clone().map(move |x| (x, y))).filter(|(x, y)| picture.get_pixel(*x, *y).0[0] < INK).count()
}

/// The share of a page's ink that stands in its lines' boxes, and how many lines have none.
fn covered(file: &[u8]) -> (f32, usize, usize) {
    let document = opened(file);
    let sheets = document.places().sheets(&document.text, &[]);
    let (mut picture, sheet) = (picture(file, 1), &sheets[0]);
    let all = picture.pixels().filter(|p| p.0[0] < INK).count();
    let empty = sheet.lines.iter().filter(|line| ink(&picture, sheet, &line.place) == 0).count();
    let (fx, fy) = (picture.width() as f32 / sheet.width, picture.height() as f32 / sheet.height);
    for PageBox { x0, y0, x1, y1, .. } in sheet.lines.iter().map(|line| line.place) {
        for y in (y0 * fy) as u32..((y1 + 1.0) * fy) as u32 {
            for x in ((x0 - 1.0).max(0.0) * fx) as u32..((x1 + 1.0) * fx) as u32 {
                if x < picture.width() && y < picture.height() {
                    picture.get_pixel_mut(x, y).0[0] = 255;
                }
            }
        }
    }
    let left = picture.pixels().filter(|p| p.0[0] < INK).count();
    (1.0 - left as f32 / all.max(1) as f32, empty, sheet.lines.len())
}

#[test]
fn every_line_stands_on_ink_and_nearly_all_ink_in_lines() {
    // The second has a dark sidebar, which is ink too; rules are the rest of the first.
    for (file, least) in [("priya_jake.pdf", 0.85), ("hannah_sidebar.pdf", 0.1)] {
        let (share, empty, lines) = covered(&fixture(file));
        println!("{file}: {share} of the ink in {lines} lines, {empty} without ink");
        assert!(lines > 20 && empty == 0, "{file}: {empty} of {lines} lines have no ink");
        assert!(share > least, "{file}: {share} of the ink");
    }
}

fn one_page(turn: &str, content: &str) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{turn}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    );
    pdf(&[CATALOGUE, PAGES, &page, &stream("", content), FONT])
}

const TWO_LINES: &str =
    "BT /F 12 Tf 72 700 Td (Jane Roe has been an engineer in Leeds) Tj 0 -300 Td (Rust and SQL) Tj ET";

#[test]
fn a_phrase_is_found_where_it_is_drawn_however_the_page_is_turned() {
    for (turn, wanted) in [
        ("", [72.0, 392.0]),
        ("/Rotate 90", [400.0, 72.0]),
        ("/Rotate 180", [540.0, 400.0]),
        ("/CropBox[50 50 612 792]", [22.0, 392.0]),
    ] {
        let file = one_page(turn, TWO_LINES);
        let (sheets, place) = place(&opened(&file), "Rust and SQL");
        let near = |v: f32, w: f32| (v - w).abs() < 15.0;
        let corner = if turn.contains("180") { (place.x1, place.y0) } else { (place.x0, place.y0) };
        assert!(near(corner.0, wanted[0]) && near(corner.1, wanted[1] - 10.0), "{turn}: {place:?}");
        let picture = picture(&file, 1);
        assert!(ink(&picture, &sheets[0], &place) > 50, "{turn}: {place:?} is empty");
        let beside = PageBox { y0: place.y1 + 10.0, y1: place.y1 + 22.0, ..place };
        assert_eq!(ink(&picture, &sheets[0], &beside), 0, "{turn}");
    }
}

#[test]
fn in_two_columns_each_phrase_is_in_its_own() {
    let file = fixture("hannah_sidebar.pdf");
    let document = opened(&file);
    let sheets = document.places().sheets(&document.text, &[]);
    let (left, right): (Vec<_>, Vec<_>) =
        sheets[0].lines.iter().partition(|line| line.place.x1 < 0.45 * sheets[0].width);
    assert!(left.len() > 5 && right.len() > 5, "{} and {}", left.len(), right.len());
    let picture = picture(&file, 1);
    for line in left.iter().chain(&right).filter(|line| line.text.chars().count() > 3) {
        let (_, place) = place(&document, &line.text);
        assert!(place.x0 >= 0.0 && place.x1 <= sheets[0].width, "{place:?}");
    }
    assert!(picture.width() >= 1_000, "{}", picture.width());
}

#[test]
fn what_was_recognised_on_a_page_that_lay_on_its_side_is_marked_as_it_lies_in_the_file() {
    let letters = |text: &str| {
        let at = |(i, c): (usize, char)| SeenLetter { c, x0: 50.0 + 6.0 * i as f32, x1: 56.0 + 6.0 * i as f32 };
        text.chars().enumerate().map(at).collect()
    };
    let line = SeenLine { letters: letters("Zoe Uenal, accountant in Leeds"), baseline: 60.0, size: 10.0 };
    let orientation = Orientation { turned: 1, ..Orientation::default() };
    let page = SeenPage { page: 1, width: 842.0, height: 595.0, lines: vec![line], orientation };
    let document = read_seen(&fixture("white.png"), "scan.png", &Limits::default(), &[page]).expect("read");
    let (sheets, place) = place(&document, "accountant");
    assert_eq!((sheets[0].width, sheets[0].height), (595.0, 842.0));
    assert!((place.x0 - 52.0).abs() < 1.0 && (place.y1 - (842.0 - 116.0)).abs() < 1.0, "{place:?}");
    assert!(sheets[0].lines.is_empty());
}

#[test]
fn a_form_whose_fields_no_drawing_shows_is_no_page() {
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[6 0 R]>>";
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Jane Roe)/Rect[72 500 300 520]/DA(/F 12 Tf)>>";
    let file = pdf(&[CATALOGUE, PAGES, page, &stream("", TWO_LINES), FONT, field]);
    let document = opened(&file);
    assert!(document.text.contains("Jane Roe\n"), "{}", document.text);
    assert!(document.places().sheets(&document.text, &[]).is_empty());
}

#[test]
fn a_page_that_is_not_there_or_no_page_at_all_is_not_drawn() {
    let limits = Limits::default();
    let file = one_page("", TWO_LINES);
    assert!(draw(&file, "cv.pdf", &limits, 0).is_err() && draw(&file, "cv.pdf", &limits, 2).is_err());
    assert!(draw(b"Jane Roe\n", "cv.txt", &limits, 1).is_err() && draw(b"%PDF-1.7", "cv.pdf", &limits, 1).is_err());
    assert!(draw(&fixture("white.png"), "me.png", &limits, 2).is_err());
    let strip =
        |page: &str| String::from_utf8_lossy(&one_page("", TWO_LINES)).replace("0 0 612 792", page).into_bytes();
    for page in ["0 0 1 14400", "0 0 14400 1"] {
        assert!(draw(&strip(page), "cv.pdf", &limits, 1).is_err(), "{page}");
    }
    let large = draw(&strip("0 0 14400 14400"), "cv.pdf", &limits, 1).expect("drawn small");
    let large = image::load_from_memory(&large).expect("a picture");
    assert!(large.width() * large.height() < 5_000_000);
}

#[test]
fn letters_are_kept_as_they_are_and_a_photograph_is_packed() {
    let page = draw(&fixture("priya_jake.pdf"), "cv.pdf", &Limits::default(), 1).expect("drawn");
    let photo = draw(&fixture("priya_photo.jpg"), "cv.jpg", &Limits::default(), 1).expect("drawn");
    println!("a page has {} bytes, a photograph {}", page.len(), photo.len());
    assert_eq!(image::guess_format(&page).ok(), Some(ImageFormat::Png));
    assert!(page.len() < 400_000 && photo.len() < 1_000_000);
}
