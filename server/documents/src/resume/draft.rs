//! Splits the lines at a position's head into parts, and finds the place among them.

use super::{
    employer,
    entries::Entry,
    hints::EntityKind,
    labels::{Columns, Role, form_line, labelled},
    lexicon::{employer_score, is_place, is_town, title_margin, title_score},
    segments::segments,
    text::{Row, Text, comma_places, commas, trim},
};
use crate::{fold::fold, vocabulary::vocabulary};

/// A position's head, split into parts, before title and employer are distinguished.
pub(super) struct Draft<'a> {
    /// Title, employer and whatever else is named, in order.
    pub parts: Vec<&'a str>,
    /// The location of the job.
    pub place: Option<&'a str>,
    /// Whether the place followed a comma within another part.
    pub trailing: bool,
    /// Parts with a label that says what they are.
    pub labelled: Vec<(Role, &'a str)>,
}

impl Draft<'_> {
    /// Removes places that are in no list from the ends of parts: “Spedition Harms, Oldenburg”. After an employer, a
    /// place is `expected` if the section's other entries have one there; otherwise a hint has to confirm it.
    pub(super) fn without_unknown_places(mut self, text: &Text<'_>, expected: bool) -> Self {
        for part in &mut self.parts {
            if let Some(at) = comma_places(part).last()
                && let (head, tail) = (trim(&part[..at]), trim(&part[at + 1..]))
                && (tail.split(' ').count() <= 2 || is_town(tail) && title_score(head) == 0)
                && !head.is_empty()
                && !legal_form(tail)
                && (text.hinted(tail) == Some(EntityKind::Place)
                    || is_town(tail) && title_score(head) == 0
                    || expected
                        && !head.contains(',')
                        && title_score(head) == 0
                        && tail.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'))
                        && tail.split(' ').all(|w| w.chars().next().is_some_and(char::is_uppercase)))
                && title_score(tail) == 0
                && employer_score(tail) == 0
            {
                self.place = self.place.or(Some(tail));
                *part = head;
            }
        }
        self
    }
}

/// Splits an entry's head. `apart` says that in this section employers have lines of their own; `tables` are the rows
/// of the section that name columns.
pub(super) fn draft<'a>(entry: &Entry<'_, 'a>, apart: bool, tables: &[Columns<'_>]) -> Draft<'a> {
    let mut head =
        Head { parts: Vec::new(), place: entry.place, trailing: false, labelled: Vec::new(), whole: Vec::new() };
    let cells = |row: &Row<'a>| tables.iter().rev().find_map(|columns| columns.cells(row));
    let tabled = entry.head.iter().any(|row| cells(row).is_some());
    for row in &entry.head {
        let cells = cells(row);
        // Beside a table row there are further lines of its cells.
        if tabled && cells.is_none() {
            continue;
        }
        // In a form or a table, labels say what each part is, so no splitting is needed.
        if let Some(cells) = cells {
            cells.into_iter().for_each(|(role, value)| head.add_form_line(role, value));
        } else if let Some((role, value)) = form_line(entry.shown(row)) {
            head.add_form_line(role, value);
        } else if let Some(title) = title_with_subject(entry, row, apart) {
            head.parts.push(title);
        } else {
            head.add_line(entry, row);
        }
    }
    // “Ejecutivo de cuentas en Farmasol”: if no other part names the employer, what follows “en” is one rather than a
    // subject.
    if let [one] = head.parts.as_slice()
        && let Some((title, employer)) = title_in_employer(one)
    {
        head.parts = vec![title, employer];
    }
    head.split_at_commas()
}

/// The state while splitting a head.
struct Head<'a> {
    parts: Vec<&'a str>,
    place: Option<&'a str>,
    trailing: bool,
    labelled: Vec<(Role, &'a str)>,
    /// Parts that must not be split.
    whole: Vec<&'a str>,
}

impl<'a> Head<'a> {
    fn add_form_line(&mut self, role: Role, value: &'a str) {
        let (found, at) = if role == Role::Employer { without_place(value) } else { (vec![value], None) };
        self.place = self.place.or(at);
        self.labelled.extend(found.first().map(|value| (role, *value)));
        self.whole.extend(&found);
        self.parts.extend(found);
    }

    fn add_line(&mut self, entry: &Entry<'_, 'a>, row: &Row<'a>) {
        let line = entry.shown(row);
        let mut found = segments(line);
        if let Some(title) = subject_before_employer(line, &found) {
            self.parts.push(title);
            let rest = trim(&found[1][found[1].find(',').unwrap_or(0)..]);
            found.splice(..2, [rest]);
        }
        let labelled = labelled(found);
        self.labelled.extend(labelled.iter().filter_map(|(role, segment)| Some(((*role)?, *segment))));
        let shown: Vec<&'a str> = labelled.into_iter().map(|(_, segment)| segment).collect();
        let beside = employer_and_place(&shown, line) && entry.head.iter().any(|r| title_score(r.text) > 0);
        for (n, segment) in shown.iter().copied().enumerate() {
            // “Translator — Bureau Lexitrad, Québec City”: after a title comes an employer first.
            let next = n == 0 || title_score(shown[n - 1]) == 0 || commas(segment).first().is_some_and(|p| is_town(p));
            let second = n == 1 && (beside || shown.len() == 2 && beside_town(entry, row, segment));
            if is_place(segment) || employer::is_street(segment) || second || next && from_town(segment) {
                self.place = self.place.or(Some(segment));
            } else {
                let (found, at) = without_place(segment);
                self.trailing |= at.is_some();
                self.place = self.place.or(at);
                self.parts.extend(found);
            }
        }
    }

