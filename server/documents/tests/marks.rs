//! List bullets that browsers draw as small discs, rings and squares instead of characters.

#[path = "support/pdf.rs"]
mod made;

use chrono::NaiveDate;
use hireq_documents::{Document, Limits, parse, read};
use made::{CATALOGUE, FONT, PAGES, pdf, stream};

/// A page on which `content` is drawn, with a regular font F1 and a bold font F2.
fn page(content: &str) -> Document {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources 4 0 R>>";
    let bold = FONT.replace("Helvetica", "Helvetica-Bold");
    let resources = format!("<</Font<</F1 {FONT}/F2 {bold}>>>>");
    read(&pdf(&[CATALOGUE, PAGES, page, &resources, &stream("", content)]), "cv.pdf", &Limits::default())
        .expect("readable")
}

fn text(x: f32, y: f32, text: &str) -> String {
    format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// A circle of four curves, filled, or drawn as a ring with `S`.
fn disc(x: f32, y: f32, radius: f32, paint: &str) -> String {
    let (r, k) = (radius, radius * 0.5523);
    let p = |dx: f32, dy: f32| format!("{} {} ", x + dx, y + dy);
    let curve = |a: (f32, f32), b: (f32, f32), c: (f32, f32)| p(a.0, a.1) + &p(b.0, b.1) + &p(c.0, c.1) + "c ";
    p(r, 0.0)
        + "m "
        + &curve((r, k), (k, r), (0.0, r))
        + &curve((-k, r), (-r, k), (-r, 0.0))
        + &curve((-r, -k), (-k, -r), (0.0, -r))
        + &curve((k, -r), (r, -k), (r, 0.0))
        + paint
        + "\n"
}

#[test]
fn drawn_marks_part_the_items_of_a_list() {
    let content = text(50.0, 760.0, "Jane Roe")
        + &text(50.0, 740.0, "Experience")
        + &text(50.0, 720.0, "Product Designer, Formfluss")
        + &text(50.0, 706.0, "February 2022 - Present")
        + &disc(55.0, 695.5, 1.8, "f")
        + &text(64.0, 692.0, "Redesigned onboarding and raised")
        + &text(64.0, 680.0, "completion by a quarter")
        + &disc(55.0, 671.5, 1.8, "S")
        + &text(64.0, 668.0, "Tested prototypes every second week")
        + "53.5 657.9 3.4 3.4 re f\n"
        + &text(64.0, 656.0, "Ran 40 interviews with dispatchers");
    let document = page(&content);
    let resume = parse(&document, NaiveDate::from_ymd_opt(2026, 11, 15).expect("a day"));
    assert_eq!(
        resume.experience[0].bullets,
        [
            "Redesigned onboarding and raised completion by a quarter",
            "Tested prototypes every second week",
            "Ran 40 interviews with dispatchers",
        ],
        "{}",
        document.text
    );
}

#[test]
fn other_small_shapes_are_no_list_marks() {
    // A rating, a separator between two words, a timeline dot before a bold title, and a dot that is covered.
    let content = text(50.0, 760.0, "Jane Roe of Bristol")
        + &disc(48.0, 743.5, 1.8, "f")
        + &disc(54.0, 743.5, 1.8, "f")
        + &text(60.0, 740.0, "Figma")
        + &text(50.0, 720.0, "Bristol")
        + &disc(90.0, 723.5, 1.2, "f")
        + &text(96.0, 720.0, "London")
        + &disc(43.0, 703.5, 2.0, "f")
        + "BT /F2 10 Tf 50 700 Td (Product Designer) Tj ET\n"
        + &disc(43.0, 683.5, 6.0, "f")
        + &text(52.0, 680.0, "UX Designer")
        + &disc(43.0, 663.5, 1.8, "f")
        + "1 g 40 655 8 16 re f 0 g\n"
        + &text(50.0, 660.0, "Service Designer");
    let document = page(&content);
    assert!(!document.text.contains('•'), "{}", document.text);
    assert!(document.text.contains("Service Designer"), "{}", document.text);
}
