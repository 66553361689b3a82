//! Converts adverts pasted from Word, PDF files, mails or other sites to Markdown: bullet characters become list
//! markers, single line breaks are kept, and a short line above a list or a paragraph becomes a heading.
//!
//! Text that already is Markdown stays as it is, except for bullet characters that Markdown does not know.

use std::borrow::Cow;

/// Characters that only ever start list items; the last two are Word's, from its symbol font.
const SIGNS: [char; 21] = [
    '•', '·', '∙', '‣', '▪', '▫', '■', '●', '○', '◦', '◆', '►', '▶', '➢', '➤', '✓', '✔', '➔', '→', '\u{f0b7}',
    '\u{f0a7}',
];
const DASHES: [char; 4] = ['–', '—', '‒', '−'];
/// Bullets of nested lists, as Word uses them.
const INNER: [char; 7] = ['o', '§', '◦', '○', '▪', '▫', '\u{f0a7}'];

/// A longer line is not a heading.
const HEADING: usize = 60;
/// A longer line is a paragraph of its own.
const PARAGRAPH: usize = 60;
/// A line shorter than this was not wrapped to fit a narrow page.
const BROKEN: usize = 30;

/// A line that starts a list item.
#[derive(Clone, Copy)]
struct Item<'a> {
    sign: char,
    /// The text without its bullet; with it, if Markdown knows the bullet.
    text: &'a str,
    /// Markdown already reads it as a list item.
    native: bool,
    /// It is a list item whatever its neighbours are.
    sure: bool,
}

#[derive(Clone, Copy)]
enum Line<'a> {
    Blank,
    Item(Item<'a>),
    Text(&'a str),
}

/// A pasted text as Markdown.
pub(super) fn as_markdown(text: &str) -> Cow<'_, str> {
    let lines = read(text);
    let foreign = lines.iter().any(|line| matches!(line, Line::Item(item) if !item.native));
    if is_marked(text) {
        return if foreign { Cow::Owned(only_lists(text, &lines)) } else { Cow::Borrowed(text) };
    }
    if foreign || runs_together(&lines) { Cow::Owned(Writer::default().write(&lines)) } else { Cow::Borrowed(text) }
}

/// Whether the text was written as Markdown or HTML: it has markup that plain text would not have.
fn is_marked(text: &str) -> bool {
    let line = |line: &str| {
        let line = line.trim_start();
        let hashes = line.len() - line.trim_start_matches('#').len();
        let heading = (1..=6).contains(&hashes) && line[hashes..].starts_with(' ');
        let rule = line.trim_end();
        let underlined = rule.len() >= 3 && (rule.chars().all(|c| c == '=') || rule.chars().all(|c| c == '-'));
        heading || underlined || line.starts_with("> ") || line.starts_with('|')
    };
    let twice = |mark: &str| text.matches(mark).nth(1).is_some();
    let tag = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    twice("**")
        || twice("__")
        || twice("`")
        || text.contains("](")
        || text.lines().any(line)
        || text.match_indices('<').any(|(at, _)| tag(at))
}

/// Whether Markdown would join lines that were separate.
fn runs_together(lines: &[Line]) -> bool {
    lines.windows(2).any(|pair| match pair {
        [Line::Item(Item { text: before, .. }) | Line::Text(before), Line::Text(text)] => !is_wrapped(before, text),
        _ => false,
    })
}

fn read(text: &str) -> Vec<Line<'_>> {
    let lines: Vec<Line> = text.lines().map(line).collect();
    let sign = |at: Option<usize>| match at.and_then(|at| lines.get(at)) {
        Some(Line::Item(item)) => Some(item.sign),
        _ => None,
    };
    let kept = |(at, line): (usize, &Line<'_>)| match line {
        Line::Item(item) if !item.sure => {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().filter_map(sign);
            beside.into_iter().any(|other| other == item.sign || INNER.contains(&item.sign))
        }
        _ => true,
    };
    let kept: Vec<bool> = lines.iter().enumerate().map(kept).collect();
    let raw = text.lines();
    lines.into_iter().zip(kept).zip(raw).map(|((line, kept), raw)| if kept { line } else { Line::Text(raw) }).collect()
}

