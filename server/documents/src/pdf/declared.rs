//! Checks sizes that a PDF merely declares. The interpreter trusts them and allocates that much, so that a file of a
//! few hundred bytes could request all of the machine's memory.

use crate::picture::MAX_PIXELS;
use hayro_syntax::{
    Pdf,
    object::{Array, Dict, MaybeRef, Number, Object},
};

/// The most declared character widths of all fonts together: twenty large fonts of several thousand characters each.
const MAX_WIDTHS: u64 = 1_000_000;
/// The most columns of an image whose rows are stored as differences from the row before.
const MAX_COLUMNS: u64 = 100_000;
/// The deepest nesting of direct objects, that is, without a reference in between.
const MAX_DEPTH: usize = 40;

/// Whether everything that the file declares is plausible.
pub(super) fn believable(pdf: &Pdf) -> bool {
    let mut widths = MAX_WIDTHS;
    for object in pdf.objects() {
        let mut open = vec![(object, 0)];
        while let Some((object, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                return false;
            }
            if let Some(dictionary) = dictionary(&object) {
                let stated = stated_widths(dictionary);
                if stated > widths || number(dictionary, b"Columns") > MAX_COLUMNS {
                    return false;
                }
                widths -= stated;
            }
            open.extend(inner(&object).into_iter().map(|part| (part, depth + 1)));
        }
    }
    true
}

/// Whether no image is larger than any scan would be: rendering a page allocates memory for all its pixels.
pub(crate) fn pictures_fit(pdf: &Pdf) -> bool {
    let fits = |object: Object<'_>| {
        dictionary(&object).is_none_or(|d| number(d, b"Width").saturating_mul(number(d, b"Height")) <= MAX_PIXELS)
    };
    pdf.objects().into_iter().all(fits)
}

fn dictionary<'o, 'a>(object: &'o Object<'a>) -> Option<&'o Dict<'a>> {
    match object {
        Object::Dict(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(stream.dict()),
        _ => None,
    }
}

/// The objects directly inside an object. References lead to objects that are checked separately.
fn inner<'a>(object: &Object<'a>) -> Vec<Object<'a>> {
    let direct = |part| match part {
        MaybeRef::NotRef(part @ (Object::Dict(_) | Object::Array(_))) => Some(part),
        _ => None,
    };
    match (dictionary(object), object) {
        (Some(dictionary), _) => dictionary.entries().filter_map(|(_, part)| direct(part)).collect(),
        (None, Object::Array(array)) => array.raw_iter().filter_map(direct).collect(),
        _ => Vec::new(),
    }
}

/// How many widths a font's dictionary makes a reader allocate.
fn stated_widths(font: &Dict<'_>) -> u64 {
    let mut sum = number(font, b"FirstChar");
    // “first last width” or “first last height x y” cover a whole range; lists of single widths are as long as they
    // look.
    for (key, length) in [(b"W".as_slice(), 3), (b"W2", 5)] {
        let Some(array) = font.get::<Array<'_>>(key) else { continue };
        let mut run: Vec<f64> = Vec::new();
        for object in array.iter::<Object<'_>>() {
            match object {
                Object::Number(number) => run.push(number.as_f64()),
                _ => run.clear(),
            }
            if run.len() == length {
                sum = sum.saturating_add((run[1] - run[0]).max(0.0) as u64);
                run.clear();
            }
        }
    }
    sum
}

fn number(dictionary: &Dict<'_>, key: &[u8]) -> u64 {
    dictionary.get::<Number>(key).map_or(0, |n| n.as_f64().max(0.0) as u64)
}
