//! Cuts the text at its headings.

use super::{
    dates, headings, labels,
    lexicon::{employer_score, is_degree, is_school, title_score},
    lists,
    text::{Row, Text},
    unknown,
};
use crate::vocabulary::vocabulary;
use hireq_domain::resume::SectionKind::{self, *};

/// A section while it is being parsed.
pub(super) struct Part<'a> {
    pub kind: SectionKind,
    pub heading: &'a str,
    pub rows: Vec<Row<'a>>,
    /// Bytes, heading and body.
    pub start: usize,
    pub end: usize,
    /// Holds contact data though it is not the header.
    pub contact: bool,
}

/// What Word sets text in where nothing else is said, or a little less.
const USUAL_SIZE: f32 = 10.5;

/// Marks the headings and cuts there. The first part is the header, which may be empty.
pub(super) fn cut<'a>(text: &mut Text<'a>) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> =
        vec![Part { kind: Header, heading: "", rows: Vec::new(), start: 0, end: 0, contact: true }];
    let rows = std::mem::take(&mut text.rows);
    let mut sizes: Vec<f32> = rows.iter().map(|r| r.size).filter(|s| *s > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let body_size = match sizes.get(sizes.len() / 2) {
        // Word says a size only where it is not the usual one.
        Some(_) if 2 * sizes.len() < rows.len() => USUAL_SIZE,
        size => size.copied().unwrap_or(0.0),
    };
    let unknown = unknown::headings(&rows, body_size, |n, row| {
        heading(row, Other, body_size, rows.get(n + 1..).unwrap_or_default()).is_some()
    });
    let experienced = rows.iter().any(|row| headings::classify(row.text) == Some(Experience));
    let mut marked = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        if is_footer(row.text) {
            marked.push(row.clone());
            continue;
        }
        let current = parts.last().map_or(Header, |p| p.kind);
        let mut row = row.clone();
        // “DOŚWIADCZENIE” above “ZAWODOWE”: a narrow column broke the heading.
        if let Some(above) = n.checked_sub(1).map(|at| &rows[at])
            && marked.last().is_some_and(|m: &Row<'_>| m.heading.is_some())
            && above.size > 0.0
            && (above.size, above.bold) == (row.size, row.bold)
            && !row.gap
            && row.chars() < 30
            && above.text.chars().any(char::is_lowercase) == row.text.chars().any(char::is_lowercase)
            && headings::classify(row.text).is_none()
            && headings::classify(&format!("{} {}", above.text.trim(), row.text.trim())).is_some()
        {
            row.heading = Some(current);
            marked.push(row);
            continue;
        }
        let following = rows.get(n + 1..).unwrap_or_default();
        let announced = heading(&row, current, body_size, following);
        let set_as_one = || {
            // What further positions or courses follow is one of their own lines.
            let amid = || matches!(current, Experience | Education) && unknown::dated_before_heading(following);
            (current != Header && unknown.contains(&n) && !is_contact_heading(row.text) && !amid())
                .then(|| (unknown::kind(following, current, experienced), row.text.trim(), ""))
        };
        match announced.or_else(set_as_one) {
            Some((kind, title, rest)) => {
                row.heading = Some(kind);
                let contact = kind == Other
                    && headings::fold(title).contains(['c', 'k', 'p', '联', 'd'])
                    && is_contact_heading(title);
                let end = row.end();
                parts.push(Part { kind, heading: title, rows: Vec::new(), start: row.start, end, contact });
                if !rest.trim().is_empty()
                    && let Some(part) = parts.last_mut()
                {
                    let start = row.start + (row.text.len() - rest.len());
                    part.rows.push(Row { text: rest, start, heading: None, bullet: false, ..row.clone() });
                }
            }
            None => {
                if let Some(part) = parts.last_mut() {
                    part.end = row.end();
                    part.rows.push(row.clone());
                }
            }
        }
        marked.push(row);
    }
    text.rows = marked;
    for part in &mut parts {
        if matches!(part.kind, Experience | Education) {
            part.rows = rejoined(text.document.text.as_str(), std::mem::take(&mut part.rows));
            part.rows.iter_mut().for_each(without_form_bullet);
            part.rows = unwrapped(text.document.text.as_str(), std::mem::take(&mut part.rows));
        }
        // Sidebars put the address under "About" or beside the interests.
        part.contact |= matches!(part.kind, Summary | Other | Languages)
            && part.rows.iter().any(|r| r.text.contains('@') && r.chars() < 60);
        // A "career summary" may be the list of positions itself.
        if part.kind == Summary
            && part
                .rows
                .iter()
                .filter(|r| r.chars() < 160 && dates::periods(r.text).iter().any(dates::Period::is_range))
                .count()
                >= 2
        {
            part.kind = Experience;
        }
        // "Languages" that lists none that are spoken belongs to the skills.
        if part.kind == Languages && !part.rows.is_empty() && !lists::speaks(&part.rows) {
            part.kind = Skills;
        }
    }
    // A “path” beside the positions may be the one through schools.
    let several = parts.iter().filter(|p| p.kind == Experience).count() > 1;
    if several && !parts.iter().any(|p| p.kind == Education) {
        parts.iter_mut().filter(|p| p.kind == Experience && schooling(&p.rows)).for_each(|p| p.kind = Education);
    }
    parts
}