fn line(raw: &str) -> Line<'_> {
    let text = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    let Some(first) = text.chars().next() else { return Line::Blank };
    let rest = &text[first.len_utf8()..];
    let spaced = rest.starts_with(char::is_whitespace);
    let found = |sign, native, sure, text| Line::Item(Item { sign, text, native, sure });
    let body = rest.trim_start();
    match first {
        _ if SIGNS.contains(&first) => found(first, false, true, body),
        _ if DASHES.contains(&first) && spaced => found(first, false, true, body),
        '§' | 'o' if spaced && !body.is_empty() && !body.starts_with(|c: char| c.is_ascii_digit()) => {
            let wide = rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  ");
            found(first, false, wide, body)
        }
        '-' | '*' | '+' if spaced && !body.is_empty() => found(first, true, true, raw),
        '-' | '*' if rest.starts_with(char::is_alphabetic) && !rest.contains('*') => found(first, false, false, rest),
        '(' => numbered(rest, raw).unwrap_or(Line::Text(raw)),
        _ => numbered(text, raw).unwrap_or(Line::Text(raw)),
    }
}

/// “1. First”, “1) First”, “(1) First”, “1.First”, “a) First”.
fn numbered<'a>(text: &'a str, raw: &'a str) -> Option<Line<'a>> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (bracketed, letter) = (raw.trim_start().starts_with('('), text.starts_with(|c: char| c.is_ascii_lowercase()));
    let end = match digits {
        1..=3 => digits,
        0 if letter => 1,
        _ => return None,
    };
    let rest = text[end..].strip_prefix([')', '.']).filter(|_| digits > 0 || text[end..].starts_with(')'))?;
    let (spaced, body) = (rest.starts_with(char::is_whitespace), rest.trim_start());
    if body.is_empty() || (!spaced && !body.starts_with(char::is_alphabetic)) {
        return None;
    }
    Some(Line::Item(match digits {
        0 => Item { sign: 'a', text, native: false, sure: false },
        _ if spaced && !bracketed => Item { sign: '1', text: raw, native: true, sure: true },
        _ => Item { sign: '1', text: body, native: false, sure: spaced },
    }))
}

fn length(text: &str) -> usize {
    text.trim().chars().count()
}

fn is_short(text: &str) -> bool {
    length(text) <= PARAGRAPH
}

fn ends(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ':', ';'])
}

/// Whether a line continues the one before, which was only wrapped because its page was narrow.
fn is_wrapped(before: &str, text: &str) -> bool {
    !ends(before) && length(before) >= BROKEN && text.trim_start().starts_with(char::is_lowercase)
}

/// A Markdown text with its foreign bullets replaced by Markdown's.
fn only_lists(text: &str, lines: &[Line]) -> String {
    let (mut out, mut fenced, mut list) = (String::with_capacity(text.len() + 64), false, List::default());
    let mut before = None;
    for (raw, line) in text.lines().zip(lines) {
        fenced ^= raw.trim_start().starts_with("```") || raw.trim_start().starts_with("~~~");
        let item = match line {
            Line::Item(item) if !item.native && !fenced => Some(*item),
            _ => None,
        };
        match (item, before) {
            (Some(item), _) => out.push_str(&list.item(&item)),
            (None, Some(Item { text, .. })) if !matches!(line, Line::Blank) && !is_wrapped(text, raw) => {
                list = List::default();
                out.push('\n');
                out.push_str(raw);
            }
            (None, _) => out.push_str(raw),
        }
        out.push('\n');
        before = item;
    }
    out
}

/// The bullets of the current list, from the outermost level inwards.
#[derive(Default)]
struct List(Vec<char>);

impl List {
    /// An item with Markdown's marker, indented according to its own bullet.
    fn item(&mut self, item: &Item) -> String {
        let depth = match self.0.iter().position(|sign| *sign == item.sign) {
            Some(at) => at,
            None if INNER.contains(&item.sign) => self.0.len(),
            None => 0,
        };
        self.0.truncate(depth);
        self.0.push(item.sign);
        match (item.native, item.sign) {
            (true, _) => item.text.trim_end().to_owned(),
            (false, '1') => format!("{}1. {}", "    ".repeat(depth), item.text),
            (false, _) => format!("{}- {}", "    ".repeat(depth), item.text),
        }
    }
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    list: List,
    before: Option<Line<'a>>,
    /// The previous line is a heading.
    headed: bool,
    /// Blank lines followed the previous line.
    apart: bool,
}

