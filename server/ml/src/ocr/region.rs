//! Turns the network's map, which gives the probability of each pixel to belong to a line of text, into rotated
//! rectangles, one for each line (Liao et al., Real-time Scene Text Detection with Differentiable Binarization, 2020).

/// A pixel with at least this probability is text.
const TEXT: f32 = 0.3;
/// The minimum mean probability of a region's pixels.
const SURE: f32 = 0.6;
/// The network detects regions narrower than the text. They are expanded by this factor times area divided by
/// circumference.
const GROWTH: f32 = 1.5;
/// A letter touching the edge of a strip is misread, so a line is extended at both ends by this fraction of its height.
const ROOM: f32 = 0.15;
/// The minimum height of a region before it is expanded, in pixels of the map.
const LEAST: f32 = 2.0;
/// The most lines on a page; the largest are kept.
pub(super) const MAX_REGIONS: usize = 600;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub x: f32,
    pub y: f32,
}

/// A rotated rectangle around a line of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Region {
    pub centre: Point,
    /// The direction of writing, as a unit vector.
    pub along: Point,
    pub length: f32,
    pub height: f32,
}

impl Region {
    /// Whether the text runs up or down the page.
    pub(super) fn is_upright(&self) -> bool {
        self.along.y.abs() > self.along.x.abs()
    }

    /// The same region in an image of another size.
    pub(super) fn scaled(self, x: f32, y: f32) -> Self {
        let along = Point { x: self.along.x * x, y: self.along.y * y };
        let stretch = along.x.hypot(along.y);
        let across = (self.along.y * x).hypot(self.along.x * y);
        Self {
            centre: Point { x: self.centre.x * x, y: self.centre.y * y },
            along: Point { x: along.x / stretch, y: along.y / stretch },
            length: self.length * stretch,
            height: self.height * across,
        }
    }
}

/// The regions of a map.
pub(super) fn regions(map: &[f32], width: usize) -> Vec<Region> {
    let mut all: Vec<Region> = components(map, width)
        .into_iter()
        .filter_map(|outline| {
            let tight = smallest(&hull(outline))?;
            (tight.height >= LEAST && likelihood(map, width, &tight) >= SURE).then(|| grown(tight))
        })
        .collect();
    all.sort_by(|a, b| (b.length * b.height).total_cmp(&(a.length * a.height)));
    all.truncate(MAX_REGIONS);
    all
}

/// For each connected component, the corners of its rows, which are enough to determine its outline.
fn components(map: &[f32], width: usize) -> Vec<Vec<Point>> {
    let height = map.len() / width;
    let mut seen = vec![false; map.len()];
    let mut found = Vec::new();
    let mut open = Vec::new();
    for first in 0..map.len() {
        if seen[first] || map[first] < TEXT {
            continue;
        }
        seen[first] = true;
        open.push(first);
        // The leftmost and the rightmost pixel of each row.
        let top = first / width;
        let mut rows: Vec<(usize, usize)> = Vec::new();
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            // The scan goes from top to bottom, so no part of the component is above its first pixel.
            if rows.len() <= y - top {
                rows.resize(y - top + 1, (usize::MAX, 0));
            }
            let row = &mut rows[y - top];
            *row = (row.0.min(x), row.1.max(x));
            for near_y in y.saturating_sub(1)..(y + 2).min(height) {
                for near_x in x.saturating_sub(1)..(x + 2).min(width) {
                    let near = near_y * width + near_x;
                    if !seen[near] && map[near] >= TEXT {
                        seen[near] = true;
                        open.push(near);
                    }
                }
            }
        }
        let corners = rows.into_iter().enumerate().flat_map(|(n, (left, right))| {
            let (y0, y1) = ((top + n) as f32, (top + n + 1) as f32);
            let (x0, x1) = (left as f32, right as f32 + 1.0);
            [(x0, y0), (x0, y1), (x1, y0), (x1, y1)].map(|(x, y)| Point { x, y })
        });
        found.push(corners.collect());
    }
    found
}

/// The convex hull, counterclockwise (Andrew's monotone chain).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    let turn = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let chain = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for p in points {
            while let [.., a, b] = chain[..]
                && turn(a, b, p) <= 0.0
            {
                chain.pop();
            }
            chain.push(p);
        }
        chain.pop();
        chain
    };
    let mut hull = chain(&mut points.iter().copied());
    hull.extend(chain(&mut points.iter().rev().copied()));
    hull
}