/// Whether rows name as many schools and degrees as they have periods.
fn schooling(rows: &[Row<'_>]) -> bool {
    let dated = rows.iter().filter(|r| dates::periods(r.text).iter().any(dates::Period::is_range)).count();
    let taught = rows.iter().filter(|r| title_score(r.text) == 0 && (is_school(r.text) || is_degree(r.text))).count();
    dated > 0 && taught >= dated
}

/// Puts lines back together that a narrow column broke after a comma, or before the end of a name: “University of”.
fn rejoined<'a>(text: &'a str, rows: Vec<Row<'a>>) -> Vec<Row<'a>> {
    let mut out: Vec<Row<'a>> = Vec::new();
    for row in rows {
        match out.last_mut() {
            // “…, University of” above “Strathmore”
            Some(last)
                if last
                    .text
                    .rsplit_once(' ')
                    .is_some_and(|(_, end)| end == "&" || vocabulary().words.unended.has(end))
                    && !last.bullet
                    && !row.bullet
                    && !row.gap
                    && row.chars() < 30
                    && row.size > 0.0
                    && row.text.starts_with(char::is_uppercase)
                    && !row.text.contains('\t') =>
            {
                last.text = &text[last.start..row.end()];
            }
            Some(last)
                if last.text.ends_with(',')
                    && !last.bullet
                    && !row.bullet
                    && !row.gap
                    && last.chars() < 60
                    && row.chars() < 60
                    && row.size > 0.0
                    && !last.text.contains('\t') =>
            {
                last.text = &text[last.start..row.end()];
            }
            _ => out.push(row),
        }
    }
    out
}

/// Puts a head line of two parts back together that broke before its date: “Acme, Richmond — Registered” above “Nurse”.
fn unwrapped<'a>(text: &'a str, rows: Vec<Row<'a>>) -> Vec<Row<'a>> {
    let mut out: Vec<Row<'a>> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let dated = rows.get(n + 1).is_some_and(|r| dates::is_mostly_date(r.text));
        let open = |last: &Row<'_>| {
            let Some((_, end)) = last.text.rsplit_once(" — ").or_else(|| last.text.rsplit_once(" – ")) else {
                return last.text.ends_with([',', '—', '–']) && last.text.contains(", ");
            };
            let word = headings::fold(end.rsplit(' ').next().unwrap_or_default());
            end.trim_end().ends_with(',')
                || row.text.starts_with(char::is_lowercase)
                || end.split(' ').count() <= 3 && vocabulary().titles.before.has(&word)
        };
        match out.last_mut() {
            Some(last)
                if dated
                    && !last.bullet
                    && !row.bullet
                    && !row.gap
                    && row.size > 0.0
                    && (row.size - last.size).abs() < 0.1
                    && last.chars() >= 40
                    && row.chars() < 45
                    && !last.text.contains('\t')
                    && !dates::is_mostly_date(row.text)
                    && open(last) =>
            {
                last.text = &text[last.start..row.end()];
            }
            _ => out.push(row.clone()),
        }
    }
    out
}