impl<'a> Writer<'a> {
    fn write(mut self, lines: &[Line<'a>]) -> String {
        let mut lone = None;
        for (at, line) in lines.iter().enumerate() {
            match (*line, lone.take()) {
                // A bullet on a line of its own: its text is on the next line.
                (Line::Item(item), _) if item.text.is_empty() => lone = Some(item),
                (Line::Text(text), Some(item)) => self.listed(Item { text: text.trim(), ..item }),
                (Line::Blank, waiting) => {
                    lone = waiting;
                    self.apart = true;
                }
                (Line::Item(item), _) => self.listed(item),
                (Line::Text(text), None) => self.text(text, &lines[at + 1..]),
            }
        }
        self.out
    }

    fn listed(&mut self, item: Item<'a>) {
        match self.before {
            Some(Line::Item(_)) if self.apart && item.native => self.out.push_str("\n\n"),
            Some(Line::Item(_)) => self.out.push('\n'),
            _ => {
                self.list = List::default();
                self.part();
            }
        }
        self.out.push_str(&self.list.item(&item));
        (self.before, self.headed, self.apart) = (Some(Line::Item(item)), false, false);
    }

    fn text(&mut self, raw: &'a str, after: &[Line]) {
        let text = raw.trim();
        let mut headed = false;
        match self.before.filter(|_| !self.headed) {
            // Indented content that belongs to a Markdown list item stays as it is.
            Some(Line::Item(Item { native: true, .. })) if raw.starts_with("  ") || raw.starts_with('\t') => {
                self.out.push_str(if self.apart { "\n\n" } else { "\n" });
                self.out.push_str(raw.trim_end());
                self.apart = false;
                return;
            }
            Some(Line::Item(item)) if !self.apart && is_wrapped(item.text, text) => {
                self.out.push(' ');
                self.out.push_str(text);
                self.before = Some(Line::Item(Item { text: raw, ..item }));
                return;
            }
            Some(Line::Text(line)) if !self.apart && is_wrapped(line, text) => {
                self.out.push(' ');
                self.out.push_str(text);
            }
            Some(Line::Text(line)) if !self.apart && !ends(line) && is_short(line) && is_short(text) => {
                self.out.push_str("  \n");
                self.out.push_str(text);
            }
            _ => {
                headed = is_heading(text, after);
                self.part();
                self.out.push_str(if headed { "## " } else { "" });
                self.out.push_str(text);
            }
        }
        (self.before, self.headed, self.apart) = (Some(Line::Text(raw)), headed, false);
    }

    fn part(&mut self) {
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
    }
}

/// Whether a line is a heading for what comes after it.
fn is_heading(text: &str, after: &[Line]) -> bool {
    let words = text.split_whitespace().count();
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if length(text) > HEADING || words > 8 || text.ends_with(['.', ',', ';', '!']) || letters().count() < 3 {
        return false;
    }
    if text.starts_with(char::is_lowercase) || text.contains(['@', '|']) || text.contains("://") {
        return false;
    }
    match after.iter().find(|line| !matches!(line, Line::Blank)) {
        None | Some(Line::Blank) => false,
        Some(_)
            if letters().count() >= 4 && !letters().any(char::is_lowercase) && letters().any(char::is_uppercase) =>
        {
            true
        }
        Some(Line::Item(_)) => words <= 6,
        Some(Line::Text(next)) => words <= 6 && !text.contains(": ") && (!is_short(next) || ends(next)),
    }
}

#[cfg(test)]
mod tests {
    use super::as_markdown;
    use crate::jobs::markdown::to_html;

    fn html(text: &str) -> String {
        to_html(text).replace('\n', "")
    }

    #[test]
    fn bullets_and_single_line_ends_of_a_jobs_site_become_lists_headings_and_paragraphs() {
        let pasted = "Senior Nurse (m/f/d)\nWe run four wards for elderly people in the middle of Leeds and look for you.\n\
                      What you will do:\n• Lead a team of eight\n• Plan the drug rounds\nWhat we ask\n·  Registration with the NMC\n\
                      ·  Two years on a ward\nWe offer 33 days of leave and a pension to which we add more than others do.\n\
                      Write to us today.";
        assert_eq!(
            html(pasted),
            "<h2>Senior Nurse (m/f/d)</h2><p>We run four wards for elderly people in the middle of Leeds and look for you.</p>\
             <h2>What you will do:</h2><ul><li>Lead a team of eight</li><li>Plan the drug rounds</li></ul>\
             <h2>What we ask</h2><ul><li>Registration with the NMC</li><li>Two years on a ward</li></ul>\
             <p>We offer 33 days of leave and a pension to which we add more than others do.</p><p>Write to us today.</p>"
        );
    }

