//! Education entries: school, degree with its subject, level and period.

use super::{
    dates, employer,
    entries::{self, Entry},
    heads,
    lexicon::{degree_level, employer_score, is_degree, is_place, is_school, is_town},
    segments::segments,
    text::{Row, Text, comma_places, commas, trim},
};
use crate::{fold::fold, vocabulary::vocabulary};
use hireq_domain::resume::{Education, Field, PeriodEnd};

pub(super) fn read(text: &Text<'_>, rows: &[Row<'_>]) -> Vec<Education> {
    let mut entries = entries::split(rows);
    if entries.is_empty() {
        entries = undated(rows);
    }
    let schools_first = schools_first(&entries);
    let mut found: Vec<Education> = Vec::new();
    for entry in &entries {
        let course = course(text, entry, schools_first);
        if course.institution.is_none() && course.degree.is_none() {
            continue;
        }
        // A second dated line of the same course does not start a new one.
        match found.last_mut() {
            Some(last) if completes(last, &course) => {
                last.institution = last.institution.take().or(course.institution);
                last.degree = last.degree.take().or(course.degree);
                last.level = last.level.or(course.level);
            }
            _ => found.push(course),
        }
    }
    // If other entries name schools or degrees, a dated single-part line that names neither is not a course.
    let is_named = |c: &Education| {
        c.institution.as_ref().is_some_and(|i| is_school(&i.value))
            || c.degree.as_ref().is_some_and(|d| is_degree(&d.value))
    };
    if found.iter().any(is_named) {
        found.retain(|c| is_named(c) || c.institution.is_some() && c.degree.is_some() && c.end.is_some());
    }
    found
}

/// Whether one entry has only the school and the other only the degree.
fn completes(last: &Education, course: &Education) -> bool {
    course.institution.is_none() != last.institution.is_none() && course.degree.is_none() != last.degree.is_none()
}

/// Reads an entry by its parts, and then assigns the parts that are left if the school or the degree is not known.
fn course(text: &Text<'_>, entry: &Entry<'_, '_>, schools_first: bool) -> Education {
    let rows: Vec<&Row<'_>> =
        entry.head.iter().chain(entry.body.iter().take(3).filter(|r| heads::head_like(r))).copied().collect();
    let mut named = Named::read(entry, &rows);
    named.name_subject();
    named.split_off_school(schools_first);
    named.take_what_is_left(schools_first);
    let mut course = Education { span: Some(text.span(entry.bytes())), ..Education::default() };
    if let Some(p) = &entry.period {
        course.start = p.start;
        course.end = p.end;
    }
    let school = named.school.map(without_town).map(employer::bare);
    course.institution = school.map(|s| text.field(s, if is_school(s) { 0.9 } else { 0.6 }));
    course.degree = named.degree.map(|(d, _)| without_event(d)).map(|d| {
        let field = text.field(d, if is_degree(d) { 0.9 } else { 0.5 });
        Field { value: named.with_subject.unwrap_or_else(|| d.to_owned()), ..field }
    });
    course.level = course.degree.as_ref().and_then(|d| degree_level(&d.value));
    course.end = course.end.or_else(|| year_in(&rows));
    course
}

/// “理学部 卒業” without the word for graduating.
fn without_event(degree: &str) -> &str {
    let rest = vocabulary().events.ends.iter().find_map(|word| degree.strip_suffix(word)?.strip_suffix(' '));
    rest.unwrap_or(degree)
}

/// A school's name without a town after a comma.
fn without_town(school: &str) -> &str {
    school.rsplit_once(", ").filter(|(_, tail)| is_town(tail)).map_or(school, |(name, _)| trim(name))
}

