//! The positions of a text's words on the pages of its file, and the sheets in which pages show them.

use crate::resume::{PageBox, Span};
use serde::{Deserialize, Serialize};

/// A word of the text and its position.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "[u32; 7]", into = "[u32; 7]")]
pub struct PlacedWord {
    pub span: Span,
    pub place: PageBox,
}

/// Stored as seven numbers, with positions in tenths of points, because a résumé has about a thousand words.
impl From<PlacedWord> for [u32; 7] {
    fn from(PlacedWord { span, place }: PlacedWord) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let tenths = |v: f32| (v * 10.0).round() as u32;
        let PageBox { page, x0, y0, x1, y1 } = place;
        [count(span.start), count(span.end), page, tenths(x0), tenths(y0), tenths(x1), tenths(y1)]
    }
}

impl From<[u32; 7]> for PlacedWord {
    fn from([start, end, page, x0, y0, x1, y1]: [u32; 7]) -> Self {
        let points = |tenths: u32| tenths as f32 / 10.0;
        Self {
            span: Span { start: start as usize, end: end as usize },
            place: PageBox { page, x0: points(x0), y0: points(y0), x1: points(x1), y1: points(y1) },
        }
    }
}

/// The positions of a text's words on the pages of its file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// The width and height of each page, in points.
    pub pages: Vec<(f32, f32)>,
    /// In text order.
    words: Vec<PlacedWord>,
}

/// A page of a file as it is shown, with its size in points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub lines: Vec<SheetLine>,
    pub marks: Vec<SheetMark>,
}

/// A run of words on one line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetLine {
    pub text: String,
    pub place: PageBox,
}

/// A place that is evidence for a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SheetMark {
    /// The index of the piece of evidence that it belongs to.
    pub of: usize,
    pub place: PageBox,
}

impl Places {
    /// Leaves out words that are not on their page.
    #[must_use]
    pub fn new(pages: Vec<(f32, f32)>, words: impl IntoIterator<Item = (Span, PageBox)>) -> Self {
        let on_page = |(span, place): (Span, PageBox)| {
            let (width, height) = *pages.get((place.page as usize).checked_sub(1)?)?;
            let within = PageBox {
                x0: place.x0.clamp(0.0, width),
                x1: place.x1.clamp(0.0, width),
                y0: place.y0.clamp(0.0, height),
                y1: place.y1.clamp(0.0, height),
                ..place
            };
            let shows = |whole: f32, part: f32| part >= 0.5 && part >= 0.5 * whole;
            let seen =
                shows(place.x1 - place.x0, within.x1 - within.x0) && shows(place.y1 - place.y0, within.y1 - within.y0);
            // Rounded as they are stored, so that a fresh reading equals a stored one.
            (seen && span.start < span.end)
                .then(|| PlacedWord::from(<[u32; 7]>::from(PlacedWord { span, place: within })))
        };
        let sizes = pages.iter().all(|(w, h)| w.is_finite() && h.is_finite() && w.min(*h) >= 1.0);
        let words = if sizes { words.into_iter().filter_map(on_page).collect() } else { Vec::new() };
        Self { pages: if sizes { pages } else { Vec::new() }, words }
    }

    /// The pages with their lines of text and the places of each piece of evidence. Empty if the words do not belong to
    /// this text.
    #[must_use]
    pub fn sheets(&self, text: &str, evidence: &[Vec<Span>]) -> Vec<Sheet> {
        let chars: Vec<char> = text.chars().collect();
        let word = |w: &PlacedWord| chars.get(w.span.start..w.span.end).is_some_and(|c| !c.iter().any(breaks));
        if !self.words.iter().all(word) || !self.words.is_sorted_by(|a, b| a.span.end <= b.span.start) {
            return Vec::new();
        }
        let sheet =
            |(width, height): &(f32, f32)| Sheet { width: *width, height: *height, lines: vec![], marks: vec![] };
        let mut sheets: Vec<Sheet> = self.pages.iter().map(sheet).collect();
        let number = |place: PageBox| (place.page as usize).wrapping_sub(1);
        for stretch in stretches(&self.words, &chars).filter(|stretch| is_level(stretch)) {
            let place = around(stretch);
            let text = chars[stretch[0].span.start..stretch[stretch.len() - 1].span.end].iter().collect();
            if let Some(sheet) = sheets.get_mut(number(place)) {
                sheet.lines.push(SheetLine { text, place });
            }
        }
        let pieces = evidence.iter().enumerate().flat_map(|(of, spans)| spans.iter().map(move |span| (of, *span)));
        for (of, span) in pieces {
            for place in stretches(self.within(span), &chars).map(around) {
                if let Some(sheet) = sheets.get_mut(number(place)) {
                    sheet.marks.push(SheetMark { of, place });
                }
            }
        }
        sheets
    }

    /// The words that overlap a span.
    fn within(&self, span: Span) -> &[PlacedWord] {
        let from = self.words.partition_point(|word| word.span.end <= span.start);
        let to = self.words.partition_point(|word| word.span.start < span.end);
        self.words.get(from..to).unwrap_or_default()
    }
}

/// A tab stands for a wide gap on the page.
const fn breaks(c: &char) -> bool {
    matches!(c, '\n' | '\t')
}

