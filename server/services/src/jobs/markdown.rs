//! Recruiters write Markdown; everyone reads it as HTML. Whatever the input, the output runs no scripts, loads nothing,
//! and its headings fit below the page's own. Pasted plain text is converted to Markdown first.
//!
//! Rendering is cheap for any input: length and nesting are limited before parsing and while writing, and the result is
//! cached for the next reader.

use super::pasted::as_markdown;
use ammonia::Builder;
use hireq_domain::job_form::MAX_DESCRIPTION;
use moka::sync::Cache;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use sha2::{Digest, Sha256};
use std::{
    collections::HashSet,
    sync::{Arc, LazyLock},
};

/// The deepest nesting of lists, quotations and emphasis; nobody reads more.
const DEEPEST: usize = 12;
/// Some lines produce far more than they contain: each table row is filled up to the number of columns in its head.
const MOST_EVENTS: usize = 40_000;
/// The most HTML tags in a text; any after that stay plain text. Each may open an element that is never closed.
const MOST_HTML: usize = 300;

/// The cache of rendered texts by their hash: a description is written once and read by every visitor.
static RENDERED: LazyLock<Cache<[u8; 32], Arc<str>>> = LazyLock::new(|| {
    Cache::builder()
        .max_capacity(16 << 20)
        .weigher(|_, html: &Arc<str>| u32::try_from(html.len()).unwrap_or(u32::MAX))
        .build()
});

static SAFE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags: HashSet<&'static str> = [
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "br",
        "hr",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "b",
        "i",
        "del",
        "s",
        "code",
        "pre",
        "blockquote",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "sub",
        "sup",
    ]
    .into();
    let mut builder = Builder::default();
    builder
        .tags(tags)
        // No images: one hosted elsewhere would tell its host who reads the page.
        .tag_attributes([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
});

/// Limits a text before parsing: to the length of a description, and to a reasonable nesting of lists and quotations in
/// each line.
fn bounded(markdown: &str) -> String {
    let end = markdown.char_indices().nth(MAX_DESCRIPTION).map_or(markdown.len(), |(at, _)| at);
    as_markdown(&markdown[..end]).split_inclusive('\n').flat_map(shallow_line).collect()
}

/// A line in two parts: its first markers, and the rest without any markers that would nest too deep.
fn shallow_line(line: &str) -> [&str; 2] {
    let mut rest = line;
    for _ in 0..DEEPEST {
        match after_marker(rest) {
            Some(after) => rest = after,
            None => return [line, ""],
        }
    }
    let kept = line.len() - rest.len();
    while let Some(after) = after_marker(rest) {
        rest = after;
    }
    [&line[..kept], rest]
}

/// The text after a line's first marker of a quotation or list item.
fn after_marker(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '\t']);
    if let Some(rest) = line.strip_prefix('>') {
        return Some(rest);
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match digits.len() == line.len() {
        true => line.strip_prefix(['-', '+', '*'])?,
        false => digits.strip_prefix(['.', ')'])?,
    };
    rest.starts_with([' ', '\t']).then_some(rest)
}

/// The events of a bounded text, without those that are nested too deep and with a limited number of HTML tags.
fn events(bounded: &str) -> impl Iterator<Item = Event<'_>> {
    let (mut depth, mut html) = (0_usize, 0_usize);
    let all = Parser::new_ext(bounded, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    all.take(MOST_EVENTS).filter_map(move |event| match event {
        Event::Start(_) => {
            depth += 1;
            (depth <= DEEPEST * 2).then_some(event)
        }
        Event::End(_) => {
            depth = depth.saturating_sub(1);
            (depth < DEEPEST * 2).then_some(event)
        }
        Event::Html(text) | Event::InlineHtml(text) => {
            html += text.matches('<').count();
            Some(if html > MOST_HTML { Event::Text(text) } else { Event::InlineHtml(text) })
        }
        other => Some(other),
    })
}

/// Lowers a text's headings so that its highest comes directly below the page's own heading; the distances between
/// levels are kept.
fn lowered(level: HeadingLevel, highest: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + 2 - highest as usize).unwrap_or(HeadingLevel::H6)
}

/// Markdown as safe HTML. Text beyond the maximum length of a description is left out.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let key: [u8; 32] = Sha256::digest(markdown).into();
    RENDERED.get_with(key, || render(&bounded(markdown)).into()).to_string()
}

fn render(markdown: &str) -> String {
    let highest = events(markdown)
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level),
            _ => None,
        })
        .min()
        .unwrap_or(HeadingLevel::H1);
    let lowered = events(markdown).map(|event| match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lowered(level, highest), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level, highest))),
        other => other,
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, lowered);
    SAFE.clean(&out).to_string()
}

