//! Reading order. Characters become words, words become segments (stretches without a wide gap), a page's
//! segments are cut along vertical corridors that stay empty over several lines, and each column is read
//! from top to bottom. A corridor between a text and its right-aligned dates is not a column.

use super::glyphs::Char;
use crate::{
    document::{Builder, Style, is_bullet, tidy},
    resume::{dates, headings},
};
use hireq_domain::resume::PageBox;

/// A word and where it stands.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    place: PageBox,
}

/// Words on one baseline without a wide gap between them.
#[derive(Clone, Debug)]
struct Segment {
    words: Vec<Word>,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    bold: bool,
}

impl Segment {
    fn text(&self) -> String {
        self.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// A line in reading order.
pub(super) struct PdfLine {
    segments: Vec<Segment>,
    gap: bool,
}

impl PdfLine {
    pub(super) fn add_to(&self, builder: &mut Builder) {
        let mut pieces: Vec<(String, Option<PageBox>)> = Vec::new();
        for (i, segment) in self.segments.iter().enumerate() {
            for (j, word) in segment.words.iter().enumerate() {
                if i + j > 0 {
                    let after_bullet = pieces.len() == 1 && is_bullet(&pieces[0].0);
                    pieces.push((if j == 0 && !after_bullet { "\t" } else { " " }.to_owned(), None));
                }
                pieces.push((word.text.clone(), Some(word.place)));
            }
        }
        let size = self.segments.iter().map(|s| s.size).fold(0.0, f32::max);
        let bold = self.segments.first().is_some_and(|s| s.bold);
        let bullet = pieces.first().is_some_and(|(t, _)| is_bullet(t));
        builder.line(pieces.iter().map(|(t, b)| (t.as_str(), *b)), Style { size, bold, heading: false, bullet, gap: self.gap });
    }
}

/// All pages' lines in reading order.
pub(super) fn lines(pages: Vec<(u32, Vec<Char>)>) -> Vec<PdfLine> {
    let mut out = Vec::new();
    for (page, chars) in pages {
        let (turned, upright): (Vec<_>, Vec<_>) = chars.into_iter().partition(|c| c.turned);
        for region in regions(segments(page, upright), 0) {
            region_lines(region, &mut out);
        }
        // Turned text runs along y: swap the axes, read it after the rest.
        let turned = turned.into_iter().map(|c| Char { x0: -c.y, x1: -c.y + (c.x1 - c.x0), y: c.x0, ..c }).collect();
        region_lines(segments(page, turned), &mut out);
    }
    out
}

/// Characters to segments.
fn segments(page: u32, mut chars: Vec<Char>) -> Vec<Segment> {
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
        row_segments(page, row, &mut out);
        from = to;
    }
    out
}

fn row_segments(page: u32, row: &[Char], out: &mut Vec<Segment>) {
    // Words of a stretch are decided together: letter-spaced headings have wide gaps everywhere.
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
                finish_stretch(page, &stretch, out);
                stretch.clear();
            }
        }
        stretch.push(*c);
        last_ink = Some(*c);
    }
    finish_stretch(page, &stretch, out);
}

