//! Files whose pages are images: rendered for text recognition, and rebuilt from the recognised text.

use crate::{
    Document, Limits, ReadError,
    document::PageGeometry,
    kind, pdf,
    picture::{self, PagePicture, SIDE},
    sheet,
    sniff::Kind,
};
use hayro_syntax::Pdf;
use hireq_domain::resume::PageBox;
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
    /// Its orientation in the file.
    pub orientation: Orientation,
}

/// How a page was oriented on its image before it was turned upright and deskewed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orientation {
    /// The number of clockwise quarter turns that set it upright.
    pub turned: u8,
    /// The direction of its lines on the upright image.
    pub along: (f32, f32),
}

impl Default for Orientation {
    fn default() -> Self {
        Self { turned: 0, along: (1.0, 0.0) }
    }
}

impl SeenPage {
    pub(crate) const fn geometry(&self) -> PageGeometry {
        PageGeometry { width: self.width, height: self.height }
    }

    /// The page's size in the file.
    pub(crate) fn size_in_file(&self) -> (f32, f32) {
        if self.orientation.turned % 2 == 1 { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Converts a place on the upright page to the page in the file.
    pub(crate) fn in_file(&self, place: PageBox) -> PageBox {
        let corners = [(place.x0, place.y0), (place.x1, place.y0), (place.x0, place.y1), (place.x1, place.y1)];
        let [first, rest @ ..] = corners.map(|(x, y)| self.point_in_file(x, y));
        let around = PageBox { x0: first.0, x1: first.0, y0: first.1, y1: first.1, ..place };
        rest.into_iter().fold(around, |all, (x, y)| PageBox {
            x0: all.x0.min(x),
            x1: all.x1.max(x),
            y0: all.y0.min(y),
            y1: all.y1.max(y),
            ..all
        })
    }

    fn point_in_file(&self, x: f32, y: f32) -> (f32, f32) {
        let (middle_x, middle_y) = (self.width / 2.0, self.height / 2.0);
        let ((dx, dy), (along_x, along_y)) = ((x - middle_x, y - middle_y), self.orientation.along);
        let x = middle_x + dx * along_x - dy * along_y;
        let y = middle_y + dx * along_y + dy * along_x;
        match self.orientation.turned % 4 {
            0 => (x, y),
            1 => (y, self.width - x),
            2 => (self.width - x, self.height - y),
            _ => (self.height - y, x),
        }
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
    let pixmap = sheet::pixmap(page, scale)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_a_turned_page_is_found_again_in_the_file() {
        let seen = |turned| {
            let orientation = Orientation { turned, ..Orientation::default() };
            SeenPage { page: 1, width: 200.0, height: 100.0, lines: vec![], orientation }
        };
        let place = PageBox { page: 1, x0: 10.0, y0: 20.0, x1: 50.0, y1: 30.0 };
        let found = [0, 1, 2, 3].map(|turned| {
            let PageBox { x0, y0, x1, y1, .. } = seen(turned).in_file(place);
            (seen(turned).size_in_file(), [x0, y0, x1, y1])
        });
        let wanted = [
            ((200.0, 100.0), [10.0, 20.0, 50.0, 30.0]),
            ((100.0, 200.0), [20.0, 150.0, 30.0, 190.0]),
            ((200.0, 100.0), [150.0, 70.0, 190.0, 80.0]),
            ((100.0, 200.0), [70.0, 10.0, 80.0, 50.0]),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_place_on_a_levelled_page_is_where_it_was_before() {
        let orientation = Orientation { turned: 0, along: (0.6, 0.8) };
        let page = SeenPage { page: 1, width: 200.0, height: 100.0, lines: vec![], orientation };
        let (x, y) = page.point_in_file(110.0, 50.0);
        assert!((x - 106.0).abs() < 0.01 && (y - 58.0).abs() < 0.01, "{x} {y}");
    }
}
