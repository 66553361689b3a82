//! Turns résumé files into structured résumés.
//!
//! [`read`] turns bytes into the text that a person would see, in reading order. It never panics, and hostile input
//! cannot make it use unlimited time or memory. [`parse`] turns that text into fields, each with its position.

mod archive;
mod doc;
mod document;
mod docx;
mod error;
mod fold;
mod html;
mod limits;
mod links;
mod odt;
mod paragraphs;
mod pdf;
mod picture;
mod plain;
pub mod prediction;
mod resume;
mod rtf;
mod scan;
mod sheet;
pub mod skills;
mod sniff;
pub mod vocabulary;
mod xml;

pub use document::{Document, Line, PageGeometry};
pub use error::ReadError;
pub use limits::Limits;
pub use picture::PagePicture;
pub use resume::{EntityHint, EntityKind, PARSER_VERSION, language, names_a_title, parse, parse_with};
pub use scan::{Orientation, Scan, SeenLetter, SeenLine, SeenPage, read_seen};
pub use sheet::draw;

use sniff::{Kind, Sniffed};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a file. Its content decides what it is; the name only helps with the wording of messages.
///
/// # Errors
/// Why the file could not be read, in words for the person who uploaded it.
pub fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() > limits.max_bytes {
        const MB: usize = 1024 * 1024;
        return Err(ReadError::TooLarge { size_mb: bytes.len().div_ceil(MB), limit_mb: limits.max_bytes / MB });
    }
    let kind = kind(bytes, file_name)?;
    catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Pdf => pdf::read(bytes, limits, &[]),
        Kind::Docx => docx::read(bytes, limits),
        Kind::Odt => odt::read(bytes, limits),
        Kind::Doc => doc::read(bytes, limits),
        Kind::Rtf => rtf::read(bytes, limits),
        Kind::Text => plain::read(bytes, limits),
        Kind::Picture(_) => picture::check(bytes).and(Err(ReadError::OcrRequired)),
    }))
    .unwrap_or(Err(ReadError::Corrupt))
}

/// The media type, if text can be recognised on images of the file's pages.
#[must_use]
pub fn recognizable(bytes: &[u8], file_name: &str) -> Option<&'static str> {
    match kind(bytes, file_name) {
        Ok(Kind::Pdf) => Some(pdf::MEDIA_TYPE),
        Ok(Kind::Picture(media_type)) => Some(media_type),
        _ => None,
    }
}

/// The type of a file, judged by its content.
fn kind(bytes: &[u8], file_name: &str) -> Result<Kind, ReadError> {
    let extension = file_name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    let is_document = matches!(extension.as_str(), "pdf" | "docx" | "doc" | "odt" | "rtf" | "txt");
    let found = match sniff::sniff(bytes) {
        Sniffed::Readable(Kind::Picture(media_type)) if is_document => picture::named(media_type),
        Sniffed::Readable(kind) => return Ok(kind),
        Sniffed::Encrypted => return Err(ReadError::Encrypted),
        Sniffed::Damaged => return Err(ReadError::Corrupt),
        Sniffed::Other(found) => found,
    };
    Err(if is_document { ReadError::WrongName { extension, found } } else { ReadError::Unsupported { found } })
}
