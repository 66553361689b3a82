//! Sections that are lists: skills, spoken languages, certificates.

use super::{
    boilerplate::{is_consent, is_language_table, is_referral, is_signature},
    dates, headings,
    lexicon::is_spoken,
    text::{Row, Text, trim},
};
use crate::{fold::fold, skills::Taxonomy, vocabulary::vocabulary};
use hireq_domain::resume::{
    ParsedResume,
    SectionKind::{self, Certificates, Languages, Other},
    Skill,
};
use regex::Regex;
use std::sync::LazyLock;

/// More than any person lists; limits what a hostile text can cost.
const MAX_SKILLS: usize = 400;
const MAX_SPANS: usize = 50;

/// In bytes: the longest list of skills over wrapped lines.
const MAX_JOINED: usize = 600;

/// Reads a skills section, including languages listed among the skills.
pub(super) fn skills(text: &Text<'_>, rows: &[Row<'_>], resume: &mut ParsedResume) {
    let (tables, rows): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.iter().cloned().partition(is_language_table);
    languages(text, &tables, resume);
    let rows = rows.as_slice();
    let rows: Vec<Row<'_>> = rejoined(text, rows)
        .into_iter()
        .filter(|row| !is_referral(row) && !is_consent(row) && !is_signature(row))
        .collect();
    let name = resume.name.as_ref().map(|n| n.value.clone()).unwrap_or_default();
    // Forms list languages, hobbies and references in the same section, each after its label.
    let (other, rows): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.into_iter().partition(|row| labelled_as(row).is_some());
    languages(text, &other.into_iter().filter(|r| labelled_as(r) == Some(Languages)).collect::<Vec<_>>(), resume);
    let rows = if is_prose(&rows) {
        let (lists, sentences): (Vec<Row<'_>>, Vec<Row<'_>>) =
            rows.into_iter().partition(|row| separators(row) > 1 || row.text.contains(':'));
        sentences.iter().for_each(|row| mentions(text, row.text, 0.7, resume));
        lists
    } else {
        rows
    };
    for item in list(&rows) {
        if item.eq_ignore_ascii_case(&name) {
            continue;
        }
        if let Some((outer, inner)) = parenthesis(item) {
            add(text, outer, 0.9, resume);
            inner.into_iter().for_each(|i| add(text, i, 0.9, resume));
            continue;
        }
        if is_spoken(item) && item.split_whitespace().count() <= 4 {
            language(text, item, resume);
            continue;
        }
        let item = without_level(item);
        // “John Doe – 2/3”
        if item.eq_ignore_ascii_case(&name) {
            continue;
        }
        let words = item.split_whitespace().count();
        let count = item.chars().count();
        if item.is_empty()
            || words > 6
            || count > 50
            || !item.chars().any(char::is_alphabetic)
            || (count < 2 && !matches!(item, "C" | "R"))
        {
            // A sentence: only known skills within it count.
            mentions(text, item, 0.7, resume);
            continue;
        }
        if headings::classify(item).is_some() || item.contains('@') {
            continue;
        }
        add(text, item, 0.9, resume);
    }
}

/// Whether a section describes what somebody did with their skills, as in functional résumés, instead of listing them.
fn is_prose(rows: &[Row<'_>]) -> bool {
    let sentence = |row: &&Row<'_>| {
        row.text.split_whitespace().count() > 5 && separators(row) < 2 && !row.text.contains([':', '\t'])
    };
    rows.len() >= 4 && 2 * rows.iter().filter(sentence).count() >= rows.len()
}

/// How many separators there are between the items of a row.
fn separators(row: &Row<'_>) -> usize {
    row.text.matches([',', ';', '|', '•', '·', '/']).count()
}

/// What a line's label or first cell announces, if that is not skills: “Interests: trail running”.
fn labelled_as(row: &Row<'_>) -> Option<SectionKind> {
    let (label, rest) = row.text.split_once(['\t', ':', '：'])?;
    let kind = headings::classify(label).filter(|_| !rest.trim().is_empty())?;
    let fits = match kind {
        Languages => lists_spoken_languages(std::slice::from_ref(row)),
        // “Overig → BHV, ATEX” are further skills.
        Other => !is_rest(label),
        Certificates => true,
        _ => false,
    };
    fits.then_some(kind)
}

