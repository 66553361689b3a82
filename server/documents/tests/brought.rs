//! What a DOCX shows although it is stored outside its main part, and what it contains without showing it.

use hireq_documents::{Limits, read};
use hireq_domain::resume::ReadWarning;

#[path = "support/docx.rs"]
mod docx;

use docx::package;

const MAIN: &str = "word/document.xml";

fn body(content: &str) -> String {
    format!("<w:document><w:body>{content}</w:body></w:document>")
}

fn relation(kind: &str, target: &str) -> String {
    format!(r#"<Relationships><Relationship Id="r" Type="http://x/{kind}" Target="{target}"/></Relationships>"#)
}

fn text(parts: &[(&str, &str)]) -> String {
    read(&package(parts), "cv.docx", &Limits::default()).expect("readable").text
}

#[test]
fn the_main_part_is_the_one_that_the_package_says() {
    let main = body("<w:p><w:r><w:t>Odile Marchbanks</w:t></w:r></w:p>");
    for (name, target) in [("word/document7.xml", "/word/document7.xml"), ("word/body/main.xml", "word/body/main.xml")]
    {
        let parts = [("_rels/.rels", relation("officeDocument", target)), (name, main.clone())];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, part)| (*name, part.as_str())).collect();
        assert_eq!(text(&parts), "Odile Marchbanks\n", "{name}");
    }
}

#[test]
fn texts_of_other_formats_are_read_where_they_are_shown() {
    let main = body(r#"<w:p><w:r><w:t>Odile Marchbanks</w:t></w:r></w:p><w:altChunk r:id="r"/>"#);
    let inner = "<html><head><title>No</title><style>p { color: red }</style></head><body><h2>Experience</h2><p>Archivist,<br>Ripon &amp; Sons</p><ul><li>Maps</li></ul><p style='display: none'>Kubernetes</p></body></html>";
    let chunks = [
        ("chunk.html", inner, "Odile Marchbanks\nExperience\nArchivist,\nRipon & Sons\nMaps\n"),
        ("chunk.rtf", r"{\rtf1 Archivist\par Ripon\par}", "Odile Marchbanks\nArchivist\nRipon\n"),
        ("chunk.txt", "Archivist\nRipon\n", "Odile Marchbanks\nArchivist\nRipon\n"),
    ];
    for (name, chunk, expected) in chunks {
        let (path, relations) = (format!("word/{name}"), relation("aFChunk", name));
        let parts = [(MAIN, main.as_str()), ("word/_rels/document.xml.rels", &relations), (&path, chunk)];
        assert_eq!(text(&parts), expected, "{name}");
    }
    let relations = relation("aFChunk", "lost.mht");
    let file = package(&[(MAIN, &main), ("word/_rels/document.xml.rels", &relations)]);
    let document = read(&file, "cv.docx", &Limits::default()).expect("readable");
    assert_eq!(document.warnings, [ReadWarning::PartlyRead], "what cannot be read is said");
}

#[test]
fn diagrams_and_letters_bent_into_shapes_are_read() {
    let diagram = "<dgm:dataModel><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Maps</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>Letters &amp; seals</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>";
    let main = body(
        r#"<w:p><w:r><w:pict><v:shape><v:textpath string="Odile Marchbanks"/></v:shape></w:pict></w:r></w:p><w:p><w:r><w:drawing><dgm:relIds r:dm="r"/></w:drawing></w:r></w:p>"#,
    );
    let relations = relation("diagramData", "diagrams/data4.xml");
    let parts =
        [(MAIN, main.as_str()), ("word/_rels/document.xml.rels", &relations), ("word/diagrams/data4.xml", diagram)];
    let found = text(&parts);
    let lines: Vec<&str> = found.lines().collect();
    assert!(
        lines.contains(&"Odile Marchbanks") && lines.contains(&"Maps") && lines.contains(&"Letters & seals"),
        "{found}"
    );
}

#[test]
fn what_a_template_asks_for_is_no_answer() {
    let control = |properties: &str, content: &str| {
        format!(
            "<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:r><w:t>{content}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    };
    let asked = control("<w:showingPlcHdr/>", "Geben Sie hier Ihren Namen ein");
    let given = control("<w:text/>", "Odile Marchbanks") + &control(r#"<w:showingPlcHdr w:val="0"/>"#, ", Ripon");
    let main = body(&format!("<w:p>{asked}</w:p><w:p>{given}</w:p>"));
    assert_eq!(text(&[(MAIN, &main)]), "Odile Marchbanks, Ripon\n");
}
