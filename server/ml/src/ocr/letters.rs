//! Turns the network's output for a strip, step by step, into letters with positions.

use super::picture::Strip;

/// Pixels of a strip per step of the network.
pub(super) const STEP: usize = 8;
/// A gap of this fraction of the font size separates words, even if the network saw no space.
const WIDE: f32 = 0.2;
/// A gap of this fraction separates words if the network considered a space.
const NARROW: f32 = 0.12;
/// The probability from which the network is said to have considered a space.
const THOUGHT_OF: f32 = 0.02;
/// The fraction for gaps beside digits and punctuation: digits are evenly spaced, so a narrow 1 has wide gaps, and
/// punctuation has space beside it.
const ROOMY: f32 = 0.35;
/// A gap between words is at least this many times as wide as the line's usual gap between letters.
const WIDER: f32 = 2.0;
/// The least difference between ink and background, as a fraction of the strip's contrast.
const INK: f32 = 0.4;
/// The width in pixels over which the background's shade is measured, because lighting is uneven.
const GROUND: usize = 192;

/// A letter as the network saw it: its position and confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    pub c: char,
    /// The position of its centre, in pixels of the strip.
    pub at: f32,
    pub sure: f32,
    /// The highest probability of a space before it.
    pub space: f32,
}

/// The network's output for one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// The most likely class; class 0 is the blank.
    pub class: usize,
    pub sure: f32,
    /// The probability of a space.
    pub space: f32,
}

/// Greedy CTC decoding: takes the most likely class in each step; repetitions are one letter, and blanks separate
/// letters.
pub(super) fn decode(steps: &[Step], alphabet: &[char]) -> Vec<Seen> {
    let mut found = Vec::new();
    let (mut from, mut behind) = (0, 0);
    while from < steps.len() {
        let class = steps[from].class;
        let to = steps[from..].iter().position(|s| s.class != class).map_or(steps.len(), |n| from + n);
        if let Some(c) = class.checked_sub(1).and_then(|n| alphabet.get(n)) {
            let most = |steps: &[Step], of: fn(&Step) -> f32| steps.iter().map(of).fold(0.0, f32::max);
            let sure = most(&steps[from..to], |s| s.sure);
            let space = most(&steps[behind..from], |s| s.space);
            found.push(Seen { c: *c, at: (from + to) as f32 / 2.0 * STEP as f32, sure, space });
            behind = to;
        }
        from = to;
    }
    narrow(&mut found);
    found
}

/// Replaces full-width forms by ASCII: the network mistakes widely spaced capitals for them. In a line with ideographs
/// only letters and digits are replaced, because full-width punctuation is normal there.
fn narrow(line: &mut [Seen]) {
    let chinese = line.iter().any(|s| is_ideograph(s.c) && !('\u{ff00}'..='\u{ffef}').contains(&s.c));
    for seen in line {
        let plain = u32::from(seen.c).checked_sub(0xfee0).and_then(char::from_u32).filter(char::is_ascii_graphic);
        if let Some(plain) = plain.filter(|c| !chinese || c.is_ascii_alphanumeric()) {
            seen.c = plain;
        }
    }
}

/// A letter with its extent along the strip, or a space between two words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Placed {
    pub c: char,
    pub x0: f32,
    pub x1: f32,
}

/// The ink on a strip.
pub(super) struct Ink {
    /// For each column, whether it contains ink.
    columns: Vec<bool>,
    /// The first row with ink; the next field is the row after the last one.
    pub top: f32,
    pub bottom: f32,
}

impl Ink {
    pub(super) fn of(strip: &Strip) -> Self {
        let (w, h) = (strip.width, strip.height);
        let ground: Vec<f32> =
            (0..w.div_ceil(GROUND)).map(|n| median(strip, n * GROUND, ((n + 1) * GROUND).min(w))).collect();
        let contrast: Vec<f32> =
            strip.grey.iter().enumerate().map(|(n, v)| (v - ground[n % w / GROUND]).abs()).collect();
        let mut sorted = contrast.clone();
        // At least five of a hundred pixels in a line of text are fully inked.
        let (_, strong, _) = sorted.select_nth_unstable_by(contrast.len() * 19 / 20, f32::total_cmp);
        let least = (INK * *strong).max(12.0);
        let is_ink = |x: usize, y: usize| contrast[y * w + x] >= least;
        let mut rows: Vec<usize> = (0..h).map(|y| (0..w).filter(|x| is_ink(*x, y)).count()).collect();
        // A ruled line, or the edge of a box around the text, is not writing.
        let ruled: Vec<bool> = rows.iter().map(|n| *n > w * 4 / 5).collect();
        rows.iter_mut().zip(&ruled).filter(|(_, ruled)| **ruled).for_each(|(n, _)| *n = 0);
        let columns = (0..w).map(|x| (0..h).filter(|y| !ruled[*y] && is_ink(x, *y)).count() > 1).collect();
        // Letters of neighbouring lines may extend into the strip.
        let least = (rows.iter().max().copied().unwrap_or(0) / 25).max(2);
        let top = rows.iter().position(|n| *n >= least).unwrap_or(0);
        let bottom = rows.iter().rposition(|n| *n >= least).map_or(h, |n| n + 1);
        Self { columns, top: top as f32, bottom: bottom as f32 }
    }

