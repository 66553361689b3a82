//! Word 97–2003: the main text by its piece table. Formatting is not read, so hidden runs cannot be told from
//! visible ones; every other format is the better choice.

use crate::{
    Document, Limits, ReadError,
    document::Builder,
    paragraphs::{Flow, Paragraph},
    plain::windows_1252,
};

pub(crate) const MEDIA_TYPE: &str = "application/msword";

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let container = Container::open(bytes).ok_or(ReadError::Corrupt)?;
    let main = container.stream("WordDocument").ok_or(ReadError::Corrupt)?;
    let flags = u16_at(&main, 0x0A).ok_or(ReadError::Corrupt)?;
    if flags & 0x0100 != 0 {
        return Err(ReadError::Encrypted);
    }
    let table = container.stream(if flags & 0x0200 != 0 { "1Table" } else { "0Table" }).ok_or(ReadError::Corrupt)?;
    let text = piece_table_text(&main, &table, limits.max_chars).ok_or(ReadError::Corrupt)?;
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    let mut flow = Flow::new(limits);
    let mut paragraph = Paragraph::default();
    // Fields hold their instruction and then their result; only the result is seen.
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

/// The main text: characters lie in pieces, one or two bytes each.
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
            text.extend(main.get(offset / 2..offset / 2 + (to - from))?.iter().map(|b| windows_1252(*b)));
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

/// The compound file that old Office formats live in: a small file system of sectors.
struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    small_next: Vec<u32>,
    small: Vec<u8>,
    directory: Vec<u8>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if !(9..=12).contains(&shift) {
            return None;
        }
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            directory: Vec::new(),
        };
        for i in 0..109 {
            let at = u32_at(bytes, 76 + 4 * i)?;
            if at < 0xFFFF_FFFA {
                file.next.extend(words(file.sector_at(at)?));
            }
        }
        file.directory = file.chain(u32_at(bytes, 48)?)?;
        file.small_next = words(&file.chain(u32_at(bytes, 60)?).unwrap_or_default()).collect();
        file.small = file.chain(u32_at(&file.directory, 116)?).unwrap_or_default();
        Some(file)
    }

    fn sector_at(&self, at: u32) -> Option<&'a [u8]> {
        let start = (at as usize + 1).checked_mul(self.sector)?;
        self.bytes.get(start..(start + self.sector).min(self.bytes.len()))
    }

    fn chain(&self, mut at: u32) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        while at < 0xFFFF_FFFA {
            out.extend_from_slice(self.sector_at(at)?);
            if out.len() > self.bytes.len() {
                return None;
            }
            at = *self.next.get(at as usize)?;
        }
        Some(out)
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let entry = self
            .directory
            .chunks_exact(128)
            .find(|e| e.starts_with(&wide) && e[wide.len()..wide.len() + 2] == [0, 0])?;
        let (mut at, size) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
        if size >= 4096 {
            let mut out = self.chain(at)?;
            out.truncate(size);
            return Some(out);
        }
        let mut out = Vec::new();
        while at < 0xFFFF_FFFA && out.len() < size {
            out.extend_from_slice(self.small.get(at as usize * 64..at as usize * 64 + 64)?);
            at = *self.small_next.get(at as usize)?;
        }
        out.truncate(size);
        Some(out)
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
}
