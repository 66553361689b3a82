//! Detects fonts that map glyphs to the wrong characters. The extracted text is then meaningless, and nobody would
//! notice.

/// A text with fewer characters is too short to judge.
const MIN_CHARS: usize = 60;

/// Whether a text consists of wrong characters: it has many signs that are rare in prose, and nothing that every résumé
/// has, such as a year or an address.
pub(super) fn is_garbled(text: &str) -> bool {
    let (mut ink, mut odd, mut letters) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        ink += 1;
        letters += usize::from(c.is_alphabetic());
        odd += usize::from(matches!(
            c,
            '^' | '_' | '`' | '{' | '}' | '[' | ']' | '\\' | '|' | '~' | '<' | '>' | '=' | ';' | '?' | '$' | '#' | '%'
        ));
    }
    if ink < MIN_CHARS {
        return false;
    }
    let words = text.split(|c: char| !c.is_ascii_digit());
    let year = words.clone().any(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")));
    let address = text.split_whitespace().any(|w| w.split_once('@').is_some_and(|(_, host)| host.contains('.')));
    !year && !address && (25 * odd > ink || 2 * letters < ink)
}

#[cfg(test)]
mod tests {
    use super::is_garbled;

    #[test]
    fn letters_under_wrong_codes_are_told_from_prose_and_from_code() {
        let prose =
            "Osmund Fairchild, warehouse lead in Hull. Led nine people in two shops, planned rotas, counted stock.";
        let shifted: String =
            prose.chars().map(|c| if c == ' ' { c } else { char::from_u32(c as u32 + 15).unwrap_or(c) }).collect();
        assert!(!is_garbled(prose));
        assert!(is_garbled(&shifted));
        assert!(!is_garbled(&format!("{prose} [C#] {{Rust}} <HTML> = 2019; a@example.org | $ % ~")));
    }
}
