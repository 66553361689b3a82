//! RTF: text, paragraphs and table cells; hidden and deleted runs are dropped and reported.

use crate::{
    Document, Limits, ReadError,
    document::Builder,
    links::Links,
    paragraphs::{Flow, Paragraph},
    plain::one_byte,
};
use encoding_rs::{Encoding, WINDOWS_1252};
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

/// Destinations whose text is not part of the page.
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
    let mut reader = Reader {
        bytes,
        at: 0,
        encoding: WINDOWS_1252,
        group: Group { skip: false, hidden: false, bold: false, half_points: 24, fallback: 1, list: false },
        stack: Vec::new(),
        hidden: false,
        swallow: 0,
        high: None,
        links: Links::default(),
        flow: Flow::new(limits),
        paragraph: Paragraph::default(),
    };
    while reader.at < bytes.len() {
        reader.step()?;
    }
    reader.end_paragraph();
    let mut builder = Builder::new(MEDIA_TYPE, limits.max_chars);
    if reader.hidden {
        builder.document().warn(ReadWarning::HiddenText);
    }
    builder.links = reader.links;
    reader.flow.add_to(&mut builder);
    let document = builder.finish();
    if document.text.trim().is_empty() { Err(ReadError::Empty) } else { Ok(document) }
}

/// The deepest nesting that is accepted.
const DEEPEST: usize = 200;

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    /// The encoding of bytes above 127.
    encoding: &'static Encoding,
    group: Group,
    stack: Vec<Group>,
    /// Whether hidden text was left out.
    hidden: bool,
    /// How many of the following characters to skip: they are a fallback for one that was read already.
    swallow: usize,
    /// The first byte or unit of a two-part character.
    high: Option<u16>,
    links: Links,
    flow: Flow,
    paragraph: Paragraph,
}

