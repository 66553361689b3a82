//! Reads the published model files: `MessagePack` maps with arrays in numpy's encoding.

use std::path::Path;

use ahash::AHashMap;
use rmpv::ValueRef;

use super::exceptions::{Exceptions, Piece};
use super::lexemes::{Lexemes, Strings};

/// The attribute ids of a piece's text and of its normal form.
const ORTH: u64 = 65;
const NORM: u64 = 67;

/// Why a file could not be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    /// The file could not be read.
    #[error("{0}: {1}")]
    File(&'static str, std::io::Error),
    /// It is not valid `MessagePack`.
    #[error("{0} is not MessagePack: {1}")]
    Format(&'static str, rmpv::decode::Error),
    /// A part is missing, or has an unexpected shape.
    #[error("{0} has no fitting {1}")]
    Part(&'static str, &'static str),
}

/// The values of an array, and its shape.
pub(super) struct Array {
    pub(super) shape: Vec<usize>,
    pub(super) values: Vec<f32>,
}

/// The layers of the network that have weights, in the file's order.
pub(super) struct Layers(Vec<(String, AHashMap<String, Array>)>);

const NETWORK: &str = "ner/model";
const TOKENIZER: &str = "tokenizer";
const LOOKUPS: &str = "vocab/lookups.bin";

impl Layers {
    pub(super) fn read(dir: &Path) -> Result<Self, Unreadable> {
        let bytes = file(dir, NETWORK)?;
        let file = parse(NETWORK, &bytes)?;
        let part = |name| list(get(&file, name)).ok_or(Unreadable::Part(NETWORK, name));
        let layers = part("nodes")?.iter().zip(part("params")?).map(|(node, params)| {
            let name = text(get(node, "name"))?.to_owned();
            let arrays = map(Some(params)).unwrap_or_default();
            let arrays = arrays.iter().filter_map(|(name, value)| Some((text(Some(name))?.to_owned(), array(value)?)));
            Some((name, arrays.collect()))
        });
        layers.collect::<Option<_>>().map(Self).ok_or(Unreadable::Part(NETWORK, "nodes"))
    }

    /// Takes the next layer with this name; repeated calls return the layers in order.
    pub(super) fn take(&mut self, name: &'static str) -> Result<Layer, Unreadable> {
        let place = self.0.iter().position(|(known, arrays)| known == name && !arrays.is_empty());
        let place = place.ok_or(Unreadable::Part(NETWORK, name))?;
        Ok(Layer { name, arrays: self.0.remove(place).1 })
    }
}

pub(super) struct Layer {
    name: &'static str,
    arrays: AHashMap<String, Array>,
}

impl Layer {
    /// Takes an array, which must have this shape.
    pub(super) fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Unreadable> {
        match self.arrays.remove(name) {
            Some(array) if array.shape == shape => Ok(array.values),
            _ => Err(Unreadable::Part(NETWORK, self.name)),
        }
    }
}

/// Reads the word data: the exceptions and the normal forms.
pub(super) fn words(dir: &Path) -> Result<(Exceptions, Lexemes), Unreadable> {
    let strings = Strings::new();
    let bytes = file(dir, TOKENIZER)?;
    let tokenizer = parse(TOKENIZER, &bytes)?;
    let exceptions = map(get(&tokenizer, "exceptions"))
        .and_then(|words| words.iter().map(|(word, pieces)| exception(&strings, word, pieces)).collect::<Option<_>>())
        .ok_or(Unreadable::Part(TOKENIZER, "exceptions"))?;

    let bytes = file(dir, LOOKUPS)?;
    let lookups = parse(LOOKUPS, &bytes)?;
    let norms = map(get(&lookups, "lexeme_norm"))
        .and_then(|norms| {
            norms.iter().map(|(id, norm)| Some((id.as_u64()?, strings.id(text(Some(norm))?)))).collect::<Option<_>>()
        })
        .ok_or(Unreadable::Part(LOOKUPS, "lexeme_norm"))?;
    Ok((Exceptions::new(exceptions), Lexemes::new(strings, norms)))
}

fn exception(strings: &Strings, word: &ValueRef<'_>, pieces: &ValueRef<'_>) -> Option<(Box<str>, Box<[Piece]>)> {
    let word = text(Some(word))?;
    let pieces = list(Some(pieces))?.iter().map(|piece| {
        let attribute =
            |key| map(Some(piece))?.iter().find(|(known, _)| known.as_u64() == Some(key)).map(|(_, value)| value);
        let bytes = text(attribute(ORTH))?.len();
        Some(Piece { bytes, norm: text(attribute(NORM)).map(|norm| strings.id(norm)) })
    });
    let pieces: Box<[Piece]> = pieces.collect::<Option<_>>()?;
    // The pieces' lengths become text positions, so they must add up to the word.
    (pieces.iter().map(|piece| piece.bytes).sum::<usize>() == word.len()).then(|| (word.into(), pieces))
}

fn file(dir: &Path, name: &'static str) -> Result<Vec<u8>, Unreadable> {
    std::fs::read(dir.join(name)).map_err(|error| Unreadable::File(name, error))
}

fn parse<'a>(name: &'static str, mut bytes: &'a [u8]) -> Result<ValueRef<'a>, Unreadable> {
    rmpv::decode::read_value_ref(&mut bytes).map_err(|error| Unreadable::Format(name, error))
}

fn array(value: &ValueRef<'_>) -> Option<Array> {
    // In the maps that encode numpy arrays, both keys and data are byte strings.
    let entries = map(Some(value))?;
    let part = |key: &[u8]| entries.iter().find(|(known, _)| bytes(known) == Some(key)).map(|(_, value)| value);
    let shape =
        list(part(b"shape"))?.iter().map(|size| usize::try_from(size.as_u64()?).ok()).collect::<Option<Vec<_>>>()?;
    let (numbers, rest) = bytes(part(b"data")?)?.as_chunks::<4>();
    let is_f32 = part(b"type").is_some_and(|kind| text(Some(kind)) == Some("<f4") || bytes(kind) == Some(b"<f4"));
    let values: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    (is_f32 && rest.is_empty() && shape.iter().product::<usize>() == values.len()).then_some(Array { shape, values })
}

fn get<'v, 'a>(value: &'v ValueRef<'a>, key: &str) -> Option<&'v ValueRef<'a>> {
    map(Some(value))?.iter().find(|(known, _)| text(Some(known)) == Some(key)).map(|(_, value)| value)
}

fn map<'v, 'a>(value: Option<&'v ValueRef<'a>>) -> Option<&'v [(ValueRef<'a>, ValueRef<'a>)]> {
    match value? {
        ValueRef::Map(entries) => Some(entries),
        _ => None,
    }
}

fn list<'v, 'a>(value: Option<&'v ValueRef<'a>>) -> Option<&'v [ValueRef<'a>]> {
    match value? {
        ValueRef::Array(values) => Some(values),
        _ => None,
    }
}

fn text<'a>(value: Option<&ValueRef<'a>>) -> Option<&'a str> {
    match value? {
        ValueRef::String(text) => text.into_str(),
        _ => None,
    }
}

fn bytes<'a>(value: &ValueRef<'a>) -> Option<&'a [u8]> {
    match value {
        ValueRef::Binary(bytes) => Some(bytes),
        _ => None,
    }
}