    /// Separates title and employer at commas if nothing else does, and removes a place after the employer.
    fn split_at_commas(mut self) -> Draft<'a> {
        let alone = self.parts.len() == 1;
        let mut split: Vec<&'a str> = Vec::new();
        for part in self.parts {
            let commas = commas(part);
            let margins: Vec<i32> = commas.iter().map(|c| title_margin(c)).collect();
            if self.whole.contains(&part) {
                split.push(part);
            } else if parts_title(&commas, &margins, alone) {
                // "Director, Sales, Acme": commas within the title are kept.
                let last_title = margins.iter().rposition(|s| *s > 0).unwrap_or(0);
                let plain = margins.len() > 2 && margins[1..].iter().all(|s| *s == 0) && employer_score(commas[2]) == 0;
                if last_title == 0 && plain && split.is_empty() {
                    split.extend([commas[0], commas[1]]);
                    self.place = self.place.or(Some(commas[2]));
                } else if let Some(at) = before_employer(&commas, &margins).filter(|_| alone && last_title == 0) {
                    let from = part.find(commas[0]).unwrap_or(0);
                    let to = commas[at - 1].as_ptr() as usize - part.as_ptr() as usize + commas[at - 1].len();
                    split.push(part.get(from..to).unwrap_or(commas[0]));
                    split.extend(&commas[at..]);
                } else {
                    split.extend(commas);
                }
            } else if let [employer, place] = commas[..]
                && employer_score(employer) > 0
                && place.split(' ').count() <= 2
                && title_margin(place) == 0
                && !legal_form(place)
            {
                split.push(employer);
                self.place = self.place.or(Some(place));
                self.trailing = true;
            } else {
                split.push(part);
            }
        }
        Draft { parts: split, place: self.place, trailing: self.trailing, labelled: self.labelled }
    }
}

/// A title and its employer that are connected only by a word which could also introduce a subject.
fn title_in_employer(part: &str) -> Option<(&str, &str)> {
    let (title, employer) =
        vocabulary().positions.at_or_in.iter().find_map(|word| part.rsplit_once(&format!(" {word} ")))?;
    let fits = title_score(title) > 0 && employer.trim_start().starts_with(char::is_uppercase);
    fits.then(|| (trim(title), trim(employer)))
}

/// Whether the commas separate a title from an employer.
fn parts_title(commas: &[&str], margins: &[i32], alone: bool) -> bool {
    let titled = margins.iter().any(|s| *s > 0);
    commas.len() > 1 && alone && titled && margins.iter().any(|s| *s <= 0)
        // “TGT Mathematics, Vidya Inter College”: the title is unknown, but the employer is recognised.
        || margins.len() == 2 && alone && margins[0] == 0 && margins[1] < -1 && commas[0].contains(' ')
        || titled && margins.iter().any(|s| *s < -2)
}

/// The index of the employer in “Officer, Education in Emergencies, Relief International, Bama”; everything before it
/// belongs to the title.
fn before_employer(commas: &[&str], margins: &[i32]) -> Option<usize> {
    let subject = |c: &&str| !is_town(c) && !is_place(c) && title_margin(c) == 0 && !is_unit(c);
    margins.iter().position(|s| *s < 0).filter(|at| *at > 1 && commas[1..*at].iter().all(subject))
}

/// “Teaching Assistant – Data Structures”: if another line of the head names the employer, or employers are on lines of
/// their own (`apart`), the whole line is the title.
fn title_with_subject<'a>(entry: &Entry<'_, 'a>, row: &Row<'a>, apart: bool) -> Option<&'a str> {
    let line = entry.shown(row);
    let parts = segments(line);
    let [title, subject] = parts.as_slice() else { return None };
    let dash = |between: &str| matches!(between.trim(), "–" | "-" | "—") && between.starts_with(' ');
    let from = line.find(title)?;
    let at = line.rfind(subject)?;
    let fits = title_score(title) > 0
        && at >= from + title.len()
        && dash(&line[from + title.len()..at])
        && employer_score(subject) < 1 + i32::from(apart && entry.head.len() > 1)
        && !is_place(subject)
        && !is_town(subject)
        && subject.split(' ').count() <= 5
        && !subject.contains(", ")
        && (apart && entry.head.len() == 1 && is_department(subject)
            || entry.head.iter().filter(|r| r.start != row.start).any(|r| names_employer(entry.shown(r))));
    fits.then(|| &line[from..at + subject.len()])
}

