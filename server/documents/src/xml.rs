//! Small helpers over quick-xml. Only the five predefined entities and character references are resolved.

use quick_xml::events::{BytesRef, BytesStart};

/// How deep elements nest: every table around a paragraph handles it once more.
pub(crate) const MAX_DEPTH: usize = 400;

/// Longer than any name, number or address in an office file. Styles and targets are copied wherever they are named,
/// so that one endless value would be paid for a million times.
const MAX_VALUE: usize = 4_096;

/// An attribute by local name; one that is endless counts as missing.
pub(crate) fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
    found.filter(|a| a.value.len() <= MAX_VALUE).map(|a| {
        a.normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map(|v| v.into_owned())
            .unwrap_or_else(|_| a.value.into_owned())
    })
}

/// A font size as written, in whatever unit; 0 where it is none.
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
