//! Cuts a section into entries at their dates, and an entry's head into its parts.

use super::{
    dates::{self, Period},
    labels::labelled,
    lexicon::{employer_score, is_place, is_school, lean, title_score},
    text::{Row, comma_places, commas, trim},
};
use std::ops::Range;

/// One entry of a dated section.
pub(super) struct Entry<'r, 'a> {
    /// Rows that name it.
    pub head: Vec<&'r Row<'a>>,
    /// Rows that tell about it.
    pub body: Vec<&'r Row<'a>>,
    pub period: Option<Period>,
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
            || matches!(
                w.to_lowercase().as_str(),
                "inc."
                    | "ltd."
                    | "co."
                    | "corp."
                    | "llc."
                    | "jr."
                    | "sr."
                    | "dept."
                    | "univ."
                    | "hons."
                    | "lda."
                    | "ltda."
                    | "cia."
                    | "bros."
            )
    };
    let ends = text.ends_with('.') && text.rsplit(' ').next().is_some_and(|w| !abbreviated(w));
    let sentence = ends
        && text.rsplit_once(' ').is_some_and(|(before, w)| before.contains(' ') || w.starts_with(char::is_lowercase))
        || text.ends_with(',')
        || text.ends_with(';');
    !row.bullet && row.chars() <= 110 && !lower && !sentence && !column_names(text)
}

/// The first row of a table names its columns.
fn column_names(text: &str) -> bool {
    let cells: Vec<&str> = text.split('\t').collect();
    cells.len() > 1
        && cells
            .iter()
            .filter(|c| {
                let folded = super::headings::fold(c);
                let first = folded.split(' ').next().unwrap_or_default();
                matches!(
                    first,
                    "date"
                        | "dates"
                        | "period"
                        | "from"
                        | "zeitraum"
                        | "datum"
                        | "position"
                        | "title"
                        | "role"
                        | "employer"
                        | "company"
                        | "organisation"
                        | "organization"
                        | "arbeitgeber"
                        | "firma"
                        | "tatigkeit"
                        | "institution"
                        | "institute"
                        | "qualification"
                        | "course"
                        | "score"
                        | "marks"
                        | "board"
                        | "percentage"
                        | "degree"
                        | "year"
                        | "years"
                        | "duration"
                        | "location"
                        | "activities"
                        | "main"
                        | "periode"
                        | "poste"
                        | "entreprise"
                        | "periodo"
                        | "puesto"
                        | "empresa"
                        | "cargo"
                        | "examination"
                        | "exam"
                        | "session"
                        | "passing"
                        | "division"
                        | "class"
                        | "grade"
                        | "award"
                        | "subject"
                        | "specialization"
                ) && folded.split(' ').count() <= 4
            })
            .count()
            * 2
            > cells.len()
}

fn anchor(row: &Row<'_>, ranges_only: bool) -> Option<Period> {
    if row.chars() > 160 {
        return None;
    }
    let found = dates::periods(row.text);
    let rest_short = |p: &Period| {
        let before = row.text[..p.range.start].trim();
        let after = row.text[p.range.end..].trim();
        // Dates stand at an edge of the line or of one of its cells.
        let edge = before.is_empty()
            || after.is_empty()
            || row.text[..p.range.start].ends_with(['\t', '(', '[', '|', ',', '–'])
            || row.text[p.range.end..].starts_with(['\t', ')', ']', '|', ',', ':'])
            || row.text[..p.range.start].trim_end().ends_with(['(', '[', '|', '•', '·', ',', '/', '—', '–', ':'])
            || row.text[p.range.end..].trim_start().starts_with([')', ']', '|', '•', '·', ',', '—', '–']);
        edge && !before.ends_with(" in") && !before.ends_with(" since")
    };
    if let Some(p) = found.iter().find(|p| p.is_range() && rest_short(p)) {
        return Some(p.clone());
    }
    if ranges_only {
        return None;
    }
    found.into_iter().find(|p| rest_short(p))
}

struct Anchor {
    row: usize,
    period: Period,
    /// The period goes on at the start of the next row, for this many bytes.
    spill: Option<(usize, usize)>,
}