/// What the rows of an entry name.
#[derive(Default)]
struct Named<'a> {
    school: Option<&'a str>,
    /// The degree and the index of its row.
    degree: Option<(&'a str, usize)>,
    /// The degree's words including a subject that is given elsewhere.
    with_subject: Option<String>,
    /// Parts that are neither, and the indexes of their rows.
    others: Vec<(&'a str, usize)>,
}

impl<'a> Named<'a> {
    fn read(entry: &Entry<'_, 'a>, rows: &[&Row<'a>]) -> Self {
        let all: Vec<&str> = rows.iter().flat_map(|row| segments(entry.shown(row))).flat_map(parts).collect();
        let mut named = Self::default();
        for (n, row) in rows.iter().enumerate() {
            let segments = segments(entry.shown(row)).into_iter().filter_map(unlabelled);
            for segment in segments.filter(|segment| !is_place(segment)) {
                let mut taught = false;
                for part in parts(segment) {
                    if !named.says_nothing_new(part, taught) {
                        taught |= is_school(part);
                        named.take(part, n, &all, n < entry.head.len() || is_form_line(row.text));
                    }
                }
            }
        }
        named
    }

    /// Places and remarks; and, once the course is known (`taught`), what follows the school: its location or an
    /// examining body.
    fn says_nothing_new(&self, part: &str, taught: bool) -> bool {
        let subject = self.degree.is_some_and(|(d, _)| d.contains(' '));
        let known = self.school.is_some() && subject && !is_degree(part);
        is_place(part)
            || is_remark(part)
            || self.school.is_some() && is_town(part)
            || known && (taught || is_school(part))
    }

    /// Takes a part as the school, the degree, or something else. `all` are the parts of all rows.
    fn take(&mut self, part: &'a str, row: usize, all: &[&str], in_head: bool) {
        let free = self.degree.is_none();
        // "Master Grande École" is a degree if a clearer school follows. So is “High School Diploma” above “South Salem
        // High School”.
        let better = || all.iter().any(|p| *p != part && is_school(p) && (!is_degree(p) || leads_school(p)));
        let starts_with_degree = || all.len() > 1 && is_degree(part.split(' ').next().unwrap_or_default());
        // “BFA” above “Graphic Design”
        let subject_below =
            || self.degree.is_some_and(|(d, at)| at + 1 == row && !d.contains(' ')) && self.school.is_some();
        if is_degree(part) && free && is_school(part) && !leads_school(part) && (better() || starts_with_degree()) {
            self.degree = Some((part, row));
        } else if self.school.is_none() && is_school(part) && !(is_degree(part) && free && !part.contains(' ')) {
            self.school = Some(part);
        } else if free && is_degree(part) {
            self.degree = Some((part, row));
        } else if in_head || subject_below() {
            self.others.push((part, row));
        }
    }

    /// The subject may be beside the degree: “B.Sc. | Physics”. If the school is known but no degree is, whatever else
    /// is named is the course.
    fn name_subject(&mut self) {
        let Some((degree, row)) = self.degree else {
            if self.school.is_some() && !self.others.is_empty() {
                self.degree = Some(self.others.remove(0));
            }
            return;
        };
        let taught = self.school.is_some();
        let beside = self.others.iter().position(|(o, n)| *n == row && taught && !is_place(o));
        let near = || self.others.iter().position(|(_, n)| taught && n.abs_diff(row) <= 1);
        if let Some(i) = beside.or_else(near).filter(|_| bare_degree(degree)) {
            self.with_subject = Some(format!("{degree} {}", self.others.remove(i).0));
        }
    }

    /// Separates a school that is in no list from the degree at a comma or full stop.
    fn split_off_school(&mut self, schools_first: bool) {
        let (None, Some((degree, row)), true) = (self.school, self.degree, self.others.is_empty()) else { return };
        let split = school_at_end(degree).or_else(|| school_at_comma(degree, schools_first));
        if let Some((course, school)) = split {
            (self.school, self.degree, self.with_subject) = (Some(trim(school)), Some((course, row)), None);
        }
    }

    /// If neither can be recognised by its words, they are in the same order as in the other entries.
    fn take_what_is_left(&mut self, schools_first: bool) {
        if self.school.is_none() && self.degree.is_none() && self.others.len() > 1 {
            self.degree = Some(self.others.remove(usize::from(schools_first)));
        }
        if self.school.is_none() && !self.others.is_empty() {
            self.school = Some(self.others.remove(0).0);
        }
    }
}

/// “Titre professionnel Technicien, AFPA Liévin”: a course followed by its school, recognised by a town or an acronym.
fn school_at_end(degree: &str) -> Option<(&str, &str)> {
    if degree.contains(':') || degree.matches(',').count() >= 2 {
        return None;
    }
    let (head, tail) = degree.rsplit_once(", ").or_else(|| degree.rsplit_once(". "))?;
    let acronym = |w: &str| w.chars().count() > 1 && w.chars().all(char::is_uppercase);
    let named = |w: &str| w.chars().count() <= 3 || w.starts_with(|c: char| !c.is_lowercase()) || w.contains('’');
    let fits = tail.split(' ').any(|w| is_town(w) || acronym(w))
        && is_degree(head)
        && !is_degree(tail)
        && !is_town(tail)
        && tail.starts_with(char::is_uppercase)
        && tail.split(' ').all(named);
    fits.then_some((head, tail))
}

/// “Sciences Po Rennes, Diplôme de l’IEP”, if other entries have the school first; “Technical Award, Acme
/// Qualifications”.
fn school_at_comma(degree: &str, schools_first: bool) -> Option<(&str, &str)> {
    let (head, tail) = degree.split_once(", ").filter(|(_, tail)| !tail.contains(", "))?;
    let first = is_degree(tail) && !is_degree(head) && schools_first && head.starts_with(char::is_uppercase);
    let last = is_degree(head) && !is_degree(tail) && is_examining_body(tail);
    (first || last).then_some(if is_degree(tail) { (tail, head) } else { (head, tail) })
}

/// Whether most unambiguous entries begin with the school.
fn schools_first(entries: &[Entry<'_, '_>]) -> bool {
    let first = |entry: &Entry<'_, '_>| {
        let first = entry.head.first().and_then(|row| segments(entry.shown(row)).into_iter().next())?;
        let first = first.split(", ").next().unwrap_or_default();
        Some(i32::from(is_school(first)) - i32::from(is_degree(first)))
    };
    entries.iter().filter_map(first).sum::<i32>() > 0
}

/// “Institution: Acme College” without its label; `None` for a label alone in its cell.
fn unlabelled(segment: &str) -> Option<&str> {
    let labels = &vocabulary().labels;
    let is_label = |text: &str| labels.course.has(&fold(text)) || labels.particulars.has(&fold(text));
    match segment.split_once(':') {
        Some((label, rest)) if is_label(label) => Some(trim(rest)).filter(|rest| !rest.is_empty()),
        _ => (!is_label(segment)).then_some(segment),
    }
}

/// “Специальность → документовед”: a label for courses and its value.
fn is_form_line(row: &str) -> bool {
    row.split_once(['\t', ':']).is_some_and(|(label, _)| vocabulary().labels.course.has(&fold(label)))
}

/// Whether a phrase begins with a word for a school: “Berufskolleg Uerdingen / Ausbildung”, but not “Ausbildung
/// (Berufskolleg)”.
fn leads_school(part: &str) -> bool {
    let first = part.split([' ', '-']).next().unwrap_or_default();
    is_school(first) && !is_degree(first)
}

/// Whether it is the name of an examining or training body that is not a school.
fn is_examining_body(name: &str) -> bool {
    let folded = fold(name);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    name.contains(' ') && (employer_score(name) > 0 || vocabulary().schools.examiners.has(last))
}

/// A degree without a subject.
fn bare_degree(degree: &str) -> bool {
    let folded = fold(degree);
    let words = folded.split(' ').count();
    let general = folded.rsplit_once(" of ").is_some_and(|(_, what)| vocabulary().degrees.general.has(what));
    general || (words <= 3 && !folded.contains(" in ") && !folded.contains(" of ") && !degree.contains(" en "))
}

/// Splits a segment at commas, if they separate school, degree and place; “of Science, Physics” is not split.
fn parts(segment: &str) -> Vec<&str> {
    let commas = commas(segment);
    if commas.len() < 2 {
        return vec![segment];
    }
    let schools = commas.iter().filter(|c| is_school(c)).count();
    let degrees = commas.iter().filter(|c| is_degree(c)).count();
    if schools >= 1 && (degrees >= 1 || commas.iter().any(|c| is_place(c)) || schools == 1 && commas.len() <= 4) {
        return commas;
    }
    for at in comma_places(segment) {
        if is_place(segment[at + 1..].trim()) {
            return vec![trim(&segment[..at])];
        }
    }
    vec![segment]
}

/// Grades and theses are not subjects.
fn is_remark(part: &str) -> bool {
    let folded = fold(part);
    // In Germany, the body that examines apprentices is named after the trade; forms name the type of school.
    if vocabulary().courses.kinds.has(&folded) || folded.starts_with("estudios ") && folded.split(' ').count() == 2 {
        return true;
    }
    // “Grade 12” is a school leaving level, “Grade: 1.7” a mark.
    if is_degree(part) && folded.starts_with("grade 1") {
        return false;
    }
    vocabulary().courses.remarks.begin(&folded)
        || part.chars().filter(char::is_ascii_digit).count() * 2 > part.chars().count()
}

fn year_in(rows: &[&Row<'_>]) -> Option<PeriodEnd> {
    rows.iter().flat_map(|r| dates::periods(r.text)).find_map(|p| p.end)
}

/// Without dates, an entry begins at each school, or at each degree that follows a complete entry.
fn undated<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<Entry<'r, 'a>> {
    let mut out: Vec<Entry<'r, 'a>> = Vec::new();
    let (mut school, mut degree) = (false, false);
    for row in rows {
        let (s, d) = (is_school(row.text), is_degree(row.text));
        if !(s || d) && out.is_empty() {
            continue;
        }
        let fresh = out.is_empty() || (s && school) || (d && degree && !s) || (row.gap && (s || d) && school && degree);
        if fresh && (s || d) {
            out.push(Entry { head: Vec::new(), body: Vec::new(), period: None, place: None, cut: Vec::new() });
            (school, degree) = (false, false);
        }
        school |= s;
        degree |= d;
        if let Some(entry) = out.last_mut() {
            if (s || d) && entry.body.is_empty() { entry.head.push(row) } else { entry.body.push(row) }
        }
    }
    out
}
