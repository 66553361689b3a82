//! Histories given as single events with year and month, as is usual in Japanese forms: “2012 → 4 → 株式会社 … 入社”
//! (joined), “2018 → 6 → 退職” (left). Each starting event is matched with the event that ends it.

use super::{
    dates,
    lexicon::{is_school, title_score},
    segments::segments,
    text::{Row, Text, trim},
};
use crate::vocabulary::{Words, vocabulary};
use hireq_domain::resume::{Education, Experience, Field, PartialDate, PeriodEnd};
use regex::Regex;
use std::sync::LazyLock;

/// The confidence of a name directly before an event's word.
const NAMED: f32 = 0.85;
/// The confidence of a title found elsewhere in the event.
const BESIDE: f32 = 0.7;

/// The positions of a section in this form; `None` if the section has another form.
pub(super) fn positions(text: &Text<'_>, rows: &[Row<'_>]) -> Option<Vec<Experience>> {
    let mut found: Vec<Experience> = Vec::new();
    for event in events(rows)? {
        match (event.kind(), found.last_mut()) {
            (Some(Kind::Begins), _) => found.push(position(text, &event)),
            (Some(Kind::Ends), Some(job)) => job.end = event.date.map(PeriodEnd::On).or(job.end),
            (None, Some(job)) if job.end.is_none() => continue_position(text, &event, job),
            _ => {}
        }
        if let Some(span) = found.last_mut().and_then(|job| job.span.as_mut()) {
            span.end = text.span(event.row.start..event.row.end()).end;
        }
    }
    Some(found)
}

/// The courses of a section in this form.
pub(super) fn courses(text: &Text<'_>, rows: &[Row<'_>]) -> Option<Vec<Education>> {
    let mut found: Vec<Education> = Vec::new();
    for event in events(rows)? {
        let date = event.date.map(PeriodEnd::On);
        let Some(kind) = event.kind() else { continue };
        let course = course(text, &event);
        let known = found.iter_mut().rev().find(|known| {
            known.end.is_none() && name(known.institution.as_ref()).is_some_and(|school| event.words.contains(school))
        });
        match (kind, known) {
            (Kind::Ends, Some(known)) => known.end = date,
            (Kind::Ends, None) => found.push(Education { end: date, ..course }),
            (Kind::Begins, _) => found.push(Education { start: event.date, ..course }),
        }
    }
    Some(found)
}

fn name(field: Option<&Field<String>>) -> Option<&str> {
    field.map(|field| field.value.as_str())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Begins,
    Ends,
}

/// A row, and its date if it has one.
struct Event<'r, 'a> {
    row: &'r Row<'a>,
    date: Option<PartialDate>,
    /// The text of the event.
    words: &'a str,
}

impl<'a> Event<'_, 'a> {
    /// Whether the event begins or ends something.
    fn kind(&self) -> Option<Kind> {
        let events = &vocabulary().events;
        let dated = |kind: Kind| self.date.map(|_| kind);
        if events.ends.within(self.words) {
            dated(Kind::Ends)
        } else {
            events.begins.within(self.words).then(|| dated(Kind::Begins)).flatten()
        }
    }

    /// What precedes and what follows the word that makes it an event.
    fn around(&self, words: &Words) -> (&'a str, &'a str) {
        let found = words.iter().filter_map(|word| Some((self.words.find(word)?, word.len()))).min();
        found.map_or((self.words, ""), |(at, length)| (trim(&self.words[..at]), trim(&self.words[at + length..])))
    }
}

/// The rows of a section as events; `None` if no event begins anything, or if the section uses periods instead.
fn events<'r, 'a>(rows: &'r [Row<'a>]) -> Option<Vec<Event<'r, 'a>>> {
    // Checked first, because searching a row for dates is much more expensive than for words.
    let words = &vocabulary().events;
    if !rows.iter().any(|row| words.begins.within(row.text) || words.ends.within(row.text)) {
        return None;
    }
    let ranged = rows.iter().any(|row| dates::periods(row.text).iter().any(dates::Period::is_range));
    let events: Vec<Event<'_, '_>> = rows.iter().map(event).collect();
    let told = events.iter().any(|event| event.kind().is_some());
    (told && !ranged).then_some(events)
}

fn event<'r, 'a>(row: &'r Row<'a>) -> Event<'r, 'a> {
    static COLUMNS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?P<era>昭和|平成|令和)?\s?(?P<year>\d{1,4}|元)年?\t(?P<month>1[0-2]|0?[1-9])月?\t")
            .expect("the pattern is a constant")
    });
    let columns = COLUMNS.captures(row.text).and_then(|c| {
        let era = c.name("era").map(|era| era.as_str());
        let date = dates::era_date(era, &c["year"], c["month"].parse().ok())?;
        Some((date, &row.text[c[0].len()..]))
    });
    let written = || {
        let first = dates::periods(row.text).into_iter().next().filter(|p| p.range.start == 0)?;
        let Some(PeriodEnd::On(date)) = first.end else { return None };
        Some((date, &row.text[first.range.end..]))
    };
    match columns.or_else(written) {
        Some((date, words)) => Event { row, date: Some(date), words: trim(words) },
        None => Event { row, date: None, words: trim(row.text) },
    }
}

/// “株式会社ひびき不動産 入社 営業係長”
fn position(text: &Text<'_>, event: &Event<'_, '_>) -> Experience {
    let (employer, duty) = event.around(&vocabulary().events.begins);
    let title = segments(duty).into_iter().map(without_duty).find(|part| title_score(part) > 0);
    Experience {
        employer: (!employer.is_empty()).then(|| text.field(employer, NAMED)),
        title: title.map(|title| text.field(title, BESIDE)),
        start: event.date,
        span: Some(text.span(event.row.start..event.row.end())),
        ..Experience::default()
    }
}

/// Applies an event between the beginning and the end of a position: that it continues, a new title, a duty.
fn continue_position(text: &Text<'_>, event: &Event<'_, '_>, job: &mut Experience) {
    if event.date.is_none() && dates::patterns().present.is_match(event.words) {
        job.end = Some(PeriodEnd::Present);
        return;
    }
    let parts = || event.words.split([' ', '、']).filter(|part| title_score(part) > 0).map(without_duty);
    // “営業部に配属 法人営業を担当”: the post comes last.
    if let (None, Some(title)) = (&job.title, parts().next_back()) {
        job.title = Some(text.field(title, BESIDE));
    } else if event.words.chars().count() > 2 {
        job.bullets.push(event.words.to_owned());
    }
}

/// “営業事務として勤務”: the title without the words that make a sentence of it.
fn without_duty(part: &str) -> &str {
    let part = trim(part);
    let bare = vocabulary().events.duties.iter().find_map(|duty| part.strip_suffix(duty));
    trim(bare.unwrap_or(part))
}

/// “西都大学 法学部 法律学科 卒業”
fn course(text: &Text<'_>, event: &Event<'_, '_>) -> Education {
    let events = &vocabulary().events;
    let (before, _) = event.around(if events.ends.within(event.words) { &events.ends } else { &events.begins });
    let school = segments(before).into_iter().find(|part| is_school(part)).unwrap_or(before);
    let degree = before.rsplit_once(school).map(|(_, rest)| trim(rest)).filter(|rest| !rest.is_empty());
    Education {
        institution: (!school.is_empty()).then(|| text.field(school, NAMED)),
        degree: degree.map(|degree| text.field(degree, NAMED)),
        level: degree.and_then(super::lexicon::degree_level),
        span: Some(text.span(event.row.start..event.row.end())),
        ..Education::default()
    }
}
