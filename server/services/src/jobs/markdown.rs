//! Recruiters write Markdown; everyone reads the HTML. Whatever is written, what leaves here runs nothing, loads
//! nothing, and fits under a page's own heading.

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::{collections::HashSet, sync::LazyLock};

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
        // No images: a picture from elsewhere would tell its host who reads the page.
        .tag_attributes([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))].into())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
});

fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// A page has its own first heading: a text's highest headings come right below it, and the others keep their distance.
fn lowered(level: HeadingLevel, highest: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + 2 - highest as usize).unwrap_or(HeadingLevel::H6)
}

/// Markdown as safe HTML.
#[must_use]
pub fn to_html(markdown: &str) -> String {
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

/// Markdown as plain lines: markup gone, one line a block. What the eye reads, for matching and for previews.
#[must_use]
pub fn to_text(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in events(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            // In a web form a line end is meant.
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

/// The first words of the text, at most `most` characters, cut between words.
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
    fn text_keeps_one_line_a_block() {
        assert_eq!(to_text("## Must have\n\n- Rust\n- **SQL**\n\nAnd `git`"), "Must have\n\n• Rust\n\n• SQL\nAnd git");
    }
}
