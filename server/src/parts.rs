//! Range and conditional requests: whether a client wants all of a file, a part of it, or nothing because it has the
//! file.

use axum::http::{HeaderMap, header};
use std::ops::Range;

/// What a request wants of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Whole,
    Part(Range<u64>),
    /// Nothing: the client has the current version.
    Unchanged,
    /// A range outside the file.
    Nothing,
}

/// What a request wants of a file with this entity tag and size. Requests for several ranges, and invalid ones, get the
/// whole file.
pub(crate) fn wanted(asked: &HeaderMap, tag: &str, size: u64) -> Wanted {
    if is_known(asked, tag) {
        return Wanted::Unchanged;
    }
    let text = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    // A range of a file that has changed would be of no use to the client.
    let same = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let range =
        text(header::RANGE).filter(|_| same).and_then(|range| http_range_header::parse_range_header(range).ok());
    let Some(ranges) = range else { return Wanted::Whole };
    match ranges.validate(size).as_deref() {
        Ok([part]) => Wanted::Part(*part.start()..part.end() + 1),
        Ok(_) => Wanted::Whole,
        Err(_) => Wanted::Nothing,
    }
}

/// Whether the client already has the content with this entity tag.
pub(crate) fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let tags = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    tags.is_some_and(|tags| names(tags, tag))
}

/// Whether a list of entity tags contains this one; a weak tag counts too.
fn names(tags: &str, tag: &str) -> bool {
    tags.split(',').map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(header::HeaderName, &str)]) -> Wanted {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().expect("a value"))).collect();
        wanted(&headers, "\"tag\"", 100)
    }

    #[test]
    fn one_part_is_sent_as_it_is_asked_for_and_what_is_not_there_is_not() {
        for (range, part) in [
            ("bytes=0-9", Wanted::Part(0..10)),
            ("bytes=90-", Wanted::Part(90..100)),
            ("bytes=-10", Wanted::Part(90..100)),
            ("bytes=50-5000", Wanted::Part(50..100)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=0-1,50-60", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("bytes=9-1", Wanted::Nothing),
        ] {
            assert_eq!(asked(&[(header::RANGE, range)]), part, "{range}");
        }
    }

    #[test]
    fn a_part_belongs_to_the_file_that_it_was_begun_with_and_what_is_known_is_not_sent_again() {
        let range = (header::RANGE, "bytes=0-9");
        assert_eq!(asked(&[range.clone(), (header::IF_RANGE, "\"tag\"")]), Wanted::Part(0..10));
        assert_eq!(asked(&[range, (header::IF_RANGE, "\"another\"")]), Wanted::Whole);
        for tags in ["\"tag\"", "\"a\", W/\"tag\"", "*"] {
            assert_eq!(asked(&[(header::IF_NONE_MATCH, tags)]), Wanted::Unchanged, "{tags}");
        }
        assert_eq!(asked(&[(header::IF_NONE_MATCH, "\"another\"")]), Wanted::Whole);
    }
}
