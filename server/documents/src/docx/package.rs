//! The parts of the package, and the relations between them.

use crate::{Limits, ReadError, archive::Archive, html, paragraphs::Paragraph, xml::attribute};
use quick_xml::{Reader, events::Event};
use std::collections::HashMap;

/// The most embedded texts in other formats.
const MAX_CHUNKS: usize = 50;
/// If fewer bytes than this remain of the unpacking limit, further files inside this file are not unpacked.
const LEAST: u64 = 1 << 20;

/// A reference from one part to another.
pub(super) struct Relation {
    /// The last path segment of its type.
    pub kind: String,
    pub target: String,
}

/// The relations of a part by id; those of the package itself if the name is empty.
pub(super) fn relations(archive: &mut Archive<'_>, part: &str) -> Result<HashMap<String, Relation>, ReadError> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let separator = if folder.is_empty() { "" } else { "/" };
    let xml = archive.text(&format!("{folder}{separator}_rels/{name}.rels"))?.unwrap_or_default();
    let mut found = HashMap::new();
    let mut reader = Reader::from_str(&xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&e, "Id"), attribute(&e, "Target")) {
                    let kind = attribute(&e, "Type").unwrap_or_default();
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    found.insert(id, Relation { kind, target });
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(found)
}

/// Resolves a relation's target to the name of a part.
pub(super) fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = part.split('/').collect();
    path.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                path.pop();
            }
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Texts stored in other parts but shown in this one, by relation id, and whether all of them could be read.
#[derive(Default)]
pub(super) struct Beside {
    pub texts: HashMap<String, Vec<Paragraph>>,
    pub hidden: bool,
    pub unread: bool,
}

impl Beside {
    pub(super) fn read(
        archive: &mut Archive<'_>,
        part: &str,
        relations: &HashMap<String, Relation>,
        limits: &Limits,
    ) -> Result<Self, ReadError> {
        let mut beside = Self::default();
        let wanted = relations.iter().filter(|(_, r)| r.kind == "aFChunk" || r.kind == "diagramData");
        for (id, relation) in wanted.take(MAX_CHUNKS) {
            let name = resolve(part, &relation.target);
            let Some(bytes) = archive.bytes(&name)? else {
                beside.unread = true;
                continue;
            };
            let text = if relation.kind == "diagramData" {
                diagram(&crate::plain::decode(&bytes))
            } else {
                beside.chunk(&bytes, &name, limits)
            };
            beside.texts.insert(id.clone(), text);
        }
        Ok(beside)
    }

    /// Reads an embedded file.
    fn chunk(&mut self, bytes: &[u8], name: &str, limits: &Limits) -> Vec<Paragraph> {
        let text = crate::plain::decode(bytes);
        if text.trim_start().starts_with('<') {
            let page = html::read(&text);
            self.hidden |= page.hidden;
            return page.paragraphs;
        }
        let inner = Limits { max_inflated: limits.max_inflated / 4, ..limits.clone() };
        let read = if inner.max_inflated < LEAST { None } else { crate::read(bytes, name, &inner).ok() };
        let Some(document) = read else {
            self.unread = true;
            return Vec::new();
        };
        let lines = document.lines.iter().map(|line| {
            let text = line.span.slice(&document.text).to_owned();
            let bold_chars = if line.bold { text.chars().count() } else { 0 };
            Paragraph { bold_chars, size: line.size, heading: line.heading, bullet: line.bullet, text }
        });
        lines.collect()
    }
}

/// The texts of a diagram's shapes, in the diagram's order.
fn diagram(xml: &str) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut open: Option<Paragraph> = None;
    let mut in_text = false;
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "p" => open = Some(Paragraph::default()),
                // A diagram's “t” element contains paragraphs; a run's contains the text.
                "t" => in_text = open.is_some(),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "p" => found.extend(open.take().filter(|p| !p.text.trim().is_empty())),
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(t) if in_text => {
                if let Some(p) = &mut open {
                    p.text.push_str(&t.xml10_content());
                }
            }
            Event::GeneralRef(r) if in_text => {
                if let (Some(p), Some(c)) = (&mut open, crate::xml::entity(&r)) {
                    p.text.push(c);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}
