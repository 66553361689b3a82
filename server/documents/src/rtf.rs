//! RTF: text, paragraphs, table cells; hidden and deleted runs are dropped and told.

use crate::{
    Document, Limits, ReadError,
    document::Builder,
    links::Links,
    paragraphs::{Flow, Paragraph},
    plain::windows_1252,
};
use hireq_domain::resume::ReadWarning;

pub(crate) const MEDIA_TYPE: &str = "application/rtf";

#[derive(Clone, Copy)]
struct Group {
    skip: bool,
    hidden: bool,
    bold: bool,
    half_points: i32,
    fallback: usize,
    list: bool,
}

/// Destinations that hold no text of the page.
const SKIPPED: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "mmathPr",
    "filetbl",
    "revtbl",
    "annotation",
    "fldinst",
    "nonshppict",
    "pgptbl",
    "userprops",
    "bkmkstart",
    "bkmkend",
    "ftnsep",
    "ftnsepc",
    "aftnsep",
    "aftnsepc",
];

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut flow = Flow::new(limits);
    let mut paragraph = Paragraph::default();
    let mut group = Group { skip: false, hidden: false, bold: false, half_points: 24, fallback: 1, list: false };
    let mut stack: Vec<Group> = Vec::new();
    let mut hidden = false;
    let mut swallow = 0_usize;
    let mut high: Option<u16> = None;
    let mut links = Links::default();
    let mut i = 0;
    let mut put = |c: char, group: &Group, paragraph: &mut Paragraph| {
        if group.skip {
            return;
        }
        if group.hidden {
            hidden |= !c.is_whitespace();
            return;
        }
        paragraph.push(c.encode_utf8(&mut [0; 4]), group.bold, group.half_points as f32 / 2.0);
    };
    while i < bytes.len() {
        match bytes[i] {
            b'{' => {
                if stack.len() > 200 {
                    return Err(ReadError::Corrupt);
                }
                stack.push(group);
                i += 1;
            }
            b'}' => {
                group = stack.pop().unwrap_or(group);
                i += 1;
            }
            b'\\' => {
                i += 1;
                let Some(&next) = bytes.get(i) else { break };
                if next == b'\'' {
                    let hex = bytes
                        .get(i + 1..i + 3)
                        .and_then(|h| std::str::from_utf8(h).ok())
                        .and_then(|h| u8::from_str_radix(h, 16).ok());
                    i += 3;
                    if swallow > 0 {
                        swallow -= 1;
                    } else if let Some(b) = hex {
                        put(windows_1252(b), &group, &mut paragraph);
                    }
                    continue;
                }
                if !next.is_ascii_alphabetic() {
                    i += 1;
                    match next {
                        b'*' => {
                            // A destination that a reader may ignore; links hide in one.
                            let rest = &bytes[i..bytes.len().min(i + 400)];
                            if rest.starts_with(b"\\fldinst")
                                && let Some(url) = String::from_utf8_lossy(rest)
                                    .split_once("HYPERLINK")
                                    .and_then(|(_, r)| r.split('"').nth(1))
                            {
                                links.add(url);
                            }
                            group.skip = true;
                        }
                        b'~' => put(' ', &group, &mut paragraph),
                        b'_' => put('-', &group, &mut paragraph),
                        b'\\' | b'{' | b'}' => put(char::from(next), &group, &mut paragraph),
                        b'\n' | b'\r' => put('\n', &group, &mut paragraph),
                        _ => {}
                    }
                    continue;
                }
                let from = i;
                while bytes.get(i).is_some_and(u8::is_ascii_alphabetic) {
                    i += 1;
                }
                let word = std::str::from_utf8(&bytes[from..i]).unwrap_or_default();
                let from = i;
                if bytes.get(i) == Some(&b'-') {
                    i += 1;
                }
                while bytes.get(i).is_some_and(u8::is_ascii_digit) {
                    i += 1;
                }
                let number: Option<i64> = std::str::from_utf8(&bytes[from..i]).ok().and_then(|n| n.parse().ok());
                if bytes.get(i) == Some(&b' ') {
                    i += 1;
                }
                let on = number != Some(0);
                match word {
                    "par" | "sect" | "page" if !group.skip => {
                        paragraph.bullet |= group.list;
                        flow.paragraph(std::mem::take(&mut paragraph));
                    }
                    "row" if !group.skip => flow.paragraph(std::mem::take(&mut paragraph)),
                    "cell" | "tab" => put('\t', &group, &mut paragraph),
                    "line" => put('\n', &group, &mut paragraph),
                    "pard" => {
                        group.list = false;
                        group.hidden = false;
                    }
                    "plain" => {
                        group.hidden = false;
                        group.bold = false;
                    }
                    "listtext" | "pntext" => {
                        group.skip = true;
                        paragraph.bullet = true;
                    }
                    "ls" => group.list = true,
                    "v" | "deleted" => group.hidden = on,
                    "b" => group.bold = on,
                    "fs" => group.half_points = number.unwrap_or(24).clamp(1, 400) as i32,
                    "uc" => group.fallback = number.unwrap_or(1).clamp(0, 8) as usize,
                    "u" => {
                        let unit = (number.unwrap_or(0) & 0xFFFF) as u16;
                        swallow = group.fallback;
                        match (high.take(), unit) {
                            (_, 0xD800..=0xDBFF) => high = Some(unit),
                            (Some(h), 0xDC00..=0xDFFF) => {
                                if let Some(Ok(c)) = char::decode_utf16([h, unit]).next() {
                                    put(c, &group, &mut paragraph);
                                }
                            }
                            (_, unit) => {
                                if let Some(c) = char::from_u32(u32::from(unit)) {
                                    put(c, &group, &mut paragraph);
                                }
                            }
                        }
                    }
                    "bullet" => put('•', &group, &mut paragraph),
                    "endash" => put('–', &group, &mut paragraph),
                    "emdash" => put('—', &group, &mut paragraph),
                    "lquote" | "rquote" => put('\'', &group, &mut paragraph),
                    "ldblquote" | "rdblquote" => put('"', &group, &mut paragraph),
                    "bin" => i = i.saturating_add(number.unwrap_or(0).max(0) as usize),
                    w if SKIPPED.contains(&w) => group.skip = true,
                    _ => {}
                }
                if word != "u" && word != "uc" {
                    swallow = 0;
                }
            }
            b'\n' | b'\r' => i += 1,
            b => {
                i += 1;
                if swallow > 0 {
                    swallow -= 1;
                } else {
                    put(windows_1252(b), &group, &mut paragraph);
                }
            }
        }
    }
    flow.paragraph(paragraph);
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    if hidden {
        builder.document().warn(ReadWarning::HiddenText);
    }
    builder.links = links;
    flow.add_to(&mut builder);
    let document = builder.finish();
    if document.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_runs_and_escapes() {
        let d = read(b"{\\rtf1{\\fonttbl{\\f0 Arial;}}Zo\\'eb \\u8211? {\\v secret}x\\par next}", &Limits::default())
            .unwrap();
        assert_eq!(d.text, "Zoë – x\nnext\n");
        assert_eq!(d.warnings, [ReadWarning::HiddenText]);
    }
}
