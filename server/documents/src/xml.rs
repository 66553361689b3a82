//! Helpers for quick-xml. Only the five predefined entities and character references are resolved.

use quick_xml::events::{BytesRef, BytesStart};

/// The deepest nesting of elements: each table around a paragraph processes it once more.
pub(crate) const MAX_DEPTH: usize = 400;

/// Longer than any name, number or address in an office file. Values of styles and targets are copied wherever they are
/// used, so a huge one could be copied a million times.
const MAX_VALUE: usize = 4_096;

/// An attribute by its local name; an overlong one counts as missing.
pub(crate) fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
    found.filter(|a| a.value.len() <= MAX_VALUE).map(|a| {
        a.normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map(|v| v.into_owned())
            .unwrap_or_else(|_| a.value.into_owned())
    })
}

/// A font size as written, in whatever unit; 0 if it is not a number.
pub(crate) fn font_size(written: &str) -> f32 {
    written.parse::<f32>().ok().filter(|size| (0.0..=10_000.0).contains(size)).unwrap_or_default()
}

/// The character that a reference stands for; a document's own entities stand for nothing.
pub(crate) fn entity(r: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = r.resolve_char_ref() {
        return Some(c);
    }
    match r.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
