//! Plain text in UTF-8, UTF-16 with a mark, or Windows-1252.

use crate::{
    Document, Limits, ReadError,
    document::{Builder, Style, is_bullet, tidy},
};

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
    let wide = |f: fn([u8; 2]) -> u16| {
        char::decode_utf16(bytes[2..].chunks_exact(2).map(|c| f([c[0], c[1]])))
            .map(|c| c.unwrap_or('\u{fffd}'))
            .collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => bytes.iter().map(|b| windows_1252(*b)).collect(),
        },
    }
}

/// A Windows-1252 byte, a superset of Latin-1 for everything that is printed.
pub(crate) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        b => char::from(b),
    }
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
