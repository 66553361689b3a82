//! Assembles office files from their parts, so that mutations reach the XML instead of breaking the archive around it.

use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// The parts of a word processor's package that the DOCX reader uses, in the order in which inputs contain them.
pub const DOCX_PARTS: [&str; 5] =
    ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "word/header1.xml", "word/footer1.xml"];

/// The parts of an OpenDocument text.
pub const ODT_PARTS: [&str; 3] = ["content.xml", "META-INF/manifest.xml", "mimetype"];

/// A package made of the input's parts, which are separated by [`DIVIDER`](crate::DIVIDER).
#[must_use]
pub fn packed(input: &[u8], names: &[&str]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(input.len() + 1024)));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, part) in names.iter().zip(input.split(|b| *b == crate::DIVIDER)) {
        zip.start_file(*name, options).ok()?;
        zip.write_all(part).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}
