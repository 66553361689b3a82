//! A parsed résumé: every field has a confidence and a position in the text.

use serde::{Deserialize, Serialize};
use std::{fmt, ops::Range, str::FromStr};

/// A half-open range of Unicode scalar values ("characters") in the extracted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// The same range in bytes of `text`, clamped to its length.
    #[must_use]
    pub fn bytes(self, text: &str) -> Range<usize> {
        let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(i, _)| i);
        let start = at(self.start);
        let end = start + {
            let rest = &text[start..];
            rest.char_indices().nth(self.end.saturating_sub(self.start)).map_or(rest.len(), |(i, _)| i)
        };
        start..end
    }

    /// The characters of `text` that the span covers.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        &text[self.bytes(text)]
    }
}

/// A rectangle on a page, in points from the page's top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageBox {
    /// The page number, starting at 1.
    pub page: u32,
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

/// A value read from a document, with its confidence (0 to 1) and its position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    pub value: T,
    /// From 0 (a guess) to 1 (certain, such as a person's correction).
    pub confidence: f32,
    /// The position in the extracted text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The position on the page, for formats that have pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_box: Option<PageBox>,
}

impl<T> Field<T> {
    /// A value that a person entered: certain, and without a position in the file.
    pub const fn corrected(value: T) -> Self {
        Self { value, confidence: 1.0, span: None, page_box: None }
    }
}

/// A date as given in résumés: a year, optionally with a month. Written as `2021-07` or `2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    pub year: i32,
    /// The month from 1 to 12, if given.
    pub month: Option<u32>,
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{:04}-{month:02}", self.year),
            None => write!(f, "{:04}", self.year),
        }
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("“{s}” is not a date like 2021-07 or 2021");
        let mut parts = s.trim().split('-');
        let year = parts.next().and_then(|y| y.parse().ok()).filter(|y| (1900..=2100).contains(y)).ok_or_else(wrong)?;
        let month = match parts.next() {
            None => None,
            Some(m) => Some(m.parse().ok().filter(|m| (1..=12).contains(m)).ok_or_else(wrong)?),
        };
        Ok(Self { year, month })
    }
}

/// The end of a period: ongoing, or a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodEnd {
    /// Ongoing.
    Present,
    On(PartialDate),
}

impl fmt::Display for PeriodEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present => f.write_str("present"),
            Self::On(date) => date.fmt(f),
        }
    }
}

impl FromStr for PeriodEnd {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        if s.trim().eq_ignore_ascii_case("present") { Ok(Self::Present) } else { s.parse().map(Self::On) }
    }
}

macro_rules! as_string {
    ($($t:ty),*) => {$(
        impl Serialize for $t {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $t {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_string!(PartialDate, PeriodEnd);

/// One position in the work history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Experience {
    #[serde(default)]
    pub employer: Option<Field<String>>,
    /// The job title.
    #[serde(default)]
    pub title: Option<Field<String>>,
    /// The first month or year.
    #[serde(default)]
    pub start: Option<PartialDate>,
    /// The last month or year, or ongoing.
    #[serde(default)]
    pub end: Option<PeriodEnd>,
    #[serde(default)]
    pub location: Option<String>,
    /// Duties and achievements, one bullet or paragraph each.
    #[serde(default)]
    pub bullets: Vec<String>,
    /// The range of the whole entry in the text.
    #[serde(default)]
    pub span: Option<Span>,
}

/// An entry of the education section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Education {
    /// The school, college or university.
    #[serde(default)]
    pub institution: Option<Field<String>>,
    /// The degree with its subject, as written.
    #[serde(default)]
    pub degree: Option<Field<String>>,
    /// The level of the degree.
    #[serde(default)]
    pub level: Option<DegreeLevel>,
    /// The first month or year.
    #[serde(default)]
    pub start: Option<PartialDate>,
    /// The last month or year.
    #[serde(default)]
    pub end: Option<PeriodEnd>,
    /// The range of the whole entry in the text.
    #[serde(default)]
    pub span: Option<Span>,
}

/// Levels of education in ascending order, so that they can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DegreeLevel {
    /// School leaving certificate, Abitur, baccalauréat.
    Secondary,
    /// Apprenticeship, associate degree, BTS, HND.
    Vocational,
    /// Bachelor, licence, Diplom (FH).
    Bachelor,
    /// Master, Magister, Diplom, ingénieur.
    Master,
    Doctorate,
}

/// A skill under its canonical name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skill {
    /// The canonical name from the taxonomy, or the words as written.
    pub name: String,
    /// From 0 to 1; higher if it is listed under a skills heading than if it is mentioned in passing.
    pub confidence: f32,
    /// Every occurrence in the text.
    #[serde(default)]
    pub spans: Vec<Span>,
}

/// The kind of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Everything before the first heading: name and contact details.
    Header,
    /// Profile, objective, summary.
    Summary,
    /// Work history.
    Experience,
    Education,
    Skills,
    Projects,
    /// Spoken languages.
    Languages,
    /// Certificates and licences.
    Certificates,
    Publications,
    Awards,
    Volunteering,
    /// Interests, references and the rest.
    Other,
}

