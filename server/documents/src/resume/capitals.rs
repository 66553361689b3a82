//! Restores the usual spelling of names written in capitals.

/// Whether a text is written in capitals. This includes “KüSTER”, whose font has no capital ü.
pub(super) fn is_in_capitals(text: &str) -> bool {
    let small = |c: char| c.is_lowercase();
    !text.chars().any(small)
        || !text.chars().any(|c| c.is_ascii_lowercase()) && text.chars().filter(char::is_ascii_uppercase).count() >= 3
}

pub(super) fn in_title_case_if_loud(text: &str) -> String {
    if is_in_capitals(text) { in_title_case(text) } else { text.to_owned() }
}

/// A name in capitals in its usual spelling. Every part gets a capital, but after an apostrophe only if a single letter
/// precedes it: “Aoki-Strand”, “O'Neill”, “"Bea"”.
pub(super) fn in_title_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut letters = 0;
    for c in name.chars() {
        let letter = c.is_alphanumeric() || is_accent(c);
        match (letter, letters) {
            (true, 0) => out.extend(c.to_uppercase()),
            (true, _) => out.extend(c.to_lowercase()),
            (false, _) => out.push(c),
        }
        letters = if letter || matches!(c, '\'' | '’') && letters > 1 { letters + 1 } else { 0 };
    }
    // “MCCARTHY”: only names of this kind begin with “Mc”.
    for (at, _) in out.clone().match_indices("Mc") {
        let begins = out[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if let Some(letter) = out[at + 2..].chars().next().filter(|_| begins) {
            out.replace_range(at + 2..at + 2 + letter.len_utf8(), &letter.to_uppercase().to_string());
        }
    }
    out
}

/// A combining accent.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_a_name_as_it_is_written() {
        for (given, shown) in [
            ("IMOGEN AOKI-STRAND", "Imogen Aoki-Strand"),
            ("BEATRIX “BEA” OKORO", "Beatrix “Bea” Okoro"),
            ("SINÉAD O’NEILL", "Sinéad O’Neill"),
            ("SEÁN MCCARTHY", "Seán McCarthy"),
            ("JAN KüSTER", "Jan Küster"),
            ("ИРИНА ПЕТРОВА", "Ирина Петрова"),
            ("J.P. DE SOUZA", "J.P. De Souza"),
        ] {
            assert!(is_in_capitals(given));
            assert_eq!(in_title_case(given), shown);
        }
        assert!(!is_in_capitals("Ирина") && !is_in_capitals("Øystein") && !is_in_capitals("Mina"));
    }
}
