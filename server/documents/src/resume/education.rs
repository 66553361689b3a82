//! Courses of education: school, degree with its subject, level and period.

use super::{
    dates, employer,
    entries::{self, Entry},
    lexicon::{degree_level, employer_score, is_degree, is_place, is_school, is_town},
    segments::segments,
    text::{Row, Text, comma_places, commas, trim},
};
use crate::vocabulary::vocabulary;
use hireq_domain::resume::{Education, PeriodEnd};

pub(super) fn read(text: &Text<'_>, rows: &[Row<'_>]) -> Vec<Education> {
    let mut entries = entries::split(rows);
    if entries.is_empty() {
        entries = undated(rows);
    }
    let schools_first = schools_first(&entries);
    let mut found: Vec<Education> = Vec::new();
    for entry in &entries {
        let mut course = Education { span: Some(text.span(entry.bytes())), ..Education::default() };
        if let Some(p) = &entry.period {
            course.start = p.start;
            course.end = p.end;
        }
        let rows: Vec<&Row<'_>> =
            entry.head.iter().chain(entry.body.iter().take(3).filter(|r| entries::head_like(r))).copied().collect();
        let all: Vec<&str> = rows.iter().flat_map(|row| segments(entry.shown(row))).flat_map(parts).collect();
        let mut school: Option<&str> = None;
        let mut degree: Option<(&str, usize)> = None;
        let mut others: Vec<(&str, usize)> = Vec::new();
        for (n, row) in rows.iter().enumerate() {
            for segment in segments(entry.shown(row)).into_iter().filter_map(unlabelled) {
                let mut taught = false;
                if is_place(segment) {
                    continue;
                }
                let in_head = n < entry.head.len();
                for part in parts(segment) {
                    // Behind the school of a known course stands where it is, and who examined.
                    let subject = degree.is_some_and(|(d, _)| d.contains(' '));
                    let known = school.is_some() && subject && !is_degree(part);
                    if is_place(part)
                        || is_remark(part)
                        || school.is_some() && is_town(part)
                        || known && (taught || is_school(part))
                    {
                        continue;
                    }
                    taught |= is_school(part);
                    // "Master Grande École" is a degree where a plainer school follows.
                    // So is “High School Diploma” above “South Salem High School”.
                    let better =
                        || all.iter().any(|p| *p != part && is_school(p) && (!is_degree(p) || leads_school(p)));
                    let leads = || all.len() > 1 && is_degree(part.split(' ').next().unwrap_or_default());
                    if is_degree(part)
                        && degree.is_none()
                        && is_school(part)
                        && !leads_school(part)
                        && (better() || leads())
                    {
                        degree = Some((part, n));
                    } else if school.is_none()
                        && is_school(part)
                        && !(is_degree(part) && degree.is_none() && !part.contains(' '))
                    {
                        school = Some(part);
                    } else if degree.is_none() && is_degree(part) {
                        degree = Some((part, n));
                    } else if in_head
                        // “BFA” above “Graphic Design”
                        || degree.is_some_and(|(d, at)| at + 1 == n && !d.contains(' ')) && school.is_some()
                    {
                        others.push((part, n));
                    }
                }
            }
        }
        let mut named = degree.map(|(d, _)| d.to_owned());
        match degree {
            Some((d, row)) => {
                // The subject may stand beside the degree: “B.Sc. | Physics”.
                let subject = others
                    .iter()
                    .position(|(o, n)| *n == row && school.is_some() && !is_place(o))
                    .or_else(|| others.iter().position(|(_, n)| school.is_some() && n.abs_diff(row) <= 1));
                if let Some(i) = subject.filter(|_| bare_degree(d)) {
                    let (o, _) = others.remove(i);
                    named = Some(format!("{d} {o}"));
                }
            }
            None => {
                if school.is_some() && !others.is_empty() {
                    let (o, n) = others.remove(0);
                    degree = Some((o, n));
                    named = Some(o.to_owned());
                }
            }
        }
        // “Titre professionnel Technicien, AFPA Liévin”: no list knows the school.
        if let (None, Some((d, row))) = (school, degree)
            && others.is_empty()
            && !d.contains(':')
            && d.matches(',').count() < 2
            && let Some((head, tail)) = d.rsplit_once(", ").or_else(|| d.rsplit_once(". "))
            && tail.split(' ').any(|w| is_town(w) || w.chars().count() > 1 && w.chars().all(char::is_uppercase))
            && is_degree(head)
            && !is_degree(tail)
            && !is_town(tail)
            && tail.starts_with(char::is_uppercase)
            && tail
                .split(' ')
                .all(|w| w.chars().count() <= 3 || w.starts_with(|c: char| !c.is_lowercase()) || w.contains('’'))
        {
            (school, degree) = (Some(trim(tail)), Some((head, row)));
            named = Some(head.to_owned());
        }
        // “Sciences Po Rennes, Diplôme de l’IEP”, where other schools stand first; “Technical Award, Acme Qualifications”.
        if let (None, Some((d, row))) = (school, degree)
            && others.is_empty()
            && d.matches(", ").count() == 1
            && let Some((head, tail)) = d.split_once(", ")
            && (is_degree(tail) && !is_degree(head) && schools_first && head.starts_with(char::is_uppercase)
                || is_degree(head) && !is_degree(tail) && examines(tail))
        {
            let (name, course) = if is_degree(tail) { (head, tail) } else { (tail, head) };
            (school, degree) = (Some(trim(name)), Some((course, row)));
            named = Some(course.to_owned());
        }
        // Neither is known by its words: as in the other entries.
        if school.is_none() && degree.is_none() && others.len() > 1 {
            let (o, n) = others.remove(usize::from(schools_first));
            degree = Some((o, n));
            named = Some(o.to_owned());
        }
        if school.is_none() && !others.is_empty() {
            school = Some(others.remove(0).0);
        }
        let town = |s: &str| s.rsplit_once(", ").is_some_and(|(_, tail)| is_town(tail));
        let school = school.map(|s| if town(s) { trim(&s[..s.rfind(", ").unwrap_or(s.len())]) } else { s });
        course.institution = school.map(employer::bare).map(|s| text.field(s, if is_school(s) { 0.9 } else { 0.6 }));
        course.degree = degree.map(|(d, _)| {
            let mut field = text.field(d, if is_degree(d) { 0.9 } else { 0.5 });
            field.value = named.unwrap_or_else(|| d.to_owned());
            field
        });
        course.level = course.degree.as_ref().and_then(|d| degree_level(&d.value));
        if course.end.is_none() {
            course.end = year_in(&rows);
        }
        if course.institution.is_some() || course.degree.is_some() {
            // A second line with a date of the same course is no new course.
            if let Some(last) = found.last_mut()
                && (course.institution.is_none() != last.institution.is_none()
                    && course.degree.is_none() != last.degree.is_none())
                && course.institution.is_some() != last.institution.is_some()
            {
                last.institution = last.institution.take().or(course.institution);
                last.degree = last.degree.take().or(course.degree);
                last.level = last.level.or(course.level);
                continue;
            }
            found.push(course);
        }
    }
    // A dated line of one part that names neither school nor degree is no course where others do.
    let sound = |c: &Education| {
        c.institution.as_ref().is_some_and(|i| is_school(&i.value))
            || c.degree.as_ref().is_some_and(|d| is_degree(&d.value))
    };
    if found.iter().any(sound) {
        found.retain(|c| sound(c) || c.institution.is_some() && c.degree.is_some() && c.end.is_some());
    }
    found
}

