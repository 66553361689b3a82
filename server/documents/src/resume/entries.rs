//! Divides a section into entries at their dates.

use super::{
    anchors::{Anchor, anchors},
    dates::Period,
    heads::head_like,
    labels::{self, Line},
    lexicon::{employer_score, is_place, is_town, title_score},
    segments::{before_sentence, is_length, part_count, segments},
    text::{Row, comma_places, trim},
};
use crate::vocabulary::is_spaceless;
use std::ops::Range;

/// One entry of a dated section.
pub(super) struct Entry<'r, 'a> {
    /// The rows with its title, employer or school.
    pub head: Vec<&'r Row<'a>>,
    /// The rows that describe it.
    pub body: Vec<&'r Row<'a>>,
    pub period: Option<Period>,
    /// A town on a line of its own below the dates.
    pub place: Option<&'a str>,
    /// How many bytes a period that spans several rows takes from the start of each.
    pub cut: Vec<(usize, usize)>,
}

impl Entry<'_, '_> {
    /// A head row's text without its part of a period that spans several rows.
    pub(super) fn shown<'x>(&self, row: &Row<'x>) -> &'x str {
        self.cut.iter().find(|(start, _)| *start == row.start).map_or(row.text, |(_, cut)| &row.text[*cut..])
    }

    pub(super) fn bytes(&self) -> Range<usize> {
        let rows = || self.head.iter().chain(&self.body);
        rows().map(|r| r.start).min().unwrap_or(0)..rows().map(|r| r.end()).max().unwrap_or(0)
    }
}

/// The entries of a section, in order.
pub(super) fn split<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<Entry<'r, 'a>> {
    let anchors = anchors(rows);
    let Some(first) = anchors.first().map(|a| a.row) else { return Vec::new() };
    let lead = lead(rows, first);
    let starts: Vec<usize> = (0..anchors.len()).map(|n| start(rows, &anchors, n, lead)).collect();
    let read = |(n, anchor)| {
        let end = starts.get(n + 1).copied().unwrap_or(rows.len());
        Reader::new(rows, anchor, starts[n], end).entry(lead)
    };
    anchors.iter().enumerate().map(read).collect()
}

/// How many lines of an entry's head come above its dates. It is the same throughout a section, so the `first` dates
/// decide.
fn lead(rows: &[Row<'_>], first: usize) -> usize {
    let form = |row: &Row<'_>| row.text.contains([':', '\t']);
    if first <= 6 && rows[..first].iter().all(|r| head_like(r) && form(r)) {
        first
    } else if first <= 4 && rows[..first].iter().all(head_like) {
        first.min(3)
    } else {
        rows[..first].iter().rev().take(2).take_while(|r| head_like(r)).count()
    }
}

/// The row where an entry begins.
fn start(rows: &[Row<'_>], anchors: &[Anchor], n: usize, lead: usize) -> usize {
    let anchor = &anchors[n];
    let floor = n.checked_sub(1).map_or(0, |p| anchors[p].row + anchors[p].rows());
    let mut start = anchor.row;
    let lead = if rows[anchor.row].bullet { lead.max(1) } else { lead };
    // “Tools: Salesforce, Outreach,” above “Gong.”: the continuation of a list does not name an entry.
    let goes_on = |at: usize| at > 1 && rows[at - 2].text.trim_end().ends_with(',');
    // A town directly below the previous entry's dates is that entry's location.
    let of_other = |at: usize| at - 1 == floor && floor > 0 && is_town(trim(rows[at - 1].text));
    while start > floor
        && anchor.row - start < lead
        && head_like(&rows[start - 1])
        && !goes_on(start)
        && !of_other(start)
    {
        start -= 1;
    }
    if start == anchor.row && start > floor && names_employer_above(rows, start) {
        start -= 1;
    }
    if start == anchor.row {
        start = described_above(rows, start, floor).unwrap_or(start);
    }
    start.max(floor.min(anchor.row))
}

/// Divides an entry's rows into its head and its description.
struct Reader<'s, 'r, 'a> {
    rows: &'r [Row<'a>],
    anchor: &'s Anchor,
    /// The index after the entry's last row.
    end: usize,
    head: Vec<&'r Row<'a>>,
    /// Rows that describe the employer, between its name and the post.
    described: Vec<&'r Row<'a>>,
    /// Whether the dates are in a cell of their own beside a list item.
    beside: bool,
    /// Whether the period's second line contains nothing else.
    whole: bool,
    /// The next row that may belong to the head.
    next: usize,
    place: Option<&'a str>,
}