    #[test]
    fn dashes_of_a_mail_become_a_list() {
        assert_eq!(
            html("Ihr Profil\n– Ausbildung als Pflegefachfrau\n– Deutsch B2\n\nWir bieten\n—\tDienstwagen\n—\tJobrad"),
            "<h2>Ihr Profil</h2><ul><li>Ausbildung als Pflegefachfrau</li><li>Deutsch B2</li></ul>\
             <h2>Wir bieten</h2><ul><li>Dienstwagen</li><li>Jobrad</li></ul>"
        );
        assert_eq!(html("YOUR PROFILE\n-Rust\n-SQL"), "<h2>YOUR PROFILE</h2><ul><li>Rust</li><li>SQL</li></ul>");
    }

    #[test]
    fn asterisks_without_blank_lines_do_not_swallow_what_follows() {
        assert_eq!(
            html("Must have:\n* Rust\n* SQL\nNice to have:\n* Kafka\nApply now, we answer within a week."),
            "<h2>Must have:</h2><ul><li>Rust</li><li>SQL</li></ul><h2>Nice to have:</h2><ul><li>Kafka</li></ul>\
             <p>Apply now, we answer within a week.</p>"
        );
        assert_eq!(html("*Rust\n*SQL"), "<ul><li>Rust</li><li>SQL</li></ul>");
    }

    #[test]
    fn lists_within_lists_from_word_stay_within() {
        assert_eq!(
            html("•\tLead the team\no\tPlan shifts\no\tTrain people\n§\tEvery month\n•\tWrite reports"),
            "<ul><li>Lead the team<ul><li>Plan shifts</li><li>Train people<ul><li>Every month</li></ul></li></ul></li>\
             <li>Write reports</li></ul>"
        );
        assert_eq!(html("o Rust\no SQL"), "<ul><li>Rust</li><li>SQL</li></ul>");
        assert_eq!(html("\u{f0b7}\u{a0}Rust\n\u{f0b7}\u{a0}SQL"), "<ul><li>Rust</li><li>SQL</li></ul>");
    }

    #[test]
    fn numbers_and_lines_broken_by_a_narrow_page_become_whole_items() {
        assert_eq!(
            html("Your tasks\n(1) Plan the production of our three lines\nand keep them running\n(2) Report\nBerlin"),
            "<h2>Your tasks</h2><ol><li>Plan the production of our three lines and keep them running</li><li>Report</li></ol>\
             <p>Berlin</p>"
        );
        assert_eq!(
            html("1.Weld\n2.Grind\nThen go home, and come back."),
            "<ol><li>Weld</li><li>Grind</li></ol><p>Then go home, and come back.</p>"
        );
        assert_eq!(html("a) Weld\nb) Grind"), "<ul><li>a) Weld</li><li>b) Grind</li></ul>");
        assert_eq!(html("•\nRust\n•\nSQL"), "<ul><li>Rust</li><li>SQL</li></ul>");
    }

    #[test]
    fn short_lines_stay_apart_and_are_one_paragraph() {
        assert_eq!(html("Acme GmbH\nHauptstr. 1\nBerlin"), "<p>Acme GmbH<br>Hauptstr. 1<br>Berlin</p>");
    }

    #[test]
    fn what_is_markdown_already_stays_as_it_is() {
        for text in [
            "",
            "One line.",
            "# Nurse\n\nWe are\nmany.\n\n* Rust\n* SQL\nand more",
            "We need:\n\n- Rust\n- SQL\n\n  with windows\n\n- Go\n\nWe pay.",
            "We are looking for somebody who\nwants to build.\n\n1. Rust\n2. SQL\n   - Postgres\n",
            "**Must**\nRust\nSQL",
            "Read [this](https://a.example)\nfirst",
            "Pay\n---\nGood",
            "```\n• no list\n```",
            "<p>Rust</p>\n<p>SQL</p>",
            "O trabalho começa cedo.\n\no resto vem depois",
            "It is 1.5 years.\n\n-5 °C in the store",
        ] {
            assert_eq!(as_markdown(text).trim_end(), text.trim_end());
        }
    }

    #[test]
    fn signs_that_markdown_knows_nothing_of_become_lists_in_markdown_too() {
        assert_eq!(
            html("## Must have\n• Rust\n• SQL\nAnd **more**"),
            "<h2>Must have</h2><ul><li>Rust</li><li>SQL</li></ul><p>And <strong>more</strong></p>"
        );
    }
}
