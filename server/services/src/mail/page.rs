//! A mail's HTML part, generated from its text paragraph by paragraph, so that both say the same. Addresses of this
//! site become links, and the last one also a button; other addresses, which somebody may have typed, stay plain text.
//! The page loads nothing.

use crate::{Result, ServiceError};
use askama::Template;
use hireq_domain::locale::Locale;
use std::ops::Range;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    locale: Locale,
    subject: &'a str,
    action: &'a str,
    paragraphs: Vec<Paragraph<'a>>,
}

#[derive(Default)]
struct Paragraph<'a> {
    pieces: Vec<Piece<'a>>,
    button: Option<&'a str>,
}

enum Piece<'a> {
    Words(&'a str),
    Link(&'a str),
}

/// The HTML part of a mail with this text. `action` is the label of its button; if it is empty, there is none.
pub(super) fn page(locale: Locale, subject: &str, action: &str, text: &str, site: &str) -> Result<String> {
    let mut paragraphs: Vec<Paragraph<'_>> =
        text.trim().split("\n\n").map(|part| Paragraph { pieces: pieces(part, site), button: None }).collect();
    let mut links = paragraphs.iter_mut().rev().filter_map(|paragraph| {
        let last = paragraph.pieces.iter().rev().find_map(|piece| match piece {
            Piece::Link(link) => Some(*link),
            Piece::Words(_) => None,
        });
        last.map(|link| (paragraph, link))
    });
    if let Some((paragraph, link)) = links.next().filter(|_| !action.is_empty()) {
        paragraph.button = Some(link);
    }
    Page { locale, subject, action, paragraphs }.render().map_err(ServiceError::internal)
}

fn pieces<'a>(text: &'a str, site: &str) -> Vec<Piece<'a>> {
    let (mut pieces, mut done) = (Vec::new(), 0);
    for (start, _) in text.match_indices(site) {
        let Some(link) = link_at(text, start, site).filter(|link| link.start >= done) else { continue };
        pieces.extend([Piece::Words(&text[done..link.start]), Piece::Link(&text[link.clone()])]);
        done = link.end;
    }
    pieces.push(Piece::Words(&text[done..]));
    pieces
}

/// The range of an address of this site that starts at `start`. A host that merely begins like ours does not count.
fn link_at(text: &str, start: usize, site: &str) -> Option<Range<usize>> {
    let rest = &text[start + site.len()..];
    let path = if rest.starts_with('/') {
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/-_.?=&[]".contains(c))).unwrap_or(rest.len())
    } else {
        0
    };
    let path = rest[..path].trim_end_matches('.').len();
    let mut after = rest[path..].chars();
    let goes_on = match after.next() {
        Some('.') => after.next().is_some_and(char::is_alphanumeric),
        Some(c) => path == 0 && !(c.is_whitespace() || matches!(c, ',' | ';' | ')')),
        None => false,
    };
    (!goes_on).then_some(start..start + site.len() + path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://jobs.example";

    fn rendered(text: &str, action: &str) -> String {
        let page = page(Locale::English, "Subject", action, text, SITE).expect("a page");
        page.split("<main>").nth(1).expect("a body").to_owned()
    }

    #[test]
    fn only_addresses_of_this_site_are_links() {
        let html = rendered("See https://jobs.example/sign-in.\nOr https://jobs.example, or not.", "");
        let link = |to: &str| format!(r#"<a href="{to}">{to}</a>"#);
        assert!(html.contains(&format!("See {}.", link("https://jobs.example/sign-in"))), "{html}");
        assert!(html.contains(&format!("Or {}, or", link(SITE))), "{html}");
        for hostile in [
            "https://evil.example/x",
            "https://jobs.example.evil.example/x",
            "https://jobs.example@evil.example",
            "https://jobs.example:99/x",
            "https://jobs.example-evil.example",
            "javascript:alert(1)",
        ] {
            assert!(!rendered(hostile, "Go").contains("<a"), "{hostile}");
        }
    }

    #[test]
    fn words_that_look_like_markup_stay_words() {
        let html = rendered("I am <script>alert('x')</script> & \"more\" https://jobs.example/a\"onclick=x", "Go <b>");
        assert!(!html.contains("<script") && !html.contains("<b>") && !html.contains("\"onclick"), "{html}");
        assert!(html.contains("&#60;script&#62;"), "{html}");
    }

    #[test]
    fn the_last_address_is_the_button_and_stands_in_the_text_as_well() {
        let html =
            rendered("At https://jobs.example you may:\n\nhttps://jobs.example/x?token=a_b-c\n\nBye.", "Confirm");
        let button = r#"<a class="button" href="https://jobs.example/x?token=a_b-c">Confirm</a>"#;
        assert_eq!(html.matches("class=\"button\"").count(), 1);
        assert!(html.contains(button) && html.contains(">https://jobs.example/x?token=a_b-c</a>"), "{html}");
        assert!(!rendered("https://jobs.example/x", "").contains("button"));
    }
}
