//! Which fields of a form may be kept in a session: texts that the page can show again, limited in number and size, and
//! nothing secret.

/// The limit in bytes for somebody with an account; the longest job is far below it.
pub(crate) const OF_AN_ACCOUNT: usize = 64 << 10;
/// The limit in bytes for somebody without one: names and addresses.
pub(crate) const OF_A_STRANGER: usize = 4 << 10;
/// The limit in bytes for an application of somebody without an account: answers to many questions.
pub(crate) const OF_AN_APPLICATION: usize = 32 << 10;
/// The limit in bytes for forms kept through a sign-in: a job's text with its rows.
pub(crate) const OF_A_WAITING_FORM: usize = 64 << 10;
/// The most fields, enough for the longest form with all its rows.
const FIELDS: usize = 1000;
/// The longest name of a field, such as `job[requirements][99][weight]`.
const NAME: usize = 80;

/// The fields that may be kept, with at most `most` bytes in total. A field that does not fit is left out completely.
pub(crate) fn fields(fields: Vec<(String, String)>, most: usize) -> Vec<(String, String)> {
    let mut room = most;
    let mut kept = Vec::new();
    for (name, value) in fields {
        let size = name.len() + value.len();
        if kept.len() < FIELDS && size <= room && is_field(&name) && !is_secret(&name) && !value.contains('\0') {
            room -= size;
            kept.push((name, value));
        }
    }
    kept
}

/// Whether one of our forms could have a field with this name.
fn is_field(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'[' | b']');
    !name.is_empty() && name.len() <= NAME && name.bytes().all(letter)
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("password") || name.contains("secret") || name == "current" || name == "token"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_waits_is_bounded_in_all_and_a_field_that_does_not_fit_is_left_out_whole() {
        let many = (0..5000).map(|n| pair(&format!("f{n}"), "value")).collect();
        let kept = fields(many, OF_A_STRANGER);
        assert!(kept.iter().map(|(n, v)| n.len() + v.len()).sum::<usize>() <= OF_A_STRANGER);
        let kept = fields(vec![pair("a", &"x".repeat(OF_AN_ACCOUNT)), pair("b", "y")], OF_AN_ACCOUNT);
        assert_eq!(kept, [pair("b", "y")]);
        assert_eq!(fields((0..5000).map(|_| pair("a", "")).collect(), OF_AN_ACCOUNT).len(), FIELDS);
    }

    #[test]
    fn secrets_and_names_that_no_form_has_do_not_wait() {
        let typed = vec![
            pair("password", "x"),
            pair("New_Password", "x"),
            pair("current", "x"),
            pair("token", "x"),
            pair("<script>", "x"),
            pair(&"a".repeat(NAME + 1), "x"),
            pair("", "x"),
            pair("job[requirements][2][text]", "x"),
        ];
        assert_eq!(fields(typed, OF_AN_ACCOUNT), [pair("job[requirements][2][text]", "x")]);
    }
}
