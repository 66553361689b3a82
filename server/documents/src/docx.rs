//! DOCX: paragraphs, tables, text boxes, diagrams, page headers and footers, and embedded texts in other formats.
//! Hidden text is dropped and reported; deleted or moved text and unfilled placeholders are ignored. Entities that the
//! document itself defines are never expanded.

mod backdrop;
mod package;

use crate::{
    Document, Limits, ReadError,
    archive::Archive,
    document::{Builder, tidy},
    links::Links,
    paragraphs::{Flow, Paragraph},
    xml::{MAX_DEPTH, attribute, entity, font_size},
};
use backdrop::{Backdrop, Band, shades};
use hireq_domain::resume::ReadWarning;
use package::{Beside, Relation, relations, resolve};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::collections::{HashMap, HashSet};

pub(crate) const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    let names = archive.names();
    let main = main_part(&mut archive, &names)?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let styles = archive.text(&format!("{folder}styles.xml"))?.map(|s| Styles::read(&s)).unwrap_or_default();
    let mut file = File {
        archive,
        styles,
        limits,
        builder: Builder::new(MEDIA_TYPE, limits.max_chars),
        bands: Vec::new(),
        margins: HashSet::new(),
    };
    for name in header_footer_parts(&names, &folder, "header") {
        file.read(&name, true)?;
    }
    file.read(&main, false)?;
    for name in header_footer_parts(&names, &folder, "footer") {
        file.read(&name, true)?;
    }
    let document = file.builder.finish();
    if document.text.trim().is_empty() {
        let picture = names.iter().any(|n| n.starts_with("word/media/"));
        return Err(if picture { ReadError::OcrRequired } else { ReadError::Empty });
    }
    Ok(document)
}

/// The part with the main text: named by a relation, or else in its usual place.
fn main_part(archive: &mut Archive<'_>, names: &[String]) -> Result<String, ReadError> {
    let top = relations(archive, "")?;
    let mut named = top.values().filter(|r| r.kind == "officeDocument").map(|r| resolve("", &r.target));
    Ok(named.find(|name| names.contains(name)).unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The parts with page headers or footers.
fn header_footer_parts(names: &[String], folder: &str, kind: &str) -> Vec<String> {
    let start = format!("{folder}{kind}");
    let mut found: Vec<String> =
        names.iter().filter(|n| n.starts_with(&start) && n.ends_with(".xml")).cloned().collect();
    found.sort();
    found
}

/// A file while its parts are read.
struct File<'a> {
    archive: Archive<'a>,
    styles: Styles,
    limits: &'a Limits,
    builder: Builder,
    /// Shapes that float from headers and footers, and so lie behind the text of the pages.
    bands: Vec<Band>,
    /// Texts of the headers and footers read so far.
    margins: HashSet<String>,
}

impl File<'_> {
    fn read(&mut self, name: &str, margin: bool) -> Result<(), ReadError> {
        let xml = self.archive.text(name)?.ok_or(ReadError::Corrupt)?;
        let relations = relations(&mut self.archive, name)?;
        let beside = Beside::read(&mut self.archive, name, &relations, self.limits)?;
        if beside.unread {
            self.builder.document().warn(ReadWarning::PartlyRead);
        }
        let mut part = Part::new(&self.styles, &relations, self.limits, self.bands.clone());
        part.beside.clone_from(&beside.texts);
        let mut whole = part.read(&xml);
        // A shape may be anchored after the text that it lies behind.
        if part.hidden && part.backdrop.bands.len() > self.bands.len() {
            let known = std::mem::take(&mut part.backdrop.bands);
            part = Part::new(&self.styles, &relations, self.limits, known);
            part.beside = beside.texts;
            whole = part.read(&xml);
        }
        part.hidden |= beside.hidden;
        if margin {
            self.bands.extend(std::mem::take(&mut part.backdrop).on_every_page());
            // First, even and odd pages often repeat the same header.
            if !self.margins.insert(tidy(&part.plain)) {
                return Ok(());
            }
        }
        if !whole {
            if part.plain.trim().is_empty() {
                return Err(ReadError::Corrupt);
            }
            self.builder.document().warn(ReadWarning::Repaired);
        }
        if part.hidden {
            self.builder.document().warn(ReadWarning::HiddenText);
        }
        self.builder.links.extend(part.links);
        part.flow.add_to(&mut self.builder);
        Ok(())
    }
}