/// Whether a label means "other".
pub(super) fn is_rest(label: &str) -> bool {
    vocabulary().headings.rest.has(&fold(label))
}

/// Rejoins items that were wrapped.
fn rejoined<'a>(text: &Text<'a>, rows: &[Row<'a>]) -> Vec<Row<'a>> {
    let mut out: Vec<Row<'a>> = Vec::new();
    // If items start with capitals, one per line, a line in lower case continues the one before.
    let small = rows.iter().filter(|row| row.text.starts_with(char::is_lowercase)).count();
    let column =
        rows.len() > 3 && 3 * small <= rows.len() && !rows.iter().any(|row| row.text.contains([',', ';', ':', '\t']));
    for row in rows {
        if let Some(last) = out.last_mut().filter(|last| last.text.len() < MAX_JOINED) {
            let first = row.text.split([',', '\t', ';', '·', '•']).next().unwrap_or_default().trim();
            let open = last.text.rsplit([',', '\t', ';', ':', '·', '•']).next().unwrap_or_default().trim();
            let lower = row.text.starts_with(|c: char| c.is_lowercase() || c == '(');
            let known = || Taxonomy::get().canonical(&format!("{open} {first}")).is_some();
            // A narrow column wraps a list item: “• Management de” above “brigade”.
            let open_ended =
                last.text.rsplit(' ').next().is_some_and(|w| w == "&" || vocabulary().words.unended.has(w));
            let broken = column && lower && Taxonomy::get().canonical(row.text.trim()).is_none()
                || lower && last.text.split_whitespace().take(5).count() <= 4 && (last.bullet || open_ended);
            if (last.text.contains([',', '·']) || broken)
                && !row.bullet
                && !row.gap
                && !open.is_empty()
                && !first.contains(':')
                && row.size > 0.0
                && row.bold == last.bold
                && (lower || known())
            {
                last.text = &text.document.text[last.start..row.end()];
                continue;
            }
        }
        out.push(row.clone());
    }
    out
}

/// “SQL (Postgres)”, “AWS (EC2, S3)”: the skill, and those in parentheses if they are skills.
fn parenthesis(item: &str) -> Option<(&str, Vec<&str>)> {
    let (outer, rest) = item.split_once('(')?;
    let inner: Vec<&str> = rest.strip_suffix(')')?.split([',', '/', ';']).map(trim).filter(|i| !i.is_empty()).collect();
    let known = |s: &str| Taxonomy::get().canonical(s).is_some();
    let outer = trim(outer);
    let skills = inner.iter().filter(|i| known(i)).count();
    (known(outer) && !inner.is_empty() && skills * 2 > inner.len()).then_some((outer, inner))
}

/// Adds known skills mentioned in other text.
pub(super) fn mentions(text: &Text<'_>, part: &str, confidence: f32, resume: &mut ParsedResume) {
    let Some(base) = text.offset(part) else { return };
    let base = text.span(base..base).start;
    for mention in Taxonomy::get().find_curated(part) {
        let mut span = mention.span;
        span.start += base;
        span.end += base;
        let full = resume.skills.len() >= MAX_SKILLS;
        match resume.skills.iter_mut().find(|s| s.name == mention.name) {
            Some(known) => {
                if known.spans.len() < MAX_SPANS
                    && !known.spans.iter().any(|s| s.start < span.end && span.start < s.end)
                {
                    known.spans.push(span);
                }
            }
            None if full => {}
            None => resume.skills.push(Skill { name: mention.name.to_owned(), confidence, spans: vec![span] }),
        }
    }
}

fn add(text: &Text<'_>, item: &str, confidence: f32, resume: &mut ParsedResume) {
    let span = text.offset(item).map(|at| text.span(at..at + item.len()));
    let item = item.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = Taxonomy::get().canonical(&item).map_or(item, str::to_owned);
    let full = resume.skills.len() >= MAX_SKILLS;
    match resume.skills.iter_mut().find(|s| s.name.eq_ignore_ascii_case(&name)) {
        Some(known) => {
            known.confidence = known.confidence.max(confidence);
            if known.spans.len() < MAX_SPANS {
                known.spans.extend(span);
            }
        }
        None if full => {}
        None => resume.skills.push(Skill { name, confidence, spans: span.into_iter().collect() }),
    }
}

/// “Python (5 years)”, “Excel – advanced”, “Rust ★★★”: the skill without its level.
fn without_level(item: &str) -> &str {
    static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
        let skills = &vocabulary().skills;
        let (levels, years) = (skills.levels.pattern(), skills.years.pattern());
        Regex::new(&format!(r"(?i)\s*(?:[(\[:–—-]\s*)?\b(?:(?:very )?(?:{levels})(?: knowledge| level)?|\d+\+? ?(?:{years}|%))\)?\]?\s*$|\s*[★☆●○◐■□▪▫█░*]+\s*$|\s*\d+(?:/\d+| ?%)\s*$"))
            .expect("words and constants")
    });
    match LEVEL.find(item) {
        Some(m) if m.start() > 0 => trim(&item[..m.start()]),
        _ => trim(item),
    }
}

