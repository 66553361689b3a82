//! Renders the pages of a file as images for people.

use crate::{Limits, ReadError, kind, pdf, picture, sniff::Kind};
use hayro::{
    PixmapSettings, RenderCache, RenderSettings, render,
    vello_cpu::{
        Pixmap,
        color::{AlphaColor, Srgb},
    },
};
use hayro_interpret::InterpreterSettings;
use hayro_syntax::{Pdf, page::Page};
use image::{
    DynamicImage, ExtendedColorType, GrayImage, ImageEncoder, Rgb, RgbImage, Rgba,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The width in pixels, enough for a column on a high-density screen.
const WIDTH: f32 = 1_240.0;
/// The maximum number of pixels of a page; an A4 page has two million.
const PIXELS: f32 = 4_000_000.0;
/// The maximum length of a photograph's longer side.
const SIDE: u32 = 1_754;
/// Text and lines need less than this many bytes as PNG; anything larger is probably a photograph.
const LOSSLESS: usize = 400_000;
const QUALITY: u8 = 82;

/// Renders a page of a PDF, counted from 1, or an image file, as PNG or JPEG.
///
/// Rendering has no bounds on time and memory, so call this only in a process that can be killed.
///
/// # Errors
/// If the file cannot be opened, has no such page, or is too large.
pub fn draw(bytes: &[u8], file_name: &str, limits: &Limits, page: u32) -> Result<Vec<u8>, ReadError> {
    let draw = || match kind(bytes, file_name)? {
        Kind::Pdf => {
            let pdf = pdf::open(bytes, limits)?;
            if pdf::pictures_fit(&pdf) { drawn(&pdf, page) } else { Err(ReadError::Bomb) }
        }
        Kind::Picture(_) if page == 1 => encoded(&opaque(picture::upright(bytes, SIDE)?)),
        _ => Err(ReadError::Corrupt),
    };
    catch_unwind(AssertUnwindSafe(draw)).unwrap_or(Err(ReadError::Corrupt))
}

fn drawn(pdf: &Pdf, page: u32) -> Result<Vec<u8>, ReadError> {
    let page = (page as usize).checked_sub(1).and_then(|n| pdf.pages().get(n)).ok_or(ReadError::Corrupt)?;
    let (width, height) = page.render_dimensions();
    let scale = (WIDTH / width).min((PIXELS / (width * height)).sqrt());
    let pixmap = pixmap(page, scale).ok_or(ReadError::Bomb)?;
    let (width, height) = (pixmap.width().into(), pixmap.height().into());
    let pixels = pixmap.data();
    let image = if pixels.iter().all(|p| p.r == p.g && p.g == p.b) {
        GrayImage::from_raw(width, height, pixels.iter().map(|p| p.r).collect()).map(DynamicImage::from)
    } else {
        RgbImage::from_raw(width, height, pixels.iter().flat_map(|p| [p.r, p.g, p.b]).collect()).map(DynamicImage::from)
    };
    encoded(&image.ok_or(ReadError::Corrupt)?)
}

/// The page's pixels on a white background. `None` if the page is far too long or narrow.
pub(crate) fn pixmap(page: &Page<'_>, scale: f32) -> Option<Pixmap> {
    let (width, height) = page.render_dimensions();
    let fits = |side: f32| (16.0..=8_000.0).contains(&(side * scale));
    if !fits(width) || !fits(height) {
        return None;
    }
    let white = AlphaColor::<Srgb>::new([1.0; 4]);
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: white };
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    Some(render(page, &cache, &settings, &RenderSettings::default(), &pixels))
}

/// Converts to 8 bits per channel, with transparency as white.
fn opaque(image: DynamicImage) -> DynamicImage {
    match (image.color().has_color(), image.color().has_alpha()) {
        (false, false) => image.into_luma8().into(),
        (true, false) => image.into_rgb8().into(),
        (_, true) => {
            let both = image.into_rgba8();
            let white = |colour: u8, alpha: u8| {
                let (colour, alpha) = (u16::from(colour), u16::from(alpha));
                ((colour * alpha + 255 * (255 - alpha)) / 255) as u8
            };
            RgbImage::from_fn(both.width(), both.height(), |x, y| {
                let Rgba([r, g, b, a]) = *both.get_pixel(x, y);
                Rgb([r, g, b].map(|colour| white(colour, a)))
            })
            .into()
        }
    }
}

fn encoded(image: &DynamicImage) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    image.write_with_encoder(encoder).map_err(|_| ReadError::Corrupt)?;
    if bytes.len() <= LOSSLESS {
        return Ok(bytes);
    }
    let mut smaller = Vec::new();
    let rgb = image.to_rgb8();
    JpegEncoder::new_with_quality(&mut smaller, QUALITY)
        .write_image(&rgb, rgb.width(), rgb.height(), ExtendedColorType::Rgb8)
        .map_err(|_| ReadError::Corrupt)?;
    Ok(if smaller.len() < bytes.len() { smaller } else { bytes })
}
