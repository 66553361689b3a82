//! What may lie behind a text: the page's colour, shading, the fill of a text box, floating shapes and pictures. White
//! text only counts as hidden if none of these can be behind it. The page is not laid out, so heights are estimates.

use super::is_white;
use crate::xml::attribute;
use quick_xml::events::BytesStart;

/// The size in points of text without an explicit size.
const SIZE: f32 = 11.0;
/// Characters per line, to estimate how many lines a paragraph takes.
const LINE: usize = 90;
/// The height in points of the part of a page that holds text.
const PAGE: f32 = 700.0;
/// English Metric Units per point.
const EMU: f32 = 12_700.0;
/// The most floating shapes that are considered.
const MAX_BANDS: usize = 100;

/// A vertical range, in points from the start of the part, over which something dark floats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Band {
    from: f32,
    to: f32,
}

#[derive(Default)]
struct Float {
    from: f32,
    offset: f32,
    height: f32,
    dark: bool,
}

#[derive(Default)]
struct Shape {
    dark: bool,
    /// Whether the shape itself says how it is filled; if not, its style decides.
    told: bool,
    floats: bool,
}

#[derive(Default)]
pub(super) struct Backdrop {
    page: bool,
    /// The shading of the paragraph and of the cells and tables around it.
    shading: Vec<bool>,
    shapes: Vec<Shape>,
    floats: Vec<Float>,
    pub(super) bands: Vec<Band>,
    /// The nesting depth inside elements whose colours are not fills: lines, and text.
    muted: usize,
    in_fill: bool,
    in_offset: bool,
    y: f32,
}

impl Backdrop {
    pub(super) fn over(bands: Vec<Band>) -> Self {
        Self { bands, ..Self::default() }
    }

    /// Whether something dark may be behind the text at this position.
    pub(super) fn is_dark(&self) -> bool {
        self.page
            || self.shading.last().copied().unwrap_or(false)
            || self.shapes.iter().any(|s| s.dark)
            || self.bands.iter().any(|b| (b.from..=b.to).contains(&self.y))
    }

    /// Repeats a header's bands on all pages of the body.
    pub(super) fn on_every_page(self) -> impl Iterator<Item = Band> {
        let page = self.page;
        let whole = |b: Band| if b.to - b.from > 0.6 * PAGE { Band { from: 0.0, to: f32::MAX } } else { b };
        self.bands.into_iter().map(whole).chain(page.then_some(Band { from: 0.0, to: f32::MAX }))
    }

    pub(super) fn shade(&mut self) {
        if let Some(last) = self.shading.last_mut() {
            *last = true;
        }
    }

    pub(super) fn start(&mut self, name: &str, e: &BytesStart<'_>) {
        match name {
            "background" => self.page |= attribute(e, "color").is_some_and(|c| c != "auto" && !is_white(&c)),
            "p" | "tbl" | "tc" => self.shading.push(self.shading.last().copied().unwrap_or(false)),
            "anchor" => self.floats.push(Float { from: self.y, ..Float::default() }),
            "ln" | "rPr" | "pPr" | "effectLst" | "lnRef" | "effectRef" | "fontRef" => self.muted += 1,
            "extent" => self.float(|f| f.height = number(e, "cy") / EMU),
            "positionV" if attribute(e, "relativeFrom").is_none_or(|from| from != "paragraph" && from != "line") => {
                self.float(|f| f.from -= f.from % PAGE);
            }
            "posOffset" => self.in_offset = true,
            "wsp" | "sp" | "wgp" | "grpSp" | "wpc" => self.shapes.push(Shape::default()),
            "rect" | "shape" | "roundrect" | "oval" | "group" => self.old_shape(e),
            _ if self.muted > 0 => {}
            "noFill" | "solidFill" | "gradFill" | "pattFill" => {
                self.in_fill = name != "noFill";
                if let Some(shape) = self.shapes.last_mut() {
                    shape.told = true;
                }
            }
            "fillRef" => {
                let told = self.shapes.last().is_some_and(|s| s.told);
                self.in_fill = !told && attribute(e, "idx").is_some_and(|idx| idx != "0");
            }
            "srgbClr" | "schemeClr" | "prstClr" | "sysClr" if self.in_fill => {
                let colour = attribute(e, "lastClr").or_else(|| attribute(e, "val")).unwrap_or_default();
                if !matches!(colour.as_str(), "bg1" | "lt1" | "white") && !is_white(&colour) {
                    self.paint();
                }
            }
            "lumMod" | "shade" if self.in_fill && number(e, "val") < 85_000.0 => self.paint(),
            "blip" | "imagedata" => self.paint(),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "p" | "tbl" | "tc" => {
                self.shading.pop();
            }
            "anchor" => self.finish_float(),
            "ln" | "rPr" | "pPr" | "effectLst" | "lnRef" | "effectRef" | "fontRef" => {
                self.muted = self.muted.saturating_sub(1);
            }
            "posOffset" => self.in_offset = false,
            "solidFill" | "gradFill" | "pattFill" | "fillRef" => self.in_fill = false,
            "wsp" | "sp" | "wgp" | "grpSp" | "wpc" | "rect" | "shape" | "roundrect" | "oval" | "group"
                if self.shapes.pop().is_some_and(|s| s.floats) =>
            {
                self.finish_float();
            }
            _ => {}
        }
    }

