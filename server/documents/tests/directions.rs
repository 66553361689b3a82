//! Pages and texts that do not run from left to right.

use hireq_documents::{Document, Limits, read};

#[path = "support/pdf.rs"]
mod pdf;

use pdf::{CATALOGUE, FONT, PAGES, pdf, stream};

fn page(more: &str, content: &str) -> Document {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{more}>>"
    );
    read(&pdf(&[CATALOGUE, PAGES, &page, &stream("", content), FONT]), "cv.pdf", &Limits::default()).expect("readable")
}

const LINES: &str =
    "/F 11 Tf (Osmund Fairchild) Tj 0 -20 Td (Warehouse lead in Hull) Tj 0 -20 Td (Counted stock) Tj ET";
const READ: &str = "Osmund Fairchild\nWarehouse lead in Hull\nCounted stock\n";

#[test]
fn a_page_is_read_as_it_was_written_whichever_way_it_lies() {
    for rotate in [0, 90, 180, 270] {
        let document = page(&format!("/Rotate {rotate}"), &format!("BT 60 700 Td {LINES}"));
        assert_eq!(document.text, READ, "{rotate}");
    }
    for matrix in ["0 1 -1 0 300 100", "0 -1 1 0 100 700", "-1 0 0 -1 500 300"] {
        assert_eq!(page("", &format!("BT {matrix} Tm {LINES}")).text, READ, "{matrix}");
    }
}

#[test]
fn a_name_that_runs_down_the_margin_is_read_and_marked_where_it_stands() {
    let body: String =
        (0..8).map(|n| format!("BT /F 11 Tf 120 {} Td (Counted stock in Hull) Tj ET ", 700 - 20 * n)).collect();
    for (matrix, y) in [("0 -1 1 0 30 700", 100.0..130.0), ("0 1 -1 0 50 500", 290.0..301.0)] {
        let document = page("", &format!("{body} BT /F 20 Tf {matrix} Tm (Osmund Fairchild) Tj ET"));
        assert!(document.text.ends_with("\nOsmund Fairchild\n"), "{}", document.text);
        let start = document.text.find("Osmund").expect("the name");
        let place = document.page_box(hireq_domain::resume::Span { start, end: start + 6 }).expect("a place");
        assert!(place.x0 > 20.0 && place.x1 < 60.0, "{place:?}");
        assert!(y.contains(&place.y0) || y.contains(&place.y1), "{place:?}");
    }
}
