//! Positions: employer, title, period, place and duties.

use super::{
    draft::{Draft, draft, names_employer},
    employer,
    entries::{self, Entry},
    hints::EntityKind,
    labels::{Columns, Role},
    lexicon::{employer_score, title_margin, title_score},
    pause::is_pause,
    text::{Row, Text, trim},
};
use hireq_domain::resume::{Experience, Field, PartialDate, PeriodEnd};

/// The confidence of an employer taken from another entry.
const INHERITED: f32 = 0.4;
/// The confidence of a title that takes up a whole line.
const WHOLE_LINE: f32 = 0.8;

pub(super) fn read(text: &Text<'_>, rows: &[Row<'_>]) -> Vec<Experience> {
    let entries = entries::split(rows);
    let tables: Vec<Columns<'_>> = rows.iter().filter_map(Columns::of).collect();
    let drafts = drafts(text, &entries, &tables);
    let mut positions = Positions { text, order: order(&drafts), found: Vec::new(), umbrella: None, over: None };
    for (entry, draft) in entries.iter().zip(&drafts) {
        positions.add(entry, draft);
    }
    positions.found
}

/// Splits the heads of a section's entries, using the other entries as context.
fn drafts<'a>(text: &Text<'_>, entries: &[Entry<'_, 'a>], tables: &[Columns<'_>]) -> Vec<Draft<'a>> {
    // If employers have lines of their own, a dash on a title's line is part of the title.
    let apart = |entry: &&Entry<'_, '_>| {
        entry.head.iter().any(|row| names_employer(entry.shown(row)))
            && entry.head.iter().any(|row| title_score(row.text) > 0)
    };
    let apart = 2 * entries.iter().filter(apart).count() >= entries.len();
    let drafts: Vec<Draft<'_>> = entries.iter().map(|entry| draft(entry, apart, tables)).collect();
    let expected = drafts.iter().any(|d| d.trailing);
    drafts.into_iter().map(|d| d.without_unknown_places(text, expected)).collect()
}

/// Whether titles come first. A section keeps one order, so its unambiguous entries decide for the others.
fn order(drafts: &[Draft<'_>]) -> Option<bool> {
    let votes: i32 = drafts
        .iter()
        .filter(|d| d.parts.len() >= 2)
        .map(|d| (title_margin(d.parts[0]) - title_margin(d.parts[1])).signum())
        .sum();
    (votes != 0).then_some(votes > 0)
}

/// The state while reading a section's positions.
struct Positions<'t, 'd> {
    text: &'t Text<'d>,
    order: Option<bool>,
    found: Vec<Experience>,
    /// The index of the last position, if it is an employer's own line above several roles, with the period of all of
    /// them.
    umbrella: Option<usize>,
    /// The same position once its first role is found; from then on it is not a position of its own.
    over: Option<Experience>,
}

impl Positions<'_, '_> {
    fn add(&mut self, entry: &Entry<'_, '_>, draft: &Draft<'_>) {
        let text = self.text;
        let (title, employer) = assign(text, draft, self.order);
        let mut job = dated(text, entry);
        job.title = title.map(|t| text.field(t, confidence(title_score(t) > 0)));
        job.employer = employer.map(|e| text.field(employer::bare(e), confidence(employer_score(e) > 0)));
        if let [row] = entry.head.as_slice()
            && title.is_some_and(|t| title_score(t) > 0)
            && employer.is_some_and(|e| employer_score(e) < 2)
            && let Some(above) = self.employer_above(&job)
        {
            job.title = whole_line(text, row, draft).map(|line| text.field(line, WHOLE_LINE)).or(job.title);
            self.inherit(&mut job, above);
        } else if job.employer.is_some() {
            self.over = None;
        }
        // Several roles under one employer name it only once.
        if job.employer.is_none()
            && job.title.is_some()
            && let Some(previous) = self.found.last().and_then(|p| p.employer.clone())
        {
            self.inherit(&mut job, previous);
        }
        let unused = |part: &&str| Some(*part) != title && Some(*part) != employer;
        let hinted = || draft.parts.iter().copied().filter(unused).find(|p| text.hinted(p) == Some(EntityKind::Place));
        job.location = draft.place.or_else(hinted).map(str::to_owned);
        job.bullets = bullets(entry);
        self.keep(job);
    }

    /// The employer whose line is above a role, if its period includes the role's: “Deputy Manager – Production (since
    /// 2022)”.
    fn employer_above(&self, job: &Experience) -> Option<Field<String>> {
        let named = |last: &&Experience| last.employer.as_ref().is_some_and(|e| looks_like_employer(&e.value));
        let last = self.found.last().filter(|last| covers(last, job)).filter(named);
        let over = || self.over.as_ref().filter(|over| covers(over, job));
        last.or_else(over).and_then(|above| above.employer.clone())
    }

    fn inherit(&mut self, job: &mut Experience, employer: Field<String>) {
        job.employer = Some(Field { confidence: INHERITED, ..employer });
        if self.found.last().is_some_and(|last| covers(last, job)) {
            self.umbrella = Some(self.found.len() - 1);
        }
    }

    /// Keeps a position, unless it names nothing or is a break from work.
    fn keep(&mut self, mut job: Experience) {
        let pause = [&job.title, &job.employer].into_iter().flatten().any(|f| is_pause(&f.value));
        if job.title.is_none() && job.employer.is_none() || pause {
            return;
        }
        if let Some(at) = self.umbrella.take() {
            let above = self.found.remove(at);
            job.location = job.location.or_else(|| above.location.clone());
            self.over = Some(above);
        }
        self.found.push(job);
    }
}

/// A position of which only the period is known.
fn dated(text: &Text<'_>, entry: &Entry<'_, '_>) -> Experience {
    let mut job = Experience { span: Some(text.span(entry.bytes())), ..Experience::default() };
    if let Some(period) = &entry.period {
        job.start = period.start;
        job.end = period.end;
        if let (None, Some(PeriodEnd::On(date))) = (job.start, job.end) {
            job.start = Some(date);
        }
    }
    job
}

/// A whole row, from its first part to its last, unless there is a date in between.
fn whole_line<'a>(text: &Text<'_>, row: &Row<'a>, draft: &Draft<'_>) -> Option<&'a str> {
    let (first, last) = (draft.parts.first()?, draft.parts.last()?);
    let (from, to) = (text.offset(first)?, text.offset(last)?);
    let line = row.text.get(from - row.start..to + last.len() - row.start)?;
    super::dates::periods(line).is_empty().then_some(line)
}