    /// Handles text between elements, of which only a floating shape's offset matters here.
    pub(super) fn text(&mut self, text: &str) {
        if self.in_offset
            && let Ok(offset) = text.trim().parse::<f32>()
        {
            self.float(|f| f.offset = f.offset.max(offset / EMU));
        }
    }

    /// Moves down by the height of a finished paragraph.
    pub(super) fn advance(&mut self, chars: usize, size: f32) {
        if self.shapes.is_empty() && self.floats.is_empty() {
            self.y += (1 + chars / LINE) as f32 * 1.3 * if size > 0.0 { size } else { SIZE };
        }
    }

    /// A shape in the format used before 2010 (VML). It is white unless it says otherwise.
    fn old_shape(&mut self, e: &BytesStart<'_>) {
        let style = attribute(e, "style").unwrap_or_default().replace(' ', "");
        let floats = style.contains("position:absolute");
        if floats {
            let height = style.split(';').find_map(|s| s.strip_prefix("height:")).unwrap_or_default();
            let height = height.trim_end_matches(char::is_alphabetic).parse().unwrap_or_default();
            self.floats.push(Float { from: self.y, height, ..Float::default() });
        }
        self.shapes.push(Shape { floats, ..Shape::default() });
        let colour = attribute(e, "fillcolor").unwrap_or_default().to_ascii_lowercase();
        let colour = colour.split(' ').next().unwrap_or_default().trim_start_matches('#');
        let filled = !matches!(attribute(e, "filled").as_deref(), Some("f" | "false"));
        if filled && !matches!(colour, "" | "white" | "fff" | "window") && !is_white(colour) {
            self.paint();
        }
    }

    fn float(&mut self, change: impl FnOnce(&mut Float)) {
        if let Some(float) = self.floats.last_mut() {
            change(float);
        }
    }

    /// The parts of a group overlap each other.
    fn paint(&mut self) {
        self.shapes.iter_mut().for_each(|s| s.dark = true);
        self.float(|f| f.dark = true);
    }

    fn finish_float(&mut self) {
        if let Some(f) = self.floats.pop()
            && f.dark
            && self.bands.len() < MAX_BANDS
        {
            self.bands.push(Band { from: f.from, to: f.from + f.offset + 1.3 * f.height + 3.0 * SIZE });
        }
    }
}

/// Whether a shading element may make the background dark.
pub(super) fn shades(e: &BytesStart<'_>) -> bool {
    let color = |name| attribute(e, name).filter(|c| c != "auto");
    let pattern = attribute(e, "val").unwrap_or_default();
    color("fill").is_some_and(|c| !is_white(&c))
        || attribute(e, "themeFill").is_some_and(|c| c != "background1" && c != "light1")
        || (!matches!(pattern.as_str(), "" | "clear" | "nil") && color("color").is_none_or(|c| !is_white(&c)))
}

fn number(e: &BytesStart<'_>, name: &str) -> f32 {
    attribute(e, name).and_then(|v| v.parse().ok()).unwrap_or_default()
}