fn anchors(rows: &[Row<'_>]) -> Vec<Anchor> {
    let mut found: Vec<Anchor> = Vec::new();
    for pair in rows.windows(2).enumerate() {
        if let (row, [first, second]) = pair
            && let Some((period, taken, spilled)) = dates::broken(first.text, second.text)
        {
            found.push(Anchor { row, period, spill: Some((taken, spilled)) });
        } else if let (row, [first, second]) = pair
            && let Some(period) = dates::broken_beside(first.text, second.text)
        {
            found.push(Anchor { row, period, spill: Some((0, 0)) });
        } else if let (row, [first, second]) = pair
            && let Some(period) = dates::labelled(first.text, second.text)
        {
            found.push(Anchor { row, period, spill: Some((first.text.len(), second.text.len())) });
        }
    }
    let free = |found: &[Anchor], i: usize| !found.iter().any(|a| a.row == i || (a.spill.is_some() && a.row + 1 == i));
    // A list item can carry the dates only in a cell of its own: they stand beside it, not in it.
    let beside = |r: &Row<'_>, p: &Period| !r.bullet || r.text[..p.range.start].ends_with('\t');
    let add = |ranges_only: bool, in_bullets: bool, found: &mut Vec<Anchor>| {
        for (i, r) in rows.iter().enumerate() {
            // moderncv ends its entries with a full stop as well.
            let dated = dates::periods(r.text).first().is_some_and(|p| p.range.start == 0);
            let sentence = r.text.trim().ends_with('.') && r.chars() > 90 && !r.text.contains('\t') && !dated;
            if sentence || !free(found, i) {
                continue;
            }
            let Some(period) = anchor(r, ranges_only) else { continue };
            if !in_bullets && !beside(r, &period) {
                continue;
            }
            if !ranges_only {
                // Single dates count beside ranges only where they stand in a cell of their own.
                let own = r.text.contains('\t')
                    || r.text[..period.range.start].trim().is_empty()
                        && r.text[period.range.end..].trim_start().starts_with(':')
                    || dates::is_mostly_date(r.text)
                    || ends_in(r.text, &period.range) && r.chars() < 90;
                if !head_like(r) || !own {
                    continue;
                }
            }
            found.push(Anchor { row: i, period, spill: None });
        }
    };
    add(true, false, &mut found);
    if found.is_empty() {
        add(true, true, &mut found);
    }
    let whole = found.iter().filter(|a| !in_parenthesis(rows, a)).count();
    add(false, false, &mut found);
    // What was done tells its year in a parenthesis, where the posts' own times stand in none.
    if whole > 1 {
        found.retain(|a| {
            !in_parenthesis(rows, a) || lean(rows[a.row].text) != 0 || rows[a.row].bold || a.spill.is_some()
        });
    }
    // Where dates stand on lines or in cells of their own, or in brackets, one within a line of one part tells when
    // something was done.
    let apart = |a: &Anchor| {
        let text = rows[a.row].text;
        a.spill.is_some()
            || dates::is_mostly_date(text)
            || text.contains('\t')
            || text[..a.period.range.start].trim_end().ends_with(['[', '('])
    };
    let own = found.iter().filter(|a| apart(a)).count();
    if own > 1 && 2 * own > found.len() {
        found.retain(|a| apart(a) || rows[a.row].bold || worth(rows[a.row].text) > 1);
    }
    found.sort_by_key(|a| a.row);
    found
}

/// Whether a line ends with its date, or with a remark in a parenthesis after it: “…, 2011 (Distinction)”.
fn ends_in(text: &str, date: &Range<usize>) -> bool {
    let after = text[date.end..].trim_start();
    let inside =
        text[..date.start].rfind('(') > text[..date.start].rfind(')') && after.find(')') == Some(after.len() - 1);
    inside
        || after.trim_matches([' ', ')', ']', '.']).is_empty()
        || after.starts_with('(') && after.find(')') == Some(after.len() - 1)
}

/// Whether a date stands in a parenthesis that follows words of its line.
fn in_parenthesis(rows: &[Row<'_>], anchor: &Anchor) -> bool {
    let (before, after) =
        (&rows[anchor.row].text[..anchor.period.range.start], &rows[anchor.row].text[anchor.period.range.end..]);
    before.rfind('(') > before.rfind(')')
        && after.contains(')')
        && !trim(before.split('(').next().unwrap_or_default()).is_empty()
}

/// How many parts of a head a row brings.
fn worth(text: &str) -> usize {
    let parts = labelled(pieces(text)).into_iter().map(|(_, part)| part);
    parts.filter(|p| !is_place(p)).map(|p| if mixed(p) { 2 } else { 1 }).sum()
}

/// “Engineer, Acme”: a comma between a title and something that is none.
fn mixed(piece: &str) -> bool {
    let parts: Vec<&str> = commas(piece).into_iter().filter(|p| !is_place(p)).collect();
    parts.len() > 1 && parts.iter().any(|p| lean(p) > 0) && parts.iter().any(|p| lean(p) <= 0)
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
        let floor = n.checked_sub(1).map_or(0, |p| anchors[p].row + 1 + usize::from(anchors[p].spill.is_some()));
        let mut start = anchor.row;
        let lead = if rows[anchor.row].bullet { lead.max(1) } else { lead };
        while start > floor && anchor.row - start < lead && head_like(&rows[start - 1]) {
            start -= 1;
        }
        if start == anchor.row && start > floor && names_employer_above(rows, start) {
            start -= 1;
        }
        starts.push(start.max(floor.min(anchor.row)));
    }
    let mut entries = Vec::new();
    for (n, anchor) in anchors.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(rows.len());
        let mut head: Vec<&Row<'a>> = rows[starts[n]..=anchor.row].iter().collect();
        let beside = rows[anchor.row].bullet && rows[anchor.row].text[..anchor.period.range.start].ends_with('\t');
        head.retain(|r| !r.bullet || (r.start == rows[anchor.row].start && !beside));
        // The period's second line may be nothing else.
        let whole =
            rows.get(anchor.row + 1).zip(anchor.spill).is_some_and(|(row, (_, spilled))| spilled == row.text.len());
        let mut next = anchor.row + 1 + usize::from(whole);
        let mut have: usize = head.iter().map(|r| worth(r.text)).sum();
        while next < end && !beside && head_like(&rows[next]) && rows[next].chars() <= 90 {
            let row = &rows[next];
            let text =
                anchor.spill.filter(|_| next == anchor.row + 1).map_or(row.text, |(_, spilled)| &row.text[spilled..]);
            let named = employer_score(text) > 0
                || title_score(text) > 0 && text.split_whitespace().count() <= 6
                || placed(text);
            let wanted = match have {
                0 => true,
                1 => !row.gap || row.bold || named,
                // A head that one comma parts may still have its employer on the next line.
                2 => {
                    head.len() == 1
                        && (placed(text) || employer_score(text) > 1)
                        && pieces(head[0].text).iter().filter(|p| !is_place(p)).count() == 1
                        && !pieces(head[0].text).iter().any(|p| employer_score(p) > 0)
                }
                _ => false,
            };
            if !wanted || (anchor.spill.is_some_and(|(taken, _)| taken > 0) && have > 0) {
                break;
            }
            have += worth(text);
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
                vec![(rows[anchor.row].start, taken), (rows.get(anchor.row + 1).map_or(0, |r| r.start), spilled)]
            })
            .unwrap_or_default();
        entries.push(Entry {
            head,
            body: rows[body_from.min(end)..end].iter().collect(),
            period: Some(anchor.period.clone()),
            cut,
        });
    }
    entries
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
    let titles = pieces(rows[dated].text);
    head_like(above)
        && (before.bullet || before.text.trim_end().ends_with('.'))
        && (employer_score(text) > 0 || placed(text) || named())
        && title_score(text) == 0
        && titles.len() == 1
        && title_score(titles[0]) > 0
        && employer_score(titles[0]) == 0
}

