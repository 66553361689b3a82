//! Collects the characters that a PDF page draws, and determines which of them a person can see.

use super::{effort::Effort, marks::Marks, turn::Turn, weight::Weights};
use crate::document::plain_char;
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
    font::{Glyph, GlyphRun},
    hayro_cmap::BfString,
    kurbo::{Affine, BezPath, Point, Rect, Shape},
};
use std::collections::HashMap;

/// A character on a page. Coordinates are relative to its own writing direction, with y pointing down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Char {
    pub c: char,
    pub x0: f32,
    pub x1: f32,
    /// The baseline.
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub turn: Turn,
    pub rgb: [u8; 3],
    pub order: usize,
    pub seen: Seen,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seen {
    Yes,
    /// Drawn without ink, like the text layer of a recognised scan.
    Invisible,
    /// Drawn with fully transparent ink.
    Transparent,
    Never,
}

/// A painted area that can be a background or cover something.
struct Paintwork {
    area: Rect,
    /// `None` for images and gradients.
    rgb: Option<[u8; 3]>,
    /// Whether it is a rectangle, so that everything inside its bounds has its colour.
    solid: bool,
    opaque: bool,
    order: usize,
}

/// Shapes that may be the outlines of letters, indexed by the squares of the page that they touch.
#[derive(Default)]
struct Outlines {
    shapes: Vec<(Rect, [u8; 3])>,
    squares: HashMap<(i32, i32), Vec<usize>>,
}

/// The side of a square, in points.
const SQUARE: f64 = 40.0;
/// The outlines of a page full of letters; a run of letters may be a single shape.
const MAX_OUTLINES: usize = 6_000;
/// A line of letters drawn as one shape touches no more squares than this.
const MAX_SQUARES: f64 = 60.0;

impl Outlines {
    fn add(&mut self, bounds: Rect, rgb: [u8; 3]) {
        let cells = |from: f64, to: f64| (from / SQUARE).floor() as i32..=(to / SQUARE).floor() as i32;
        let many = (1.0 + bounds.width() / SQUARE) * (1.0 + bounds.height() / SQUARE) > MAX_SQUARES;
        if self.shapes.len() >= MAX_OUTLINES || !bounds.is_finite() || many {
            return;
        }
        for x in cells(bounds.x0, bounds.x1) {
            for y in cells(bounds.y0, bounds.y1) {
                self.squares.entry((x, y)).or_default().push(self.shapes.len());
            }
        }
        self.shapes.push((bounds, rgb));
    }

    /// Shapes about as high as a letter at this point.
    fn at(&self, at: Point, size: f64) -> impl Iterator<Item = [u8; 3]> {
        let square = ((at.x / SQUARE).floor() as i32, (at.y / SQUARE).floor() as i32);
        let reach = 0.25 * size;
        self.squares.get(&square).into_iter().flatten().filter_map(move |n| {
            let (bounds, rgb) = self.shapes[*n];
            let near = bounds.inflate(reach, reach).contains(at);
            (near && bounds.width().min(bounds.height()) < 1.6 * size).then_some(rgb)
        })
    }
}

pub(super) struct Collector<'e> {
    chars: Vec<Char>,
    paint: Vec<Paintwork>,
    outlines: Outlines,
    /// The number of glyphs for which the file gives no character.
    pub unmapped: usize,
    /// Whether a form field has a value that the file itself does not draw.
    pub filled: bool,
    marks: Marks,
    weights: Weights,
    clips: Vec<Rect>,
    opacity: Vec<f32>,
    order: usize,
    page: Rect,
    effort: &'e mut Effort,
    pub images: f64,
}

/// A character larger than any sheet of paper is not meant to be read.
const MAX_SIZE: f32 = 20_000.0;

/// Every character is compared with the areas under it, so their number limits the time for a page.
const MAX_PAINTWORK: usize = 3_000;

