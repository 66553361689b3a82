//! ODT: paragraphs, headings, lists and tables of an OpenDocument text.

use crate::{
    Document, Limits, ReadError,
    archive::Archive,
    document::Builder,
    links::Links,
    paragraphs::{Flow, Paragraph},
    xml::{MAX_DEPTH, attribute, entity, font_size},
};
use hireq_domain::resume::ReadWarning;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::collections::HashMap;

pub(crate) const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";

#[derive(Clone, Copy, Default)]
struct TextStyle {
    hidden: bool,
    bold: bool,
    size: f32,
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    if archive.text("META-INF/manifest.xml")?.is_some_and(|m| m.contains("encryption-data")) {
        return Err(ReadError::Encrypted);
    }
    let xml = archive.text("content.xml")?.ok_or(ReadError::Corrupt)?;
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    let mut body = Body::new(limits);
    let mut reader = Reader::from_str(&xml);
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(ReadError::Corrupt);
                }
                body.start(&e);
            }
            Ok(Event::Empty(e)) => {
                body.start(&e);
                body.end(e.name().as_ref());
            }
            Ok(Event::End(e)) => {
                depth = depth.saturating_sub(1);
                body.end(e.name().as_ref());
            }
            Ok(Event::Text(t)) => body.text(&t.xml10_content().replace(['\n', '\r', '\t'], " ")),
            Ok(Event::GeneralRef(r)) => {
                if let Some(c) = entity(&r) {
                    body.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                builder.document().warn(ReadWarning::Repaired);
                break;
            }
        }
    }
    if body.hidden {
        builder.document().warn(ReadWarning::HiddenText);
    }
    builder.links.extend(body.links);
    body.flow.add_to(&mut builder);
    let document = builder.finish();
    if document.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

struct Body {
    styles: HashMap<String, TextStyle>,
    style: String,
    flow: Flow,
    open: Vec<Paragraph>,
    spans: Vec<TextStyle>,
    lists: usize,
    skip: usize,
    hidden: bool,
    links: Links,
}

impl Body {
    fn new(limits: &Limits) -> Self {
        Self {
            styles: HashMap::new(),
            style: String::new(),
            flow: Flow::new(limits),
            open: Vec::new(),
            spans: Vec::new(),
            lists: 0,
            skip: 0,
            hidden: false,
            links: Links::default(),
        }
    }

    fn current(&self) -> TextStyle {
        self.spans.last().copied().unwrap_or_default()
    }

    fn start(&mut self, e: &BytesStart<'_>) {
        if self.skip > 0 {
            self.skip += 1;
            return;
        }
        match e.name().as_ref() {
            "style:style" => self.style = attribute(e, "name").unwrap_or_default(),
            "style:text-properties" => {
                let style = self.styles.entry(self.style.clone()).or_default();
                style.hidden |= attribute(e, "display").as_deref() == Some("none");
                style.bold |= attribute(e, "font-weight").as_deref() == Some("bold");
                let size = attribute(e, "font-size").map_or(0.0, |s| font_size(s.trim_end_matches("pt")));
                if size > 0.0 {
                    style.size = size;
                }
            }
            "text:tracked-changes" => {
                self.hidden = true;
                self.skip = 1;
            }
            "office:annotation" | "text:sequence-decls" | "text:table-of-content" => self.skip = 1,
            name @ ("text:p" | "text:h") => {
                let style = attribute(e, "style-name").unwrap_or_default();
                self.spans.push(self.styles.get(&style).copied().unwrap_or_default());
                self.open.push(Paragraph {
                    heading: name == "text:h" || style.starts_with("Heading"),
                    bullet: self.lists > 0,
                    ..Paragraph::default()
                });
            }
            "text:span" => {
                let own = attribute(e, "style-name").and_then(|s| self.styles.get(&s).copied()).unwrap_or_default();
                let outer = self.current();
                self.spans.push(TextStyle {
                    hidden: own.hidden || outer.hidden,
                    bold: own.bold || outer.bold,
                    size: if own.size > 0.0 { own.size } else { outer.size },
                });
            }
            "text:a" => attribute(e, "href").iter().for_each(|address| self.links.add(address)),
            "text:list" => self.lists += 1,
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            "text:s" => self.text(" "),
            "table:table-row" => self.flow.row_start(),
            "table:table-cell" => self.flow.cell_start(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match name {
            "text:p" | "text:h" => {
                self.spans.pop();
                if let Some(p) = self.open.pop() {
                    self.flow.paragraph(p);
                }
            }
            "text:span" => {
                self.spans.pop();
            }
            "text:list" => self.lists = self.lists.saturating_sub(1),
            "table:table-row" => self.flow.row_end(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let style = self.current();
        if self.skip > 0 {
            return;
        }
        let Some(p) = self.open.last_mut() else { return };
        if style.hidden || (style.size > 0.0 && style.size < 2.0) {
            self.hidden |= !text.trim().is_empty();
        } else {
            p.push(text, style.bold, style.size);
        }
    }
}