/// A section of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    pub kind: SectionKind,
    /// The heading as written.
    pub heading: String,
    /// The range of heading and body in the text.
    pub span: Span,
}

/// A warning about the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadWarning {
    /// Invisible text was dropped.
    HiddenText,
    /// The file was damaged and repaired in part.
    Repaired,
    /// Pages or characters beyond the limit were left out.
    Truncated,
    /// Some pages are only images of text.
    PartlyScanned,
    /// A part has a format that could not be read.
    PartlyRead,
    /// Text was recognised on images of pages.
    Recognized,
}

/// Everything read from a résumé. Offsets refer to the text that was extracted with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ParsedResume {
    /// The version of the parser.
    #[serde(default)]
    pub parser_version: String,
    /// The ISO 639-1 code of the text's language.
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub name: Option<Field<String>>,
    /// The person's description of themselves, below the name.
    #[serde(default)]
    pub headline: Option<Field<String>>,
    /// E-mail addresses.
    #[serde(default)]
    pub emails: Vec<Field<String>>,
    /// Telephone numbers as written.
    #[serde(default)]
    pub phones: Vec<Field<String>>,
    /// Web addresses, without scheme.
    #[serde(default)]
    pub links: Vec<Field<String>>,
    #[serde(default)]
    pub location: Option<Field<String>>,
    /// The profile or objective.
    #[serde(default)]
    pub summary: Option<Field<String>>,
    /// Work history, in document order.
    #[serde(default)]
    pub experience: Vec<Experience>,
    /// Education, in document order.
    #[serde(default)]
    pub education: Vec<Education>,
    /// Skills without duplicates.
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// Spoken languages as written.
    #[serde(default)]
    pub languages: Vec<Field<String>>,
    /// Certificates as written.
    #[serde(default)]
    pub certificates: Vec<Field<String>>,
    /// Years of work in merged intervals; `None` if no period was read.
    #[serde(default)]
    pub total_years: Option<f32>,
    /// The text's sections, in order.
    #[serde(default)]
    pub sections: Vec<Section>,
    #[serde(default)]
    pub warnings: Vec<ReadWarning>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_counts_characters_not_bytes() {
        assert_eq!(Span { start: 1, end: 4 }.slice("Zoë Ünal"), "oë ");
        assert_eq!(Span { start: 4, end: 99 }.slice("Zoë Ünal"), "Ünal");
    }

    #[test]
    fn dates_read_back_what_they_write() {
        for s in ["2021-07", "1999"] {
            assert_eq!(s.parse::<PartialDate>().map(|d| d.to_string()), Ok(s.to_owned()));
        }
        assert_eq!("Present".parse(), Ok(PeriodEnd::Present));
        assert!("2021-13".parse::<PartialDate>().is_err());
    }
}
