//! What administrators read and change. These queries cross organisations: only use-cases that hold an
//! administrator's guard call them.

pub mod audit;
pub mod organizations;
pub mod outbox;
pub mod overview;
pub mod users;

/// `text` as the middle of an `ilike` pattern, with its own wildcards taken literally.
fn containing(text: &str) -> String {
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
    use super::containing;

    #[test]
    fn a_search_for_a_percent_sign_finds_percent_signs() {
        assert_eq!(containing(" 50%_a\\b "), "%50\\%\\_a\\\\b%");
    }
}