impl Reader<'_> {
    fn step(&mut self) -> Result<(), ReadError> {
        let byte = self.bytes[self.at];
        self.at += 1;
        match byte {
            b'{' if self.stack.len() > DEEPEST => return Err(ReadError::Corrupt),
            b'{' => self.stack.push(self.group),
            b'}' => self.group = self.stack.pop().unwrap_or(self.group),
            b'\\' => match self.bytes.get(self.at) {
                Some(b'\'') => self.hexadecimal(),
                Some(letter) if letter.is_ascii_alphabetic() => self.word(),
                Some(&sign) => self.sign(sign),
                None => {}
            },
            b'\n' | b'\r' => {}
            byte => self.put_byte(byte),
        }
        Ok(())
    }

    fn put(&mut self, c: char) {
        if self.group.skip {
            return;
        }
        if self.group.hidden {
            self.hidden |= !c.is_whitespace();
            return;
        }
        self.paragraph.push(c.encode_utf8(&mut [0; 4]), self.group.bold, self.group.half_points as f32 / 2.0);
    }

    fn put_byte(&mut self, byte: u8) {
        if self.swallow > 0 {
            self.swallow -= 1;
        } else {
            one_byte(self.encoding, &[byte]).chars().for_each(|c| self.put(c));
        }
    }

    fn end_paragraph(&mut self) {
        self.flow.paragraph(std::mem::take(&mut self.paragraph));
    }

    /// A hexadecimal escape such as `\'e9`.
    fn hexadecimal(&mut self) {
        let digits = self.bytes.get(self.at + 1..self.at + 3).and_then(|h| std::str::from_utf8(h).ok());
        self.at += 3;
        match digits.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => self.put_byte(byte),
            None => self.swallow = self.swallow.saturating_sub(1),
        }
    }

    /// A control symbol such as `\~`.
    fn sign(&mut self, sign: u8) {
        self.at += 1;
        match sign {
            b'*' => {
                // Marks a destination that readers may ignore; hyperlinks are in such destinations.
                let rest = &self.bytes[self.at..self.bytes.len().min(self.at + 400)];
                if rest.starts_with(b"\\fldinst")
                    && let Some(url) =
                        String::from_utf8_lossy(rest).split_once("HYPERLINK").and_then(|(_, r)| r.split('"').nth(1))
                {
                    self.links.add(url);
                }
                self.group.skip = true;
            }
            b'~' => self.put(' '),
            b'_' => self.put('-'),
            b'\\' | b'{' | b'}' => self.put(char::from(sign)),
            b'\n' | b'\r' => self.put('\n'),
            _ => {}
        }
    }

    /// A control word such as `\fs24`: letters followed by a number.
    fn word(&mut self) {
        let from = self.at;
        self.skip_while(u8::is_ascii_alphabetic);
        let word = std::str::from_utf8(&self.bytes[from..self.at]).unwrap_or_default();
        let from = self.at;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b'-'));
        self.skip_while(u8::is_ascii_digit);
        let number: Option<i64> = std::str::from_utf8(&self.bytes[from..self.at]).ok().and_then(|n| n.parse().ok());
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        match word {
            "par" | "sect" | "page" if !self.group.skip => {
                self.paragraph.bullet |= self.group.list;
                self.end_paragraph();
            }
            "row" if !self.group.skip => self.end_paragraph(),
            "u" => self.unicode((number.unwrap_or(0) & 0xFFFF) as u16),
            "ansicpg" => {
                let named = format!("windows-{}", number.unwrap_or_default());
                let known = Encoding::for_label(named.as_bytes()).filter(|encoding| encoding.is_single_byte());
                self.encoding = known.unwrap_or(WINDOWS_1252);
            }
            "bin" => self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize),
            "listtext" | "pntext" => {
                self.group.skip = true;
                self.paragraph.bullet = true;
            }
            word if SKIPPED.contains(&word) => self.group.skip = true,
            word => match character(word) {
                Some(c) => self.put(c),
                None => self.group.set(word, number),
            },
        }
        if word != "u" && word != "uc" {
            self.swallow = 0;
        }
    }

    fn skip_while(&mut self, fits: impl Fn(&u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(&fits) {
            self.at += 1;
        }
    }

    /// A Unicode character such as `\u8211`; it is followed by a fallback for older readers.
    fn unicode(&mut self, unit: u16) {
        self.swallow = self.group.fallback;
        match (self.high.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                if let Some(Ok(c)) = char::decode_utf16([high, unit]).next() {
                    self.put(c);
                }
            }
            (_, unit) => {
                if let Some(c) = char::from_u32(u32::from(unit)) {
                    self.put(c);
                }
            }
        }
    }
}

impl Group {
    /// Applies a control word that has an effect until the end of the group.
    fn set(&mut self, word: &str, number: Option<i64>) {
        let on = number != Some(0);
        match word {
            "pard" => {
                self.list = false;
                self.hidden = false;
            }
            "plain" => {
                self.hidden = false;
                self.bold = false;
            }
            "ls" => self.list = true,
            "v" | "deleted" => self.hidden = on,
            "b" => self.bold = on,
            "fs" => self.half_points = number.unwrap_or(24).clamp(1, 400) as i32,
            "uc" => self.fallback = number.unwrap_or(1).clamp(0, 8) as usize,
            _ => {}
        }
    }
}

/// The character that a control word stands for.
fn character(word: &str) -> Option<char> {
    Some(match word {
        "cell" | "tab" => '\t',
        "line" => '\n',
        "bullet" => '•',
        "endash" => '–',
        "emdash" => '—',
        "lquote" | "rquote" => '\'',
        "ldblquote" | "rdblquote" => '"',
        _ => return None,
    })
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

    #[test]
    fn the_code_page_says_what_bytes_mean() {
        let of =
            |page: &str| read(format!("{{\\rtf1\\ansi{page} Pawe\\'b3}}").as_bytes(), &Limits::default()).unwrap().text;
        assert_eq!(of("\\ansicpg1250"), "Paweł\n");
        assert_eq!(of("\\ansicpg1252"), "Pawe³\n");
        assert_eq!(of("\\ansicpg10000"), of(""));
    }
}
