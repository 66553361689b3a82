//! HTML embedded in other files: its visible text as paragraphs.

use crate::paragraphs::Paragraph;
use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
    },
};
use std::cell::RefCell;

/// The nesting depth up to which elements are tracked.
const MAX_DEPTH: usize = 400;

#[derive(Default)]
pub(crate) struct Page {
    pub paragraphs: Vec<Paragraph>,
    /// Whether invisible text was left out.
    pub hidden: bool,
    current: Paragraph,
    /// The open elements: name, whether it hides its contents, and whether it makes them bold.
    open: Vec<(String, bool, bool)>,
}

pub(crate) fn read(html: &str) -> Page {
    let sink = Sink(RefCell::new(Page::default()));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    page.end_paragraph();
    page
}

struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(&text),
            Token::TagToken(tag) => {
                page.tag(&tag);
                if tag.kind == TagKind::StartTag && matches!(&*tag.name, "script" | "style") {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn text(&mut self, text: &str) {
        if let Some((name, ..)) = self.open.iter().find(|(_, hides, _)| *hides) {
            self.hidden |= !matches!(name.as_str(), "head" | "script" | "style" | "title") && !text.trim().is_empty();
            return;
        }
        let bold = self.open.iter().any(|(_, _, bold)| *bold);
        self.current.push(&text.replace(['\n', '\r'], " "), bold, 0.0);
    }

    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if is_block(name) {
            self.end_paragraph();
        }
        match tag.kind {
            TagKind::EndTag => {
                if let Some(at) = self.open.iter().rposition(|(open, ..)| open == name) {
                    self.open.truncate(at);
                }
            }
            TagKind::StartTag => match name {
                "br" => self.current.text.push('\n'),
                "td" | "th" => self.current.text.push('\t'),
                "area" | "base" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "wbr" => {}
                _ if tag.self_closing || self.open.len() >= MAX_DEPTH => {}
                _ => {
                    let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
                    self.current.heading |= heading;
                    self.current.bullet |= name == "li";
                    let hides = matches!(name, "head" | "script" | "style" | "title") || is_unseen(tag);
                    self.open.push((name.to_owned(), hides, heading || matches!(name, "b" | "strong" | "th")));
                }
            },
        }
    }

    fn end_paragraph(&mut self) {
        let mut done = std::mem::take(&mut self.current);
        done.text = done.text.trim().to_owned();
        if !done.text.is_empty() {
            self.paragraphs.push(done);
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "tr"
            | "table"
            | "ul"
            | "ol"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "blockquote"
            | "pre"
            | "dl"
            | "dt"
            | "dd"
            | "body"
            | "hr"
            | "address"
    )
}

fn is_unseen(tag: &Tag) -> bool {
    let style = tag.attrs.iter().find(|a| &*a.name.local == "style").map(|a| a.value.to_ascii_lowercase());
    style.is_some_and(|style| {
        let style = style.replace(' ', "");
        style.contains("display:none") || style.contains("visibility:hidden") || style.contains("font-size:0")
    })
}