/// The longest chain of styles based on each other.
const MAX_BASES: usize = 4;

/// The properties of styles that matter here.
#[derive(Default)]
struct Styles {
    headings: HashSet<String>,
    hidden: HashSet<String>,
    bold: HashSet<String>,
    shaded: HashSet<String>,
}

impl Styles {
    fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let mut current = String::new();
        let mut based: Vec<(String, String)> = Vec::new();
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
                    "basedOn" => based.push((current.clone(), attribute(&e, "val").unwrap_or_default())),
                    "shd" if shades(&e) => {
                        styles.shaded.insert(current.clone());
                    }
                    "vanish" if is_on(&e) => {
                        styles.hidden.insert(current.clone());
                    }
                    "b" if is_on(&e) => {
                        styles.bold.insert(current.clone());
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        // A style may be defined before or after the one that it is based on.
        for _ in 0..MAX_BASES {
            for (style, base) in &based {
                if styles.shaded.contains(base) {
                    styles.shaded.insert(style.clone());
                }
            }
        }
        styles
    }
}

/// A toggle property: present means on, unless its value says otherwise.
fn is_on(e: &BytesStart<'_>) -> bool {
    !matches!(attribute(e, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

#[derive(Clone, Copy, Default)]
struct Run {
    hidden: bool,
    bold: bool,
    white: bool,
    /// Has a background of its own, or outlines that remain visible without its fill colour.
    shaded: bool,
    size: f32,
}

struct Part<'a> {
    styles: &'a Styles,
    relations: &'a HashMap<String, Relation>,
    /// Texts stored outside this part, until they are inserted.
    beside: HashMap<String, Vec<Paragraph>>,
    flow: Flow,
    open: Vec<Paragraph>,
    run: Run,
    in_run: bool,
    backdrop: Backdrop,
    /// The content controls around the text, and whether each still shows its placeholder.
    controls: Vec<bool>,
    /// The nesting depth inside something that is not visible text.
    skip: usize,
    in_text: bool,
    in_field: bool,
    hidden: bool,
    links: Links,
    plain: String,
}

impl<'a> Part<'a> {
    fn new(styles: &'a Styles, relations: &'a HashMap<String, Relation>, limits: &Limits, bands: Vec<Band>) -> Self {
        Self {
            styles,
            relations,
            beside: HashMap::new(),
            flow: Flow::new(limits),
            open: Vec::new(),
            run: Run::default(),
            in_run: false,
            backdrop: Backdrop::over(bands),
            controls: Vec::new(),
            skip: 0,
            in_text: false,
            in_field: false,
            hidden: false,
            links: Links::default(),
            plain: String::new(),
        }
    }

    /// Reads a part; returns whether its XML was complete.
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
                Ok(Event::Text(t)) => self.backdrop.text(&t.xml10_content()),
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
            return;
        }
        self.backdrop.start(name, e);
        // The two functions handle different element names.
        self.start_unshown(name, e);
        self.start_block(name);
        self.set_ground(name, e);
        self.set_paragraph(name, e);
        self.set_run(name, e);
        self.start_content(name, e);
    }

    /// Handles elements whose contents are in the file but not on the page.
    fn start_unshown(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            // The fallback repeats a text box for old programs. Inside rPr, a deletion only marks the paragraph mark.
            "Fallback" | "del" | "moveFrom" | "rt" => self.skip = 1,
            "sdt" => self.controls.push(false),
            "showingPlcHdr" => {
                if let Some(last) = self.controls.last_mut() {
                    *last = is_on(e);
                }
            }
            "sdtContent" if self.controls.last().copied().unwrap_or(false) => self.skip = 1,
            _ => {}
        }
    }

    fn start_block(&mut self, name: &str) {
        match name {
            "p" => {
                self.open.push(Paragraph::default());
                self.run = Run::default();
            }
            "tr" => self.flow.row_start(),
            "tc" => self.flow.cell_start(),
            "r" => {
                self.run = Run::default();
                self.in_run = true;
            }
            "t" => self.in_text = true,
            "instrText" => self.in_field = true,
            _ => {}
        }
    }

    /// Handles what makes white text visible.
    fn set_ground(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            "shd" if shades(e) => {
                self.run.shaded = true;
                if !self.in_run {
                    self.backdrop.shade();
                }
            }
            "highlight" => self.run.shaded |= !matches!(attribute(e, "val").as_deref(), Some("none" | "white")),
            "outline" | "shadow" | "emboss" | "imprint" | "textOutline" | "glow" => self.run.shaded |= is_on(e),
            "tblStyle" if attribute(e, "val").is_some_and(|style| self.styles.shaded.contains(&style)) => {
                self.backdrop.shade();
            }
            _ => {}
        }
    }

    fn set_paragraph(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            "pStyle" => {
                let style = attribute(e, "val").unwrap_or_default();
                if self.styles.shaded.contains(&style) {
                    self.backdrop.shade();
                }
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
            _ => {}
        }
    }

    fn set_run(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            "rStyle" => {
                let style = attribute(e, "val").unwrap_or_default();
                self.run.shaded |= self.styles.shaded.contains(&style);
                self.run.hidden |= self.styles.hidden.contains(&style);
                self.run.bold |= self.styles.bold.contains(&style);
            }
            "vanish" | "webHidden" => self.run.hidden |= is_on(e),
            "b" => self.run.bold = is_on(e),
            "color" => self.run.white = attribute(e, "val").is_some_and(|c| is_white(&c)),
            "sz" => self.run.size = attribute(e, "val").map_or(0.0, |v| font_size(&v)) / 2.0,
            _ => {}
        }
    }

    /// Handles text outside a run's text element, and link targets.
    fn start_content(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            "altChunk" => self.show(attribute(e, "id")),
            "relIds" => self.show(attribute(e, "dm")),
            "textpath" => {
                if let Some(art) = attribute(e, "string") {
                    self.raw(&art);
                }
            }
            "tab" if attribute(e, "pos").is_none() => self.raw("\t"),
            "br" | "cr" => self.raw("\n"),
            "noBreakHyphen" => self.raw("-"),
            "sym" => self.raw(" "),
            "hyperlink" => {
                if let Some(relation) = attribute(e, "id").and_then(|id| self.relations.get(&id)) {
                    self.links.add(&relation.target);
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
        self.backdrop.end(name);
        match name {
            "p" => {
                if let Some(p) = self.open.pop() {
                    self.backdrop.advance(p.text.chars().count(), p.size);
                    self.plain.push_str(&p.text);
                    self.plain.push('\n');
                    self.flow.paragraph(p);
                }
            }
            "tr" => self.flow.row_end(),
            "sdt" => {
                self.controls.pop();
            }
            "r" => {
                self.run = Run::default();
                self.in_run = false;
            }
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
        let lost = self.run.white && !self.run.shaded && !self.backdrop.is_dark();
        let unseen = self.run.hidden || lost || (self.run.size > 0.0 && self.run.size < 2.0);
        if unseen {
            self.hidden |= !text.trim().is_empty();
            return;
        }
        let run = self.run;
        if let Some(p) = self.open.last_mut() {
            p.push(text, run.bold, run.size);
        }
    }

    /// Inserts a text that is stored outside this part.
    fn show(&mut self, id: Option<String>) {
        for p in id.and_then(|id| self.beside.remove(&id)).unwrap_or_default() {
            self.plain.push_str(&p.text);
            self.plain.push('\n');
            self.flow.paragraph(p);
        }
    }

    fn raw(&mut self, text: &str) {
        if let Some(p) = self.open.last_mut() {
            p.text.push_str(text);
        }
    }
}

/// White, or so close to it that it cannot be read on paper.
fn is_white(hex: &str) -> bool {
    hex.len() == 6
        && (0..3)
            .all(|i| hex.get(i * 2..i * 2 + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).is_some_and(|v| v >= 0xF5))
}
