//! Images of pages: photographs and scans uploaded as image files, and the greyscale images that text recognition
//! reads.

use crate::ReadError;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;

/// The supported image types.
pub(crate) const MEDIA_TYPES: [&str; 2] = ["image/jpeg", "image/png"];

/// The longer side, in pixels, of an image given to text recognition; an A4 page then has 205 dpi.
pub(crate) const SIDE: u32 = 2_400;

/// The longer side, in points, of the sheet that a photograph is assumed to show (A4).
const SHEET: f32 = 842.0;

/// The most pixels of an image that is opened.
pub(crate) const MAX_PIXELS: u64 = 50_000_000;

/// A page as a greyscale image, row by row.
#[derive(Clone, Debug)]
pub struct PagePicture {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
    /// The size of a pixel, in points.
    pub point: f32,
}

/// The name of an image type in messages.
pub(crate) fn named(media_type: &str) -> String {
    format!("a picture ({})", if media_type == "image/png" { "png" } else { "jpg" })
}

/// Checks from its header whether an image can be opened.
pub(crate) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    decoder(bytes).map(drop)
}

/// Opens an image for text recognition.
pub(crate) fn open(bytes: &[u8]) -> Result<PagePicture, ReadError> {
    let image = on_white(upright(bytes, SIDE)?);
    let (width, height) = (image.width() as usize, image.height() as usize);
    let point = SHEET / width.max(height) as f32;
    Ok(PagePicture { width, height, grey: image.into_raw(), point })
}

/// Opens an image, scaled down to at most `side` pixels on its longer side, and rotates it according to its EXIF
/// orientation.
pub(crate) fn upright(bytes: &[u8], side: u32) -> Result<DynamicImage, ReadError> {
    let mut decoder = decoder(bytes)?;
    let turn = decoder.orientation().map_err(|_| ReadError::Corrupt)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| ReadError::Corrupt)?;
    if image.width().max(image.height()) > side {
        image = image.resize(side, side, FilterType::Triangle);
    }
    image.apply_orientation(turn);
    Ok(image)
}

/// Converts to greyscale, with transparency as white.
fn on_white(image: DynamicImage) -> image::GrayImage {
    if !image.color().has_alpha() {
        return image.into_luma8();
    }
    let mut both = image.into_luma_alpha8();
    image::GrayImage::from_fn(both.width(), both.height(), |x, y| {
        let image::LumaA([grey, alpha]) = *both.get_pixel_mut(x, y);
        let (grey, alpha) = (u16::from(grey), u16::from(alpha));
        image::Luma([((grey * alpha + 255 * (255 - alpha)) / 255) as u8])
    })
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, ReadError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| ReadError::Corrupt)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * MAX_PIXELS);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| ReadError::Corrupt)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(ReadError::Bomb);
    }
    Ok(decoder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(image: &DynamicImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_is_made_smaller_and_what_can_be_seen_through_is_white() {
        let picture = open(&png(&DynamicImage::new_rgba8(3_000, 600))).unwrap();
        assert_eq!((picture.width, picture.height), (2_400, 480));
        assert!(picture.grey.iter().all(|v| *v == 255));
    }

    #[test]
    fn a_picture_that_only_claims_to_be_large_is_not_opened() {
        let mut bytes = png(&DynamicImage::new_luma8(10, 10));
        // Changing the size in the header also makes its checksum wrong; either is reason enough to refuse it.
        bytes[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert!(check(&bytes).is_err() && open(&bytes).is_err());
        assert!(open(b"\xff\xd8\xff\xe0 no picture").is_err());
    }
}