/// Groups words that follow each other on one line.
fn stretches<'w>(words: &'w [PlacedWord], chars: &[char]) -> impl Iterator<Item = &'w [PlacedWord]> {
    words.chunk_by(move |a, b| {
        let apart = chars.get(a.span.end..b.span.start).is_none_or(|between| between.iter().any(breaks));
        let (one, other) = (&a.place, &b.place);
        let overlap = |a: (f32, f32), b: (f32, f32)| a.1.min(b.1) - a.0.max(b.0) > 0.5 * (a.1 - a.0).min(b.1 - b.0);
        let beside = overlap((one.y0, one.y1), (other.y0, other.y1));
        // Sideways text.
        let below = overlap((one.x0, one.x1), (other.x0, other.x1));
        !apart && one.page == other.page && (beside || below)
    })
}

fn around(words: &[PlacedWord]) -> PageBox {
    words.iter().map(|word| word.place).fold(words[0].place, |all, place| PageBox {
        page: all.page,
        x0: all.x0.min(place.x0),
        y0: all.y0.min(place.y0),
        x1: all.x1.max(place.x1),
        y1: all.y1.max(place.y1),
    })
}

/// Whether the words run horizontally.
fn is_level(words: &[PlacedWord]) -> bool {
    let upright = |word: &PlacedWord| {
        let (width, height) = (word.place.x1 - word.place.x0, word.place.y1 - word.place.y0);
        word.span.end - word.span.start > 2 && height > 1.5 * width
    };
    !words.iter().any(upright)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Data Engineer\t2019\nBuilt pipelines in Rust\n";

    /// Words of the text, twelve points high, on lines twenty points apart, a letter ten points wide.
    fn places() -> Places {
        let mut words = Vec::new();
        let mut at = 0;
        for (n, line) in TEXT.lines().enumerate() {
            let begin = at;
            for part in line.split_inclusive([' ', '\t']) {
                let word = part.trim_end().chars().count();
                let (x, y) = (10.0 * (at - begin) as f32, 20.0 * (n + 1) as f32);
                let place = PageBox { page: 1, x0: x, y0: y, x1: x + 10.0 * word as f32, y1: y + 12.0 };
                words.push((Span { start: at, end: at + word }, place));
                at += part.chars().count();
            }
            at += 1;
        }
        Places::new(vec![(300.0, 400.0)], words)
    }

    #[test]
    fn a_sheet_has_its_lines_and_a_mark_on_each_line_of_the_evidence() {
        let sheets =
            places().sheets(TEXT, &[vec![], vec![Span { start: 5, end: 34 }], vec![Span { start: 38, end: 42 }]]);
        let [sheet] = &sheets[..] else { panic!("{sheets:?}") };
        let lines: Vec<&str> = sheet.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Data Engineer", "2019", "Built pipelines in Rust"]);
        let marks: Vec<_> = sheet.marks.iter().map(|m| (m.of, m.place.x0, m.place.x1, m.place.y0)).collect();
        assert_eq!(
            marks,
            [(1, 50.0, 130.0, 20.0), (1, 140.0, 180.0, 20.0), (1, 0.0, 150.0, 40.0), (2, 190.0, 230.0, 40.0)]
        );
    }

    #[test]
    fn places_of_another_text_show_nothing() {
        assert!(places().sheets("Data", &[]).is_empty());
        assert!(places().sheets(&TEXT.replace('i', "\n"), &[]).is_empty());
    }

    #[test]
    fn what_stands_off_its_page_has_no_place() {
        let place = |page, x0: f32, x1: f32| PageBox { page, x0, y0: 10.0, x1, y1: 20.0 };
        let word = |start, place| (Span { start, end: start + 1 }, place);
        let words =
            [(0, 1, -5.0, 20.0), (1, 1, 90.0, 140.0), (2, 2, 0.0, 9.0), (3, 0, 0.0, 9.0), (4, 1, f32::NAN, 9.0)];
        let placed = Places::new(vec![(100.0, 100.0)], words.map(|(n, page, x0, x1)| word(n, place(page, x0, x1))));
        assert_eq!(placed.words.iter().map(|w| (w.span.start, w.place.x0)).collect::<Vec<_>>(), [(0, 0.0)]);
        assert!(Places::new(vec![(f32::INFINITY, 1.0)], []).pages.is_empty());
    }

    #[test]
    fn what_is_stored_comes_back_to_a_tenth_of_a_point() {
        let stored = serde_json::to_string(&places()).expect("JSON");
        assert!(stored.contains("[0,4,1,0,200,400,320]"), "{stored}");
        assert_eq!(serde_json::from_str::<Places>(&stored).expect("places"), places());
    }

    #[test]
    fn words_that_run_up_a_margin_are_marked_and_are_no_line() {
        let place = PageBox { page: 1, x0: 10.0, y0: 100.0, x1: 22.0, y1: 160.0 };
        let placed = Places::new(vec![(300.0, 400.0)], [(Span { start: 0, end: 6 }, place)]);
        let sheets = placed.sheets("Skills", &[vec![Span { start: 0, end: 6 }]]);
        assert_eq!((sheets[0].lines.len(), sheets[0].marks.len()), (0, 1));
    }
}
