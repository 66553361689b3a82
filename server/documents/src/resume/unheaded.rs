//! Résumés without headings: positions and courses are recognised by their dates.

use super::{
    dates, education, experience,
    heads::head_like,
    labels,
    lexicon::{is_degree, is_school, title_score},
    text::{Row, Text},
};
use hireq_domain::resume::ParsedResume;

/// Fewer periods could belong to anything.
const LEAST: usize = 2;

/// Reads what follows the first period in a header, if no section follows that could contain the positions.
pub(super) fn read(text: &Text<'_>, header: &[Row<'_>], resume: &mut ParsedResume) {
    let period = |row: &Row<'_>| row.chars() < 160 && dates::periods(row.text).iter().any(dates::Period::is_range);
    if header.iter().filter(|row| period(row)).count() < LEAST {
        return;
    }
    let Some(first) = header.iter().position(period) else { return };
    // Most people write the date first, or beside the title; the line above the date names the position only if it is a
    // title.
    let above = header[..first].last().is_some_and(|row| head_like(row) && title_score(row.text) > 0 && row.gap);
    // A form gives the post before its period.
    let form = header[..first].iter().rev().take_while(|row| labels::line(row.text).is_some()).count();
    let rows = &header[first - form.max(usize::from(above))..];
    let course = |row: &Row<'_>| {
        let first = row.text.split([',', '\t']).next().unwrap_or_default();
        let named = |part: &str| title_score(part) == 0 && (is_degree(part) || is_school(part));
        period(row) && (named(row.text) || named(first))
    };
    let (courses, posts): (Vec<Row<'_>>, Vec<Row<'_>>) = rows.iter().cloned().partition(course);
    resume.experience.extend(
        experience::read(text, &posts)
            .into_iter()
            .filter(|job| !job.title.as_ref().is_some_and(|t| is_degree(&t.value) && title_score(&t.value) == 0)),
    );
    if resume.education.is_empty() {
        resume.education.extend(education::read(text, &courses));
    }
}
