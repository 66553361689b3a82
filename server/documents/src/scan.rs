//! Files whose pages are images: rendered for text recognition, and rebuilt from the recognised text.

use crate::{
    Document, Limits, ReadError,
    document::PageGeometry,
    kind, pdf,
    picture::{self, PagePicture, SIDE},
    sniff::Kind,
};
use hayro::{
    PixmapSettings, RenderCache, RenderSettings, render,
    vello_cpu::color::{AlphaColor, Srgb},
};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::Pdf;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A recognised letter and its extent along the line, in points; a space has the extent of the gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeenLetter {
    pub c: char,
    pub x0: f32,
    pub x1: f32,
}

/// A recognised line, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenLine {
    pub letters: Vec<SeenLetter>,
    /// The y coordinate of its baseline.
    pub baseline: f32,
    /// Font size.
    pub size: f32,
}

/// A page whose image was recognised, in upright orientation.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenPage {
    /// Counted from 1.
    pub page: u32,
    pub width: f32,
    pub height: f32,
    /// In any order: columns are found as on other pages.
    pub lines: Vec<SeenLine>,
}

impl SeenPage {
    pub(crate) const fn geometry(&self) -> PageGeometry {
        PageGeometry { width: self.width, height: self.height }
    }
}

/// A file whose pages are rendered one at a time.
pub struct Scan(Pages);

enum Pages {
    Drawn(Pdf),
    One(PagePicture),
}

impl Scan {
    /// Opens a PDF or an image.
    ///
    /// # Errors
    /// If it cannot be opened, or rendering it would take too much memory.
    pub fn open(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Self, ReadError> {
        let open = || match kind(bytes, file_name)? {
            Kind::Pdf => {
                let pdf = pdf::open(bytes, limits)?;
                if pdf::pictures_fit(&pdf) { Ok(Self(Pages::Drawn(pdf))) } else { Err(ReadError::Bomb) }
            }
            Kind::Picture(_) => picture::open(bytes).map(|picture| Self(Pages::One(picture))),
            _ => Err(ReadError::OcrRequired),
        };
        catch_unwind(AssertUnwindSafe(open)).unwrap_or(Err(ReadError::Corrupt))
    }

    /// The number of pages.
    #[must_use]
    pub fn len(&self) -> u32 {
        match &self.0 {
            Pages::Drawn(pdf) => u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX),
            Pages::One(_) => 1,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Renders a page, counted from 1; `None` if that fails.
    #[must_use]
    pub fn draw(&self, page: u32) -> Option<PagePicture> {
        match &self.0 {
            Pages::One(picture) => (page == 1).then(|| picture.clone()),
            // The renderer is young; a panic in it should mean one unreadable page.
            Pages::Drawn(pdf) => catch_unwind(AssertUnwindSafe(|| drawn(pdf, page))).ok().flatten(),
        }
    }
}

fn drawn(pdf: &Pdf, page: u32) -> Option<PagePicture> {
    let page = pdf.pages().get((page as usize).checked_sub(1)?)?;
    let (width, height) = page.render_dimensions();
    let scale = SIDE as f32 / width.max(height);
    let fits = |side: f32| (16.0..=SIDE as f32 + 1.0).contains(&(side * scale));
    if !fits(width) || !fits(height) {
        return None;
    }
    let white = AlphaColor::<Srgb>::new([1.0; 4]);
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: white };
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let pixmap = render(page, &cache, &settings, &RenderSettings::default(), &pixels);
    // Luma weights for red, green and blue.
    let grey = |p: &hayro::vello_cpu::color::PremulRgba8| {
        ((299 * u32::from(p.r) + 587 * u32::from(p.g) + 114 * u32::from(p.b)) / 1_000) as u8
    };
    Some(PagePicture {
        width: pixmap.width().into(),
        height: pixmap.height().into(),
        grey: pixmap.data().iter().map(grey).collect(),
        point: 1.0 / scale,
    })
}

/// Reads a file in which text was recognised on some or all pages.
///
/// # Errors
/// The same as for any file; `OcrRequired` if hardly any text was recognised.
pub fn read_seen(bytes: &[u8], file_name: &str, limits: &Limits, seen: &[SeenPage]) -> Result<Document, ReadError> {
    let read = || match kind(bytes, file_name)? {
        Kind::Pdf => pdf::read(bytes, limits, seen),
        Kind::Picture(media_type) => pdf::read_picture(media_type, limits, seen),
        _ => Err(ReadError::OcrRequired),
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ReadError::Corrupt))
}