/// “• Date (da – a) → 2019 – 2021” is a form's line and no list item.
fn without_form_bullet(row: &mut Row<'_>) {
    let text = row.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if row.bullet && text.contains('\t') && labels::line(text).is_some() {
        row.start += row.text.len() - text.len();
        row.text = text;
        row.bullet = false;
    }
}

/// “Page 2 of 3”, “Jane Roe – 2/3”, “Last updated in March 2026”.
fn is_footer(text: &str) -> bool {
    let folded = headings::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let number = |w: &str| w.len() <= 2 && w.chars().all(|c| c.is_ascii_digit());
    let lines = &vocabulary().lines;
    let page = |w: &str| lines.page.has(w);
    if folded.starts_with("last updated") && words.len() <= 6 || folded.contains("europass cedefop europa eu") {
        return true;
    }
    match words.as_slice() {
        [.., word, n, of, m] if words.len() <= 9 && lines.page_of.has(of) => page(word) && number(n) && number(m),
        [.., word, n] if page(word) && (words.len() <= 6 || words.len() <= 9 && text.contains('\t')) => number(n),
        [one] => number(one),
        // “November 9, 2026 → Jane Roe · Résumé → 1”
        [.., n] if words.len() <= 9 && number(n) && text.contains('\t') => {
            words.iter().any(|w| matches!(*w, "resume" | "cv" | "lebenslauf"))
        }
        _ => false,
    }
}

fn is_contact_heading(title: &str) -> bool {
    let folded = headings::fold(title);
    // “Referencias personales” are other people's.
    if folded.contains("refer") {
        return false;
    }
    vocabulary().headings.contact.within(&folded)
}

