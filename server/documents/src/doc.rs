//! Word 97–2003: the main text, located by its piece table. Formatting is not read, so hidden runs cannot be
//! distinguished from visible ones; all other formats give better results.

use crate::{
    Document, Limits, ReadError,
    document::Builder,
    paragraphs::{Flow, Paragraph},
    plain::windows_1252,
};
use cfb::CompoundFile;
use std::io::{Cursor, Read};

pub(crate) const MEDIA_TYPE: &str = "application/msword";

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(|_| ReadError::Corrupt)?;
    let mut stream = |name: &str| -> Result<Vec<u8>, ReadError> {
        let mut content = Vec::new();
        // No stream is longer than its file, whatever it claims.
        let stream = container.open_stream(name).map(|stream| stream.take(bytes.len() as u64));
        stream.and_then(|mut stream| stream.read_to_end(&mut content)).map_err(|_| ReadError::Corrupt)?;
        Ok(content)
    };
    let main = stream("WordDocument")?;
    let flags = u16_at(&main, 0x0A).ok_or(ReadError::Corrupt)?;
    if flags & 0x0100 != 0 {
        return Err(ReadError::Encrypted);
    }
    let table = stream(if flags & 0x0200 != 0 { "1Table" } else { "0Table" })?;
    let text = piece_table_text(&main, &table, limits.max_chars).ok_or(ReadError::Corrupt)?;
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    let mut flow = Flow::new(limits);
    let mut paragraph = Paragraph::default();
    // A field holds its instruction and then its result; only the result is visible.
    let mut instruction = 0_usize;
    let mut code = String::new();
    for c in text.chars() {
        match c {
            '\u{13}' => {
                instruction += 1;
                code.clear();
            }
            '\u{14}' | '\u{15}' if instruction > 0 => {
                instruction -= 1;
                if let Some(url) = code.split_once("HYPERLINK").and_then(|(_, r)| r.split('"').nth(1)) {
                    builder.links.add(url);
                }
                code.clear();
            }
            '\u{14}' | '\u{15}' => {}
            c if instruction > 0 => code.push(c),
            '\r' | '\u{c}' => flow.paragraph(std::mem::take(&mut paragraph)),
            '\u{7}' => paragraph.text.push('\t'),
            '\u{b}' => paragraph.text.push('\n'),
            '\u{1e}' => paragraph.text.push('-'),
            c if (c as u32) < 32 && c != '\t' => {}
            c => paragraph.text.push(c),
        }
    }
    flow.paragraph(paragraph);
    flow.add_to(&mut builder);
    let document = builder.finish();
    if document.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

/// The main text. Its characters are stored in pieces, with one or two bytes each.
fn piece_table_text(main: &[u8], table: &[u8], max_chars: usize) -> Option<String> {
    let length = u32_at(main, 0x4C)? as usize;
    let start = u32_at(main, 0x01A2)? as usize;
    let clx = table.get(start..start.checked_add(u32_at(main, 0x01A6)? as usize)?)?;
    let mut at = 0;
    while *clx.get(at)? == 1 {
        at += 3 + usize::from(u16_at(clx, at + 1)?);
    }
    if *clx.get(at)? != 2 {
        return None;
    }
    let plc = clx.get(at + 5..at + 5 + u32_at(clx, at + 1)? as usize)?;
    let count = plc.len().checked_sub(4)? / 12;
    let mut text = String::new();
    for i in 0..count {
        let from = u32_at(plc, i * 4)? as usize;
        let to = (u32_at(plc, i * 4 + 4)? as usize).min(length);
        if from >= to || text.len() > max_chars * 4 {
            continue;
        }
        let place = u32_at(plc, (count + 1) * 4 + i * 8 + 2)?;
        let offset = (place & 0x3FFF_FFFF) as usize;
        if place & 0x4000_0000 != 0 {
            text.push_str(&windows_1252(main.get(offset / 2..offset / 2 + (to - from))?));
        } else {
            let wide =
                main.get(offset..offset + 2 * (to - from))?.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]]));
            text.extend(char::decode_utf16(wide).map(|c| c.unwrap_or(' ')));
        }
    }
    Some(text)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
