//! Detects a file's type by its content. Its name only helps with the wording of messages.

use crate::picture;
use std::io::Cursor;

/// The supported formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pdf,
    Docx,
    Odt,
    Doc,
    Rtf,
    Text,
    /// A photograph or scan of a page, with its media type.
    Picture(&'static str),
}

/// The result of detection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sniffed {
    Readable(Kind),
    /// An Office file inside an encryption container.
    Encrypted,
    /// A damaged file of a known format.
    Damaged,
    /// Another type, named with its article.
    Other(String),
}

pub(crate) fn sniff(bytes: &[u8]) -> Sniffed {
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Sniffed::Readable(Kind::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Sniffed::Readable(Kind::Rtf);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return compound(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return archive(bytes);
    }
    if let Some(kind) = infer::get(bytes) {
        if let Some(media_type) = picture::MEDIA_TYPES.into_iter().find(|t| *t == kind.mime_type()) {
            return Sniffed::Readable(Kind::Picture(media_type));
        }
        let name = match kind.matcher_type() {
            infer::MatcherType::Image => format!("a picture ({})", kind.extension()),
            infer::MatcherType::Audio => format!("a sound recording ({})", kind.extension()),
            infer::MatcherType::Video => format!("a video ({})", kind.extension()),
            infer::MatcherType::Archive => format!("an archive ({})", kind.extension()),
            infer::MatcherType::App => "a program".to_owned(),
            _ if kind.extension() == "html" => "a web page (HTML)".to_owned(),
            _ => format!("a {} file", kind.extension()),
        };
        return Sniffed::Other(name);
    }
    let start: String = String::from_utf8_lossy(head)
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(60)
        .collect::<String>()
        .to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Sniffed::Other("a web page (HTML)".to_owned());
    }
    if start.starts_with("<?xml") {
        return Sniffed::Other("an XML file".to_owned());
    }
    if crate::plain::looks_like_text(bytes) {
        Sniffed::Readable(Kind::Text)
    } else {
        Sniffed::Other("a file of unknown type".to_owned())
    }
}

fn archive(bytes: &[u8]) -> Sniffed {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Sniffed::Damaged };
    let has = |name: &str| archive.file_names_raw().any(|n| n == name.as_bytes());
    let word = |name: &[u8]| name.starts_with(b"word/") && name.ends_with(b".xml");
    if has("word/document.xml") || (has("_rels/.rels") && archive.file_names_raw().any(word)) {
        Sniffed::Readable(Kind::Docx)
    } else if has("EncryptedPackage") {
        Sniffed::Encrypted
    } else if has("content.xml") && has("mimetype") {
        Sniffed::Readable(Kind::Odt)
    } else if has("xl/workbook.xml") {
        Sniffed::Other("a spreadsheet (XLSX)".to_owned())
    } else if has("ppt/presentation.xml") {
        Sniffed::Other("a presentation (PPTX)".to_owned())
    } else if has("[Content_Types].xml") {
        Sniffed::Damaged
    } else {
        Sniffed::Other("an archive (zip)".to_owned())
    }
}

/// The old Office container format; its directory names are in UTF-16.
fn compound(bytes: &[u8]) -> Sniffed {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if has("EncryptedPackage") {
        Sniffed::Encrypted
    } else if has("WordDocument") {
        Sniffed::Readable(Kind::Doc)
    } else {
        Sniffed::Other("an old Office file".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_not_the_name() {
        assert_eq!(sniff(b"%PDF-1.7\n"), Sniffed::Readable(Kind::Pdf));
        assert_eq!(sniff(b"{\\rtf1 x}"), Sniffed::Readable(Kind::Rtf));
        assert_eq!(sniff(b"Jane Doe\nEngineer\n"), Sniffed::Readable(Kind::Text));
        assert_eq!(sniff(b"<html><body>404</body></html>"), Sniffed::Other("a web page (HTML)".to_owned()));
        assert_eq!(sniff(b"PK\x03\x04garbage"), Sniffed::Damaged);
    }
}
