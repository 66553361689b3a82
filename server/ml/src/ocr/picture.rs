//! A page as a greyscale image, and strips cut out of it along lines of text.

use super::region::{Point, Region};

/// The most pixels that are processed: an A4 page at 300 dpi.
pub const MAX_PIXELS: usize = 9_000_000;

/// A greyscale image, row by row.
#[derive(Clone, Debug)]
pub struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    /// An image with these pixels; `None` if there are too many or too few, or their number does not match the size.
    #[must_use]
    pub fn new(width: usize, height: usize, grey: Vec<u8>) -> Option<Self> {
        let pixels = width.checked_mul(height)?;
        (width >= 16 && height >= 16 && pixels <= MAX_PIXELS && pixels == grey.len()).then_some(Self {
            width,
            height,
            grey,
        })
    }

    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The image rotated clockwise by quarter turns.
    #[must_use]
    pub fn turned(&self, quarters: u8) -> Self {
        let (w, h) = (self.width, self.height);
        let (width, height) = if quarters % 2 == 1 { (h, w) } else { (w, h) };
        let mut grey = Vec::with_capacity(self.grey.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match quarters % 4 {
                    0 => (x, y),
                    1 => (y, h - 1 - x),
                    2 => (w - 1 - x, h - 1 - y),
                    _ => (w - 1 - y, x),
                };
                grey.push(self.grey[from_y * w + from_x]);
            }
        }
        Self { width, height, grey }
    }

    /// The image resized; each new pixel is the mean of the area that it covers.
    pub(super) fn scaled(&self, width: usize, height: usize) -> Vec<f32> {
        let (fx, fy) = (self.width as f32 / width as f32, self.height as f32 / height as f32);
        let (nx, ny) = (samples(fx), samples(fy));
        let mut out = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let mut sum = 0.0;
                for j in 0..ny {
                    let at = (y as f32 + (j as f32 + 0.5) / ny as f32) * fy;
                    for i in 0..nx {
                        sum += self.at((x as f32 + (i as f32 + 0.5) / nx as f32) * fx, at);
                    }
                }
                out.push(sum / (nx * ny) as f32);
            }
        }
        out
    }

    /// Cuts out a region as a horizontal strip of this height.
    pub(super) fn strip(&self, region: &Region, height: usize) -> Strip {
        let step = region.height / height as f32;
        let width = (region.length / step).round().max(1.0) as usize;
        let across = Point { x: -region.along.y, y: region.along.x };
        let n = samples(step);
        let mut grey = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let mut sum = 0.0;
                for j in 0..n {
                    let b = (y as f32 + (j as f32 + 0.5) / n as f32) * step - region.height / 2.0;
                    for i in 0..n {
                        let a = (x as f32 + (i as f32 + 0.5) / n as f32) * step - region.length / 2.0;
                        let px = region.centre.x + a * region.along.x + b * across.x;
                        let py = region.centre.y + a * region.along.y + b * across.y;
                        sum += self.at(px, py);
                    }
                }
                grey.push(sum / (n * n) as f32);
            }
        }
        Strip { width, height, grey, step }
    }

    /// The interpolated shade at a point. Integer coordinates are the edges of pixels; points outside get the shade of
    /// the nearest edge.
    fn at(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (x0, y0) = (x as usize, y as usize);
        let (x1, y1) = ((x0 + 1).min(self.width - 1), (y0 + 1).min(self.height - 1));
        let (fx, fy) = (x - x0 as f32, y - y0 as f32);
        let pixel = |x: usize, y: usize| f32::from(self.grey[y * self.width + x]);
        let top = pixel(x0, y0) * (1.0 - fx) + pixel(x1, y0) * fx;
        let bottom = pixel(x0, y1) * (1.0 - fx) + pixel(x1, y1) * fx;
        top * (1.0 - fy) + bottom * fy
    }
}

/// How many samples to take along this many pixels.
fn samples(pixels: f32) -> usize {
    (pixels.round() as usize).clamp(1, 8)
}

/// A line of text, horizontal.
pub(super) struct Strip {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<f32>,
    /// Pixels of the image per pixel of the strip.
    pub step: f32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered() -> Picture {
        Picture::new(16, 32, (0..512).map(|n| (n % 251) as u8).collect()).unwrap()
    }

    #[test]
    fn a_picture_has_as_many_pixels_as_its_sizes_say_and_no_more_than_are_read() {
        assert!(Picture::new(16, 16, vec![0; 255]).is_none());
        assert!(Picture::new(4, 64, vec![0; 256]).is_none());
        assert!(Picture::new(usize::MAX, 2, Vec::new()).is_none());
        assert!(Picture::new(3_100, 3_100, vec![0; 3_100 * 3_100]).is_none());
    }

    #[test]
    fn four_quarter_turns_lead_back() {
        let picture = numbered();
        let mut turned = picture.clone();
        for _ in 0..4 {
            turned = turned.turned(1);
        }
        assert_eq!(turned.grey, picture.grey);
        assert_eq!(picture.turned(1).turned(1).grey, picture.turned(2).grey);
        assert_eq!(picture.turned(1).turned(3).grey, picture.grey);
        // The bottom left corner becomes the top left corner.
        assert_eq!(picture.turned(1).grey[0], picture.grey[31 * 16]);
    }
}
