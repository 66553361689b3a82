//! Web addresses: those written in the text, and the targets of hyperlinks.

use super::{super::lexicon::is_degree, Row, Text, patterns};
use hireq_domain::resume::{Field, ParsedResume};
use regex::Match;
use std::collections::HashSet;

/// Sites on which people have a personal page.
const SITES: [&str; 22] = [
    "linkedin.com/",
    "github.com/",
    "gitlab.com/",
    "stackoverflow.com/",
    "xing.com/",
    "behance.net/",
    "dribbble.com/",
    "medium.com/",
    "orcid.org/",
    "kaggle.com/",
    "scholar.google",
    "instagram.com/",
    "youtube.com/",
    "twitter.com/",
    "facebook.com/",
    "vimeo.com/",
    "soundcloud.com/",
    "artstation.com/",
    "researchgate.net/",
    "leetcode.com/",
    "hackerrank.com/",
    "codepen.io/",
];

/// More links than anybody writes.
const MAX_LINKS: usize = 20;

/// If this many addresses are written in the text, further hyperlink targets are just buttons for sites.
const MAX_WITH_TARGETS: usize = 4;

/// The most slashes in the address of a personal page; posts and pictures are deeper.
const MAX_DEPTH: usize = 2;

/// The confidence of an address with a scheme or a path; a bare domain may be a product's name.
const SURE: f32 = 0.95;
const BARE: f32 = 0.7;
const BEHIND_TEXT: f32 = 0.8;

pub(super) fn read(text: &Text<'_>, header: &[&Row<'_>], resume: &mut ParsedResume) {
    let tops: HashSet<usize> = header.iter().map(|h| h.start).collect();
    for (n, row) in text.rows.iter().enumerate() {
        for m in patterns().link.find_iter(row.text) {
            if resume.links.len() >= MAX_LINKS {
                return targets(text, resume);
            }
            if let Some(link) = Written::read(row.text, m)
                && link.is_meant(tops.contains(&row.start))
                && !seen(resume, &link.bare)
                && !link.is_of_an_email(text, n, resume)
            {
                let field = link.field(text, n);
                resume.links.push(field);
            }
        }
    }
    targets(text, resume);
}

fn seen(resume: &ParsedResume, bare: &str) -> bool {
    resume.links.iter().any(|l| l.value.eq_ignore_ascii_case(bare))
}

fn is_of_a_site(link: &str) -> bool {
    let link = link.to_lowercase();
    SITES.iter().any(|site| link.contains(site))
}

/// An address as written in a row.
struct Written<'a> {
    row: &'a str,
    /// The matched text, and where it ends in the row.
    whole: &'a str,
    end: usize,
    /// The address without surrounding punctuation.
    shown: &'a str,
    bare: String,
}

impl<'a> Written<'a> {
    /// Accepts a match unless it is part of something longer, such as an e-mail address.
    fn read(row: &'a str, m: Match<'a>) -> Option<Self> {
        let before = row[..m.start()].chars().next_back();
        let after = row[m.end()..].chars().next();
        let goes_on = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'));
        let shown = m.as_str().trim_end_matches(['.', '/', ':', '-']);
        (!goes_on && after != Some('@')).then(|| Self {
            row,
            whole: m.as_str(),
            end: m.end(),
            shown,
            bare: bare_link(shown),
        })
    }

    fn has_scheme(&self) -> bool {
        self.bare.len() < self.shown.len()
    }

    fn has_path(&self) -> bool {
        self.bare.contains('/')
    }

    fn is_alone(&self) -> bool {
        self.row.trim() == self.whole
    }

    /// In running text, a bare domain may equally be a product's name.
    fn is_meant(&self, in_header: bool) -> bool {
        (in_header || is_of_a_site(&self.bare) && self.has_path())
            && !self.bare.ends_with(".js")
            && !is_degree(&self.bare)
    }

    /// Whether it is the rest of a wrapped e-mail address, or only the domain of a complete one.
    fn is_of_an_email(&self, text: &Text<'_>, row: usize, resume: &ParsedResume) -> bool {
        if self.has_scheme() || self.has_path() {
            return false;
        }
        let above = row.checked_sub(1).map_or("", |above| text.rows[above].text);
        let broken =
            above.contains('@') && !above.ends_with(".com") && resume.emails.iter().all(|e| !above.contains(&e.value));
        let domain = format!("@{}", self.bare.to_lowercase());
        let known = || resume.emails.iter().any(|e| e.value.to_lowercase().ends_with(&domain));
        if self.is_alone() { broken } else { known() }
    }

    /// The field, including the rest of the address if it continues on the next row.
    fn field(self, text: &Text<'_>, row: usize) -> Field<String> {
        let mut field = text.field(self.shown, if self.has_path() || self.has_scheme() { SURE } else { BARE });
        let line = self.row.trim_end();
        if self.has_path()
            && self.end + 1 >= line.len()
            && let Some(rest) = text.rows.get(row + 1).and_then(|below| broken_link(line, below.text.trim()))
        {
            let separator = if line.ends_with('/') { '/' } else { '-' };
            field.value = format!("{}{separator}{rest}", self.bare.trim_end_matches(separator));
        } else {
            field.value = self.bare;
        }
        field
    }
}

/// Adds hyperlink targets: one for each site that people have a personal page on.
fn targets(text: &Text<'_>, resume: &mut ParsedResume) {
    for link in &text.document.links {
        let bare = bare_link(link.trim_end_matches('/'));
        let site = bare.split('/').next().unwrap_or_default().to_lowercase();
        if is_of_a_site(&bare)
            && resume.links.len() < MAX_WITH_TARGETS
            && !link.contains("share")
            && !resume.links.iter().any(|l| l.value.to_lowercase().starts_with(&site))
            && bare.matches('/').count() <= MAX_DEPTH
        {
            resume.links.push(Field { value: bare, confidence: BEHIND_TEXT, span: None, page_box: None });
        }
    }
}

/// The rest of a long address that is wrapped after a hyphen or a slash. A complete address may also end in a slash, so
/// in that case the next line must be a single word.
fn broken_link<'a>(above: &str, below: &'a str) -> Option<&'a str> {
    let rest = below.split(['\t', ' ']).next().unwrap_or_default();
    let fits = rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '/'));
    let sure = above.ends_with('-') || above.ends_with('/') && rest == below && rest.contains(char::is_alphabetic);
    (sure && fits && !rest.is_empty()).then_some(rest)
}

fn bare_link(link: &str) -> String {
    let link = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://")).unwrap_or(link);
    let link = link.strip_prefix("HTTPS://").unwrap_or(link);
    link.strip_prefix("www.").unwrap_or(link).trim_end_matches('/').to_owned()
}
