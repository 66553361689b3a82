//! DOCX: paragraphs, tables, text boxes, page headers and footers. Hidden and deleted text is dropped and
//! told. Entities that the document defines itself are never expanded.

use crate::{
    Document, Limits, ReadError,
    archive::Archive,
    document::{Builder, tidy},
    links::Links,
    paragraphs::{Flow, Paragraph},
    xml::{MAX_DEPTH, attribute, entity, font_size},
};
use hireq_domain::resume::ReadWarning;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::collections::{HashMap, HashSet};

pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    let names = archive.names();
    let main = if names.iter().any(|n| n == "word/document.xml") { "word/document.xml" } else { "word/document2.xml" };
    let styles = archive.text("word/styles.xml")?.map(|s| Styles::read(&s)).unwrap_or_default();
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    let parts = |kind: &str| {
        let mut found: Vec<String> =
            names.iter().filter(|n| n.starts_with(&format!("word/{kind}")) && n.ends_with(".xml")).cloned().collect();
        found.sort();
        found
    };
    let mut seen = HashSet::new();
    let order = parts("header")
        .into_iter()
        .map(|n| (n, true))
        .chain([(main.to_owned(), false)])
        .chain(parts("footer").into_iter().map(|n| (n, true)));
    for (name, margin) in order {
        let Some(xml) = archive.text(&name)? else {
            return Err(ReadError::Corrupt);
        };
        let relations = archive
            .text(&name.replace("word/", "word/_rels/").replace(".xml", ".xml.rels"))?
            .map(|r| relations(&r))
            .unwrap_or_default();
        let mut part = Part::new(&styles, &relations, limits);
        let whole = part.read(&xml);
        // First, even and odd pages often repeat the same header.
        if margin && !seen.insert(tidy(&part.plain)) {
            continue;
        }
        if !whole {
            if part.plain.trim().is_empty() {
                return Err(ReadError::Corrupt);
            }
            builder.document().warn(ReadWarning::Repaired);
        }
        if part.hidden {
            builder.document().warn(ReadWarning::HiddenText);
        }
        builder.links.extend(part.links);
        part.flow.add_to(&mut builder);
    }
    let document = builder.finish();
    if document.text.trim().is_empty() {
        let picture = names.iter().any(|n| n.starts_with("word/media/"));
        return Err(if picture { ReadError::OcrRequired } else { ReadError::Empty });
    }
    Ok(document)
}