    pub(super) const fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// The widest stretch without ink between two positions.
    fn gap(&self, from: f32, to: f32) -> (f32, f32) {
        let (from, to) = (from.max(0.0) as usize, (to.ceil().max(0.0) as usize).min(self.columns.len()));
        let middle = (from + to) as f32 / 2.0;
        let mut best = (middle, middle);
        let mut start = None;
        for x in from..=to {
            match (x < to && !self.columns[x], start) {
                (true, None) => start = Some(x),
                (false, Some(s)) => {
                    if (x - s) as f32 > best.1 - best.0 {
                        best = (s as f32, x as f32);
                    }
                    start = None;
                }
                _ => {}
            }
        }
        best
    }

    /// The outer edge of the ink at a letter, searching outwards.
    fn edge(&self, at: f32, back: bool) -> f32 {
        let reach = self.height() as usize;
        let at = (at.max(0.0) as usize).min(self.columns.len().saturating_sub(1));
        let ink = |x: &usize| self.columns.get(*x).is_some_and(|ink| *ink);
        if back {
            let from = at.saturating_sub(reach);
            (from..at).find(ink).unwrap_or(at) as f32
        } else {
            let to = (at + reach).min(self.columns.len());
            (at..to).rev().find(ink).map_or(at, |x| x + 1) as f32
        }
    }
}

/// The median shade of these columns of a strip.
fn median(strip: &Strip, from: usize, to: usize) -> f32 {
    let mut values: Vec<f32> = (0..strip.height)
        .flat_map(|y| strip.grey[y * strip.width + from..y * strip.width + to].iter().copied())
        .collect();
    let middle = values.len() / 2;
    let (_, value, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    *value
}

/// Letters with their edges, and spaces where either the network or the gaps between letters indicate them: the network
/// was trained on many scripts and often leaves spaces out.
pub(super) fn place(seen: &[Seen], ink: &Ink) -> Vec<Placed> {
    let (size, _) = size(seen.iter().map(|s| s.c), ink.height());
    let usual = usual_gap(seen, ink);
    let mut placed: Vec<Placed> = Vec::with_capacity(seen.len());
    let mut last: Option<Seen> = None;
    let mut space = false;
    for s in seen {
        if s.c.is_whitespace() {
            space = true;
            continue;
        }
        if let (Some(before), Some(letter)) = (last, placed.last_mut()) {
            let (left, right) = ink.gap(before.at, s.at);
            let least = match (before.c, s.c) {
                (a, b) if is_ideograph(a) || is_ideograph(b) => f32::MAX,
                (a, b) if a.is_ascii_digit() && b.is_ascii_digit() => ROOMY,
                (a, b) if [a, b].iter().any(|c| ".,:;'’/-@_".contains(*c)) => ROOMY,
                _ if s.space > THOUGHT_OF => NARROW,
                _ => WIDE,
            };
            // If letters are widely spaced throughout, the network sees spaces that are not there.
            let seen = space && (usual < NARROW * size || right - left > 1.5 * usual);
            if seen || right - left > (least * size).max(WIDER * usual) {
                letter.x1 = left;
                placed.push(Placed { c: ' ', x0: left, x1: right });
                placed.push(Placed { c: s.c, x0: right, x1: s.at });
            } else {
                let middle = (left + right) / 2.0;
                letter.x1 = middle;
                placed.push(Placed { c: s.c, x0: middle, x1: s.at });
            }
        } else {
            placed.push(Placed { c: s.c, x0: ink.edge(s.at, true), x1: s.at });
        }
        space = false;
        last = Some(*s);
    }
    if let (Some(before), Some(letter)) = (last, placed.last_mut()) {
        letter.x1 = ink.edge(before.at, false);
    }
    placed
}

/// The median width of gaps between letters without a space.
fn usual_gap(seen: &[Seen], ink: &Ink) -> f32 {
    let pairs = seen.windows(2).filter(|pair| pair.iter().all(|s| !s.c.is_whitespace()));
    let mut gaps: Vec<f32> = pairs.map(|pair| ink.gap(pair[0].at, pair[1].at)).map(|(from, to)| to - from).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).filter(|_| gaps.len() > 2).copied().unwrap_or(0.0)
}