impl<'e> Collector<'e> {
    pub(super) fn new(width: f32, height: f32, effort: &'e mut Effort) -> Self {
        let page = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        Self {
            chars: Vec::new(),
            paint: Vec::new(),
            outlines: Outlines::default(),
            unmapped: 0,
            filled: false,
            marks: Marks::default(),
            weights: Weights::default(),
            clips: vec![page],
            opacity: vec![1.0],
            order: 0,
            page,
            effort,
            images: 0.0,
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn alpha(&self) -> f32 {
        self.opacity.last().copied().unwrap_or(1.0)
    }

    fn add_paint(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        self.order += 1;
        let path = props.transform * path.clone();
        let bounds = path.bounding_box();
        let area = bounds.intersect(self.clip());
        if area == bounds {
            self.marks.add(bounds, self.order);
        }
        // Some programs draw a bar as a thick straight line.
        let bar = match mode {
            DrawMode::Stroke(stroke) if bounds.width() < 0.5 || bounds.height() < 0.5 => {
                let scale = props.transform.determinant().abs().sqrt();
                Some(0.5 * f64::from(stroke.line_width) * scale)
            }
            _ => None,
        };
        let area = match bar {
            Some(half) if bounds.width() < bounds.height() => bounds.inflate(half, 0.0).intersect(self.clip()),
            Some(half) => bounds.inflate(0.0, half).intersect(self.clip()),
            None => area,
        };
        let solid = bar.is_some() || path.area().abs() > 0.9 * bounds.area();
        let (rgb, alpha) = match &props.paint {
            Paint::Color(color) => {
                let [r, g, b, a] = color.to_rgba().to_rgba8();
                (Some([r, g, b]), f32::from(a) / 255.0)
            }
            Paint::Pattern(_) => (None, 1.0),
        };
        let alpha = alpha * self.alpha();
        if alpha < 0.05 {
            return;
        }
        // The outlines of letters are not rectangles, or are narrow ones; rules and frames are wide.
        let narrow = area.width() < 0.5 * area.height().max(3.0);
        if let Some(rgb) = rgb.filter(|_| bar.is_none() && (!solid || narrow)) {
            self.outlines.add(area, rgb);
        }
        if bar.is_none() && !matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            return;
        }
        if area.width() < 3.0 || area.height() < 3.0 {
            return;
        }
        let opaque = alpha > 0.98 && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        if self.paint.len() < MAX_PAINTWORK {
            self.paint.push(Paintwork { area, rgb, solid: solid && opaque, opaque, order: self.order });
        }
    }

    /// The transform maps the image's own pixels.
    fn add_picture(&mut self, transform: Affine, width: f64, height: f64) {
        self.order += 1;
        let area = transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height)).intersect(self.clip());
        self.images += area.area().max(0.0);
        if self.paint.len() < MAX_PAINTWORK {
            self.paint.push(Paintwork { area, rgb: None, solid: false, opaque: false, order: self.order });
        }
    }

    /// The background of a character: a colour, or `None` if it is unknown.
    fn background(&self, at: Point, order: usize) -> Option<[u8; 3]> {
        // If a page has more areas than were kept, the background is unknown.
        if self.paint.len() == MAX_PAINTWORK && self.paint.last().is_some_and(|p| p.order < order) {
            return None;
        }
        for p in self.paint.iter().rev() {
            if p.order < order && p.area.contains(at) {
                return if p.solid { p.rgb } else { None };
            }
        }
        Some([255; 3])
    }

    fn covered(&self, at: Point, order: usize) -> bool {
        self.paint
            .iter()
            .rev()
            .take_while(|p| p.order > order)
            .any(|p| p.solid && p.opaque && p.rgb.is_some() && p.area.contains(at))
    }

    /// Adds what a person filled into a field, if the file itself does not draw it.
    pub(super) fn fill(&mut self, field: Rect, lines: &[String], size: f64) {
        let drawn = |c: &Char| {
            let middle = c.turn.to_page(f64::from(c.x0 + c.x1) / 2.0, f64::from(c.y - 0.3 * c.size));
            c.seen == Seen::Yes && !c.c.is_whitespace() && field.contains(middle)
        };
        if self.chars.iter().any(drawn) {
            return;
        }
        self.order += 1;
        self.filled |= lines.iter().any(|line| !line.trim().is_empty());
        for (n, line) in lines.iter().enumerate() {
            let top = if lines.len() == 1 { field.center().y + 0.35 * size } else { field.y0 + size };
            let y = (top + 1.2 * size * n as f64) as f32;
            let step = (0.5 * size) as f32;
            for (i, c) in line.chars().enumerate() {
                self.effort.glyph();
                let x0 = field.x0 as f32 + 2.0 + step * i as f32;
                let (size, order) = (size as f32, self.order);
                let (turn, bold, rgb, seen) = (Turn::default(), false, [0; 3], Seen::Yes);
                let mut plain = Vec::new();
                plain_char(c, |c| plain.push(c));
                plain.into_iter().for_each(|c| {
                    self.chars.push(Char { c, x0, x1: x0 + step, y, size, bold, turn, rgb, order, seen });
                });
            }
        }
    }

    /// The visible characters, and whether there were invisible ones.
    pub(super) fn finish(mut self) -> (Vec<Char>, bool) {
        let inked = self.chars.iter().any(|c| c.seen == Seen::Yes && !c.c.is_whitespace());
        let scanned = self.images > 0.5 * self.page.area();
        // On a scan with a text layer, the image shows what the layer says.
        let layer_counts = scanned && !inked;
        let chars = std::mem::take(&mut self.chars);
        let mut hidden = false;
        let mut kept: Vec<Char> = chars
            .into_iter()
            .filter(|c| {
                let middle = c.turn.to_page(f64::from(c.x0 + c.x1) / 2.0, f64::from(c.y - 0.3 * c.size));
                // Text over letters drawn as shapes is visible through those shapes.
                let drawn = || {
                    let ground = self.background(middle, 0).unwrap_or([255; 3]);
                    self.outlines.at(middle, f64::from(c.size)).any(|rgb| !alike(rgb, ground))
                };
                let visible = match c.seen {
                    Seen::Never => false,
                    Seen::Invisible => layer_counts || drawn(),
                    Seen::Transparent => drawn(),
                    Seen::Yes => {
                        !self.background(middle, c.order).is_some_and(|b| alike(b, c.rgb))
                            && !self.covered(middle, c.order)
                    }
                };
                hidden |= !visible && !c.c.is_whitespace();
                visible
            })
            .collect();
        let marks = std::mem::take(&mut self.marks);
        marks.write(&mut kept, |at, order| !self.covered(at, order));
        (kept, hidden)
    }
}

