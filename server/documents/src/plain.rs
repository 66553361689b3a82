//! Plain text in UTF-8, UTF-16 with a mark, or Windows-1252.

use crate::{
    Document, Limits, ReadError,
    document::{Builder, Style, is_bullet, tidy},
};
use encoding_rs::{Encoding, WINDOWS_1252};

pub(crate) const MEDIA_TYPE: &str = "text/plain";

/// Few control characters, and none that text never has.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let head = &bytes[..bytes.len().min(8192)];
    let odd = head.iter().filter(|b| **b < 9 || (14..32).contains(*b) || **b == 127).count();
    !head.contains(&0) && odd * 100 <= head.len()
}

/// Bytes as text. Never fails: what is not UTF-8 is taken as Windows-1252.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, mark)), _) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => windows_1252(bytes),
    }
}

/// Text in Windows-1252.
pub(crate) fn windows_1252(bytes: &[u8]) -> String {
    one_byte(WINDOWS_1252, bytes)
}

/// Text in an encoding of one byte a character. Bytes that it gives no meaning are spaces.
pub(crate) fn one_byte(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.chars().map(|c| if matches!(c, '\u{80}'..='\u{9f}') { ' ' } else { c }).collect()
}

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    let mut gap = false;
    for line in decode(bytes).split(['\n', '\r', '\u{b}', '\u{c}']) {
        // Runs of spaces are how plain text lays out columns.
        let line = tidy(&line.trim().replace("    ", "\t"));
        if line.is_empty() {
            gap = true;
            continue;
        }
        builder.line([(line.as_str(), None)], Style { bullet: is_bullet(&line), gap, ..Style::default() });
        gap = false;
    }
    let document = builder.finish();
    if document.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_and_utf_8_both_read() {
        assert_eq!(decode("Zoë".as_bytes()), "Zoë");
        assert_eq!(decode(b"Zo\xEB"), "Zoë");
        assert_eq!(decode(b"\xFF\xFEZ\0o\0"), "Zo");
    }
}
