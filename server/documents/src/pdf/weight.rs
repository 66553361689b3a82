//! Determines whether letters are bold. Most fonts say so by their weight or name, but Type 1 fonts, which TeX embeds
//! and many programs reference without embedding, do not; for those, the stems of the letters are measured.

use hayro_interpret::{
    font::{Glyph, GlyphRun, OutlineGlyph},
    hayro_cmap::BfString,
    kurbo::{BezPath, Line, ParamCurve},
};
use std::collections::HashMap;

/// Stems at least this wide, in thousandths of the font size, are bold. In common text faces the regular and bold
/// widths are: Times 84 and 139, Helvetica 76 and 118, Courier 51 and 106, Computer Modern 69 and 114 (from the fonts'
/// `StdVW`, and Knuth's parameters).
const BOLD_STEM: f64 = 100.0;

/// Letters whose leftmost stroke, at a fifth of the font size above the baseline, is a vertical stem.
const STEMMED: &str = "bfhiklmnprtuBDEFHIKLMNPRT1";

/// How many stems are measured in a run.
const ENOUGH: usize = 5;

/// The most letters whose weight is cached, more than the fonts of a document have; any others are measured every time.
const MAX_KNOWN: usize = 4_000;

/// The weights of letters drawn so far.
#[derive(Default)]
pub(super) struct Weights {
    stems: HashMap<u128, Option<f64>>,
    last: bool,
}

impl Weights {
    /// Whether a run of letters is bold; a run without a stem is like the one before it.
    pub(super) fn is_bold(&mut self, run: &GlyphRun<'_, '_>) -> bool {
        let Some(Glyph::Outline(first)) = run.glyphs().first().map(|g| &**g) else { return false };
        if let Some(font) = first.font_data() {
            return font.weight.is_some_and(|w| w >= 600)
                || font.postscript_name.as_deref().is_some_and(|n| {
                    let n = n.to_ascii_lowercase();
                    ["bold", "black", "heavy", "semibd", "demi", "cmbx", "ebx"].iter().any(|b| n.contains(b))
                });
        }
        let mut stems: Vec<f64> = run
            .glyphs()
            .iter()
            .filter_map(|glyph| match &**glyph {
                Glyph::Outline(glyph) => self.stem(glyph),
                Glyph::Type3(_) => None,
            })
            .take(ENOUGH)
            .collect();
        stems.sort_by(f64::total_cmp);
        if let Some(middle) = stems.get(stems.len() / 2) {
            self.last = *middle >= BOLD_STEM;
        }
        self.last
    }

    fn stem(&mut self, glyph: &OutlineGlyph) -> Option<f64> {
        let Some(BfString::Char(letter)) = glyph.as_unicode() else { return None };
        if !STEMMED.contains(letter) {
            return None;
        }
        let key = glyph.identifier().cache_key();
        if let Some(known) = self.stems.get(&key) {
            return *known;
        }
        let stem = first_stroke(&glyph.outline());
        if self.stems.len() < MAX_KNOWN {
            self.stems.insert(key, stem);
        }
        stem
    }
}

/// The width of the first stroke that a horizontal line crosses, in thousandths of the font size.
fn first_stroke(outline: &BezPath) -> Option<f64> {
    const HEIGHT: f64 = 203.0;
    let level = Line::new((-2_000.0, HEIGHT), (4_000.0, HEIGHT));
    let mut met: Vec<f64> = outline
        .segments()
        .flat_map(|s| s.intersect_line(level).into_iter().map(move |at| s.eval(at.segment_t).x).collect::<Vec<_>>())
        .collect();
    met.sort_by(f64::total_cmp);
    let width = met.get(1)? - met[0];
    (width > 10.0 && width < 400.0).then_some(width)
}
