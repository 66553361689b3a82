//! File names of uploads. A text file ending in `.bat` is run as a program when opened, so such a name is refused, and
//! files uploaded earlier are downloaded with the ending that matches their content.

use hireq_domain::unseen::is_unseen;

/// The longest name without its ending, in characters.
const STEM: usize = 120;

/// A name's ending in lower case, as an operating system would interpret it; `None` for "CV v1.2" and "J. Smith".
fn extension(name: &str) -> Option<String> {
    // Windows ignores dots and spaces at the end.
    let name = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let (_, ending) = name.rsplit_once('.')?;
    let is_ending = !ending.contains(char::is_whitespace) && !ending.chars().all(|c| c.is_ascii_digit());
    is_ending.then(|| ending.to_lowercase())
}

/// The usual ending of a media type.
pub(crate) fn ending(media_type: &str) -> &'static str {
    match media_type {
        "application/json" => "json",
        "application/pdf" => "pdf",
        "application/msword" => "doc",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "application/rtf" | "text/rtf" => "rtf",
        t if t.contains("opendocument") => "odt",
        t if t.contains("wordprocessingml") => "docx",
        _ => "txt",
    }
}

/// The last component of a name, without characters that are not allowed in a header.
pub(super) fn clean(name: &str, otherwise: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control() && *c != '"' && !is_unseen(*c)).take(150).collect();
    let clean = clean.trim();
    if clean.is_empty() { otherwise.to_owned() } else { clean.to_owned() }
}

/// Checks that a file with this content may have this name; the error says what is wrong with it.
pub(super) fn check(name: &str, usual: &[&str], media_type: &str) -> Result<(), String> {
    match extension(name) {
        Some(ending) if !usual.contains(&ending.as_str()) => {
            let ending: String = ending.chars().filter(|c| c.is_alphanumeric()).take(12).collect();
            let right = self::ending(media_type);
            Err(format!(
                "Files that end in .{ending} are not taken. Save it with the ending .{right} and choose it again"
            ))
        }
        _ => Ok(()),
    }
}

/// The name of a download: the original name with the ending that matches the content.
pub(super) fn safe(name: &str, otherwise: &str, media_type: &str) -> String {
    let name = name.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = match extension(name) {
        Some(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        None => name,
    };
    let plain: String = stem.chars().filter_map(plain).take(STEM).collect();
    let plain = plain.trim_matches(|c: char| c == '.' || c.is_whitespace());
    format!("{}.{}", if plain.is_empty() { otherwise } else { plain }, ending(media_type))
}

/// Keeps characters that every file system accepts without interpreting them; drops those that change the text's
/// direction.
fn plain(c: char) -> Option<char> {
    match c {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() || "/\\:*?\"<>|%;".contains(c) => Some('_'),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTS: &[&str] = &["pdf", "docx", "doc", "odt", "rtf", "txt", "text", "md"];
    const JSON: &str = "application/json";

    #[test]
    fn a_name_keeps_no_path_and_nothing_that_breaks_a_header() {
        assert_eq!(clean("C:\\Users\\zoe\\Lebenslauf \"neu\"\r\n.pdf", "resume"), "Lebenslauf neu.pdf");
        assert_eq!(clean("../../etc/passwd", "resume"), "passwd");
        assert_eq!(clean("  ", "resume"), "resume");
    }

    #[test]
    fn a_text_under_a_program_s_name_is_not_taken() {
        let bad =
            ["Resume.bat", "cv.HTA", "cv.vbs", "cv.url", "cv.ps1", "cv.pdf.bat", "cv.bat. .", "cv.txt.lnk", ".js"];
        for name in bad {
            assert!(check(name, DOCUMENTS, "text/plain").is_err(), "{name}");
            assert!(check(name, DOCUMENTS, "application/pdf").is_err(), "{name}");
            assert!(check(name, &["json", "txt"], JSON).is_err(), "{name}");
        }
        for name in ["cv.txt", "CV.PDF", "Lebenslauf", "CV v1.2", "J. Smith", "cv.doc", "notes.md", "cv.pdf."] {
            assert!(check(name, DOCUMENTS, "text/plain").is_ok(), "{name}");
        }
        assert!(
            check("resume.json", &["json"], JSON).is_ok() && check("resume.json", DOCUMENTS, "text/plain").is_err()
        );
    }

    #[test]
    fn a_file_goes_out_with_the_ending_of_what_it_is() {
        for (name, kind, wanted) in [
            ("Resume.bat", "text/plain", "Resume.txt"),
            ("Zoë Ünal.PDF", "application/pdf", "Zoë Ünal.pdf"),
            ("CV v1.2", "application/pdf", "CV v1.2.pdf"),
            ("cv.bat. .", "text/plain", "cv.txt"),
            ("cv\u{202e}fdp.exe", "application/pdf", "cvfdp.pdf"),
            (".htaccess", "text/plain", "resume.txt"),
            ("a/b\\c:d.hta", "text/plain", "a_b_c_d.txt"),
            ("resume", JSON, "resume.json"),
            ("...", "text/plain", "resume.txt"),
        ] {
            assert_eq!(safe(name, "resume", kind), wanted, "{name}");
        }
        let long = safe(&"x".repeat(500), "resume", "text/plain");
        assert!(long.len() < 140 && long.ends_with(".txt"));
    }
}
