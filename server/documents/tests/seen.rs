//! Visible text is read and not reported as hidden; invisible text is left out and reported.

use hireq_documents::{Document, Limits, read};
use hireq_domain::resume::ReadWarning;

#[path = "support/docx.rs"]
mod docx;
#[path = "support/pdf.rs"]
mod pdf;

use docx::package;

const FILL: &str = r#"<a:solidFill><a:srgbClr val="203040"/></a:solidFill>"#;

fn body(content: &str) -> String {
    format!("<w:document><w:body>{content}</w:body></w:document>")
}

/// A paragraph of white letters.
fn white(text: &str) -> String {
    format!(r#"<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"#)
}

fn hides(document: &Document) -> bool {
    document.warnings.contains(&ReadWarning::HiddenText)
}

fn opened(parts: &[(&str, &str)]) -> Document {
    read(&package(parts), "cv.docx", &Limits::default()).expect("readable")
}

/// A floating drawing of this height, in points.
fn floating(height: u32, fill: &str, inside: &str) -> String {
    format!(
        r#"<w:drawing><wp:anchor behindDoc="1"><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="7000000" cy="{}"/><a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}<a:ln><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>{inside}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"#,
        height * 12_700
    )
}

#[test]
fn white_letters_on_anything_dark_are_seen() {
    let name = white("Odile Marchbanks");
    let rest = "<w:p><w:r><w:t>Archivist in Ripon since 2015</w:t></w:r></w:p>";
    let in_box = format!("<wps:txbx><w:txbxContent>{name}</w:txbxContent></wps:txbx>");
    let gradient = r#"<a:gradFill><a:gsLst><a:gs pos="0"><a:schemeClr val="accent1"/></a:gs></a:gsLst></a:gradFill>"#;
    let picture = r#"<a:blipFill><a:blip r:embed="p"/></a:blipFill>"#;
    let styled = r#"<w:styles><w:style w:styleId="Band"><w:pPr><w:shd w:val="clear" w:fill="203040"/></w:pPr></w:style><w:style w:styleId="Title"><w:basedOn w:val="Band"/></w:style><w:style w:type="table" w:styleId="Grid"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="203040"/></w:tcPr></w:tblStylePr></w:style></w:styles>"#;
    let titled = name.replace("<w:p>", r#"<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>"#);
    let vml = format!(
        r#"<w:p><w:r><w:pict><v:rect style="width:400pt;height:60pt" fillcolor="black [3213]"><v:textbox><w:txbxContent>{name}</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>"#
    );
    let cases = [
        ("the page", format!(r#"<w:background w:color="203040"/><w:body>{name}{rest}</w:body>"#)),
        ("a text box", body(&format!("<w:p><w:r>{}</w:r></w:p>{rest}", floating(90, FILL, &in_box)))),
        ("a gradient", body(&format!("<w:p><w:r>{}</w:r></w:p>{rest}", floating(90, gradient, &in_box)))),
        ("an old text box", body(&format!("{vml}{rest}"))),
        ("a band behind", body(&format!("<w:p><w:r>{}</w:r></w:p>{name}{rest}", floating(90, FILL, "")))),
        ("a picture behind", body(&format!("<w:p><w:r>{}</w:r></w:p>{name}{rest}", floating(90, picture, "")))),
        ("a paragraph's style", body(&format!("{titled}{rest}"))),
        (
            "a table's style",
            body(&format!(
                r#"<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/></w:tblPr><w:tr><w:tc>{name}</w:tc></w:tr></w:tbl>{rest}"#
            )),
        ),
        (
            "a pattern",
            body(&name.replace("<w:rPr>", r#"<w:rPr><w:shd w:val="solid" w:color="000000" w:fill="auto"/>"#)),
        ),
        ("a marker", body(&name.replace("<w:rPr>", r#"<w:rPr><w:highlight w:val="darkBlue"/>"#))),
        ("edges", body(&name.replace("<w:rPr>", "<w:rPr><w:outline/>"))),
    ];
    for (ground, document) in cases {
        let document = opened(&[("word/document.xml", &document), ("word/styles.xml", styled)]);
        assert!(document.text.contains("Odile Marchbanks"), "{ground}: {}", document.text);
        assert!(!hides(&document), "{ground}");
    }
    let header = format!("<w:hdr><w:p><w:r>{}</w:r></w:p></w:hdr>", floating(800, FILL, ""));
    let document = opened(&[("word/document.xml", &body(&format!("{name}{rest}"))), ("word/header1.xml", &header)]);
    assert!(document.text.contains("Odile") && !hides(&document), "a page-high shape in the header");
}

#[test]
fn white_letters_on_white_stay_hidden_beside_things_that_are_dark() {
    let stuffing = white("Kubernetes Terraform");
    let lines = "<w:p><w:r><w:t>Archivist in Ripon since 2015</w:t></w:r></w:p>".repeat(30);
    let empty = "<a:noFill/>";
    let pale = r#"<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>"#;
    let shaded_run = r#"<w:r><w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr><w:t>Ripon </w:t></w:r>"#;
    let cases = [
        format!("<w:p><w:r>{}</w:r></w:p>{lines}{stuffing}", floating(90, FILL, "")),
        format!("<w:p><w:r>{}</w:r></w:p>{stuffing}{lines}", floating(90, empty, "")),
        format!("<w:p><w:r>{}</w:r></w:p>{stuffing}{lines}", floating(90, pale, "")),
        lines.clone() + &stuffing.replace("<w:p>", &format!("<w:p>{shaded_run}")),
        lines.clone() + &stuffing.replace("<w:p>", r#"<w:p><w:pPr><w:shd w:val="clear" w:fill="FFFFFF"/></w:pPr>"#),
    ];
    for (n, case) in cases.iter().enumerate() {
        let document = opened(&[("word/document.xml", &body(case))]);
        assert!(!document.text.contains("Kubernetes") && hides(&document), "{n}: {}", document.text);
    }
}

#[test]
fn what_was_deleted_or_moved_is_no_text_and_no_hiding() {
    let change = "<w:p><w:del><w:r><w:delText>Clerk</w:delText></w:r></w:del><w:ins><w:r><w:t>Registrar</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> in Leeds</w:t></w:r></w:moveFrom><w:r><w:t> at Ripon Archives</w:t></w:r></w:p>";
    let document = opened(&[("word/document.xml", &body(change))]);
    assert_eq!(document.text.trim(), "Registrar at Ripon Archives");
    assert!(document.warnings.is_empty());
}

fn page(content: &str) -> Document {
    let resources = "<</Font<</F 5 0 R>>/ExtGState<</C<</ca 0>>>>>>";
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources {resources}>>");
    let prose = "BT /F 11 Tf 0 g 50 300 Td (Archivist in Ripon since 2015, cataloguing letters and maps) Tj ET ";
    let file =
        pdf::pdf(&[pdf::CATALOGUE, pdf::PAGES, &page, &pdf::stream("", &(prose.to_owned() + content)), pdf::FONT]);
    read(&file, "cv.pdf", &Limits::default()).expect("readable")
}

/// Letters drawn as shapes, each as wide and high as a letter.
fn outlines(count: usize) -> String {
    let letter = |i: usize| {
        let x = 50 + 11 * i;
        format!("{x} 700 m {} 716 l {} 700 l {} 704 l {} 704 l h f ", x + 5, x + 10, x + 8, x + 2)
    };
    (0..count).map(letter).collect()
}

#[test]
fn transparent_text_over_outlined_letters_is_seen() {
    let text = "/C gs BT /F 20 Tf 50 700 Td (Odile Marchbanks) Tj ET";
    let document = page(&format!("0 g {}{text}", outlines(16)));
    assert!(document.text.contains("Odile Marchbanks") && !hides(&document), "{}", document.text);
    let unseen = text.replace("/C gs BT", "BT 3 Tr");
    let document = page(&format!("0 g {}{unseen}", outlines(16)));
    assert!(document.text.contains("Odile Marchbanks") && !hides(&document), "{}", document.text);
}

#[test]
fn transparent_text_over_nothing_stays_hidden() {
    let text = "/C gs BT /F 20 Tf 50 700 Td (Kubernetes) Tj ET";
    for under in ["", "0 g 40 699 500 1 re f ", "0 g 40 690 500 40 re f ", &format!("1 g {}", outlines(10))] {
        let document = page(&format!("{under}{text}"));
        assert!(!document.text.contains("Kubernetes") && hides(&document), "{under}");
    }
}

#[test]
fn white_text_on_a_heavy_stroke_is_seen() {
    let text = "BT /F 20 Tf 1 g 50 700 Td (Odile Marchbanks) Tj ET";
    let document = page(&format!("0 0 0.4 RG 60 w 0 706 m 600 706 l S {text}"));
    assert!(document.text.contains("Odile Marchbanks") && !hides(&document), "{}", document.text);
    let document = page(&format!("0 0 0.4 RG 1 w 0 690 m 600 690 l S 40 680 300 60 re S {text}"));
    assert!(!document.text.contains("Odile") && hides(&document), "a rule and a frame are no ground");
}
