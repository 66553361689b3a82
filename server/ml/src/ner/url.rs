//! Recognises URLs, host names and e-mail addresses, which are not split.
//!
//! The rule is spaCy's: `[scheme://][anything@]host[:port][/?#anything]`, where the host is a public IPv4 address or a
//! sequence of labels separated by dots. A regular expression would try every division; here each part ends at the
//! first character that it cannot contain, so a word is read once.

use super::characters::{LOWER, is, is_digit};

/// The maximum length of a host name's label, in characters.
const LABEL: usize = 64;

/// Whether the whole word, which must not contain white space, is an address.
pub(super) fn is_url(word: &str) -> bool {
    // A host contains a dot, which rules out most words.
    if !word.contains('.') {
        return false;
    }
    is_host_and_rest(word)
        || without_scheme(word).is_some_and(is_host_and_rest)
        || word.match_indices('@').skip_while(|(at, _)| *at == 0).any(|(at, _)| is_host_and_rest(&word[at + 1..]))
}

fn without_scheme(word: &str) -> Option<&str> {
    let (scheme, rest) = word.split_once("://")?;
    let fits = scheme.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.'));
    (fits && scheme.chars().nth(1).is_some()).then_some(rest)
}

/// A host with an optional port and path.
fn is_host_and_rest(word: &str) -> bool {
    let end = word.find(|c: char| !is_in_label(c) && c != '.' && !is(c, LOWER)).unwrap_or(word.len());
    let (host, rest) = word.split_at(end);
    if !is_domain(host) && !is_public_address(host) {
        return false;
    }
    let rest = match rest.strip_prefix(':') {
        None => rest,
        Some(port) => {
            let digits = port.chars().take_while(|c| is_digit(*c)).count();
            let bytes: usize = port.chars().take(digits).map(char::len_utf8).sum();
            if !(2..=5).contains(&digits) {
                return false;
            }
            &port[bytes..]
        }
    };
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

fn is_in_label(c: char) -> bool {
    ends_label(c) || matches!(c, '-' | '_')
}

fn ends_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{a1}'..='\u{ffff}')
}

/// Labels followed by dots, then a top-level domain of two to 63 letters.
fn is_domain(host: &str) -> bool {
    let Some((labels, last)) = host.rsplit_once('.') else { return false };
    let letters = last.chars().count();
    (2..=63).contains(&letters) && last.chars().all(|c| is(c, LOWER)) && labels.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let (Some(first), Some(last)) = (label.chars().next(), label.chars().next_back()) else { return false };
    ends_label(first) && ends_label(last) && label.chars().all(is_in_label) && label.chars().count() <= LABEL
}

/// An IPv4 address that is neither private nor local.
fn is_public_address(host: &str) -> bool {
    let parts: Vec<&str> = host.splitn(5, '.').collect();
    let [first, second, third, fourth] = parts[..] else { return false };
    let is_private = match (first, second) {
        ("10" | "127", _) | ("169", "254") | ("192", "168") => true,
        ("172", second) => number(second).is_some_and(|n| (16..=31).contains(&n)),
        _ => false,
    };
    let counts = |part: &str, range: std::ops::RangeInclusive<u16>| {
        !part.starts_with('0') && number(part).is_some_and(|n| range.contains(&n))
    };
    // As in the original rule, "00" and "07" are allowed in the middle.
    let middle = |part: &str| number(part).is_some_and(|n| n <= 255) && (part.len() < 3 || !part.starts_with('0'));
    !is_private && counts(first, 1..=223) && middle(second) && middle(third) && counts(fourth, 1..=254)
}

fn number(part: &str) -> Option<u16> {
    let digits = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| part.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::is_url;

    #[test]
    fn addresses_are_told_from_words_with_dots() {
        for word in [
            "example.com",
            "www.example.co.uk/path?q=1#top",
            "https://github.com/someone",
            "git+ssh://host.example.org:8022/x",
            "ada@example.org",
            "mailto:ada.b+c@example.org",
            "8.8.8.8",
            "http://203.0.113.7:80",
            "müller.de",
            "node.js",
        ] {
            assert!(is_url(word), "{word}");
        }
        for word in [
            "",
            "example",
            "Node.JS",
            "e.g.",
            "10.0.0.1",
            "172.16.3.4",
            "1.2.3",
            "-a.com",
            "a..com",
            "ada@",
            "a.com:1",
            "v1.2",
        ] {
            assert!(!is_url(word), "{word}");
        }
    }
}
