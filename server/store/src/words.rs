//! Converts stored words to the domain's enumerations, and prepares search words.

use std::str::FromStr;

/// Parses a stored word. The schema's checks only allow words that the domain knows.
pub fn word<T: FromStr>(column: &str, value: &str) -> Result<T, sqlx::Error> {
    value.parse().map_err(|_| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: format!("unknown word in column {column}").into(),
    })
}

/// Words to search for, without signs that stand alone. In Postgres a dash negates the word after it, and many in a row
/// exceed its recursion limit.
pub fn words(q: &str) -> String {
    let cleaned = |word: &str| {
        let bare = word.trim_start_matches('-');
        let denied = bare.len() + 1 == word.len();
        bare.contains(char::is_alphanumeric).then(|| if denied { word.to_owned() } else { bare.to_owned() })
    };
    q.split_whitespace().filter_map(cleaned).collect::<Vec<_>>().join(" ")
}

/// A pattern for `ilike` that matches `text` anywhere, with its wildcards escaped.
pub(crate) fn containing(text: &str) -> String {
    let mut out = String::from("%");
    for c in text.trim().chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

#[cfg(test)]
mod tests {
    use super::{containing, words};

    #[test]
    fn wildcards_are_searched_for_and_not_used() {
        assert_eq!(containing(" 50%_a\\b "), "%50\\%\\_a\\\\b%");
    }

    #[test]
    fn a_word_is_denied_once_and_signs_alone_say_nothing() {
        assert_eq!(words("rust -java \"big data\""), "rust -java \"big data\"");
        assert_eq!(words(&"- ".repeat(40)), "");
        assert_eq!(words(&format!("{}java", "-".repeat(40))), "java");
    }
}