fn alike(a: [u8; 3], b: [u8; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 10)
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.effort.drawing();
        self.add_paint(path, &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.effort.drawing();
        let area = self.clip().intersect(clip.path.bounding_box());
        self.clips.push(area);
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.effort.drawing();
        let alpha = self.alpha() * opacity;
        self.opacity.push(alpha);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.order += 1;
        let (rgb, alpha) = match &props.paint {
            Paint::Color(color) => {
                let [r, g, b, a] = color.to_rgba().to_rgba8();
                ([r, g, b], f32::from(a) / 255.0)
            }
            Paint::Pattern(_) => ([127, 63, 191], 1.0),
        };
        let bold = self.weights.is_bold(run);
        let clip = self.clip();
        for glyph in run.glyphs() {
            self.effort.glyph();
            let Some(unicode) = glyph.as_unicode() else {
                self.unmapped += 1;
                continue;
            };
            let matrix = props.transform * glyph.transform();
            let [a, b, c, d, x, y] = matrix.as_coeffs();
            let advance = match &**glyph {
                Glyph::Outline(g) => g.advance_width(),
                Glyph::Type3(g) => g.advance_width(),
            };
            let size = (c.hypot(d) * 1000.0) as f32;
            let width = advance.map_or(0.5 * size, |w| (f64::from(w) * a.hypot(b)) as f32);
            let turn = Turn::of(a, b);
            let place = Rect::new(x, y - f64::from(size) * 0.3, x + 0.1, y);
            let seen = if size < 2.0
                || place.intersect(clip).is_zero_area()
                || !(size + width).is_finite()
                || size.max(width.abs()) > MAX_SIZE
            {
                Seen::Never
            } else if alpha * self.alpha() < 0.05 {
                Seen::Transparent
            } else if matches!(mode, DrawMode::Invisible) {
                Seen::Invisible
            } else {
                Seen::Yes
            };
            let mut text: Vec<char> = Vec::new();
            match unicode {
                BfString::Char(c) => plain_char(c, |c| text.push(c)),
                BfString::String(s) => s.chars().for_each(|c| plain_char(c, |c| text.push(c))),
            }
            // A glyph that stands for several letters has the direction of those letters.
            if text.iter().any(|c| super::direction::is_rtl(*c)) {
                text.reverse();
            }
            let step = width / text.len().max(1) as f32;
            let (x, y) = turn.upright(x, y);
            for (i, c) in text.into_iter().enumerate() {
                let x0 = x as f32 + step * i as f32;
                self.chars.push(Char {
                    c,
                    x0,
                    x1: x0 + step,
                    y: y as f32,
                    size,
                    bold,
                    turn,
                    rgb,
                    order: self.order,
                    seen,
                });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.effort.drawing();
        self.add_picture(props.transform, f64::from(image.width()), f64::from(image.height()));
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {
        if self.opacity.len() > 1 {
            self.opacity.pop();
        }
    }
}