/// The items of a list separated by commas, bullets, cells or wrapped lines.
fn list<'a>(rows: &[Row<'a>]) -> Vec<&'a str> {
    let mut items = Vec::new();
    let labelled = labelled(rows);
    // “Skill → Years → Level”, possibly twice side by side: only some columns contain skills.
    let named = rows.first().map(|row| row.text.split('\t').map(names_skills).collect::<Vec<_>>()).unwrap_or_default();
    if named.len() > 1 && named.contains(&Some(true)) && !named.contains(&None) && named.contains(&Some(false)) {
        let cells = rows[1..].iter().flat_map(|row| row.text.split('\t').zip(&named));
        return cells.filter(|(_, names)| **names == Some(true)).map(|(cell, _)| trim(cell)).collect();
    }
    for row in rows {
        for cell in row.text.split('\t').skip(usize::from(labelled && row.text.contains('\t'))) {
            let cell = label_off(cell);
            // "A / B / C" is a list, "CI/CD" is not.
            for part in cell.split(" / ") {
                split_items(part, &mut items);
            }
        }
    }
    items
}

/// Whether a table column with this heading contains skills; `Some(false)` if it contains levels, `None` if it is no
/// such heading.
fn names_skills(heading: &str) -> Option<bool> {
    let folded = fold(heading);
    let labels = &vocabulary().labels;
    if labels.skill_columns.has(&folded) {
        return Some(true);
    }
    labels.level_columns.any_in(&folded).then_some(false)
}

