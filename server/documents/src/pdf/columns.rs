//! Finds columns: vertical corridors that stay empty over several lines and separate texts that are not read across.

use super::segment::Segment;
use crate::document::is_bullet;

/// No résumé has this many runs on a page. A drawing may, and the search for columns takes more than linear time.
pub(super) const MAX_SEGMENTS: usize = 1200;

/// A page, or a part of one, divided at its clearest corridor.
pub(super) enum Cut {
    Whole(Vec<Segment>),
    Columns { above: Vec<Segment>, corridor: f32, left: Vec<Segment>, right: Vec<Segment>, below: Vec<Segment> },
}

pub(super) fn cut(mut segments: Vec<Segment>) -> Cut {
    segments.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    if segments.len() < 6 || segments.len() > MAX_SEGMENTS {
        return Cut::Whole(segments);
    }
    let Some((corridor, top, bottom)) = best_corridor(&segments) else { return Cut::Whole(segments) };
    let [mut above, mut left, mut right, mut below]: [Vec<Segment>; 4] = Default::default();
    for s in segments {
        if s.y < top {
            above.push(s);
        } else if s.y > bottom {
            below.push(s);
        } else if s.x0 < corridor {
            left.push(s);
        } else {
            right.push(s);
        }
    }
    Cut::Columns { above, corridor, left, right, below }
}

/// Divides segments into regions that are read one after the other.
pub(super) fn regions(segments: Vec<Segment>, depth: usize) -> Vec<Vec<Segment>> {
    if depth > 6 {
        return vec![segments];
    }
    match cut(segments) {
        Cut::Whole(all) => vec![all],
        Cut::Columns { above, left, right, below, .. } => [above, left, right, below]
            .into_iter()
            .filter(|p| !p.is_empty())
            .flat_map(|p| regions(p, depth + 1))
            .collect(),
    }
}

/// The corridor that separates the most lines: its right edge, and the range of y in which it exists.
fn best_corridor(segments: &[Segment]) -> Option<(f32, f32, f32)> {
    let mut sizes: Vec<f32> = segments.iter().map(|s| s.size).collect();
    sizes.sort_by(f32::total_cmp);
    let em = sizes[sizes.len() / 2].clamp(6.0, 14.0);
    let width = 0.9 * em;
    let mut starts: Vec<f32> = segments.iter().map(|s| s.x0).collect();
    starts.sort_by(f32::total_cmp);
    // The lines of a column start at the same x.
    let mut edges: Vec<(f32, usize)> = Vec::new();
    for x in starts {
        match edges.last_mut() {
            Some((first, n)) if x - *first < 1.5 => *n += 1,
            _ => edges.push((x, 1)),
        }
    }
    edges.retain(|(_, n)| *n >= 3);
    edges.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    edges.truncate(60);
    let mut starts: Vec<f32> = edges.into_iter().map(|(x, _)| x).collect();
    starts.sort_by(f32::total_cmp);
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
    Side {
        lines: ys.len(),
        headings: this.iter().filter(|s| s.heading).count(),
        dates: this.iter().filter(|s| s.dated).count(),
        aligned: aligned as f32 / ys.len().max(1) as f32,
        chars: this.iter().map(|s| s.words.iter().map(|w| w.text.chars().count()).sum::<usize>()).sum(),
        indent: this.iter().filter(|s| s.words.first().is_some_and(|w| is_bullet(&w.text))).count(),
    }
}

/// How well two sides read as separate columns; `None` if lines read across both.
fn column_score(left: &[&Segment], right: &[&Segment]) -> Option<f32> {
    if left.len() < 3 || right.len() < 3 {
        return None;
    }
    let (l, r) = (side(left, right), side(right, left));
    let thin = l.lines.min(r.lines);
    if thin < 3 {
        return None;
    }
    let dateish = |s: &Side| s.dates * 3 >= s.lines || (s.aligned >= 0.5 && s.dates >= 2 && s.dates * 4 >= s.lines);
    if dateish(&l) || dateish(&r) {
        return None;
    }
    // Headings beside their text, in the margin, belong to that text.
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
