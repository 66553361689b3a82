//! Reading order. Characters are grouped into words, and words into segments (stretches without a wide gap). A page's
//! segments are divided along vertical corridors that stay empty over several lines, and each column is read from top
//! to bottom. A corridor between a text and its right-aligned dates does not make a column.

use super::{
    columns::{Cut, MAX_SEGMENTS, cut, regions},
    direction,
    glyphs::Char,
    segment::{Segment, Word},
    turn::Turn,
};
use crate::document::{Builder, Style, is_bullet, tidy};
use hireq_domain::resume::PageBox;

/// No line has this many runs; each new one is compared with all of them.
const MAX_ROW: usize = 200;

/// A line in reading order.
pub(super) struct PdfLine {
    segments: Vec<Segment>,
    gap: bool,
}

impl PdfLine {
    pub(super) fn add_to(&self, builder: &mut Builder) {
        let mut runs: Vec<(String, Option<PageBox>)> = Vec::new();
        for (i, segment) in self.segments.iter().enumerate() {
            for (j, word) in segment.words.iter().enumerate() {
                if i + j > 0 {
                    let after_bullet = runs.len() == 1 && is_bullet(&runs[0].0);
                    runs.push((if j == 0 && !after_bullet { "\t" } else { " " }.to_owned(), None));
                }
                runs.push((word.text.clone(), Some(word.place)));
            }
        }
        let size = self.segments.iter().map(|s| s.size).fold(0.0, f32::max);
        let bold = self.segments.first().is_some_and(|s| s.bold);
        let bullet = runs.first().is_some_and(|(t, _)| is_bullet(t));
        builder.line(
            runs.iter().map(|(t, b)| (t.as_str(), *b)),
            Style { size, bold, heading: false, bullet, gap: self.gap },
        );
    }
}

/// Two columns that may continue on the next page.
struct Columns {
    /// The left edge of the right column.
    corridor: f32,
    left: Vec<Vec<Segment>>,
    right: Vec<Vec<Segment>>,
}

/// The lines of all pages in reading order.
pub(super) fn lines(pages: Vec<(u32, Vec<Char>)>) -> Vec<PdfLine> {
    let mut out = Vec::new();
    let mut open: Option<Columns> = None;
    for (page, chars) in pages {
        // A page printed sideways is read in its own direction.
        let count = |turn: Turn| chars.iter().filter(|c| c.turn == turn && !c.c.is_whitespace()).count();
        let main = Turn::ALL.into_iter().rev().max_by_key(|turn| count(*turn)).unwrap_or_default();
        let (upright, turned): (Vec<_>, Vec<_>) = chars.into_iter().partition(|c| c.turn == main);
        let upright = segments(page, upright);
        let here = cut(upright);
        match (&mut open, here) {
            (Some(columns), Cut::Columns { above, corridor, left, right, below })
                if above.is_empty() && below.is_empty() && (corridor - columns.corridor).abs() < 12.0 =>
            {
                columns.left.push(left);
                columns.right.push(right);
            }
            // The shorter column ended on the previous page.
            (Some(columns), Cut::Whole(rest)) if rest.iter().all(|s| s.x1 < columns.corridor + 3.0) => {
                columns.left.push(rest)
            }
            (Some(columns), Cut::Whole(rest)) if rest.iter().all(|s| s.x0 > columns.corridor - 3.0) => {
                columns.right.push(rest)
            }
            (_, here) => {
                close(&mut open, &mut out);
                match here {
                    Cut::Whole(rest) => region_lines(rest, &mut out),
                    Cut::Columns { above, corridor, left, right, below } => {
                        regions(above, 1).into_iter().for_each(|r| region_lines(r, &mut out));
                        open = Some(Columns { corridor, left: vec![left], right: vec![right] });
                        if !below.is_empty() {
                            close(&mut open, &mut out);
                            regions(below, 1).into_iter().for_each(|r| region_lines(r, &mut out));
                        }
                    }
                }
            }
        }
        // Text in other directions is read after the rest.
        for turn in Turn::ALL {
            let other: Vec<Char> = turned.iter().copied().filter(|c| c.turn == turn).collect();
            if !other.is_empty() {
                close(&mut open, &mut out);
                region_lines(segments(page, other), &mut out);
            }
        }
    }
    close(&mut open, &mut out);
    restore_logical_order(&mut out);
    out
}