/// The smallest rectangle around a hull: one of its sides lies on a side of the hull.
fn smallest(hull: &[Point]) -> Option<Region> {
    let mut best: Option<(f32, Region)> = None;
    for (n, a) in hull.iter().enumerate() {
        let b = hull[(n + 1) % hull.len()];
        let length = (b.x - a.x).hypot(b.y - a.y);
        if length == 0.0 {
            continue;
        }
        let (ux, uy) = ((b.x - a.x) / length, (b.y - a.y) / length);
        let (mut a0, mut a1, mut b0, mut b1) = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
        for p in hull {
            let (along, across) = (p.x * ux + p.y * uy, p.y * ux - p.x * uy);
            (a0, a1, b0, b1) = (a0.min(along), a1.max(along), b0.min(across), b1.max(across));
        }
        let area = (a1 - a0) * (b1 - b0);
        if best.as_ref().is_none_or(|(least, _)| area < *least) {
            let (middle, level) = ((a0 + a1) / 2.0, (b0 + b1) / 2.0);
            let centre = Point { x: middle * ux - level * uy, y: middle * uy + level * ux };
            best = Some((area, directed(centre, Point { x: ux, y: uy }, a1 - a0, b1 - b0)));
        }
    }
    best.map(|(_, region)| region)
}

/// A rectangle with a direction of writing: along its longer side, or along the more horizontal side if it is nearly
/// square; from left to right.
fn directed(centre: Point, side: Point, length: f32, height: f32) -> Region {
    let other = Point { x: -side.y, y: side.x };
    let square = length < 1.5 * height && height < 1.5 * length;
    let first = if square { side.x.abs() >= side.y.abs() } else { length >= height };
    let (mut along, length, height) = if first { (side, length, height) } else { (other, height, length) };
    if along.x < 0.0 || (along.x < 1e-3 && along.y < 0.0) {
        along = Point { x: -along.x, y: -along.y };
    }
    Region { centre, along, length, height }
}

fn grown(region: Region) -> Region {
    let Region { length, height, .. } = region;
    let by = length * height * GROWTH / (2.0 * (length + height));
    let height = height + 2.0 * by;
    Region { length: length + 2.0 * (by + ROOM * height), height, ..region }
}

/// The mean probability of text in a rectangle.
fn likelihood(map: &[f32], width: usize, region: &Region) -> f32 {
    let rows = map.len() / width;
    let (a, b) = (region.along, Point { x: -region.along.y, y: region.along.x });
    let reach_x = (a.x * region.length).abs() / 2.0 + (b.x * region.height).abs() / 2.0;
    let reach_y = (a.y * region.length).abs() / 2.0 + (b.y * region.height).abs() / 2.0;
    let range = |middle: f32, reach: f32, most: usize| {
        (middle - reach).max(0.0) as usize..((middle + reach).ceil().max(0.0) as usize).min(most)
    };
    let (mut sum, mut count) = (0.0, 0);
    for y in range(region.centre.y, reach_y, rows) {
        for x in range(region.centre.x, reach_x, width) {
            let (dx, dy) = (x as f32 + 0.5 - region.centre.x, y as f32 + 0.5 - region.centre.y);
            let inside = (dx * a.x + dy * a.y).abs() <= region.length / 2.0
                && (dx * b.x + dy * b.y).abs() <= region.height / 2.0;
            if inside {
                sum += map[y * width + x];
                count += 1;
            }
        }
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map of 200 by 100 pixels in which a slanted bar is text.
    fn bar(slope: f32) -> Vec<f32> {
        let inside = |x: f32, y: f32| (20.0..180.0).contains(&x) && (y - 50.0 - slope * (x - 100.0)).abs() < 5.0;
        (0..20_000).map(|n| if inside((n % 200) as f32 + 0.5, (n / 200) as f32 + 0.5) { 0.9 } else { 0.1 }).collect()
    }

    #[test]
    fn a_slanted_bar_is_one_region_along_it() {
        for slope in [0.0, 0.1, -0.2] {
            let found = regions(&bar(slope), 200);
            assert_eq!(found.len(), 1, "{slope}");
            let region = found[0];
            assert!((region.along.y / region.along.x - slope).abs() < 0.02, "{slope}: {region:?}");
            assert!((region.centre.x - 100.0).abs() < 1.0 && (region.centre.y - 50.0).abs() < 1.0);
            assert!(region.length > 160.0 && (15.0..30.0).contains(&region.height), "{region:?}");
        }
    }

    #[test]
    fn what_is_unlikely_or_tiny_is_no_region() {
        assert!(regions(&bar(0.0).iter().map(|p| p * 0.5).collect::<Vec<_>>(), 200).is_empty());
        let mut map = vec![0.0; 20_000];
        map[4_040] = 1.0;
        assert!(regions(&map, 200).is_empty());
        assert!(regions(&[], 200).is_empty());
    }

    #[test]
    fn a_bar_that_stands_runs_down_the_page() {
        let map = bar(0.0);
        let turned: Vec<f32> = (0..20_000).map(|n| map[(n % 100) * 200 + n / 100]).collect();
        let found = regions(&turned, 100);
        assert!(found.len() == 1 && found[0].is_upright());
    }
}