/// Whether a line can only be an employer's: by its words, or because it is in capitals. “Self-employed” is not one.
fn looks_like_employer(name: &str) -> bool {
    employer_score(name) > 0 || name.contains(' ') && !name.chars().any(char::is_lowercase)
}

/// Whether an entry only names an employer, and another entry's period lies within its own.
fn covers(over: &Experience, job: &Experience) -> bool {
    let month = |date: PartialDate, missing: u32| (date.year, date.month.unwrap_or(missing));
    let end = |job: &Experience| match job.end {
        Some(PeriodEnd::On(date)) => Some(month(date, 12)),
        Some(PeriodEnd::Present) => Some((i32::MAX, 12)),
        None => None,
    };
    let begun = match (over.start, job.start) {
        (Some(a), Some(b)) => month(a, 1) <= month(b, 12),
        _ => false,
    };
    over.title.is_none() && over.bullets.len() < 3 && begun && end(job).is_some() && end(over) >= end(job)
}

const fn confidence(sure: bool) -> f32 {
    if sure { 0.85 } else { 0.6 }
}

/// Whether a slice is part of another.
fn within(whole: &str, part: &str) -> bool {
    let (whole, part) = (whole.as_bytes().as_ptr_range(), part.as_bytes().as_ptr_range());
    whole.start <= part.start && part.end <= whole.end
}

/// Decides which part is the title and which the employer. `order` says whether titles come first, according to the
/// section's unambiguous entries. Otherwise a hint may decide, and without one the title is assumed to come first.
fn assign<'a>(text: &Text<'_>, draft: &Draft<'a>, order: Option<bool>) -> (Option<&'a str>, Option<&'a str>) {
    let parts = &draft.parts[..draft.parts.len().min(4)];
    let labelled = |role| {
        let segments = draft.labelled.iter().filter(move |(r, _)| *r == role);
        segments.flat_map(|(_, segment)| parts.iter().copied().find(|part| within(segment, part))).next()
    };
    let other = |known: &str| parts.iter().copied().find(|part| !std::ptr::eq(*part, known));
    match (labelled(Role::Title), labelled(Role::Employer)) {
        (None, None) => {}
        (Some(title), employer) => return (Some(title), employer.or_else(|| other(title))),
        (title, Some(employer)) => return (title.or_else(|| other(employer)), Some(employer)),
    }
    match parts {
        [] => (None, None),
        [one] => {
            if title_margin(one) > 0 {
                (Some(one), None)
            } else {
                (None, Some(one))
            }
        }
        _ => {
            let top = parts.iter().map(|p| title_margin(p)).max().unwrap_or(0);
            let leaders: Vec<usize> = (0..parts.len()).filter(|i| title_margin(parts[*i]) == top).collect();
            let usual = usize::from(!order.unwrap_or(true));
            let unnamed = || {
                let mut free = leaders.iter().copied().filter(|i| text.hinted(parts[*i]).is_none());
                free.next().filter(|_| order.is_none() && leaders.len() > 1 && free.next().is_none())
            };
            let title = match leaders.as_slice() {
                [one] if top > 0 => *one,
                many => unnamed()
                    .or_else(|| many.iter().copied().find(|i| *i == usual))
                    .unwrap_or(usual.min(parts.len() - 1)),
            };
            let employer = (0..parts.len()).filter(|i| *i != title).max_by_key(|i| {
                (
                    employer_score(parts[*i]).min(2) - title_score(parts[*i]).min(2),
                    employer_evidence(text.hinted(parts[*i])),
                    -(i.abs_diff(title) as i32),
                    std::cmp::Reverse(*i),
                )
            });
            (Some(parts[title]), employer.map(|i| parts[i]))
        }
    }
}

/// How strongly a hint suggests an employer.
const fn employer_evidence(hint: Option<EntityKind>) -> i32 {
    match hint {
        Some(EntityKind::Organisation) => 1,
        // Companies may be named after people.
        None | Some(EntityKind::Person) => 0,
        Some(EntityKind::Place) => -1,
    }
}

/// List items, including their continuation lines.
fn bullets(entry: &Entry<'_, '_>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for row in &entry.body {
        let part = trim(entry.shown(row));
        if part.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last) if open && !row.bullet && !row.gap => {
                last.push(' ');
                last.push_str(part);
            }
            _ => out.push(part.to_owned()),
        }
        open = row.bullet || !row.text.trim_end().ends_with('.');
    }
    out
}
