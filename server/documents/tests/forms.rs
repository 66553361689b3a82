//! Forms: their filled-in fields are read, and a file that shows nothing by itself is refused with advice.

use hireq_documents::{Document, Limits, ReadError, read};

#[path = "support/pdf.rs"]
mod pdf;

use pdf::{CATALOGUE, FONT, PAGES, pdf, stream};

const LABELS: &str = "BT /F 11 Tf 60 700 Td (Full name:) Tj 0 -40 Td (Present post:) Tj 0 -40 Td (Town:) Tj ET";
const RESOURCES: &str = "<</Font<</F 5 0 R>>>>";

fn opened(catalogue: &str, content: &str, fields: &[&str]) -> Result<Document, ReadError> {
    let numbers: Vec<String> = (0..fields.len()).map(|n| format!("{} 0 R", n + 6)).collect();
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources {RESOURCES}/Annots[{}]>>",
        numbers.join(" ")
    );
    let catalogue = CATALOGUE.replace(">>", &format!("{catalogue}>>"));
    let content = stream("", content);
    let mut objects = vec![catalogue.as_str(), PAGES, &page, &content, FONT];
    objects.extend(fields);
    read(&pdf(&objects), "form.pdf", &Limits::default())
}

#[test]
fn what_was_written_into_fields_is_read_beside_their_labels() {
    let drawn = "<</Subtype/Widget/FT/Tx/V(Hull)/Rect[200 614 400 634]/AP<</N 10 0 R>>>>";
    let document = opened(
        "",
        LABELS,
        &[
            // A field with its own value, one with its parent's value in UTF-16, one drawn by the file itself, and one
            // with an empty drawing.
            "<</Subtype/Widget/FT/Tx/V(Osmund Fairchild)/DA(/Helv 11 Tf 0 g)/Rect[200 694 400 714]>>",
            "<</Subtype/Widget/Parent 9 0 R/Rect[200 654 400 674]/AP<</N 11 0 R>>>>",
            drawn,
            "<</FT/Ch/V<FEFF004C006F006400E8007A0065>>>",
            &stream(
                &format!("/Subtype/Form/BBox[0 0 200 20]/Resources {RESOURCES}"),
                "BT /F 11 Tf 2 6 Td (Hull) Tj ET",
            ),
            &stream("/Subtype/Form/BBox[0 0 200 20]", "/Tx BMC EMC"),
        ],
    );
    let text = document.expect("readable").text;
    assert_eq!(text, "Full name:\tOsmund Fairchild\nPresent post:\tLodèze\nTown:\tHull\n");
}

#[test]
fn fields_that_nobody_sees_are_left_alone() {
    let fields = [
        "<</Subtype/Widget/FT/Tx/F 2/V(Kubernetes)/Rect[200 694 400 714]>>",
        "<</Subtype/Widget/FT/Tx/Ff 8192/V(Secret)/Rect[200 654 400 674]>>",
        "<</Subtype/Widget/FT/Btn/V(Yes)/Rect[200 614 400 634]>>",
    ];
    let text = opened("", LABELS, &fields).expect("readable").text;
    assert_eq!(text, "Full name:\nPresent post:\nTown:\n");
}

#[test]
fn a_form_that_one_program_draws_and_a_portfolio_say_what_to_do() {
    let wait = "BT /F 11 Tf 60 700 Td (Bitte warten. Adobe Reader wird gebraucht, um dies hier anzuzeigen.) Tj ET";
    let cover = "BT /F 11 Tf 60 700 Td (For the best experience, open this portfolio in a new viewer.) Tj ET";
    let cases = [
        ("/AcroForm<</XFA[]/Fields[]>>", wait, ReadError::DynamicForm),
        ("/NeedsRendering true/AcroForm<</XFA[]>>", cover, ReadError::DynamicForm),
        ("/Collection<</View/D>>", cover, ReadError::Portfolio),
    ];
    for (catalogue, content, expected) in cases {
        let error = opened(catalogue, content, &[]).unwrap_err();
        assert_eq!((error.status(), &error), ("unsupported", &expected));
        assert!(error.to_string().contains("Please"), "{error}");
    }
    let whole = "BT /F 11 Tf 60 700 Td (Osmund Fairchild, warehouse lead, Hull, since 2018) Tj ET";
    assert!(opened("/AcroForm<</XFA[]/Fields[]>>", whole, &[]).is_ok(), "a form that shows itself too");
}

#[test]
fn letters_under_wrong_codes_are_said_and_not_taken_for_text() {
    let prose = "Osmund Fairchild warehouse lead in Hull counted stock and planned rotas for nine people";
    let shifted: String = prose.chars().map(|c| if c == ' ' { c } else { char::from(c as u8 + 8) }).collect();
    let escaped = shifted.replace('(', "\\(").replace(')', "\\)");
    let error = opened("", &format!("BT /F 11 Tf 60 700 Td ({escaped}) Tj ET"), &[]).unwrap_err();
    assert_eq!(error, ReadError::Garbled);
    assert_eq!(error.status(), "ocr_required");
}