/// Whether these words name a department. Without other evidence, “Spotify” after a dash is an employer.
fn is_department(words: &str) -> bool {
    vocabulary().employers.departments.any_in(&fold(words))
}

/// “Department of Ecology”: part of the employer, not of the title.
fn is_unit(words: &str) -> bool {
    vocabulary().employers.units.has(fold(words).split(' ').next().unwrap_or_default())
}

/// Whether a line of a head names the employer and no post.
pub(super) fn names_employer(line: &str) -> bool {
    title_score(line) == 0
        && !is_place(trim(line))
        && (employer_score(line) > 0
            || line.split('\t').map(trim).any(|c| employer::bare(c) != c || without_place(c).1.is_some()))
}

/// The title with its subject in “Trainee – Maintenance, Acme Ltd, Lahore”: what follows the first comma is the
/// employer.
fn subject_before_employer<'a>(line: &'a str, parts: &[&'a str]) -> Option<&'a str> {
    let [title, rest, ..] = parts else { return None };
    let (subject, employer) = rest.split_once(", ")?;
    let (from, at) = (line.find(title)?, line.find(rest)?);
    let between = line.get(from + title.len()..at)?;
    let fits = title_score(title) > 0
        && matches!(between.trim(), "–" | "-" | "—")
        && employer_score(subject) == 0
        && !is_town(subject)
        && !is_place(subject)
        && !from_town(employer)
        && employer_score(employer.split(", ").next().unwrap_or_default()) > 1;
    fits.then(|| &line[from..at + subject.len()])
}

/// Whether a segment is a town in a cell of its own, on an employer's line next to the one with the title.
fn beside_town(entry: &Entry<'_, '_>, row: &Row<'_>, segment: &str) -> bool {
    entry.shown(row).split('\t').skip(1).any(|cell| trim(cell) == segment)
        && is_town(segment)
        && entry.head.iter().any(|other| other.start != row.start && title_score(other.text) > 0)
}

/// Whether it starts with a town: “Cork, County Cork, Ireland” and “Imus, Cavite” add its region, “Makati City” says
/// what it is.
fn from_town(segment: &str) -> bool {
    let parts = commas(segment);
    let city = |part: &str| part.strip_suffix(" City").is_some_and(|name| is_town(name) || is_town(part));
    match parts.as_slice() {
        [one] => city(one),
        [first, last] if city(last) => employer_score(first) == 0,
        [town, .., last] => is_town(town) && (is_place(last) || is_town(last) || is_town(&format!("{last} City"))),
        [] => false,
    }
}

/// Whether a line of two parts, neither of them a title, names an employer and, in its own cell, the location:
/// “Caritasverband Oberlausitz · Bautzen”.
fn employer_and_place(parts: &[&str], line: &str) -> bool {
    let [employer, place] = parts else { return false };
    let apart = line.split(['\t', '|', '·', '•']).map(trim).any(|cell| cell == *place)
        // “Construire Atlantique – Vannes → 2020 – 2024”
        || is_town(place) && line.split(" – ").flat_map(|part| part.split('\t')).map(trim).any(|part| part == *place);
    apart
        && title_score(employer) == 0
        && title_score(place) == 0
        && employer_score(place.strip_suffix(" City").unwrap_or(place)) == 0
        && place.split(' ').count() <= 3
        && place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | ',' | '\'' | '’'))
        && place.split(' ').all(|w| w.starts_with(|c: char| !c.is_lowercase()) || w.chars().count() <= 3)
}

/// A legal form after a comma, which belongs to the name.
fn legal_form(part: &str) -> bool {
    let part = part.trim_end_matches('.').to_lowercase();
    vocabulary().employers.legal_forms.has(&part) || matches!(part.as_str(), "l.l.c" | "s.a" | "co" | "lp" | "n.a")
}

/// Removes a place from a part, wherever it is: “Acme, Berlin, Germany”, “Acme, Austin, TX, Engineer”, “Acme (Berlin)”.
fn without_place(part: &str) -> (Vec<&str>, Option<&str>) {
    if let Some((head, tail)) = part.rsplit_once('(') {
        let inner = trim(tail.trim_end_matches(')'));
        if is_place(inner) {
            return (vec![trim(head)], Some(inner));
        }
    }
    let mut cuts: Vec<usize> = comma_places(part).collect();
    cuts.push(part.len());
    for from in 0..cuts.len().saturating_sub(1) {
        // No place has more than four parts.
        for to in (from + 1..cuts.len().min(from + 5)).rev() {
            let middle = part[cuts[from] + 2..cuts[to]].trim();
            // In the middle of a part, only "City, ST" is certainly a place.
            if (to + 1 == cuts.len() || middle.contains(',')) && is_place(middle) {
                let rest = part.get(cuts[to] + 2..).map(trim).filter(|r| !r.is_empty());
                return (std::iter::once(trim(&part[..cuts[from]])).chain(rest).collect(), Some(middle));
            }
        }
    }
    (vec![part], None)
}