/// Markdown as plain text without markup, one line per block, for matching and previews.
#[must_use]
pub fn to_text(markdown: &str) -> String {
    let markdown = bounded(markdown);
    let mut out = String::with_capacity(markdown.len());
    for event in events(&markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            // A line break typed into a web form is intended.
            Event::SoftBreak | Event::HardBreak | Event::Rule => out.push('\n'),
            Event::Start(Tag::Item) => out.push_str("\n• "),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => out.push('\n'),
            Event::End(TagEnd::TableCell) => out.push('\t'),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The first words of the text: at most `most` characters, cut between words.
#[must_use]
pub fn summary(markdown: &str, most: usize) -> String {
    let text = to_text(markdown);
    let words = text.split(|c: char| c.is_whitespace() || c == '•').filter(|w| !w.is_empty());
    let (mut out, mut length) = (String::new(), 0);
    for word in words {
        let size = word.chars().count() + usize::from(!out.is_empty());
        if length + size >= most {
            return format!("{}…", out.trim_end_matches([',', ';', ':', '.']));
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += size;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_runs_or_loads_gets_through() {
        for hostile in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<img src=x onerror=alert(1)>",
            "![p](https://tracker.example/pixel.gif)",
            "<a href='https://a.example' onclick='alert(1)'>x</a>",
            "<svg onload=alert(1)>",
            "<iframe src='https://a.example'></iframe>",
            "<style>body{display:none}</style>",
            "<math><mtext><script>alert(1)</script></mtext></math>",
            "<p style='position:fixed' class='x' id='y'>z</p>",
            "<https://a.example/\"onmouseover=alert(1)>",
            "<form action=/sign-out method=post><button>Go</button></form>",
        ] {
            let html = to_html(hostile);
            for bad in [
                "<script",
                "javascript:",
                "data:text",
                "<img",
                "onerror=",
                "onclick=",
                "onload=",
                "href=\"https://a.example/\"",
                "<svg",
                "<iframe",
                "<style",
                "style=",
                "class=",
                "id=",
                "<form",
                "<button",
            ] {
                assert!(!html.to_lowercase().contains(bad), "{hostile} gave {html}");
            }
        }
    }

    #[test]
    fn headings_begin_below_the_page_s_own() {
        assert_eq!(to_html("# About\n\n## You"), "<h2>About</h2>\n<h3>You</h3>\n");
    }

    #[test]
    fn links_lead_out_without_an_endorsement() {
        let html = to_html("[us](https://a.example)");
        assert!(html.contains("href=\"https://a.example\"") && html.contains("nofollow noopener noreferrer"), "{html}");
    }

    #[test]
    fn a_summary_is_cut_between_words_and_has_no_markup() {
        assert_eq!(
            summary("# Hello\n\nWe **build** [things](https://a.example).\n\n- One\n- Two", 300),
            "Hello We build things. One Two"
        );
        assert_eq!(summary("one two, three", 10), "one two…");
        assert_eq!(summary("", 10), "");
    }

    #[test]
    fn what_nests_deeper_than_anybody_reads_is_flattened_and_kept() {
        let html = to_html(&format!("{} deep", "> ".repeat(40)));
        assert_eq!(html.matches("<blockquote>").count(), DEEPEST, "{html}");
        assert!(html.contains("deep"));
        // The parser reopens up to three unclosed elements in each following block.
        let opened = to_html(&"<b>x".repeat(1_000)).matches("<b>").count();
        assert!(opened <= MOST_HTML + 3, "{opened}");
        let long = "a ".repeat(MAX_DESCRIPTION);
        assert!(to_text(&long).chars().count() <= MAX_DESCRIPTION);
    }

    /// Texts that could cost a parser far more than their length suggests: `(begin, repeated)`.
    const COSTLY: [(&str, &str); 36] = [
        ("", ">"),
        ("", "> "),
        ("", "- "),
        ("", "* "),
        ("", "1. "),
        ("", "["),
        ("", "]"),
        ("", "[a]("),
        ("", "![]("),
        ("", "[a](<b"),
        ("", "*"),
        ("", "*a "),
        ("", "**a "),
        ("", "a**b"),
        ("", "_a "),
        ("", "a_b "),
        ("", "~~a "),
        ("", "`"),
        ("", "`a``b"),
        ("", "```\n"),
        ("", "<"),
        ("", "<b>"),
        ("", "<div>\n\n"),
        ("", "<a href=x>"),
        ("", "<!--"),
        ("", "<?"),
        ("", "<![CDATA["),
        ("", "&"),
        ("", "&#1"),
        ("", "\\"),
        ("|a|b|\n|-|-|\n", "|"),
        ("", "[a]: b\n"),
        ("", "[a][b]"),
        ("", "#"),
        ("", "a\n"),
        ("", "\u{1F469}\u{200D}"),
    ];

    #[test]
    fn a_text_of_one_repeated_construct_is_rendered_and_read_in_no_time() {
        for (begin, construct) in COSTLY {
            let text = format!("{begin}{}", construct.repeat(1_000_000 / construct.len()));
            let begun = std::time::Instant::now();
            assert!(to_html(&text).len() < 20 * MAX_DESCRIPTION);
            let rendered = begun.elapsed();
            assert!(super::super::propose("Nurse", &text).len() <= 40);
            let took = begun.elapsed();
            println!("{construct:?}: {rendered:?}, with requirements {took:?}");
            // Ten times as long as the slowest needs without optimisation, so that the test does not fail on a busy
            // machine.
            assert!(took.as_secs() < 10, "{construct:?} took {took:?}");
        }
    }

    #[test]
    fn text_keeps_one_line_a_block() {
        assert_eq!(to_text("## Must have\n\n- Rust\n- **SQL**\n\nAnd `git`"), "Must have\n\n• Rust\n\n• SQL\nAnd git");
    }
}
