//! Cuts a section into entries at their dates.

use super::{
    anchors::anchors,
    dates::Period,
    labels::{self, Line},
    lexicon::{employer_score, is_place, is_town, title_score},
    segments::{before_sentence, part_count, segments},
    text::{Row, comma_places, trim},
};
use crate::vocabulary::vocabulary;
use std::ops::Range;

/// One entry of a dated section.
pub(super) struct Entry<'r, 'a> {
    /// Rows that name it.
    pub head: Vec<&'r Row<'a>>,
    /// Rows that tell about it.
    pub body: Vec<&'r Row<'a>>,
    pub period: Option<Period>,
    /// A town on a line of its own below the dates.
    pub place: Option<&'a str>,
    /// Bytes at the head's start that a broken period takes from its first rows.
    pub cut: Vec<(usize, usize)>,
}

impl Entry<'_, '_> {
    /// A head row's text without the part of a broken period.
    pub(super) fn shown<'x>(&self, row: &Row<'x>) -> &'x str {
        self.cut.iter().find(|(start, _)| *start == row.start).map_or(row.text, |(_, cut)| &row.text[*cut..])
    }

    pub(super) fn bytes(&self) -> Range<usize> {
        let rows = || self.head.iter().chain(&self.body);
        rows().map(|r| r.start).min().unwrap_or(0)..rows().map(|r| r.end()).max().unwrap_or(0)
    }
}

/// A line that could name an entry: short, no list item, no sentence.
pub(super) fn head_like(row: &Row<'_>) -> bool {
    let text = row.text.trim();
    let lower = text.chars().next().is_some_and(char::is_lowercase);
    let abbreviated = |w: &str| {
        w.matches('.').count() > 1
            || w.to_lowercase().strip_suffix('.').is_some_and(|w| vocabulary().words.abbreviations.has(w))
    };
    let ends = text.ends_with('.') && text.rsplit(' ').next().is_some_and(|w| !abbreviated(w));
    let sentence = ends
        && text.rsplit_once(' ').is_some_and(|(before, w)| before.contains(' ') || w.starts_with(char::is_lowercase))
        || text.ends_with(',')
        || text.ends_with(';');
    !row.bullet && row.chars() <= 110 && !lower && !sentence && !column_names(text) && !labels::lists(text)
}

/// The first row of a table names its columns.
fn column_names(text: &str) -> bool {
    let cells: Vec<&str> = text.split('\t').collect();
    cells.len() > 1
        // “Position: → Company Driver” is a form's line.
        && !cells[0].trim_end().ends_with(':')
        && cells
            .iter()
            .filter(|c| {
                let folded = super::headings::fold(c);
                let first = folded.split(' ').next().unwrap_or_default();
                vocabulary().labels.columns.has(first) && folded.split(' ').count() <= 4
            })
            .count()
            * 2
            > cells.len()
}

