//! Forms. A filled-in value is stored in the field, and many programs leave it to the viewer to draw it. Also detects
//! files whose own pages say nothing: forms that only one program shows, and portfolio covers.

use super::{MAX_ANNOTATIONS, glyphs::Collector};
use crate::{ReadError, plain};
use encoding_rs::Encoding;
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_syntax::{
    Pdf,
    object::{Array, Dict, Name, Number, String as PdfString},
};

/// How many parents are searched for a field's settings.
const MAX_PARENTS: usize = 8;
/// Longer than anything a person writes into a field.
const MAX_VALUE: usize = 20_000;
/// A cover page has fewer letters than this.
const COVER: usize = 1_500;

/// Annotation flags: hidden, and not shown on screen.
const UNSEEN: i64 = 0b10_0010;
/// The flag of a password field.
const PASSWORD: i64 = 1 << 13;

/// Adds the values of a page's text and choice fields that the page does not draw itself.
pub(super) fn fill(page: &Dict<'_>, to_page: Affine, collector: &mut Collector<'_>) {
    let Some(annotations) = page.get::<Array<'_>>(b"Annots".as_slice()) else { return };
    for widget in annotations.iter::<Dict<'_>>().take(MAX_ANNOTATIONS) {
        if widget.get::<Name<'_>>(b"Subtype".as_slice()).is_none_or(|name| &*name != b"Widget")
            || integer(&widget, b"F") & UNSEEN != 0
        {
            continue;
        }
        let Some(field) = Field::of(widget.clone()) else { continue };
        let Some(place) = widget.get::<hayro_syntax::object::Rect>(b"Rect".as_slice()) else { continue };
        let place = to_page.transform_rect_bbox(Rect::new(place.x0, place.y0, place.x1, place.y1));
        let size = if field.size > 0.0 { field.size } else { (0.7 * place.height()).min(12.0) };
        if place.is_finite() && size >= 2.0 {
            collector.fill(place, &field.lines, size);
        }
    }
}

struct Field {
    lines: Vec<String>,
    /// The font size; 0 if the viewer chooses it.
    size: f64,
}

impl Field {
    /// A field without its own settings inherits its parent's.
    fn of(widget: Dict<'_>) -> Option<Self> {
        let (mut kind, mut value, mut look, mut flags) = (None, None, None, 0);
        let mut level = Some(widget);
        for _ in 0..MAX_PARENTS {
            let Some(field) = level.take() else { break };
            kind = kind.or_else(|| field.get::<Name<'_>>(b"FT".as_slice()).map(|name| name.to_vec()));
            value = value.or_else(|| written(&field));
            look = look.or_else(|| field.get::<PdfString<'_>>(b"DA".as_slice()).map(|da| da.as_bytes().to_vec()));
            flags |= integer(&field, b"Ff");
            level = field.get::<Dict<'_>>(b"Parent".as_slice());
        }
        if !matches!(kind.as_deref(), Some(b"Tx" | b"Ch")) || flags & PASSWORD != 0 {
            return None;
        }
        let lines: Vec<String> = value?.split(['\r', '\n']).map(str::to_owned).collect();
        let look = look.map(|da| String::from_utf8_lossy(&da).into_owned()).unwrap_or_default();
        let words: Vec<&str> = look.split_whitespace().collect();
        let size =
            words.iter().position(|word| *word == "Tf").and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok());
        Some(Self { lines, size: size.filter(|size| (2.0..=100.0).contains(size)).unwrap_or_default() })
    }
}

/// A field's value; for a list that allows several, all selected values.
fn written(field: &Dict<'_>) -> Option<String> {
    let one = field.get::<PdfString<'_>>(b"V".as_slice()).map(|value| text(value.as_bytes()));
    let several = || {
        let chosen = field.get::<Array<'_>>(b"V".as_slice())?;
        let chosen: Vec<String> =
            chosen.iter::<PdfString<'_>>().take(100).map(|value| text(value.as_bytes())).collect();
        Some(chosen.join(", "))
    };
    one.or_else(several).filter(|value| !value.trim().is_empty())
}

/// A PDF text string: UTF-16 or UTF-8 with a byte order mark, or a single-byte encoding similar to Windows-1252.
fn text(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(MAX_VALUE)];
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => plain::windows_1252(bytes),
    }
}

fn integer(dictionary: &Dict<'_>, key: &[u8]) -> i64 {
    dictionary.get::<Number>(key).map_or(0, |n| n.as_i64())
}

/// Why a file whose pages contain so little text is not the résumé itself.
pub(super) fn cover(pdf: &Pdf, text: &str) -> Option<ReadError> {
    let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let short = text.chars().filter(|c| c.is_alphanumeric()).count() < COVER;
    if short && catalogue.contains_key(b"Collection".as_slice()) {
        return Some(ReadError::Portfolio);
    }
    let form = catalogue.get::<Dict<'_>>(b"AcroForm".as_slice())?;
    let drawn_elsewhere = form.contains_key(b"XFA".as_slice())
        && (catalogue.get::<bool>(b"NeedsRendering".as_slice()).unwrap_or(false)
            || short && text.to_lowercase().contains("adobe"));
    drawn_elsewhere.then_some(ReadError::DynamicForm)
}
