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
    page::Page,
};
use hireq_domain::resume::ReadWarning;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most annotations (notes, links, form fields) of a page that are considered.
const MAX_ANNOTATIONS: usize = 500;

/// Bullets and pictograms may also have no character, so a few unmapped glyphs are normal.
const MANY_UNMAPPED: usize = 40;

/// A warning is given if at least one in this many characters is unknown.
const NOTED_SHARE: usize = 5;

/// A page with fewer letters, such as a page number and a stamp, has no text.
const FEW_LETTERS: usize = 20;

/// A page is an image if images cover at least this fraction of it.
const PICTURE: f64 = 0.3;

pub(crate) const MEDIA_TYPE: &str = "application/pdf";

/// Reads a file. On pages in `seen`, the recognised text replaces whatever they contain.
pub(crate) fn read(bytes: &[u8], limits: &Limits, seen: &[SeenPage]) -> Result<Document, ReadError> {
    // The interpreter is young; a panic in it should mean one unreadable file, not a dead server.
    catch_unwind(AssertUnwindSafe(|| interpret(bytes, limits, seen))).unwrap_or(Err(ReadError::Corrupt))
}

/// Builds a document from the text recognised on a picture of one page.
pub(crate) fn read_picture(
    media_type: &'static str,
    limits: &Limits,
    seen: &[SeenPage],
) -> Result<Document, ReadError> {
    let mut builder = Builder::new(media_type, limits.max_chars);
    builder.document().pages = seen.iter().map(SeenPage::geometry).collect();
    builder.document().warn(ReadWarning::Recognized);
    builder.document().recognized = seen.iter().map(without_lines).collect();
    for line in layout::lines(seen.iter().map(|page| (page.page, seen::chars(page))).collect()) {
        line.add_to(&mut builder);
    }
    let document = builder.finish();
    if letters(&document.text) < FEW_LETTERS { Err(ReadError::OcrRequired) } else { Ok(document) }
}

/// Opens a file after checking that its declared sizes are plausible.
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

fn without_lines(page: &SeenPage) -> SeenPage {
    SeenPage { lines: Vec::new(), ..*page }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn interpret(bytes: &[u8], limits: &Limits, seen: &[SeenPage]) -> Result<Document, ReadError> {
    let pdf = open(bytes, limits)?;
    let pages = pdf.pages();
    let mut reading = Reading::new(limits);
    if pages.len() > limits.max_pages {
        reading.warn(ReadWarning::Truncated);
    }
    if !is_complete(bytes) {
        reading.warn(ReadWarning::Repaired);
    }
    for (number, page) in (1..).zip(pages.iter().take(limits.max_pages)) {
        if !reading.effort.is_left() {
            reading.warn(ReadWarning::Truncated);
            break;
        }
        match seen.iter().find(|page| page.page == number) {
            Some(page) => reading.add_seen(page),
            None => reading.add(number, page),
        }
    }
    reading.finish(&pdf)
}

/// The state of reading a file.
struct Reading<'a> {
    builder: Builder,
    cache: InterpreterCache<'a>,
    effort: Effort,
    texts: Vec<(u32, Vec<glyphs::Char>)>,
    /// The number of glyphs for which the file gives no character.
    unmapped: usize,
    hidden: bool,
}

impl<'a> Reading<'a> {
    fn new(limits: &Limits) -> Self {
        Self {
            builder: Builder::new(MEDIA_TYPE, limits.max_chars),
            cache: InterpreterCache::new(),
            effort: Effort::new(limits),
            texts: Vec::new(),
            unmapped: 0,
            hidden: false,
        }
    }

    fn warn(&mut self, warning: ReadWarning) {
        self.builder.document().warn(warning);
    }

    /// Adds a page whose text was recognised on its image.
    fn add_seen(&mut self, page: &SeenPage) {
        self.warn(ReadWarning::Recognized);
        self.builder.document().pages.push(page.geometry());
        self.builder.document().recognized.push(without_lines(page));
        self.texts.push((page.page, seen::chars(page)));
    }

    fn add(&mut self, number: u32, page: &'a Page<'a>) {
        let (width, height) = page.render_dimensions();
        self.builder.document().pages.push(PageGeometry { width, height });
        let to_page = page.initial_transform(true).to_kurbo();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(to_page, bounds, &self.cache, page.xref(), settings(page));
        let mut collector = glyphs::Collector::new(width, height, &mut self.effort);
        let drawn = catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, &mut collector)));
        let filled = catch_unwind(AssertUnwindSafe(|| forms::fill(page.raw(), to_page, &mut collector)));
        self.unmapped += collector.unmapped;
        self.builder.document().undrawn |= collector.filled;
        let picture = collector.images > PICTURE * f64::from(width * height);
        let (chars, hidden) = collector.finish();
        self.hidden |= hidden;
        if let Err(panic) = drawn {
            self.warn(if panic.is::<Exhausted>() { ReadWarning::Truncated } else { ReadWarning::Repaired });
        }
        if filled.is_err() {
            self.warn(ReadWarning::Truncated);
        }
        if picture && chars.iter().filter(|c| !c.c.is_whitespace()).count() < FEW_LETTERS {
            self.builder.document().pictures.push(number);
        }
        self.texts.push((number, chars));
        links(page.raw(), &mut self.builder.links);
    }

    /// The finished document, unless the extracted text is useless.
    fn finish(mut self, pdf: &Pdf) -> Result<Document, ReadError> {
        for line in layout::lines(self.texts) {
            line.add_to(&mut self.builder);
        }
        if self.hidden {
            self.builder.document().warn(ReadWarning::HiddenText);
        }
        let mut document = self.builder.finish();
        if !document.pictures.is_empty() {
            document.warn(ReadWarning::PartlyScanned);
        }
        if let Some(cover) = forms::cover(pdf, &document.text) {
            return Err(cover);
        }
        let letters = letters(&document.text);
        if garbled::is_garbled(&document.text) || self.unmapped > letters.max(MANY_UNMAPPED) {
            return Err(ReadError::Garbled);
        }
        if self.unmapped > MANY_UNMAPPED && NOTED_SHARE * self.unmapped > letters {
            document.warn(ReadWarning::PartlyRead);
        }
        if letters < FEW_LETTERS {
            // Neither text nor images: the text is drawn as curves, or the file has lost its content.
            let lost = document.pictures.is_empty() && document.warnings.contains(&ReadWarning::Repaired);
            return Err(if lost { ReadError::Corrupt } else { ReadError::OcrRequired });
        }
        Ok(document)
    }
}

/// Each annotation may draw as much as a page, so if there are too many, none are drawn.
fn settings(page: &Page<'_>) -> InterpreterSettings {
    let annotations = page.raw().get::<Array<'_>>(b"Annots".as_slice());
    let mut settings = InterpreterSettings::default();
    if annotations.is_some_and(|all| all.raw_iter().nth(MAX_ANNOTATIONS).is_some()) {
        settings.render_content = RenderContent::PAGE;
    }
    settings
}

/// Whether the file ends like a complete PDF.
fn is_complete(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    tail.windows(5).any(|w| w == b"%%EOF") && bytes.windows(9).rev().take(4096).any(|w| w == b"startxref")
}

/// The web addresses of the page's link annotations.
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