/// Entries of a section, in order.
pub(super) fn split<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<Entry<'r, 'a>> {
    let anchors = anchors(rows);
    let Some(first) = anchors.first().map(|a| a.row) else { return Vec::new() };
    // How many lines of an entry's head stand above its dates is the same all through a section.
    let form = |row: &Row<'_>| row.text.contains([':', '\t']);
    let lead = if first <= 6 && rows[..first].iter().all(|r| head_like(r) && form(r)) {
        first
    } else if first <= 4 && rows[..first].iter().all(head_like) {
        first.min(3)
    } else {
        rows[..first].iter().rev().take(2).take_while(|r| head_like(r)).count()
    };
    let mut starts: Vec<usize> = Vec::new();
    for (n, anchor) in anchors.iter().enumerate() {
        let floor = n.checked_sub(1).map_or(0, |p| anchors[p].row + anchors[p].rows());
        let mut start = anchor.row;
        let lead = if rows[anchor.row].bullet { lead.max(1) } else { lead };
        // “Tools: Salesforce, Outreach,” above “Gong.”: what goes on names nothing.
        let goes_on = |at: usize| at > 1 && rows[at - 2].text.trim_end().ends_with(',');
        // Right below the dates of the entry before stands where that one was.
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
        starts.push(start.max(floor.min(anchor.row)));
    }
    let mut entries = Vec::new();
    for (n, anchor) in anchors.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(rows.len());
        let mut head: Vec<&Row<'a>> = rows[starts[n]..=anchor.row].iter().collect();
        let beside = rows[anchor.row].bullet && rows[anchor.row].text[..anchor.period.range.start].ends_with('\t');
        head.retain(|r| !r.bullet || (r.start == rows[anchor.row].start && !beside));
        // What an employer does stands between its name and the post.
        let described: Vec<&Row<'a>> =
            head.iter().copied().filter(|r| r.start < rows[anchor.row].start && !head_like(r)).collect();
        head.retain(|r| r.start == rows[anchor.row].start || head_like(r));
        // The period's second line may be nothing else.
        let whole =
            rows.get(anchor.row + 1).zip(anchor.spill).is_some_and(|(row, (_, spilled))| spilled == row.text.len());
        let mut next = anchor.row + 1 + usize::from(whole);
        if whole {
            head.extend(rows.get(anchor.row + 1));
            // And its third.
            next += usize::from(rows.get(next).is_some_and(|row| anchor.tail > 0 && anchor.tail == row.text.len()));
        }
        // The lines of a form's dates name nothing.
        let named = |r: &&Row<'a>| !(whole && r.start >= rows[anchor.row].start);
        let parts_of = |r: &Row<'a>| match anchor.spill {
            Some((taken, _)) if r.start == rows[anchor.row].start => part_count(&r.text[taken..]),
            _ => part_count(r.text),
        };
        let mut have: usize = head.iter().copied().filter(named).map(parts_of).sum();
        let mut place = None;
        while next < end && !beside {
            let row = &rows[next];
            // A form tells other things before it names the post.
            if labels::line(row.text) == Some(Line::Particular)
                && rows[next..end].iter().skip(1).take(2).any(|r| labels::line(r.text) == Some(Line::Names))
            {
                next += 1;
                continue;
            }
            let text = match anchor.spill {
                Some((_, spilled)) if next == anchor.row + 1 => &row.text[spilled..],
                Some(_) if next == anchor.row + 2 => &row.text[anchor.tail..],
                _ => row.text,
            };
            let form = labels::line(row.text) == Some(Line::Names);
            if !form && (!head_like(&Row { text: text.trim_start(), ..row.clone() }) || row.chars() > 90) {
                break;
            }
            // Where employer and post stand above their dates, a town right below these is where the post was.
            if lead > 1 && have > 0 && next == anchor.row + 1 && is_town(trim(text)) && !is_place(trim(text)) {
                place = Some(trim(text));
                next += 1;
                break;
            }
            let named = employer_score(text) > 0
                || title_score(text) > 0 && text.split_whitespace().count() <= 6
                || placed(text);
            let wanted = match have {
                _ if form => true,
                0 => true,
                1 => !row.gap || row.bold || named,
                // “Construire Atlantique – Vannes → 2020 – 2024” above its post.
                2 if head.len() == 1
                    && title_score(head[0].text) == 0
                    && title_score(text) > 1
                    && segments(head[0].text).into_iter().any(is_town)
                    && text.split_whitespace().count() <= 6 =>
                {
                    true
                }
                // A head that one comma parts may still have its employer on the next line.
                2 => {
                    head.len() == 1
                        && (placed(text) || employer_score(text) > 1)
                        && lacks_employer(&segments(head[0].text), text)
                }
                _ => false,
            };
            // “Third hire. Wrote the first playbook”: what was done begins where nothing in the first sentence is a name.
            let describes = !form && {
                let first = first_sentence(text);
                first.len() < text.len() && employer_score(first) == 0 && title_score(first) == 0 && !placed(first)
            };
            if !wanted
                || describes
                || (!whole && anchor.spill.is_some_and(|(taken, _)| taken > 0) && have > usize::from(named))
            {
                break;
            }
            have += part_count(text);
            head.push(row);
            next += 1;
        }
        // A place alone on the next line still belongs to the head.
        if next < end && !rows[next].bullet && is_place(trim(rows[next].text)) {
            head.push(&rows[next]);
            next += 1;
        }
        let body_from = if beside { anchor.row } else { next };
        let cut = anchor
            .spill
            .map(|(taken, spilled)| {
                let at = |n: usize| rows.get(anchor.row + n).map_or(0, |r| r.start);
                vec![(at(0), taken), (at(1), spilled), (at(2), anchor.tail)]
            })
            .unwrap_or_default();
        entries.push(Entry {
            head,
            body: described.into_iter().chain(&rows[body_from.min(end)..end]).collect(),
            period: Some(anchor.period.clone()),
            place,
            cut,
        });
    }
    entries
}

/// Whether a head's line still wants its employer, that the next line may name: “Engineer, Maintenance” is one part, and
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

/// Whether the line above a dated title is that title's employer, in a section whose other entries have nothing there:
/// a line in capitals like a name, behind the last sentence or list item of the entry before.
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
        && (employer_score(text) > 0 || placed(text) || named())
        && title_score(text) == 0
        && titles.len() == 1
        && title_score(titles[0]) > 0
        && employer_score(titles[0]) == 0
}

/// The line with a dated title's employer where one or two sentences about the employer stand between: “Acme Hospitals,
/// Pune”, “Charitable hospital with 11 centres.”, “Manager → 2005 – 2009”.
fn described_above(rows: &[Row<'_>], dated: usize, floor: usize) -> Option<usize> {
    let sentence = |row: &Row<'_>| !row.bullet && row.text.trim_end().ends_with('.') && !head_like(row);
    let titles = segments(rows[dated].text);
    let title = titles.first().is_some_and(|t| title_score(t) > 0) && titles.iter().all(|t| employer_score(t) < 2);
    let described = (1..=2).take_while(|back| dated >= floor + back && sentence(&rows[dated - back])).last()?;
    // Right below another dated title stands that one's employer.
    let at = dated.checked_sub(described + 1).filter(|at| *at > floor || floor == 0)?;
    let above = &rows[at];
    let ended = at == 0 || rows[at - 1].bullet || rows[at - 1].text.trim_end().ends_with('.') || above.gap;
    let named = title_score(above.text) == 0 && (employer_score(above.text) > 0 || placed(above.text));
    (title && ended && named && head_like(above) && !rows[dated].bullet).then_some(at)
}

/// What stands before the first full stop that another sentence follows.
fn first_sentence(text: &str) -> &str {
    let shorter = before_sentence(text);
    let stop = |(at, _): &(usize, &str)| {
        text[..*at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 2..].split_whitespace().count() > 2
    };
    text.match_indices(". ").find(stop).map_or(shorter, |(at, _)| &text[..at.min(shorter.len())])
}

/// Ends in a place, as employers' lines do.
fn placed(text: &str) -> bool {
    text.split('\t').map(trim).any(|t| {
        let end = |i: usize| t[i + 1..].split('(').next().unwrap_or_default().trim();
        comma_places(t).any(|i| is_place(end(i)) || is_town(end(i))) || is_place(t)
    })
}