/// Targets of relations by id.
fn relations(xml: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&e, "Id"), attribute(&e, "Target")) {
                    found.insert(id, target);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

/// Styles that matter here.
#[derive(Default)]
struct Styles {
    headings: HashSet<String>,
    hidden: HashSet<String>,
    bold: HashSet<String>,
}

impl Styles {
    fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let mut current = String::new();
        let mut reader = Reader::from_str(xml);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "style" => current = attribute(&e, "styleId").unwrap_or_default(),
                    "name" => {
                        let name = attribute(&e, "val").unwrap_or_default().to_lowercase();
                        if name.starts_with("heading") {
                            styles.headings.insert(current.clone());
                        }
                    }
                    "outlineLvl" => {
                        styles.headings.insert(current.clone());
                    }
                    "vanish" if on(&e) => {
                        styles.hidden.insert(current.clone());
                    }
                    "b" if on(&e) => {
                        styles.bold.insert(current.clone());
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        styles
    }
}

/// A switch element: present means on unless it says otherwise.
fn on(e: &BytesStart<'_>) -> bool {
    !matches!(attribute(e, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

#[derive(Clone, Copy, Default)]
struct Run {
    hidden: bool,
    bold: bool,
    white: bool,
    shaded: bool,
    size: f32,
}

struct Part<'a> {
    styles: &'a Styles,
    relations: &'a HashMap<String, String>,
    flow: Flow,
    open: Vec<Paragraph>,
    run: Run,
    /// Shading of the paragraph and of the table cells around it.
    shading: Vec<bool>,
    /// Depth inside something that is not part of the visible text.
    skip: usize,
    deleted: bool,
    in_text: bool,
    in_field: bool,
    hidden: bool,
    links: Links,
    plain: String,
}

impl<'a> Part<'a> {
    fn new(styles: &'a Styles, relations: &'a HashMap<String, String>, limits: &Limits) -> Self {
        Self {
            styles,
            relations,
            flow: Flow::new(limits),
            open: Vec::new(),
            run: Run::default(),
            shading: Vec::new(),
            skip: 0,
            deleted: false,
            in_text: false,
            in_field: false,
            hidden: false,
            links: Links::default(),
            plain: String::new(),
        }
    }

    /// Whether the XML was whole.
    fn read(&mut self, xml: &str) -> bool {
        let mut reader = Reader::from_str(xml);
        let mut depth = 0_usize;
        loop {
            match reader.read_event() {
                Ok(Event::Start(e)) => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return false;
                    }
                    self.start(&e);
                }
                Ok(Event::Empty(e)) => {
                    self.start(&e);
                    self.end(e.local_name().as_ref());
                }
                Ok(Event::End(e)) => {
                    depth = depth.saturating_sub(1);
                    self.end(e.local_name().as_ref());
                }
                Ok(Event::Text(t)) if self.in_text || self.in_field => {
                    self.text(&t.xml10_content());
                }
                Ok(Event::CData(t)) if self.in_text => self.text(&t.xml10_content()),
                Ok(Event::GeneralRef(r)) if self.in_text || self.in_field => {
                    if let Some(c) = entity(&r) {
                        self.text(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(Event::Eof) => {
                    while let Some(p) = self.open.pop() {
                        self.flow.paragraph(p);
                    }
                    return depth == 0;
                }
                Ok(_) => {}
                Err(_) => {
                    while let Some(p) = self.open.pop() {
                        self.flow.paragraph(p);
                    }
                    return false;
                }
            }
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) {
        let name = e.local_name();
        let name = name.as_ref();
        if self.skip > 0 {
            self.skip += 1;
            if name == "delText" {
                self.hidden = true;
            }
            return;
        }
        match name {
            // The fallback repeats a text box for old programs.
            "Fallback" | "del" | "moveFrom" | "pict" if name != "pict" => {
                // Inside rPr a deletion only marks the paragraph sign.
                self.deleted = name != "Fallback";
                self.skip = 1;
            }
            "p" => {
                self.open.push(Paragraph::default());
                self.shading.push(self.shading.last().copied().unwrap_or(false));
                self.run = Run::default();
            }
            "tbl" => {}
            "tr" => self.flow.row_start(),
            "tc" => {
                self.flow.cell_start();
                self.shading.push(self.shading.last().copied().unwrap_or(false));
            }
            "shd" => {
                let fill = attribute(e, "fill").unwrap_or_default().to_ascii_lowercase();
                if !matches!(fill.as_str(), "" | "auto" | "ffffff") {
                    if let Some(last) = self.shading.last_mut() {
                        *last = true;
                    }
                    self.run.shaded = true;
                }
            }
            "pStyle" => {
                let style = attribute(e, "val").unwrap_or_default();
                if let Some(p) = self.open.last_mut() {
                    let lower = style.to_lowercase();
                    p.heading |= self.styles.headings.contains(&style) || lower.starts_with("heading");
                    p.bullet |= lower.contains("bullet") || lower.contains("liste");
                }
            }
            "outlineLvl" => {
                if let Some(p) = self.open.last_mut() {
                    p.heading = true;
                }
            }
            "numPr" => {
                if let Some(p) = self.open.last_mut() {
                    p.bullet = true;
                }
            }
            "r" => self.run = Run::default(),
            "rStyle" => {
                let style = attribute(e, "val").unwrap_or_default();
                self.run.hidden |= self.styles.hidden.contains(&style);
                self.run.bold |= self.styles.bold.contains(&style);
            }
            "vanish" | "webHidden" => self.run.hidden |= on(e),
            "b" => self.run.bold = on(e),
            "color" => self.run.white = attribute(e, "val").is_some_and(|c| white(&c)),
            "sz" => self.run.size = attribute(e, "val").map_or(0.0, |v| font_size(&v)) / 2.0,
            "t" => self.in_text = true,
            "instrText" => self.in_field = true,
            "tab" if attribute(e, "pos").is_none() => self.raw("\t"),
            "br" | "cr" => self.raw("\n"),
            "noBreakHyphen" => self.raw("-"),
            "sym" => self.raw(" "),
            "hyperlink" => {
                if let Some(target) = attribute(e, "id").and_then(|id| self.relations.get(&id)) {
                    self.links.add(target);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match name {
            "p" => {
                self.shading.pop();
                if let Some(p) = self.open.pop() {
                    self.plain.push_str(&p.text);
                    self.plain.push('\n');
                    self.flow.paragraph(p);
                }
            }
            "tr" => self.flow.row_end(),
            "tc" => {
                self.shading.pop();
            }
            "r" => self.run = Run::default(),
            "t" => self.in_text = false,
            "instrText" => self.in_field = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skip > 0 {
            return;
        }
        if self.in_field {
            if let Some(url) = text.split_once("HYPERLINK").and_then(|(_, rest)| rest.split('"').nth(1)) {
                self.links.add(url);
            }
            return;
        }
        let shaded = self.run.shaded || self.shading.last().copied().unwrap_or(false);
        let unseen = self.run.hidden || (self.run.white && !shaded) || (self.run.size > 0.0 && self.run.size < 2.0);
        if unseen {
            self.hidden |= !text.trim().is_empty();
            return;
        }
        let run = self.run;
        if let Some(p) = self.open.last_mut() {
            p.push(text, run.bold, run.size);
        }
    }

    fn raw(&mut self, text: &str) {
        if let Some(p) = self.open.last_mut() {
            p.text.push_str(text);
        }
    }
}

/// White or so near to it that nobody can read it on paper.
fn white(hex: &str) -> bool {
    hex.len() == 6
        && (0..3)
            .all(|i| hex.get(i * 2..i * 2 + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).is_some_and(|v| v >= 0xF5))
}
