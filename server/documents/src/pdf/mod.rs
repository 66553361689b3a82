//! PDF to text: glyphs, then words and lines, then reading order.

mod bounds;
mod columns;
mod declared;
mod direction;
mod effort;
mod forms;
mod garbled;
mod glyphs;
mod layout;
mod marks;
mod seen;
mod segment;
mod turn;
mod weight;

pub(crate) use declared::pictures_fit;

use crate::{
    Document, Limits, ReadError, SeenPage,
    document::{Builder, PageGeometry},
    links::Links,
};
use effort::{Effort, Exhausted};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page, kurbo::Rect, util::TransformExt,
};
use hayro_syntax::{
    LoadPdfError, Pdf,
    object::{Array, Dict, String as PdfString},
};
use hireq_domain::resume::ReadWarning;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Notes, links and form fields of a page.
const MAX_ANNOTATIONS: usize = 500;

/// Bullets and pictograms come without a character too.
const MANY_UNMAPPED: usize = 40;

/// A page number and a stamp are no text.
const FEW_LETTERS: usize = 20;

pub(crate) const MEDIA_TYPE: &str = "application/pdf";

/// Reads a file; pages that were seen say what was recognised on them, whatever else they hold.
pub(crate) fn read(bytes: &[u8], limits: &Limits, seen: &[SeenPage]) -> Result<Document, ReadError> {
    // The interpreter is young; a panic in it is one damaged file, not a dead server.
    catch_unwind(AssertUnwindSafe(|| interpret(bytes, limits, seen))).unwrap_or(Err(ReadError::Corrupt))
}

/// What was recognised on a picture of one page.
pub(crate) fn read_picture(
    media_type: &'static str,
    limits: &Limits,
    seen: &[SeenPage],
) -> Result<Document, ReadError> {
    let mut builder = Builder::new(media_type, limits.max_chars);
    builder.document().pages = seen.iter().map(SeenPage::geometry).collect();
    builder.document().warn(ReadWarning::Recognized);
    for line in layout::lines(seen.iter().map(|page| (page.page, seen::chars(page))).collect()) {
        line.add_to(&mut builder);
    }
    let document = builder.finish();
    if letters(&document.text) < FEW_LETTERS { Err(ReadError::OcrRequired) } else { Ok(document) }
}

/// Opens a file whose sizes are believable.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Pdf, ReadError> {
    if !bounds::structure(bytes, limits) {
        return Err(ReadError::Bomb);
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|e| match e {
        LoadPdfError::Decryption(_) => ReadError::Encrypted,
        LoadPdfError::Invalid => ReadError::Corrupt,
    })?;
    if pdf.pages().is_empty() {
        return Err(ReadError::Corrupt);
    }
    if !bounds::streams(&pdf, limits) || !declared::believable(&pdf) {
        return Err(ReadError::Bomb);
    }
    Ok(pdf)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn interpret(bytes: &[u8], limits: &Limits, seen: &[SeenPage]) -> Result<Document, ReadError> {
    let pdf = open(bytes, limits)?;
    let pages = pdf.pages();
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    if pages.len() > limits.max_pages {
        builder.document().warn(ReadWarning::Truncated);
    }
    if !whole(bytes) {
        builder.document().warn(ReadWarning::Repaired);
    }
    let cache = InterpreterCache::new();
    let mut effort = Effort::new(limits);
    let mut unmapped = 0;
    let mut hidden_anywhere = false;
    let mut texts = Vec::new();
    for (index, page) in pages.iter().take(limits.max_pages).enumerate() {
        if !effort.is_left() {
            builder.document().warn(ReadWarning::Truncated);
            break;
        }
        let number = index as u32 + 1;
        if let Some(page) = seen.iter().find(|page| page.page == number) {
            builder.document().warn(ReadWarning::Recognized);
            builder.document().pages.push(page.geometry());
            texts.push((number, seen::chars(page)));
            continue;
        }
        let (width, height) = page.render_dimensions();
        builder.document().pages.push(PageGeometry { width, height });
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut settings = InterpreterSettings::default();
        // Each may draw as much as a page.
        if page
            .raw()
            .get::<Array<'_>>(b"Annots".as_slice())
            .is_some_and(|a| a.raw_iter().nth(MAX_ANNOTATIONS).is_some())
        {
            settings.render_content = RenderContent::PAGE;
        }
        let to_page = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(to_page, bounds, &cache, page.xref(), settings);
        let mut collector = glyphs::Collector::new(width, height, &mut effort);
        let drawn = catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, &mut collector)));
        if let Err(panic) = drawn {
            let exhausted = panic.is::<Exhausted>();
            builder.document().warn(if exhausted { ReadWarning::Truncated } else { ReadWarning::Repaired });
        }
        let filled = catch_unwind(AssertUnwindSafe(|| forms::fill(page.raw(), to_page, &mut collector)));
        if filled.is_err() {
            builder.document().warn(ReadWarning::Truncated);
        }
        unmapped += collector.unmapped;
        let picture = collector.images > 0.3 * f64::from(width * height);
        let (chars, hidden) = collector.finish();
        hidden_anywhere |= hidden;
        if picture && chars.iter().filter(|c| !c.c.is_whitespace()).count() < 20 {
            builder.document().pictures.push(number);
        }
        texts.push((number, chars));
        links(page.raw(), &mut builder.links);
    }
    for line in layout::lines(texts) {
        line.add_to(&mut builder);
    }
    if hidden_anywhere {
        builder.document().warn(ReadWarning::HiddenText);
    }
    let mut document = builder.finish();
    if !document.pictures.is_empty() {
        document.warn(ReadWarning::PartlyScanned);
    }
    if let Some(cover) = forms::cover(&pdf, &document.text) {
        return Err(cover);
    }
    let letters = letters(&document.text);
    if garbled::is_garbled(&document.text) || unmapped > letters.max(40) {
        return Err(ReadError::Garbled);
    }
    if unmapped > MANY_UNMAPPED && 5 * unmapped > letters {
        document.warn(ReadWarning::PartlyRead);
    }
    if letters < FEW_LETTERS {
        // No text and no picture either: curves, or a file that lost its content.
        return Err(if !document.pictures.is_empty() || !document.warnings.contains(&ReadWarning::Repaired) {
            ReadError::OcrRequired
        } else {
            ReadError::Corrupt
        });
    }
    Ok(document)
}

/// Whether the file ends as a PDF does.
fn whole(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    tail.windows(5).any(|w| w == b"%%EOF") && bytes.windows(9).rev().take(4096).any(|w| w == b"startxref")
}

/// Web addresses behind the page's link annotations.
fn links(page: &Dict<'_>, found: &mut Links) {
    let Some(annotations) = page.get::<Array<'_>>(b"Annots".as_slice()) else { return };
    for annotation in annotations.iter::<Dict<'_>>().take(MAX_ANNOTATIONS) {
        let Some(action) = annotation.get::<Dict<'_>>(b"A".as_slice()) else { continue };
        let Some(uri) = action.get::<PdfString<'_>>(b"URI".as_slice()) else { continue };
        if let Ok(uri) = std::str::from_utf8(uri.as_bytes()) {
            found.add(uri);
        }
    }
}