/// Whether a character belongs to a script without spaces.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// A line's font size and the distance of its baseline from the lower edge of the ink, depending on whether its letters
/// have ascenders and descenders.
pub(super) fn size(text: impl Iterator<Item = char> + Clone, height: f32) -> (f32, f32) {
    const ABOVE: f32 = 0.73;
    const SMALL: f32 = 0.53;
    const BELOW: f32 = 0.21;
    let any = |is: fn(char) -> bool| text.clone().any(is);
    let tall = any(|c| c.is_uppercase() || c.is_numeric() || is_ideograph(c) || "bdfhiklt/()[]|&@%!?".contains(c));
    let deep = any(|c| "gjpqyQ,;()[]|@ç".contains(c) || is_ideograph(c));
    let below = if deep { BELOW } else { 0.0 };
    let size = height / (if tall { ABOVE } else { SMALL } + below);
    (size, below * size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_is_seen_twice_in_a_row_is_one_and_the_blank_parts_two() {
        let step = |class| Step { class, sure: 0.9, space: 0.1 };
        let text = |classes: &[usize], alphabet: &[char]| -> String {
            decode(&classes.iter().map(|c| step(*c)).collect::<Vec<_>>(), alphabet).iter().map(|s| s.c).collect()
        };
        assert_eq!(text(&[1, 1, 0, 1, 2, 0], &['l', 'o']), "llo");
        assert_eq!(text(&[9], &['l']), "");
        assert_eq!(text(&[1, 2, 3], &['Ｓ', 'Ｋ', '：']), "SK:");
        assert_eq!(text(&[1, 2, 3], &['Ｓ', '中', '：']), "S中：");
    }

    /// A strip with ink in these columns, in the middle half of its rows.
    fn strip(width: usize, ink: &[std::ops::Range<usize>]) -> Strip {
        let grey = (0..48 * width).map(|n| {
            let (x, y) = (n % width, n / width);
            if (12..36).contains(&y) && ink.iter().any(|r| r.contains(&x)) { 20.0 } else { 240.0 }
        });
        Strip { width, height: 48, grey: grey.collect(), step: 1.0 }
    }

    #[test]
    fn a_wide_gap_is_a_space_though_none_was_seen() {
        let strip = strip(100, &[10..20, 23..33, 48..58]);
        let ink = Ink::of(&strip);
        assert_eq!((ink.top, ink.bottom), (12.0, 36.0));
        let seen = [(14.0, 'a'), (28.0, 'b'), (53.0, 'c')].map(|(at, c)| Seen { c, at, sure: 1.0, space: 0.0 });
        let placed = place(&seen, &ink);
        let text: String = placed.iter().map(|p| p.c).collect();
        assert_eq!(text, "ab c");
        assert_eq!(placed[0], Placed { c: 'a', x0: 10.0, x1: 21.5 });
        assert_eq!(placed[3], Placed { c: 'c', x0: 48.0, x1: 58.0 });
    }

    #[test]
    fn a_box_around_a_line_hides_no_gap() {
        let mut strip = strip(100, &[10..20, 23..33, 48..58]);
        strip.grey[..300].fill(20.0);
        let ink = Ink::of(&strip);
        assert_eq!((ink.top, ink.gap(28.0, 53.0)), (12.0, (33.0, 48.0)));
    }

    #[test]
    fn letters_that_all_stand_apart_are_one_word() {
        let ink: Vec<_> = (0..6).map(|n| 10 + 24 * n..20 + 24 * n).collect();
        let ink = Ink::of(&strip(160, &ink));
        let seen = |(n, c)| Seen { c, at: 15.0 + 24.0 * n as f32, sure: 1.0, space: 0.0 };
        let seen: Vec<Seen> = "SKILLS".chars().enumerate().map(seen).collect();
        assert_eq!(place(&seen, &ink).iter().map(|p| p.c).collect::<String>(), "SKILLS");
    }

    #[test]
    fn a_line_has_its_size_whichever_letters_it_holds() {
        let size = |text: &str, height| size(text.chars(), height);
        assert!((size("AVERAGE", 7.3).0 - 10.0).abs() < 0.01);
        assert!((size("Page", 9.4).0 - 10.0).abs() < 0.01);
        assert!((size("seen", 5.3).0 - 10.0).abs() < 0.01);
        assert!((size("Page", 9.4).1 - 2.1).abs() < 0.01);
    }
}
