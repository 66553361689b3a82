//! What recruiters see of an applicant whose identity a blind job hides: names, contact details and personal
//! particulars are each replaced by the same mark, whatever their length.
//!
//! On these pages privacy matters more than completeness: if the person is called Rust, the skill "Rust" is covered
//! too. The matcher's input is prepared elsewhere and is not affected.

mod names;
mod patterns;

use crate::{Result, ServiceError};
use hireq_domain::{
    applicants::day,
    correction::Correction,
    matching::MatchResult,
    resume::{Field, ParsedResume, SectionKind, Span},
};
use hireq_store::applications::Particulars;
use names::Names;

/// The mark that replaces covered text.
pub const MARK: &str = "[hidden]";

/// What is known about a person's identity: all their names and contact details.
#[derive(Default)]
pub struct Person {
    names: Names,
    contacts: Vec<String>,
}

impl Person {
    /// Collects the identity of an application's sender from the application and their résumé. Returns the résumé too,
    /// if one was read.
    ///
    /// # Errors
    /// `Internal` if the stored résumé cannot be decoded.
    pub fn of(name: &str, particulars: &Particulars) -> Result<(Self, Option<ParsedResume>)> {
        let mut person = Self::default();
        person.called(name);
        particulars.former_names.iter().for_each(|name| person.called(name));
        for way in [&particulars.emails, &particulars.phones, &particulars.links].into_iter().flatten() {
            person.reached_at(way);
        }
        let Some(file) = &particulars.file else { return Ok((person, None)) };
        person.sent(&file.name);
        let Some((_, body)) = &file.parsed else { return Ok((person, None)) };
        let resume: ParsedResume = serde_json::from_value(body.clone()).map_err(ServiceError::internal)?;
        person.described_by(&resume);
        Ok((person, Some(resume)))
    }

    /// Adds a name that they gave or that was read from their file.
    pub fn called(&mut self, name: &str) {
        self.names.add(name);
    }

    /// Adds a mail address, telephone number or link of theirs. The words in it are covered too.
    pub fn reached_at(&mut self, contact: &str) {
        let host =
            if contact.contains('@') { contact.split('@').next() } else { contact.split_once('/').map(|(_, p)| p) };
        self.names.add_words(host.unwrap_or(contact.split('.').next().unwrap_or_default()));
        self.contacts.push(contact.trim().to_owned());
    }

    /// Adds the name of a file of theirs: files are often named after the person.
    pub fn sent(&mut self, file: &str) {
        self.names.add_words(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    }

    /// Adds the names and contact details in a résumé.
    pub fn described_by(&mut self, resume: &ParsedResume) {
        resume.name.iter().for_each(|name| self.called(&name.value));
        let fields = [&resume.emails, &resume.phones, &resume.links];
        fields.into_iter().flatten().for_each(|field: &Field<String>| self.reached_at(&field.value));
    }

    /// Covers everything known about the person in a text of theirs.
    #[must_use]
    pub fn cover(&self, text: &str) -> Masked {
        let chars: Vec<char> = text.chars().collect();
        let covered = vec![false; chars.len()];
        self.finish(text, &chars, covered)
    }

    /// Covers everything known about the person in a résumé, as well as its header and its referees.
    #[must_use]
    pub fn cover_resume(&self, text: &str, resume: &ParsedResume) -> Masked {
        let chars: Vec<char> = text.chars().collect();
        let without = crate::matching::impersonal(text, resume);
        let mut covered: Vec<bool> = chars.iter().zip(without.chars()).map(|(a, b)| *a != b).collect();
        for span in referees(&chars, resume) {
            let end = span.end.min(chars.len());
            covered[span.start.min(end)..end].fill(true);
        }
        self.finish(text, &chars, covered)
    }

    /// Covers the person's words in a match's reasons, and moves its evidence to the positions given by `place`.
    pub fn cover_result(&self, result: Option<&mut MatchResult>, place: impl Fn(Span) -> Option<Span>) {
        let Some(result) = result else { return };
        for item in &mut result.items {
            item.evidence = item.evidence.iter().filter_map(|span| place(*span)).collect();
            item.reason = self.cover(&item.reason).text;
        }
        let said = result.items.iter_mut().filter_map(|item| item.overrule.as_mut());
        for said in said.chain(result.lapsed.iter_mut().map(|lapsed| &mut lapsed.overrule)) {
            said.note = self.cover(&said.note).text;
            said.at = day(said.at);
        }
    }

    /// Removes corrections of personal details, and covers the person in the others.
    pub fn cover_corrections(&self, corrections: &mut Vec<Correction>) {
        corrections.retain(|correction| !correction.what.is_personal());
        for text in corrections.iter_mut().flat_map(|one| one.theirs.iter_mut().chain(&mut one.file)) {
            *text = self.cover(text).text;
        }
    }

    fn finish(&self, text: &str, chars: &[char], mut covered: Vec<bool>) -> Masked {
        for contact in &self.contacts {
            for place in crate::matching::places_of(chars, contact) {
                covered[place.start..place.end].fill(true);
            }
        }
        patterns::cover(text, &mut covered);
        self.names.cover(chars, &mut covered);
        Masked::new(chars, &covered)
    }
}

/// The sections that name the person's referees.
fn referees(chars: &[char], resume: &ParsedResume) -> Vec<Span> {
    let headed =
        resume.sections.iter().filter(|s| s.kind == SectionKind::Other && patterns::names_referees(&s.heading));
    let mut found: Vec<Span> = headed.map(|s| s.span).collect();
    // Headings that the résumé parser did not recognise: such a section reaches to the next recognised heading.
    let mut start = 0;
    for line in chars.split(|c| *c == '\n') {
        let end = start + line.len();
        if line.len() < 60 && patterns::names_referees(&line.iter().collect::<String>()) {
            let next = resume.sections.iter().map(|s| s.span.start).filter(|at| *at > start).min();
            found.push(Span { start: end, end: next.unwrap_or(chars.len()) });
        }
        start = end + 1;
    }
    found
}

/// A text with marks in it, and where each part of the original ended up.
pub struct Masked {
    pub text: String,
    places: Vec<usize>,
}

impl Masked {
    fn new(chars: &[char], covered: &[bool]) -> Self {
        let (mut text, mut length, mut places) = (String::new(), 0, Vec::with_capacity(chars.len() + 1));
        let mut at = 0;
        while at < chars.len() {
            if !covered[at] {
                places.push(length);
                text.push(chars[at]);
                length += 1;
                at += 1;
                continue;
            }
            let end = covered_until(chars, covered, at);
            places.extend(std::iter::repeat_n(length, end - at));
            text.push_str(MARK);
            length += MARK.len();
            at = end;
        }
        places.push(length);
        Self { text, places }
    }

    /// Where a part of the original text is now; `None` if all of it was covered.
    #[must_use]
    pub fn span(&self, span: Span) -> Option<Span> {
        let at = |n: usize| self.places.get(n).or(self.places.last()).copied();
        let (start, end) = (at(span.start)?, at(span.end)?);
        (start < end).then_some(Span { start, end })
    }
}

/// Where a covered passage ends. Covered parts separated only by spaces and punctuation are merged, because their
/// number would say something about the name.
fn covered_until(chars: &[char], covered: &[bool], start: usize) -> usize {
    let mut end = start;
    for at in start..chars.len() {
        if covered[at] {
            end = at + 1;
        } else if chars[at].is_alphanumeric() {
            break;
        }
    }
    // The line break at the end of a covered passage stays.
    while end > start + 1 && chars[end - 1] == '\n' {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests;