/// Puts right-to-left lines into logical order. Lines of mixed or neutral direction follow the document's main
/// direction.
fn restore_logical_order(lines: &mut [PdfLine]) {
    let lean = |line: &PdfLine| line.segments.iter().flat_map(|s| &s.words).map(|w| direction::lean(&w.text)).sum();
    let leans: Vec<i64> = lines.iter().map(lean).collect();
    let whole: i64 = leans.iter().sum();
    let has_rtl =
        |line: &PdfLine| line.segments.iter().flat_map(|s| &s.words).any(|w| w.text.chars().any(direction::is_rtl));
    for (line, lean) in lines.iter_mut().zip(leans) {
        let mixed = has_rtl(line);
        let left = if mixed { whole > 0 || lean > 0 } else { lean == 0 && whole > 0 };
        if !left && !mixed {
            continue;
        }
        for segment in &mut line.segments {
            let words: Vec<&str> = segment.words.iter().map(|w| w.text.as_str()).collect();
            let ordered = direction::logical_order(&words, left);
            segment.words =
                ordered.into_iter().map(|(from, text)| Word { text, ..segment.words[from].clone() }).collect();
        }
        if left {
            line.segments.reverse();
        }
    }
}

fn close(open: &mut Option<Columns>, out: &mut Vec<PdfLine>) {
    let Some(Columns { left, right, .. }) = open.take() else { return };
    // Pages are kept separate within a column, because y starts again on each page.
    for part in left.into_iter().chain(right) {
        regions(part, 1).into_iter().for_each(|r| region_lines(r, out));
    }
}

/// Groups characters into segments.
fn segments(page: u32, mut chars: Vec<Char>) -> Vec<Segment> {
    // Programs that draw space characters leave them out only between text boxes.
    let spaces = chars.iter().filter(|c| c.c == ' ').count() * 20 > chars.len();
    chars.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut out = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        let base = chars[from].y;
        let mut size = chars[from].size;
        let mut to = from + 1;
        while to < chars.len() && chars[to].y - base <= 0.3 * size.min(chars[to].size).max(4.0) {
            size = size.max(chars[to].size);
            to += 1;
        }
        let row = &mut chars[from..to];
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        row_segments(page, row, spaces, &mut out);
        from = to;
    }
    // Only the search for columns uses this.
    if out.len() <= MAX_SEGMENTS {
        out.iter_mut().for_each(Segment::classify);
    }
    out
}

fn row_segments(page: u32, row: &[Char], spaces: bool, out: &mut Vec<Segment>) {
    // The words of a stretch are determined together, because letter-spaced headings have wide gaps everywhere.
    let mut stretch: Vec<Char> = Vec::new();
    let mut last_ink: Option<Char> = None;
    for c in row {
        if c.c.is_whitespace() {
            stretch.push(*c);
            continue;
        }
        if let Some(last) = last_ink {
            if last.c == c.c && (last.x0 - c.x0).abs() < 0.15 * c.size && (last.y - c.y).abs() < 0.15 * c.size {
                continue;
            }
            let gap = c.x0 - last.x1;
            let bullet = stretch.iter().filter(|c| !c.c.is_whitespace()).count() == 1 && is_bullet(&last.c.to_string());
            let limit = if bullet { 3.5 } else { 1.2 };
            if gap > limit * c.size.max(last.size) {
                finish_stretch(page, &stretch, spaces, out);
                stretch.clear();
            }
        }
        stretch.push(*c);
        last_ink = Some(*c);
    }
    finish_stretch(page, &stretch, spaces, out);
}

