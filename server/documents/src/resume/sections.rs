//! Divides the text into sections at its headings.

use super::{
    dates, headings, labels,
    lexicon::{employer_score, is_degree, is_school, title_score},
    lists,
    text::{Row, Text},
    unknown,
};
use crate::{fold::fold, vocabulary::vocabulary};
use hireq_domain::resume::SectionKind::{self, *};

/// A section while it is being parsed.
pub(super) struct Part<'a> {
    pub kind: SectionKind,
    pub heading: &'a str,
    pub rows: Vec<Row<'a>>,
    /// In bytes; includes the heading and the body.
    pub start: usize,
    pub end: usize,
    /// Whether it contains contact data although it is not the header.
    pub contact: bool,
}

/// Word's default font size or a little less, for text without an explicit size.
const USUAL_SIZE: f32 = 10.5;

/// Marks the headings and divides the text there. The first part is the header, which may be empty.
pub(super) fn cut<'a>(text: &mut Text<'a>) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> =
        vec![Part { kind: Header, heading: "", rows: Vec::new(), start: 0, end: 0, contact: true }];
    let rows = std::mem::take(&mut text.rows);
    let body_size = body_size(&rows);
    let unknown = unknown::headings(&rows, body_size, |n, row| {
        heading(row, Other, body_size, rows.get(n + 1..).unwrap_or_default()).is_some()
    });
    let experienced = rows.iter().any(|row| headings::classify(row.text) == Some(Experience));
    let mut marked: Vec<Row<'a>> = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let current = parts.last().map_or(Header, |p| p.kind);
        let mut row = row.clone();
        if is_footer(row.text) {
            marked.push(row);
            continue;
        }
        if marked.last().is_some_and(|above| above.heading.is_some()) && ends_heading(&rows[n - 1], &row, current) {
            row.heading = Some(current);
            marked.push(row);
            continue;
        }
        let following = rows.get(n + 1..).unwrap_or_default();
        let announced = heading(&row, current, body_size, following);
        let set_as_one = || {
            // If more positions or courses follow, the heading is one of their own lines.
            let inside_section =
                || matches!(current, Experience | Education) && unknown::dated_before_heading(following);
            (current != Header && unknown.contains(&n) && !is_contact_heading(row.text) && !inside_section())
                .then(|| (unknown::kind(following, current, experienced), row.text.trim(), ""))
        };
        match announced.or_else(set_as_one) {
            Some(announced) => {
                row.heading = Some(announced.0);
                parts.push(started_part(&row, announced));
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
    parts.iter_mut().for_each(|part| finish_part(text.document.text.as_str(), part));
    // If there are positions elsewhere, a “path” may be one through schools.
    let several = parts.iter().filter(|p| p.kind == Experience).count() > 1;
    if several && !parts.iter().any(|p| p.kind == Education) {
        parts.iter_mut().filter(|p| p.kind == Experience && schooling(&p.rows)).for_each(|p| p.kind = Education);
    }
    parts
}

/// The most common font size, or 0 if sizes are unknown.
fn body_size(rows: &[Row<'_>]) -> f32 {
    let mut sizes: Vec<f32> = rows.iter().map(|r| r.size).filter(|s| *s > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    match sizes.get(sizes.len() / 2) {
        // Word only stores a size that differs from the default.
        Some(_) if 2 * sizes.len() < rows.len() => USUAL_SIZE,
        size => size.copied().unwrap_or(0.0),
    }
}

/// “DOŚWIADCZENIE” above “ZAWODOWE”: a heading wrapped by a narrow column.
fn ends_heading(above: &Row<'_>, row: &Row<'_>, kind: SectionKind) -> bool {
    let whole = || headings::classify(&format!("{} {}", above.text.trim(), row.text.trim()));
    above.size > 0.0
        && (above.size, above.bold) == (row.size, row.bold)
        && !row.gap
        && row.chars() < 30
        && above.text.chars().any(char::is_lowercase) == row.text.chars().any(char::is_lowercase)
        // “WYKSZTAŁCENIE I ODBYTE” above “SZKOLENIA”, which is also a heading by itself.
        && match headings::classify(row.text) {
            None => whole().is_some(),
            Some(_) => headings::classify(above.text).is_none() && whole() == Some(kind),
        }
}

/// The part that begins at a heading's row, including the text after the heading on its line.
fn started_part<'a>(row: &Row<'a>, (kind, title, rest): Announced<'a>) -> Part<'a> {
    let contact = kind == Other && fold(title).contains(['c', 'k', 'p', '联', 'd']) && is_contact_heading(title);
    let mut part = Part { kind, heading: title, rows: Vec::new(), start: row.start, end: row.end(), contact };
    if !rest.trim().is_empty() {
        let start = row.start + (row.text.len() - rest.len());
        part.rows.push(Row { text: rest, start, heading: None, bullet: false, ..row.clone() });
    }
    part
}

/// Rejoins a part's wrapped lines, and decides its kind if the heading leaves that open.
fn finish_part<'a>(text: &'a str, part: &mut Part<'a>) {
    if matches!(part.kind, Experience | Education) {
        part.rows = rejoined(text, std::mem::take(&mut part.rows));
        part.rows.iter_mut().for_each(without_form_bullet);
        part.rows = unwrapped(text, std::mem::take(&mut part.rows));
    }
    // In sidebars, the address may be under "About" or beside the interests.
    part.contact |= matches!(part.kind, Summary | Other | Languages)
        && part.rows.iter().any(|r| r.text.contains('@') && r.chars() < 60);
    // A "career summary" may itself be the list of positions.
    let dated = |r: &&Row<'_>| r.chars() < 160 && dates::periods(r.text).iter().any(dates::Period::is_range);
    if part.kind == Summary && part.rows.iter().filter(dated).count() >= 2 {
        part.kind = Experience;
    }
    // A "Languages" section without spoken languages belongs to the skills.
    if part.kind == Languages && !part.rows.is_empty() && !lists::lists_spoken_languages(&part.rows) {
        part.kind = Skills;
    }
}

/// Whether the rows name as many schools and degrees as they have periods.
fn schooling(rows: &[Row<'_>]) -> bool {
    let dated = rows.iter().filter(|r| dates::periods(r.text).iter().any(dates::Period::is_range)).count();
    let taught = rows.iter().filter(|r| title_score(r.text) == 0 && (is_school(r.text) || is_degree(r.text))).count();
    dated > 0 && taught >= dated
}

/// Rejoins lines wrapped after a comma or within a name: “University of”.
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

/// Rejoins a two-part head line wrapped before its date: “Acme, Richmond — Registered” above “Nurse”.
fn unwrapped<'a>(text: &'a str, rows: Vec<Row<'a>>) -> Vec<Row<'a>> {
    let mut out: Vec<Row<'a>> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let dated = rows.get(n + 1).is_some_and(|r| dates::is_mostly_date(r.text));
        let open = |last: &Row<'_>| {
            let Some((_, end)) = last.text.rsplit_once(" — ").or_else(|| last.text.rsplit_once(" – ")) else {
                return last.text.ends_with([',', '—', '–']) && last.text.contains(", ");
            };
            let word = fold(end.rsplit(' ').next().unwrap_or_default());
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

/// “• Date (da – a) → 2019 – 2021” is a line of a form, not a list item.
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
    let folded = fold(text);
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
    let folded = fold(title);
    // “Referencias personales” are other people.
    if folded.contains("refer") {
        return false;
    }
    vocabulary().headings.contact.within(&folded)
}

/// What a heading announces, its words, and the text after it on the same line.
type Announced<'a> = (SectionKind, &'a str, &'a str);

/// A line this much larger than the body text is formatted as a heading.
const LARGER: f32 = 1.08;

/// A line this much larger is a heading even after a bullet.
const MUCH_LARGER: f32 = 1.15;

/// A row that may be a heading, with its context.
struct Line<'r, 'a> {
    row: &'r Row<'a>,
    /// The section that precedes it.
    current: SectionKind,
    body_size: f32,
    following: &'r [Row<'a>],
}

/// Whether a row is a heading.
fn heading<'a>(row: &Row<'a>, current: SectionKind, body_size: f32, following: &[Row<'a>]) -> Option<Announced<'a>> {
    let item = row.bullet && !row.style_heading && row.text.chars().next().is_some_and(|c| !c.is_alphanumeric());
    if item && row.size <= body_size * MUCH_LARGER {
        return None;
    }
    let line = Line { row, current, body_size, following };
    // “Application for employment” is the title of the document.
    if current == Header && vocabulary().names.documents.has(&fold(row.text)) {
        return None;
    }
    match headings::classify(row.text) {
        Some(kind) => line.known(kind),
        None => line.set_as_heading().or_else(|| line.hanging()).or_else(|| line.before_colon()),
    }
}

impl<'a> Line<'_, 'a> {
    fn larger(&self) -> bool {
        self.row.size > self.body_size * LARGER
    }

    fn capitals(&self) -> bool {
        self.row.text.chars().all(|c| !c.is_lowercase())
    }

    /// A short line of capitalised words, in a format without font sizes.
    fn bare(&self) -> bool {
        let capitalised = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c == '&') || w.len() < 4;
        self.body_size == 0.0
            && self.row.chars() < 32
            && !self.row.bullet
            && self.row.text.split_whitespace().all(capitalised)
    }

    fn within_lists(&self) -> bool {
        matches!(self.current, Skills | Languages | Certificates)
    }

    /// Whether the next row contains only a date.
    fn before_date(&self) -> bool {
        self.following.first().is_some_and(|r| dates::is_mostly_date(r.text))
    }

    /// A heading by its words; its context may still rule it out.
    fn known(&self, kind: SectionKind) -> Option<Announced<'a>> {
        let Self { row, current, .. } = *self;
        let text = row.text;
        let loud = row.style_heading || self.bare() || row.bold || self.larger() || self.capitals();
        // The last group of positions in moderncv.
        let positions = current == Experience
            && fold(text) == "miscellaneous"
            && self.following.first().is_some_and(|r| dates::periods(r.text).iter().any(dates::Period::is_range));
        if self.is_label(kind, loud) || self.is_everyday_word() || self.is_group(kind) || self.is_duty(kind, loud) {
            None
        } else if positions {
            Some((Experience, text.trim(), ""))
        } else {
            (!self.is_entry(kind, loud)).then(|| (kind, text.trim(), ""))
        }
    }

    /// A heading's word without emphasis inside a list of skills is a label or an item; inside education it describes a
    /// course.
    fn is_label(&self, kind: SectionKind, loud: bool) -> bool {
        !loud && self.within_lists() && matches!(kind, Skills | Languages | Projects | Other) && self.row.size > 0.0
            || self.current == Education && kind == Other && fold(self.row.text).ends_with("coursework")
    }

    /// Everyday words are headings only if they are formatted as such.
    fn is_everyday_word(&self) -> bool {
        let row = self.row;
        vocabulary().headings.everyday.has(&fold(row.text))
            && !(row.style_heading || self.larger() || row.gap && (row.bold || self.bare()))
    }

    /// "Other" is often the last group of a list of skills; "Teaching" and "Leadership" may be groups too.
    fn is_group(&self, kind: SectionKind) -> bool {
        let row = self.row;
        let folded = fold(row.text);
        let rest = matches!(self.current, Skills | Summary)
            && lists::is_rest(row.text)
            // In German it is also the heading of a section.
            && !((row.bold || row.style_heading) && folded == "sonstiges");
        rest || self.current == Skills
            && matches!(kind, Volunteering | Awards)
            && !row.text.contains(' ')
            && !self.capitals()
            && !row.style_heading
            && (!self.larger() || vocabulary().headings.groups.has(&folded))
    }

    /// "Teaching", "Research" and similar words may also describe what a job involved.
    fn is_duty(&self, kind: SectionKind, loud: bool) -> bool {
        let row = self.row;
        !loud
            && (row.size > 0.0 || row.text.trim_end().ends_with(':'))
            && !row.gap
            && self.current == Experience
            && row.text.split_whitespace().count() == 1
            && !matches!(kind, Education | Skills | Languages | Experience)
    }

    /// Among positions, a title with that name, without emphasis or with a date below it, is an entry.
    fn is_entry(&self, kind: SectionKind, loud: bool) -> bool {
        kind == Experience && self.current == Experience && (!loud || self.before_date() && !self.row.style_heading)
    }

    /// A line that no list contains as a whole, but that is formatted as a heading.
    fn set_as_heading(&self) -> Option<Announced<'a>> {
        let Self { row, current, .. } = *self;
        let text = row.text;
        let loud = row.style_heading
            || self.bare()
            || self.larger() && self.body_size > 0.0
            || row.bold && row.gap && title_score(text) == 0 && employer_score(text) == 0
            // “Product skills” above items that are not bold.
            || row.bold
                && matches!(current, Header | Summary | Other)
                && fold(text).ends_with(" skills")
                && self.following.first().is_some_and(|r| !r.bold)
            || (row.bold || row.gap) && self.capitals();
        let kind = loud.then(|| headings::classify_loud(text)).flatten()?;
        // Posts and their parts are often in bold as well, so bold alone is not enough.
        let only_bold = !row.style_heading && !self.bare() && !self.larger() && !self.capitals();
        let sure = !only_bold || matches!(kind, Experience | Education | Skills | Certificates | Languages);
        let stands_out = self.larger() || (matches!(kind, Experience | Education) && self.capitals());
        let group = current == Skills && !row.style_heading && !stands_out;
        (sure && !group && !self.before_date()).then(|| (kind, text.trim(), ""))
    }

    /// A heading in the margin beside its text.
    fn hanging(&self) -> Option<Announced<'a>> {
        let Self { row, current, .. } = *self;
        let (first, rest) = row.text.split_once('\t')?;
        let kind = headings::classify(first)?;
        let label = self.within_lists() && (matches!(kind, Languages | Skills) || lists::is_rest(first));
        let set = row.bold || row.gap || row.size == 0.0 || self.larger();
        let particular =
            current == Experience && matches!(kind, Experience | Projects | Awards | Volunteering) && !row.bold;
        let contact = kind == Other && current == Header;
        (!label && !dates::is_mostly_date(rest) && set && !contact && !particular).then(|| (kind, first.trim(), rest))
    }

    /// "Skills: Rust, SQL".
    fn before_colon(&self) -> Option<Announced<'a>> {
        let (first, rest) = self.row.text.split_once([':', '：'])?;
        let open = matches!(
            self.current,
            Header | Summary | Education | Certificates | Other | Awards | Volunteering | Languages
        );
        let kind = headings::classify(first).filter(|_| open && !rest.trim().is_empty())?;
        let fits = matches!(kind, Skills | Languages | Certificates | Summary | Education)
            && !(self.current == Header && kind == Education && rest.len() > 120);
        fits.then(|| (kind, first.trim(), rest))
    }
}
