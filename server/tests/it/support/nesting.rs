//! Checks whether a page's elements are nested as HTML requires. Browsers repair what is not: they end a paragraph
//! before a form, drop a form inside a form, move text out of a table. Hydration then finds another tree than the one
//! that the server wrote, and fails.

use html5ever::{
    TokenizerResult,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{Rawtext, Rcdata, ScriptData},
    },
};
use scraper::{Html, Node};
use std::cell::RefCell;

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// Elements that may contain text but no blocks.
const WORDS_ONLY: &[&str] = &[
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "button", "label", "legend", "em", "strong", "small", "b", "i",
    "time", "mark", "cite", "code", "abbr", "pre", "summary",
];
/// Block elements.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
/// Interactive elements, which must not be inside each other's links and buttons.
const PRESSED: &[&str] = &["a", "button", "input", "select", "textarea", "label", "details", "summary"];

/// An element with its depth, according to the tags or to a parser.
type Line = (usize, String);

/// The errors of the page; empty if it is nested correctly.
pub fn faults(html: &str) -> Vec<String> {
    // The data for hydration comes after the page, in scripts and markers only.
    let (html, behind) = html.split_once("</html>").map_or((html, ""), |(page, behind)| (page, behind));
    let html = &format!("{html}</html>");
    let (written, mut faults) = written(html);
    let parsed = parsed(html);
    if written != parsed
        && let Some(at) = (0..written.len().max(parsed.len())).find(|i| written.get(*i) != parsed.get(*i))
    {
        let around = |lines: &[Line]| {
            let end = (at + 4).min(lines.len());
            let near = &lines[at.saturating_sub(6).min(end)..end];
            near.iter().map(|(depth, name)| format!("{}{name}", " ".repeat(*depth))).collect::<Vec<_>>().join("\n")
        };
        faults.push(format!(
            "a browser builds another tree; written:\n{}\nbuilt:\n{}",
            around(&written),
            around(&parsed)
        ));
    }
    faults.extend(misplaced(&written));
    let (behind, more) = self::written(behind);
    faults.extend(more);
    let alien = |(depth, name): &&Line| *depth == 0 && name != "script" && name != "#comment";
    faults.extend(behind.iter().filter(alien).map(|(_, name)| format!("<{name}> stands behind the page")));
    faults
}

/// The tree according to the tags, and end tags that do not match.
fn written(html: &str) -> (Vec<Line>, Vec<String>) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Literal::default(), TokenizerOpts::default());
    // Scripts need no special treatment.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let Literal { lines, open, faults } = tokenizer.sink;
    let mut faults = faults.into_inner();
    faults.extend(open.into_inner().into_iter().map(|name| format!("<{name}> is never ended")));
    (lines.into_inner(), faults)
}

#[derive(Default)]
struct Literal {
    lines: RefCell<Vec<Line>>,
    open: RefCell<Vec<String>>,
    faults: RefCell<Vec<String>>,
}

impl Literal {
    fn note(&self, name: String) {
        let depth = self.open.borrow().len();
        let mut lines = self.lines.borrow_mut();
        // Text arrives in pieces.
        if name != "#text" || lines.last() != Some(&(depth, name.clone())) {
            lines.push((depth, name));
        }
    }
}

impl TokenSink for Literal {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let name = tag.name.to_string();
                self.note(name.clone());
                let drawing = self.open.borrow().iter().any(|n| n == "svg");
                if VOID.contains(&name.as_str()) || (drawing && tag.self_closing) {
                    return TokenSinkResult::Continue;
                }
                self.open.borrow_mut().push(name.clone());
                return match &*name {
                    "script" => TokenSinkResult::RawData(ScriptData),
                    "style" => TokenSinkResult::RawData(Rawtext),
                    "title" | "textarea" if !drawing => TokenSinkResult::RawData(Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            Token::TagToken(tag) => {
                let last = self.open.borrow_mut().pop();
                if last.as_deref() != Some(&*tag.name) {
                    self.faults.borrow_mut().push(format!("</{}> ends {last:?}", &*tag.name));
                }
            }
            Token::CommentToken(_) => self.note("#comment".into()),
            Token::CharacterTokens(words) if !words.trim().is_empty() => self.note("#text".into()),
            _ => (),
        }
        TokenSinkResult::Continue
    }
}