fn finish_stretch(page: u32, stretch: &[Char], spaces: bool, out: &mut Vec<Segment>) {
    let ink: Vec<&Char> = stretch.iter().filter(|c| !c.c.is_whitespace()).collect();
    let Some(first) = ink.first() else { return };
    let mut gaps: Vec<f32> = ink.windows(2).map(|w| (w[1].x0 - w[0].x1) / w[0].size.max(1.0)).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0).clamp(0.0, 0.6);
    let spaced = usual > 0.12 && ink.len() > 3;
    let threshold = if spaced { usual + 0.25 } else { 0.17 };
    let mut words: Vec<Word> = Vec::new();
    let mut text = String::new();
    let mut place = PageBox { page, x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 };
    let mut last: Option<&Char> = None;
    let mut space = false;
    let mut led = false;
    for c in stretch {
        if c.c.is_whitespace() {
            space = true;
            continue;
        }
        let far = last.is_some_and(|l| (c.x0 - l.x1) / l.size.max(1.0) > threshold);
        let apart =
            if spaced { far } else { far || (space && last.is_some_and(|l| (c.x0 - l.x1) / l.size.max(1.0) > 0.03)) };
        if apart && !text.is_empty() {
            words.push(Word { text: std::mem::take(&mut text), place, spaced: led });
            led = space;
        }
        // In mirrored text, x decreases.
        let (left, right) = (c.x0.min(c.x1), c.x0.max(c.x1));
        let (top, bottom) = (c.y - 0.8 * c.size, c.y + 0.22 * c.size);
        if text.is_empty() {
            place = PageBox { page, x0: left, y0: top, x1: right, y1: bottom };
        } else {
            place = PageBox {
                page,
                x0: place.x0.min(left),
                y0: place.y0.min(top),
                x1: place.x1.max(right),
                y1: place.y1.max(bottom),
            };
        }
        // TeX draws an accent over the preceding letter, or just before the letter that it belongs to.
        let over = last.is_some_and(|l| c.x0 < l.x0 + 0.6 * (l.x1 - l.x0) && l.c.is_alphabetic());
        match accent(c.c).filter(|_| over && !text.is_empty()) {
            Some(mark) => text.push(mark),
            None => join(&mut text, c.c),
        }
        space = false;
        last = Some(c);
    }
    if !text.is_empty() {
        words.push(Word { text, place, spaced: led });
    }
    for word in &mut words {
        word.text = tidy(&word.text);
    }
    let turn = first.turn;
    words.retain(|w| !w.text.is_empty());
    if words.is_empty() {
        return;
    }
    let bold = ink.iter().filter(|c| c.bold).count() * 2 > ink.len();
    let size = ink.iter().map(|c| c.size).fold(0.0, f32::max);
    // Gaps clearly wider than this line's own spaces separate tags or table cells.
    let space = |w: &[Word]| (w[1].place.x0 - w[0].place.x1) / size.max(1.0);
    let narrow = words.windows(2).map(space).filter(|g| *g > 0.1).fold(f32::MAX, f32::min);
    let mut from = 0;
    for at in 1..=words.len() {
        let breaks = at < words.len()
            && !spaced
            && !words[at].spaced
            && space(&words[at - 1..=at]) > if spaces { 0.45 } else { (1.7 * narrow).max(0.5) }
            && !is_bullet(&words[at - 1].text);
        if breaks || at == words.len() {
            let mut segment = Segment::new(words[from..at].to_vec(), first.y, size, bold);
            segment.words.iter_mut().for_each(|w| w.place = on_page(turn, w.place));
            out.push(segment);
            from = at;
        }
    }
}

/// Converts a position in turned text to page coordinates.
fn on_page(turn: Turn, place: PageBox) -> PageBox {
    let corner = |x: f32, y: f32| turn.to_page(f64::from(x), f64::from(y));
    let (a, b) = (corner(place.x0, place.y0), corner(place.x1, place.y1));
    let (x0, x1) = (a.x.min(b.x) as f32, a.x.max(b.x) as f32);
    let (y0, y1) = (a.y.min(b.y) as f32, a.y.max(b.y) as f32);
    PageBox { x0, x1, y0, y1, ..place }
}

const fn accent(c: char) -> Option<char> {
    Some(match c {
        '´' => '\u{301}',
        '`' => '\u{300}',
        '¨' => '\u{308}',
        'ˆ' => '\u{302}',
        '˜' => '\u{303}',
        '¸' => '\u{327}',
        'ˇ' => '\u{30c}',
        _ => return None,
    })
}

/// Adds a character; an accent that was drawn separately is combined with its letter.
fn join(text: &mut String, c: char) {
    match text.chars().last().and_then(accent) {
        Some(mark) if c.is_alphabetic() => {
            text.pop();
            text.push(if c == 'ı' { 'i' } else { c });
            text.push(mark);
        }
        _ => text.push(c),
    }
}

fn region_lines(mut region: Vec<Segment>, out: &mut Vec<PdfLine>) {
    region.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for s in region {
        match rows.last_mut() {
            Some(row)
                if row.len() < MAX_ROW
                    && row.iter().any(|o| (o.y - s.y).abs() < 0.3 * s.size.max(o.size))
                    && row.iter().all(|o| s.x0 > o.x1 - 1.0 || s.x1 < o.x0 + 1.0) =>
            {
                row.push(s)
            }
            _ => rows.push(vec![s]),
        }
    }
    let mut pitches: Vec<f32> = rows.windows(2).map(|w| (w[1][0].y - w[0][0].y) / w[1][0].size.max(1.0)).collect();
    pitches.sort_by(f32::total_cmp);
    let usual = pitches.get(pitches.len() / 3).copied().unwrap_or(1.3).clamp(1.0, 2.0);
    let mut last: Option<f32> = None;
    for mut row in rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let size = row.iter().map(|s| s.size).fold(0.0, f32::max);
        let gap = last.is_none_or(|y| row[0].y - y > (usual + 0.35) * size);
        last = Some(row[0].y);
        out.push(PdfLine { segments: row, gap });
    }
}