impl<'s, 'r, 'a> Reader<'s, 'r, 'a> {
    fn new(rows: &'r [Row<'a>], anchor: &'s Anchor, start: usize, end: usize) -> Self {
        let dated = &rows[anchor.row];
        let beside = dated.bullet && dated.text[..anchor.period.range.start].ends_with('\t');
        let mut head: Vec<&'r Row<'a>> = rows[start..=anchor.row].iter().collect();
        head.retain(|r| !r.bullet || (r.start == dated.start && !beside));
        let described = head.iter().copied().filter(|r| r.start < dated.start && !head_like(r)).collect();
        head.retain(|r| r.start == dated.start || head_like(r));
        let whole =
            rows.get(anchor.row + 1).zip(anchor.spill).is_some_and(|(row, (_, spilled))| spilled == row.text.len());
        let mut next = anchor.row + 1 + usize::from(whole);
        if whole {
            head.extend(rows.get(anchor.row + 1));
            // And its third line.
            next += usize::from(rows.get(next).is_some_and(|row| anchor.tail > 0 && anchor.tail == row.text.len()));
        }
        Self { rows, anchor, end, head, described, beside, whole, next, place: None }
    }

    fn entry(mut self, lead: usize) -> Entry<'r, 'a> {
        let mut have = self.parts_of_head();
        while self.next < self.end && !self.beside {
            let row = &self.rows[self.next];
            if self.is_particular_before_names(row) {
                self.next += 1;
                continue;
            }
            let text = self.without_split_period(row);
            if self.is_place_beside(text, have) {
                self.place = Some(trim(text));
                self.next += 1;
                continue;
            }
            if self.is_place_below(text, lead, have) {
                self.place = Some(trim(text));
                self.next += 1;
                break;
            }
            if is_length(text) || self.stands_above_title(row, text, have) {
                self.next += 1;
                continue;
            }
            if !self.continues_head(row, text, have) {
                break;
            }
            have += part_count(text);
            self.head.push(row);
            self.next += 1;
        }
        // A place alone on the next line still belongs to the head.
        if self.next < self.end && !self.rows[self.next].bullet && is_place(trim(self.rows[self.next].text)) {
            self.head.push(&self.rows[self.next]);
            self.next += 1;
        }
        let body_from = if self.beside { self.anchor.row } else { self.next };
        Entry {
            body: self.described.iter().copied().chain(&self.rows[body_from.min(self.end)..self.end]).collect(),
            period: Some(self.anchor.period.clone()),
            place: self.place,
            cut: self.cut(),
            head: self.head,
        }
    }

    /// How many parts the head has up to its dates; the date lines of a form add none.
    fn parts_of_head(&self) -> usize {
        let dated = self.rows[self.anchor.row].start;
        let parts = |r: &Row<'a>| match self.anchor.spill {
            Some((taken, _)) if r.start == dated => part_count(&r.text[taken..]),
            _ => part_count(r.text),
        };
        self.head.iter().filter(|r| !(self.whole && r.start >= dated)).map(|r| parts(r)).sum()
    }

    /// In a form, other details may come before the post is named.
    fn is_particular_before_names(&self, row: &Row<'_>) -> bool {
        let line = |row: &Row<'_>| labels::line(row.text);
        line(row) == Some(Line::Particular)
            && self.rows[self.next..self.end].iter().skip(1).take(2).any(|r| line(r) == Some(Line::Names))
    }

    /// The next row without its part of a period that spans several rows.
    fn without_split_period(&self, row: &Row<'a>) -> &'a str {
        match self.anchor.spill {
            Some((_, spilled)) if self.next == self.anchor.row + 1 => &row.text[spilled..],
            Some(_) if self.next == self.anchor.row + 2 => &row.text[self.anchor.tail..],
            _ => row.text,
        }
    }

    fn is_form(row: &Row<'_>) -> bool {
        labels::line(row.text) == Some(Line::Names)
    }

    fn may_name(row: &Row<'_>, text: &str) -> bool {
        Self::is_form(row) || head_like(&Row { text: text.trim_start(), ..row.clone() }) && row.chars() <= 90
    }

    /// If employer and post are above their dates, a town directly below the dates is the location.
    fn is_place_below(&self, text: &str, lead: usize, have: usize) -> bool {
        let row = &self.rows[self.next];
        let below = lead > 1 && have > 0 && self.next == self.anchor.row + 1;
        below && Self::may_name(row, text) && is_town(trim(text)) && !is_place(trim(text))
    }

    /// If the dates are in a column of their own, on two lines, the town is beside the second one.
    fn is_place_beside(&self, text: &str, have: usize) -> bool {
        let second = self.anchor.spill.is_some() && self.next == self.anchor.row + 1;
        second && have > 0 && text.starts_with('\t') && is_town(trim(text))
    }

    /// Whether the next row belongs to the head, which has `have` parts so far.
    fn continues_head(&self, row: &Row<'_>, text: &str, have: usize) -> bool {
        let form = Self::is_form(row);
        let short = text.split_whitespace().count() <= 6;
        let named = employer_score(text) > 0 || title_score(text) > 0 && short || ends_in_place(text);
        let wanted = match have {
            _ if form => true,
            0 => true,
            1 => !row.gap || row.bold || named,
            2 => self.head.len() == 1 && wants_second_line(self.head[0].text, text) || self.wants_title(text),
            _ => false,
        };
        let broken = !self.whole && self.anchor.spill.is_some_and(|(taken, _)| taken > 0);
        // “事業内容:人材紹介”
        let particular = labels::line(text) == Some(Line::Particular) && text.contains(is_spaceless);
        Self::may_name(row, text)
            && wanted
            && !particular
            && (form || !describes(text))
            && !(broken && have > usize::from(named))
    }

    /// “ООО «Парус»”, “Судостроение”, “Инженер”: a description of the employer between its name and the post.
    fn stands_above_title(&self, row: &Row<'_>, text: &str, have: usize) -> bool {
        let next = self.rows[self.next + 1..self.end.max(self.next + 1)].first();
        have > 0
            && !row.bullet
            && text.split_whitespace().count() <= 6
            && title_score(text) == 0
            && employer_score(text) == 0
            && self.head.iter().any(|row| employer_score(row.text) > 0)
            && next.is_some_and(|next| head_like(next) && self.wants_title(next.text))
    }

    /// Whether the rows before lack a title, and this row names one.
    fn wants_title(&self, text: &str) -> bool {
        let titled = |text: &str| title_score(text) > 0;
        titled(text) && text.split_whitespace().count() <= 6 && !self.head.iter().any(|row| titled(row.text))
    }

    /// How many bytes a period that spans several rows takes of each.
    fn cut(&self) -> Vec<(usize, usize)> {
        let at = |n: usize| self.rows.get(self.anchor.row + n).map_or(0, |r| r.start);
        let cut = |(taken, spilled)| vec![(at(0), taken), (at(1), spilled), (at(2), self.anchor.tail)];
        self.anchor.spill.map(cut).unwrap_or_default()
    }
}