/// Whether a row is a heading: what it announces, its words, and what follows on the same line.
fn heading<'a>(
    row: &Row<'a>,
    current: SectionKind,
    body_size: f32,
    following: &[Row<'a>],
) -> Option<(SectionKind, &'a str, &'a str)> {
    let text = row.text;
    if row.bullet
        && !row.style_heading
        && text.chars().next().is_some_and(|c| !c.is_alphanumeric())
        && row.size <= body_size * 1.15
    {
        return None;
    }
    let within_lists = matches!(current, Skills | Languages | Certificates);
    if let Some(kind) = headings::classify(text) {
        // Formats that tell no sizes: a short line of capitalised words.
        let bare = body_size == 0.0
            && row.chars() < 32
            && !row.bullet
            && text
                .split_whitespace()
                .all(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || c == '&') || w.len() < 4);
        let loud = row.style_heading
            || bare
            || row.bold
            || row.size > body_size * 1.08
            || text.chars().all(|c| !c.is_lowercase());
        // A quiet word inside a list of skills is a label or an item.
        if !loud && within_lists && matches!(kind, Skills | Languages | Projects | Other) && row.size > 0.0 {
            return None;
        }
        // What a course was made of stands within it.
        if current == Education && kind == Other && headings::fold(text).ends_with("coursework") {
            return None;
        }
        // Common words: headings only where they are set as such.
        if vocabulary().headings.everyday.has(&headings::fold(text))
            && !(row.style_heading || row.size > body_size * 1.08 || row.gap && (row.bold || bare))
        {
            return None;
        }
        // "Other" closes a list of skills as its last group.
        if matches!(current, Skills | Summary)
            && lists::is_rest(text)
            // In German it is a section's heading as well.
            && !((row.bold || row.style_heading) && headings::fold(text) == "sonstiges")
        {
            return None;
        }
        // "Teaching" and "Leadership" also name groups of skills.
        if current == Skills
            && matches!(kind, Volunteering | Awards)
            && !text.contains(' ')
            && text.chars().any(char::is_lowercase)
            && !row.style_heading
            && (row.size <= body_size * 1.08 || vocabulary().headings.groups.has(&headings::fold(text)))
        {
            return None;
        }
        // "Teaching", "Research" and the like also name what a job did.
        if !loud
            && (row.size > 0.0 || text.trim_end().ends_with(':'))
            && !row.gap
            && current == Experience
            && text.split_whitespace().count() == 1
            && !matches!(kind, Education | Skills | Languages | Experience)
        {
            return None;
        }
        // moderncv's last group of positions.
        if current == Experience
            && headings::fold(text) == "miscellaneous"
            && following.first().is_some_and(|r| dates::periods(r.text).iter().any(dates::Period::is_range))
        {
            return Some((Experience, text.trim(), ""));
        }
        if kind == Experience && current == Experience && !loud {
            return None;
        }
        // A title of that name with a date under it is an entry.
        if current == Experience
            && kind == Experience
            && following.first().is_some_and(|r| dates::is_mostly_date(r.text))
            && !row.style_heading
        {
            return None;
        }
        return Some((kind, text.trim(), ""));
    }
    // Formats that tell no sizes: a short line of capitalised words.
    let bare = body_size == 0.0
        && row.chars() < 32
        && !row.bullet
        && text
            .split_whitespace()
            .all(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || c == '&') || w.len() < 4);
    let loud = row.style_heading
        || bare
        || (row.size > body_size * 1.08 && body_size > 0.0)
        || row.bold && row.gap && title_score(text) == 0 && employer_score(text) == 0
        // “Product skills” above items that are not bold.
        || row.bold
            && matches!(current, Header | Summary | Other)
            && headings::fold(text).ends_with(" skills")
            && following.first().is_some_and(|r| !r.bold)
        || (row.bold || row.gap) && text.chars().all(|c| !c.is_lowercase());
    // Bold alone is how posts and their parts are set as well.
    let only_bold = !row.style_heading && !bare && row.size <= body_size * 1.08 && text.chars().any(char::is_lowercase);
    if loud
        && let Some(kind) = headings::classify_loud(text)
        && (!only_bold || matches!(kind, Experience | Education | Skills | Certificates | Languages))
        && !(current == Skills
            && !row.style_heading
            && row.size <= body_size * 1.08
            && !(matches!(kind, Experience | Education) && text.chars().all(|c| !c.is_lowercase())))
        && !following.first().is_some_and(|r| dates::is_mostly_date(r.text))
    {
        return Some((kind, text.trim(), ""));
    }
    // A heading that hangs beside its text.
    if let Some((first, rest)) = text.split_once('\t')
        && let Some(kind) = headings::classify(first)
        && !(within_lists && (matches!(kind, Languages | Skills) || lists::is_rest(first)))
        && !dates::is_mostly_date(rest)
        && (row.bold || row.gap || row.size == 0.0 || row.size > body_size * 1.08)
        && !(kind == Other && current == Header)
        && !(current == Experience && matches!(kind, Experience | Projects | Awards | Volunteering) && !row.bold)
    {
        return Some((kind, first.trim(), rest));
    }
    // "Skills: Rust, SQL".
    if let Some((first, rest)) = text.split_once([':', '：'])
        && !rest.trim().is_empty()
        && matches!(current, Header | Summary | Education | Certificates | Other | Awards | Volunteering | Languages)
        && let Some(kind) = headings::classify(first)
        && matches!(kind, Skills | Languages | Certificates | Summary | Education)
        && !(current == Header && kind == Education && rest.len() > 120)
    {
        return Some((kind, first.trim(), rest));
    }
    None
}