/// Whether most entries that leave no doubt begin with the school.
fn schools_first(entries: &[Entry<'_, '_>]) -> bool {
    let first = |entry: &Entry<'_, '_>| {
        let first = entry.head.first().and_then(|row| segments(entry.shown(row)).into_iter().next())?;
        let first = first.split(", ").next().unwrap_or_default();
        Some(i32::from(is_school(first)) - i32::from(is_degree(first)))
    };
    entries.iter().filter_map(first).sum::<i32>() > 0
}

/// “Institution: Acme College” without its label; nothing of a label that stands in a cell of its own.
fn unlabelled(segment: &str) -> Option<&str> {
    let is_label = |text: &str| vocabulary().labels.course.has(&super::headings::fold(text));
    match segment.split_once(':') {
        Some((label, rest)) if is_label(label) => Some(trim(rest)).filter(|rest| !rest.is_empty()),
        _ => (!is_label(segment)).then_some(segment),
    }
}

/// Whether a phrase begins with a word for a school: “Berufskolleg Uerdingen / Ausbildung”, not “Ausbildung (Berufskolleg)”.
fn leads_school(part: &str) -> bool {
    let first = part.split([' ', '-']).next().unwrap_or_default();
    is_school(first) && !is_degree(first)
}

/// Whether a name is that of a body that examines or trains without being a school.
fn examines(name: &str) -> bool {
    let folded = super::headings::fold(name);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    name.contains(' ') && (employer_score(name) > 0 || vocabulary().schools.examiners.has(last))
}

/// A degree that does not name its subject yet.
fn bare_degree(degree: &str) -> bool {
    let folded = super::headings::fold(degree);
    let words = folded.split(' ').count();
    let general = folded.rsplit_once(" of ").is_some_and(|(_, what)| vocabulary().degrees.general.has(what));
    general || (words <= 3 && !folded.contains(" in ") && !folded.contains(" of ") && !degree.contains(" en "))
}

/// A segment at commas, where that parts school, degree and place; “of Science, Physics” stays whole.
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

/// Grades and theses are no subjects.
fn is_remark(part: &str) -> bool {
    let folded = super::headings::fold(part);
    // Those who examine apprentices in Germany stand behind the trade; forms say what kind of school it was.
    if vocabulary().courses.kinds.has(&folded) || folded.starts_with("estudios ") && folded.split(' ').count() == 2 {
        return true;
    }
    // “Grade 12” is what somebody left school with, “Grade: 1.7” how well.
    if is_degree(part) && folded.starts_with("grade 1") {
        return false;
    }
    vocabulary().courses.remarks.begin(&folded)
        || part.chars().filter(char::is_ascii_digit).count() * 2 > part.chars().count()
}

fn year_in(rows: &[&Row<'_>]) -> Option<PeriodEnd> {
    rows.iter().flat_map(|r| dates::periods(r.text)).find_map(|p| p.end)
}

/// Without dates an entry begins at each school, or at each degree that follows a complete entry.
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
