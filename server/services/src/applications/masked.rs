//! What recruiters read of somebody whom a blind job hides: a text in which names, contacts and particulars of the
//! person are covered, each by the same mark, whatever its length was.
//!
//! For people's eyes privacy wins over completeness: a capitalised "Rust" goes where somebody is called so. What the
//! matcher reads is another matter and stays as it is.

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

/// What stands in the place of whatever is covered.
pub const MARK: &str = "[hidden]";

/// What is known of a person: every way to call and to reach them.
#[derive(Default)]
pub struct Person {
    names: Names,
    contacts: Vec<String>,
}

impl Person {
    /// Everything that an application knows of who sent it, and what their résumé says.
    ///
    /// # Errors
    /// Where what was stored of the résumé is none.
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

    /// A name that they gave, or that a reader found.
    pub fn called(&mut self, name: &str) {
        self.names.add(name);
    }

    /// A mail address, telephone number or link of theirs, whose words are covered, too.
    pub fn reached_at(&mut self, contact: &str) {
        let host =
            if contact.contains('@') { contact.split('@').next() } else { contact.split_once('/').map(|(_, p)| p) };
        self.names.add_words(host.unwrap_or(contact.split('.').next().unwrap_or_default()));
        self.contacts.push(contact.trim().to_owned());
    }

    /// A file of theirs: it is often named after the person.
    pub fn sent(&mut self, file: &str) {
        self.names.add_words(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    }

    /// What a résumé says of its owner.
    pub fn described_by(&mut self, resume: &ParsedResume) {
        resume.name.iter().for_each(|name| self.called(&name.value));
        let fields = [&resume.emails, &resume.phones, &resume.links];
        fields.into_iter().flatten().for_each(|field: &Field<String>| self.reached_at(&field.value));
    }

    /// A text of theirs with all of this covered.
    #[must_use]
    pub fn cover(&self, text: &str) -> Masked {
        let chars: Vec<char> = text.chars().collect();
        let covered = vec![false; chars.len()];
        self.finish(text, &chars, covered)
    }

    /// A résumé's text with all of this covered, and with its header and its referees.
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

    /// A match without words of theirs in its reasons, and with its evidence where it stands now.
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

    /// What they corrected, without what tells who they are.
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

/// The sections that tell who speaks for the person.
fn referees(chars: &[char], resume: &ParsedResume) -> Vec<Span> {
    let headed =
        resume.sections.iter().filter(|s| s.kind == SectionKind::Other && patterns::names_referees(&s.heading));
    let mut found: Vec<Span> = headed.map(|s| s.span).collect();
    // A heading that the reader did not take for one: as far as the next that it did.
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

/// A text with marks in it, and where the characters of the whole one went.
pub struct Masked {
    /// What may be read.
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

    /// Where a part of the whole text stands now; none where nothing of it is left.
    #[must_use]
    pub fn span(&self, span: Span) -> Option<Span> {
        let at = |n: usize| self.places.get(n).or(self.places.last()).copied();
        let (start, end) = (at(span.start)?, at(span.end)?);
        (start < end).then_some(Span { start, end })
    }
}

/// Where what is covered ends. Parts with nothing but spaces and signs between them are one: their number would tell.
fn covered_until(chars: &[char], covered: &[bool], start: usize) -> usize {
    let mut end = start;
    for at in start..chars.len() {
        if covered[at] {
            end = at + 1;
        } else if chars[at].is_alphanumeric() {
            break;
        }
    }
    // What is covered keeps its last line break.
    while end > start + 1 && chars[end - 1] == '\n' {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests;