/// Ends in a place, as employers' lines do.
fn placed(text: &str) -> bool {
    text.split('\t').map(trim).any(|t| comma_places(t).any(|i| is_place(t[i + 1..].trim())) || is_place(t))
}

/// The parts of a head line that stand between its separators, without dates.
pub(super) fn pieces(line: &str) -> Vec<&str> {
    let mut cuts: Vec<Range<usize>> = dates::periods(line).into_iter().map(|p| p.range).collect();
    cuts.push(line.len()..line.len());
    let mut parts = Vec::new();
    let mut from = 0;
    for cut in cuts {
        if cut.start >= from {
            parts.push(&line[from..cut.start]);
        }
        from = cut.end.max(from);
    }
    parts
        .into_iter()
        .flat_map(|p| p.split(['\t', '|', '•', '·', '●', '∙', '⋄', '▪', '■', '◦', '；', ';']))
        .flat_map(|p| {
            p.split(" — ")
                .flat_map(|p| p.split(" – "))
                .flat_map(|p| p.split(" - "))
                .flat_map(|p| p.split(" @ "))
                .flat_map(|p| p.split(" // "))
        })
        .flat_map(split_at_word)
        .flat_map(split_at_stop)
        .map(before_sentence)
        .map(|piece| without_connector(trim(piece)))
        .map(|p| p.trim_matches(['[', ']']).trim())
        .filter(|p| p.chars().any(char::is_alphanumeric) && !duration(p) && !particular(p) && !joint(p))
        .collect()
}