/// The tree as a browser builds it.
fn parsed(html: &str) -> Vec<Line> {
    let page = Html::parse_document(html);
    let mut lines: Vec<Line> = Vec::new();
    for node in page.tree.root().descendants().skip(1) {
        // The document itself is not an element.
        let depth = node.ancestors().count() - 1;
        let name = match node.value() {
            Node::Element(element) => element.name().to_owned(),
            Node::Comment(_) => "#comment".to_owned(),
            Node::Text(words) if !words.trim().is_empty() => "#text".to_owned(),
            _ => continue,
        };
        if name != "#text" || lines.last() != Some(&(depth, name.clone())) {
            lines.push((depth, name));
        }
    }
    lines
}

/// Nesting that parsers accept but HTML forbids.
fn misplaced(lines: &[Line]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    for (depth, name) in lines {
        path.truncate(*depth);
        if let Some(fault) = fault_of(&path, name) {
            faults.push(format!("<{name}> {fault}, at {}", path.join(" > ")));
        }
        path.push(name);
    }
    faults
}

fn fault_of(path: &[&str], name: &str) -> Option<&'static str> {
    if path.contains(&"svg") || name == "#comment" || matches!(name, "script" | "template" | "style") {
        return None;
    }
    // A link may contain whatever its parent may.
    let parent = *path.iter().rev().find(|p| **p != "a")?;
    let heading = name.starts_with('h') && name.len() == 2 && name != "hr";
    let held = match parent {
        "ul" | "ol" => name == "li",
        "dl" => matches!(name, "dt" | "dd" | "div"),
        "table" => matches!(name, "caption" | "colgroup" | "thead" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" => name == "tr",
        "tr" => matches!(name, "th" | "td"),
        "select" => matches!(name, "option" | "optgroup"),
        "summary" if heading => true,
        words if WORDS_ONLY.contains(&words) => !BLOCKS.contains(&name),
        _ => match name {
            "li" => false,
            "dt" | "dd" => parent == "div",
            _ => true,
        },
    };
    if !held {
        return Some("does not belong there");
    }
    (PRESSED.contains(&name) && path.iter().any(|p| matches!(*p, "a" | "button")))
        .then_some("stands in a link or a button")
}

#[cfg(test)]
mod tests {
    use super::faults;

    fn page(body: &str) -> Vec<String> {
        faults(&format!("<!DOCTYPE html><html><head><title>a</title></head><body>{body}</body></html>"))
    }

    #[test]
    fn what_nests_well_has_no_faults() {
        let body = "<main><p>Zoë <a href='/x'>here</a><!----></p><ul><!----><li><div>x</div></li></ul>\
            <table><tbody><tr><td><form><input><button><svg><path/></svg>Go</button></form></td></tr></tbody></table>\
            <textarea><p></textarea><script>if (1 < 2) '<p>'</script></main>";
        assert_eq!(page(body), Vec::<String>::new());
    }

    #[test]
    fn what_a_browser_would_mend_is_found() {
        for body in [
            "<p><form></form></p>",
            "<p><div>x</div></p>",
            "<form><div><form></form></div></form>",
            "<a href='/'>x<a href='/y'>y</a></a>",
            "<table><tbody><tr>words<td></td></tr></tbody></table>",
            "<table><tr><td></td></tr></table>",
            "<button>x<button>y</button></button>",
            "<ul><li>a<li>b</li></li></ul>",
            "<div></section></div>",
        ] {
            assert!(!page(body).is_empty(), "{body}");
        }
    }

    #[test]
    fn what_a_browser_lets_pass_is_found_too() {
        for body in [
            "<button><div>x</div></button>",
            "<span><ul><li>x</li></ul></span>",
            "<ul><div>x</div></ul>",
            "<ul>words</ul>",
            "<a href='/'><button>x</button></a>",
            "<dl><p>x</p></dl>",
            "<h2><div>x</div></h2>",
        ] {
            assert!(!page(body).is_empty(), "{body}");
        }
    }
}
