//! Finds out how large a PDF's streams would become before the interpreter decompresses them, which it does completely
//! and in memory.

use crate::Limits;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::{
    Filter, Pdf,
    object::{Array, Name, Object, ObjectIdentifier, Stream},
};
use std::collections::HashMap;

/// Images are never decompressed here, and scans contain a lot of white, so they may expand more.
const PICTURES: u64 = 8;
/// A generous maximum ratio for the older compression methods on anything that a person wrote.
const OLD_GAIN: u64 = 100;

/// Whether the streams that contain the file's own structure stay within limits. They are decompressed as soon as the
/// file is opened, so they are located in its raw bytes.
pub(super) fn structure(bytes: &[u8], limits: &Limits) -> bool {
    const KEYWORD: &[u8] = b"stream";
    let mut left = limits.max_inflated;
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| find(rest, KEYWORD)) {
        let start = from + at;
        from = start + KEYWORD.len();
        let dictionary = &bytes[start.saturating_sub(400)..start];
        let structural = [b"ObjStm".as_slice(), b"XRef", b"#"].iter().any(|word| find(dictionary, word).is_some());
        if dictionary.ends_with(b"end") || !structural {
            continue;
        }
        let line_end = bytes[from..].iter().take(2).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        match left.checked_sub(inflated(&bytes[from + line_end..], left)) {
            Some(rest) => left = rest,
            None => return false,
        }
    }
    true
}

/// Whether all streams, and the pages together, stay within limits: pages may use one stream many times.
pub(super) fn streams(pdf: &Pdf, limits: &Limits) -> bool {
    let (mut text, mut pictures) = (limits.max_inflated, limits.max_inflated * PICTURES);
    let mut sizes: HashMap<ObjectIdentifier, u64> = HashMap::new();
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let picture = stream.dict().get::<Name<'_>>(b"Subtype".as_slice()).is_some_and(|name| &*name == b"Image");
        let left = if picture { &mut pictures } else { &mut text };
        let Some(size) = unpacked(&stream, *left) else { return false };
        let Some(rest) = left.checked_sub(size) else { return false };
        *left = rest;
        sizes.insert(stream.obj_id(), size);
    }
    let mut left = limits.max_inflated;
    for page in pdf.pages().iter().take(limits.max_pages) {
        let alone = page.raw().get::<Stream<'_>>(b"Contents".as_slice());
        let listed = page.raw().get::<Array<'_>>(b"Contents".as_slice());
        for stream in alone.into_iter().chain(listed.iter().flat_map(Array::iter::<Stream<'_>>)) {
            let size = sizes.get(&stream.obj_id()).copied().unwrap_or_default();
            let Some(rest) = left.checked_sub(size + 1) else { return false };
            left = rest;
        }
    }
    true
}

/// The decompressed size of a stream; `None` if it cannot be determined.
fn unpacked(stream: &Stream<'_>, limit: u64) -> Option<u64> {
    let data = stream.raw_data();
    let size = data.len() as u64;
    let mut packed = stream
        .filters()
        .into_iter()
        .filter(|f| matches!(f, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode));
    match (packed.next(), packed.next()) {
        (None, _) => Some(size),
        (Some(Filter::FlateDecode), None) if stream.filters().len() == 1 => Some(inflated(&data, limit)),
        (Some(_), None) => Some(size.saturating_mul(OLD_GAIN)),
        // Compressing compressed data makes no sense except for a decompression bomb.
        (Some(_), Some(_)) => None,
    }
}

/// The decompressed size of a zlib or raw deflate stream, counted up to a little over the limit. Stops at damage.
fn inflated(data: &[u8], limit: u64) -> u64 {
    let zlib =
        matches!(data, [head, flags, ..] if head & 0x0F == 8 && (u16::from(*head) << 8 | u16::from(*flags)) % 31 == 0);
    let mut inflater = Decompress::new(zlib);
    let mut sink = vec![0; 64 * 1024];
    loop {
        let (taken, given) = (inflater.total_in(), inflater.total_out());
        let rest = usize::try_from(taken).ok().and_then(|n| data.get(n..)).unwrap_or_default();
        let status = inflater.decompress(rest, &mut sink, FlushDecompress::None);
        let stuck = inflater.total_in() == taken && inflater.total_out() == given;
        if stuck || inflater.total_out() > limit || !matches!(status, Ok(Status::Ok)) {
            return inflater.total_out();
        }
    }
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|w| w == word)
}