/// “Engineer at Acme”: only where the left side is a title.
fn split_at_word(part: &str) -> Vec<&str> {
    for word in [" at ", " bei ", " chez ", " bei der ", " beim ", " na ", " no ", " en "] {
        if let Some((left, right)) = part.split_once(word)
            && title_score(left) > 0
            // In Spanish and French a subject follows as often as an employer.
            && (word != " en " || employer_score(right) > 0)
            && right.trim().chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        {
            return vec![left, right];
        }
    }
    vec![part]
}

/// “Máster en Historia. Universidad de Sevilla”: a full stop between a course and its school.
fn split_at_stop(part: &str) -> Vec<&str> {
    match part.split_once(". ") {
        Some((left, right))
            if left.chars().count() > 3 && is_school(right) && !is_school(left) && !right.contains(". ") =>
        {
            vec![left, right]
        }
        // “Ayudante de cocina. Restaurante El Rincón, Getafe.”
        Some((left, right)) if title_score(left) > 0 && !right.contains(". ") && like_a_name(right) => {
            vec![left, right]
        }
        _ => vec![part],
    }
}

/// A few words, most of them capitalised: what a sentence is not.
fn like_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.chars().count() > 3).collect();
    let capital = words.iter().filter(|w| w.starts_with(|c: char| !c.is_lowercase())).count();
    text.starts_with(char::is_uppercase) && (1..=8).contains(&words.len()) && 4 * capital >= 3 * words.len()
}

/// What led to a date that was cut out: “Acme (Mendoza), desde”.
fn without_connector(piece: &str) -> &str {
    for word in [" desde", " de", " from", " since", " seit", " von", " depuis", " du", " dal"] {
        if let Some(rest) = piece.strip_suffix(word)
            && rest.ends_with([',', '(', ')'])
        {
            return trim(rest);
        }
    }
    piece
}

/// “Acme, Berlin. Led a group of nine”: only what stands before the sentence.
fn before_sentence(part: &str) -> &str {
    for (at, _) in part.match_indices(". ") {
        let word = part[..at].rsplit([' ', ',']).next().unwrap_or_default();
        if at > 12
            && word.chars().count() > 3
            && part[at + 2..].trim_start().chars().next().is_some_and(char::is_uppercase)
            && part[at + 2..].split_whitespace().count() > 1
        {
            return &part[..at];
        }
    }
    part
}

/// Particulars of a post that name neither it nor the employer: “Salary: $74,584.00”.
fn particular(piece: &str) -> bool {
    const LABELS: [&str; 12] = [
        "salary",
        "hours per week",
        "hours",
        "series",
        "pay plan",
        "grade",
        "supervisor",
        "gehalt",
        "reason for leaving",
        "notice period",
        "reporting to",
        "reports to",
    ];
    piece.split_once(':').is_some_and(|(label, _)| LABELS.contains(&super::headings::fold(label).as_str()))
}

/// What is left between two dates: “kept 2024 and 2025”.
fn joint(piece: &str) -> bool {
    matches!(piece, "and" | "und" | "et" | "y" | "e" | "i" | "en" | "&")
}

/// “(2 yrs 3 mos)”, “3 years”, and the words that are left when a date is cut out.
fn duration(part: &str) -> bool {
    let folded = super::headings::fold(part);
    folded.split(' ').all(|w| {
        w.chars().all(|c| c.is_ascii_digit())
            || matches!(
                w,
                "yr" | "yrs"
                    | "year"
                    | "years"
                    | "mo"
                    | "mos"
                    | "month"
                    | "months"
                    | "jahre"
                    | "jahr"
                    | "monate"
                    | "jaar"
                    | "maand"
                    | "maanden"
                    | "anno"
                    | "anni"
                    | "mese"
                    | "mesi"
                    | "ano"
                    | "anos"
                    | "mes"
                    | "meses"
                    | "annee"
                    | "annees"
                    | "ans"
                    | "mois"
                    | "from"
                    | "to"
                    | "since"
                    | "desde"
                    | "hasta"
                    | "depuis"
                    | "jusqu"
                    | "expected"
                    | "graduated"
                    | "graduation"
                    | "von"
                    | "bis"
                    | "seit"
                    | "present"
                    | "full"
                    | "time"
                    | "part"
                    | "ab"
                    | "de"
                    | "a"
            )
    })
}