fn finish_stretch(page: u32, stretch: &[Char], out: &mut Vec<Segment>) {
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
    for c in stretch {
        if c.c.is_whitespace() {
            space = true;
            continue;
        }
        let far = last.is_some_and(|l| (c.x0 - l.x1) / l.size.max(1.0) > threshold);
        let apart = if spaced { far } else { far || (space && last.is_some_and(|l| (c.x0 - l.x1) / l.size.max(1.0) > 0.03)) };
        if apart && !text.is_empty() {
            words.push(Word { text: std::mem::take(&mut text), place });
        }
        let (top, bottom) = (c.y - 0.8 * c.size, c.y + 0.22 * c.size);
        if text.is_empty() {
            place = PageBox { page, x0: c.x0, y0: top, x1: c.x1, y1: bottom };
        } else {
            place = PageBox { page, x0: place.x0.min(c.x0), y0: place.y0.min(top), x1: place.x1.max(c.x1), y1: place.y1.max(bottom) };
        }
        // TeX draws an accent over the letter before it in reading order, or just before it.
        let over = last.is_some_and(|l| c.x0 < l.x0 + 0.6 * (l.x1 - l.x0) && l.c.is_alphabetic());
        match accent(c.c).filter(|_| over && !text.is_empty()) {
            Some(mark) => text.push(mark),
            None => join(&mut text, c.c),
        }
        space = false;
        last = Some(c);
    }
    if !text.is_empty() {
        words.push(Word { text, place });
    }
    for word in &mut words {
        word.text = tidy(&word.text);
    }
    words.retain(|w| !w.text.is_empty());
    if words.is_empty() {
        return;
    }
    let bold = ink.iter().filter(|c| c.bold).count() * 2 > ink.len();
    let size = ink.iter().map(|c| c.size).fold(0.0, f32::max);
    // Gaps that are clearly wider than this line's own spaces part tags and cells.
    let space = |w: &[Word]| (w[1].place.x0 - w[0].place.x1) / size.max(1.0);
    let narrow = words.windows(2).map(space).filter(|g| *g > 0.1).fold(f32::MAX, f32::min).min(0.36);
    let mut from = 0;
    for at in 1..=words.len() {
        let breaks = at < words.len() && space(&words[at - 1..=at]) > (1.7 * narrow).max(0.5) && !is_bullet(&words[at - 1].text);
        if breaks || at == words.len() {
            let part = words[from..at].to_vec();
            let (x0, x1) = (part[0].place.x0, part[part.len() - 1].place.x1);
            out.push(Segment { words: part, x0, x1, y: first.y, size, bold });
            from = at;
        }
    }
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

/// Adds a character; an accent that was drawn on its own is joined with its letter.
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

/// Cuts segments into regions that are read one after the other.
fn regions(mut segments: Vec<Segment>, depth: usize) -> Vec<Vec<Segment>> {
    segments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    if depth > 6 || segments.len() < 6 {
        return vec![segments];
    }
    let Some((corridor, top, bottom)) = best_corridor(&segments) else { return vec![segments] };
    let mut parts: [Vec<Segment>; 4] = Default::default();
    for s in segments {
        let at = if s.y < top {
            0
        } else if s.y > bottom {
            3
        } else if s.x0 < corridor {
            1
        } else {
            2
        };
        parts[at].push(s);
    }
    parts.into_iter().filter(|p| !p.is_empty()).flat_map(|p| regions(p, depth + 1)).collect()
}

/// The corridor that divides the most lines: its right edge, and the band of y where it holds.
fn best_corridor(segments: &[Segment]) -> Option<(f32, f32, f32)> {
    let mut sizes: Vec<f32> = segments.iter().map(|s| s.size).collect();
    sizes.sort_by(f32::total_cmp);
    let em = sizes[sizes.len() / 2].clamp(6.0, 14.0);
    let width = 0.9 * em;
    let mut starts: Vec<f32> = segments.iter().map(|s| s.x0).collect();
    starts.sort_by(f32::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 1.5);
    let mut best: Option<(f32, f32, f32, f32)> = None;
    for x in starts {
        let crosses = |s: &Segment| s.x0 < x - 0.5 && s.x1 > x - width;
        let mut top = f32::MIN;
        let mut edges: Vec<f32> = segments.iter().filter(|s| crosses(s)).map(|s| s.y).collect();
        edges.push(f32::MAX);
        for edge in edges {
            let band: Vec<&Segment> = segments.iter().filter(|s| s.y > top && s.y < edge && !crosses(s)).collect();
            let (left, right): (Vec<&Segment>, Vec<&Segment>) = band.iter().partition(|s| s.x0 < x - 0.5);
            if let Some(score) = column_score(&left, &right)
                && best.is_none_or(|(b, ..)| score > b)
                && let (Some(first), Some(last)) = (band.first(), band.last())
            {
                best = Some((score, x - 0.5, first.y - 0.1, last.y + 0.1));
            }
            top = edge;
        }
    }
    best.map(|(_, x, top, bottom)| (x, top, bottom))
}

struct Side {
    lines: usize,
    headings: usize,
    dates: usize,
    aligned: f32,
    chars: usize,
    indent: usize,
}

fn side(this: &[&Segment], other: &[&Segment]) -> Side {
    let mut ys: Vec<f32> = Vec::new();
    let mut aligned = 0;
    for s in this {
        if ys.last().is_some_and(|y| (y - s.y).abs() < 0.3 * s.size) {
            continue;
        }
        ys.push(s.y);
        aligned += usize::from(other.iter().any(|o| (o.y - s.y).abs() < 0.25 * s.size.min(o.size)));
    }
    let is_heading = |s: &&&Segment| headings::classify(&s.text()).is_some();
    Side {
        lines: ys.len(),
        headings: this.iter().filter(is_heading).count(),
        dates: this.iter().filter(|s| dates::is_mostly_date(&s.text())).count(),
        aligned: aligned as f32 / ys.len().max(1) as f32,
        chars: this.iter().map(|s| s.words.iter().map(|w| w.text.chars().count()).sum::<usize>()).sum(),
        indent: this.iter().filter(|s| is_bullet(&s.text())).count(),
    }
}

/// How well two sides read as columns of their own; none where they read across.
fn column_score(left: &[&Segment], right: &[&Segment]) -> Option<f32> {
    if left.len() < 3 || right.len() < 3 {
        return None;
    }
    let (l, r) = (side(left, right), side(right, left));
    let thin = l.lines.min(r.lines);
    if thin < 3 {
        return None;
    }
    let dateish = |s: &Side| s.dates * 5 >= s.lines * 2;
    if dateish(&l) || dateish(&r) {
        return None;
    }
    // Headings that hang beside their text belong to it.
    let hanging = |s: &Side| s.headings > 0 && s.lines < 2 * s.headings;
    if hanging(&l) || hanging(&r) {
        return None;
    }
    let sparse = if l.lines <= r.lines { &l } else { &r };
    let both = l.headings > 0 && r.headings > 0;
    let one = l.headings + r.headings > 0;
    let short = sparse.chars < 14 * sparse.lines && sparse.indent == 0;
    let limit = if both {
        1.1
    } else if one {
        if short { 0.6 } else { 0.8 }
    } else if short {
        0.35
    } else {
        0.55
    };
    (sparse.aligned < limit).then(|| {
        let balance = thin as f32;
        (l.lines + r.lines) as f32 + balance + if both { 20.0 } else { 0.0 }
    })
}

fn region_lines(mut region: Vec<Segment>, out: &mut Vec<PdfLine>) {
    region.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for s in region {
        match rows.last_mut() {
            Some(row) if row.iter().any(|o| (o.y - s.y).abs() < 0.3 * s.size.max(o.size)) && row.iter().all(|o| s.x0 > o.x1 - 1.0 || s.x1 < o.x0 + 1.0) => row.push(s),
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