/// Whether a head of one line and two parts continues on the next line: “Construire Atlantique – Vannes → 2020 – 2024”
/// above the post, or a head split at one comma that does not name the employer yet.
fn wants_second_line(head: &str, text: &str) -> bool {
    let post = title_score(text) > 1 && text.split_whitespace().count() <= 6;
    title_score(head) == 0 && post && segments(head).into_iter().any(is_town)
        || (ends_in_place(text) || employer_score(text) > 1) && lacks_employer(&segments(head), text)
}

/// “Third hire. Wrote the first playbook”: a description, because its first sentence does not look like a name.
fn describes(text: &str) -> bool {
    let first = first_sentence(text);
    first.len() < text.len() && employer_score(first) == 0 && title_score(first) == 0 && !ends_in_place(first)
}

/// Whether a head line still needs its employer, which the next line may name: “Engineer, Maintenance” is one part, and
/// “Paralegal – Commercial Property” a title with its subject.
fn lacks_employer(parts: &[&str], next: &str) -> bool {
    let named: Vec<&str> = parts.iter().copied().filter(|p| !is_place(p)).collect();
    !named.iter().any(|p| employer_score(p) > 0)
        && match named.as_slice() {
            [_] => true,
            [title, subject] => {
                title_score(title) > 0 && !is_town(subject) && title_score(next) == 0 && !is_place(trim(next))
            }
            _ => false,
        }
}