/// Whether the rows form a table whose first column names categories and whose second lists the skills.
pub(super) fn labelled(rows: &[Row<'_>]) -> bool {
    let tabled: Vec<(&str, &str)> = rows.iter().filter_map(|row| row.text.split_once('\t')).collect();
    let label = |cell: &str| cell.split_whitespace().count() <= 3 && !cell.contains([',', ';', '•']);
    let listing = tabled.iter().filter(|(_, rest)| rest.contains(',') && !rest.contains('\t')).count();
    !tabled.is_empty() && tabled.iter().all(|(cell, _)| label(cell)) && 2 * listing > tabled.len()
}

/// “Languages: Python, Rust” without its label; empty for a label alone.
fn label_off(cell: &str) -> &str {
    for colon in [':', '：'] {
        if let Some((label, rest)) = cell.split_once(colon)
            && label.split_whitespace().count() <= 6
            && label.chars().count() <= 50
            && !label.contains(',')
        {
            // “Excel: advanced” names the skill first.
            let level = rest.trim();
            return if !level.is_empty() && without_level(&format!("x {level}")) == "x" { label } else { rest };
        }
    }
    // “Computational – R, Python”
    if let Some((label, rest)) = cell.split_once(" – ")
        && label.split_whitespace().count() <= 3
        && !label.contains(',')
        && rest.contains(", ")
        && !rest.contains(" – ")
        // “Python – Django, Flask” names the skill first.
        && Taxonomy::get().canonical(label).is_none()
    {
        return rest;
    }
    cell
}

fn split_items<'a>(cell: &'a str, items: &mut Vec<&'a str>) {
    // “Python – Django, Flask”
    if let Some((first, rest)) = cell.split_once(" – ")
        && rest.contains(", ")
        && !rest.contains(" – ")
        && Taxonomy::get().canonical(first.trim()).is_some()
    {
        items.push(trim(first));
        return split_items(rest, items);
    }
    // “Investigation – Editing – Layout”
    if cell.matches(" – ").count() > 1 && !cell.contains([',', ';', '•', '·', '|']) {
        items.extend(cell.split(" – ").map(trim).filter(|part| !part.is_empty()));
        return;
    }
    let mut depth = 0_i32;
    let mut from = 0;
    // “Drafting leases, licences and deeds; title investigation; …”: commas occur within items.
    let semicolons = cell.matches(';').count();
    let commas = semicolons < 3 || cell.matches(',').count() >= semicolons;
    // A bullet before the first item separates nothing.
    let mut several = false;
    let mut push = |part: &'a str| {
        let part = trim(part);
        if !part.is_empty() {
            items.push(part);
        }
        !part.is_empty()
    };
    for (i, c) in cell.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth <= 0 && commas => {
                several |= push(&cell[from..i]);
                from = i + 1;
            }
            ';' | '|' | '•' | '·' | '●' | '▪' | '◦' | '∙' | '、' | '，' | '；' | '■' | '♦' | '⋄' | '➢' | '✓'
                if depth <= 0 =>
            {
                several |= push(&cell[from..i]);
                from = i + c.len_utf8();
            }
            _ => {}
        }
    }
    let last = &cell[from..];
    // "a, b and c": the last two of a list.
    let and = vocabulary().words.and.iter().chain(["&"]);
    let last_two = and
        .filter_map(|and| last.split_once(&format!(" {and} ")))
        .next()
        .filter(|(l, r)| several && l.split_whitespace().count() <= 2 && r.split_whitespace().count() <= 2);
    match last_two {
        Some((l, r)) => {
            push(l);
            push(r);
        }
        None => {
            push(last.strip_prefix(" and ").unwrap_or(last));
        }
    }
}

/// Reads a languages section.
pub(super) fn languages(text: &Text<'_>, rows: &[Row<'_>], resume: &mut ParsedResume) {
    for row in rows {
        for cell in row.text.split(['\t', ',', ';', '|', '•', '·', '、', '.']) {
            let cell = trim(cell);
            if is_spoken(cell) && cell.chars().count() < 60 {
                language(text, cell, resume);
            }
        }
    }
}

fn language(text: &Text<'_>, item: &str, resume: &mut ParsedResume) {
    if !resume.languages.iter().any(|l| l.value.eq_ignore_ascii_case(item)) && resume.languages.len() < 20 {
        resume.languages.push(text.field(item, 0.9));
    }
}

/// Reads a section of certificates, one per line.
pub(super) fn certificates(text: &Text<'_>, rows: &[Row<'_>], resume: &mut ParsedResume) {
    for row in rows.iter().filter(|r| r.chars() <= 160) {
        let part = row
            .text
            .split('\t')
            .map(trim)
            .find(|c| !c.is_empty() && (!row.text.contains('\t') || !dates::is_mostly_date(c)))
            .unwrap_or_default();
        if part.chars().count() >= 3 && resume.certificates.len() < 40 {
            resume.certificates.push(text.field(part, 0.7));
        }
    }
}

/// Whether a section called “Languages” lists spoken languages.
pub(super) fn lists_spoken_languages(rows: &[Row<'_>]) -> bool {
    rows.iter().take(6).any(|r| r.text.split(['\t', ',', ';', '|', '•', ':']).any(|c| is_spoken(trim(c))))
}

/// Whether sections of this kind may mention skills in passing.
pub(super) const fn may_mention(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Experience
            | SectionKind::Projects
            | SectionKind::Summary
            | SectionKind::Header
            | SectionKind::Education
            | SectionKind::Certificates
    )
}