/// Whether the line above a dated title names that title's employer, in a section whose other entries have nothing
/// there: a capitalised line, like a name, after the last sentence or list item of the previous entry.
fn names_employer_above(rows: &[Row<'_>], dated: usize) -> bool {
    let (Some(above), Some(before)) = (rows.get(dated - 1), dated.checked_sub(2).and_then(|n| rows.get(n))) else {
        return false;
    };
    let text = above.text.trim();
    let named = || {
        text.split_whitespace().count() <= 7
            && text.split_whitespace().all(|w| w.chars().count() <= 3 || w.starts_with(|c: char| !c.is_lowercase()))
    };
    let titles = segments(rows[dated].text);
    head_like(above)
        && (before.bullet || before.text.trim_end().ends_with('.'))
        && (employer_score(text) > 0 || ends_in_place(text) || named())
        && title_score(text) == 0
        && titles.len() == 1
        && title_score(titles[0]) > 0
        && employer_score(titles[0]) == 0
}

/// The line with a dated title's employer if one or two sentences about the employer are in between: “Acme Hospitals,
/// Pune”, “Charitable hospital with 11 centres.”, “Manager → 2005 – 2009”.
fn described_above(rows: &[Row<'_>], dated: usize, floor: usize) -> Option<usize> {
    let sentence = |row: &Row<'_>| !row.bullet && row.text.trim_end().ends_with('.') && !head_like(row);
    let titles = segments(rows[dated].text);
    let title = titles.first().is_some_and(|t| title_score(t) > 0) && titles.iter().all(|t| employer_score(t) < 2);
    let described = (1..=2).take_while(|back| dated >= floor + back && sentence(&rows[dated - back])).last()?;
    // Directly below another dated title is that title's employer.
    let at = dated.checked_sub(described + 1).filter(|at| *at > floor || floor == 0)?;
    let above = &rows[at];
    let ended = at == 0 || rows[at - 1].bullet || rows[at - 1].text.trim_end().ends_with('.') || above.gap;
    let named = title_score(above.text) == 0 && (employer_score(above.text) > 0 || ends_in_place(above.text));
    (title && ended && named && head_like(above) && !rows[dated].bullet).then_some(at)
}

/// The text before the first full stop that is followed by another sentence.
fn first_sentence(text: &str) -> &str {
    let shorter = before_sentence(text);
    let stop = |(at, _): &(usize, &str)| {
        text[..*at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 2..].split_whitespace().count() > 2
    };
    text.match_indices(". ").find(stop).map_or(shorter, |(at, _)| &text[..at.min(shorter.len())])
}

/// Whether it ends in a place, as employers' lines do.
fn ends_in_place(text: &str) -> bool {
    text.split('\t').map(trim).any(|t| {
        let end = |i: usize| t[i + 1..].split('(').next().unwrap_or_default().trim();
        comma_places(t).any(|i| is_place(end(i)) || is_town(end(i))) || is_place(t)
    })
}
