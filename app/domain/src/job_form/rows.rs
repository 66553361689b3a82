//! The form's rows: a requirement, a question, a stage.

use crate::job::{Question, QuestionKind, Requirement, RequirementKind, Stage, StageKind};
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequirementRow {
    /// The row's number in its field names, which it keeps wherever it is moved.
    pub row: u32,
    /// Where it stands among the others.
    pub place: u32,
    /// Key, or nothing for a new one.
    pub id: String,
    /// A [`RequirementKind`].
    pub kind: String,
    /// In words; a row without them does not count.
    pub text: String,
    /// `must` or `nice`.
    pub must: String,
    /// Over 0, at most 5.
    pub weight: String,
    /// The advert's words that it was read from, or nothing.
    pub quote: String,
}

/// A screening question's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionRow {
    /// The row's number in its field names, which it keeps wherever it is moved.
    pub row: u32,
    /// Where it stands among the others.
    pub place: u32,
    /// Key, or nothing for a new one.
    pub id: String,
    /// What is asked; a row without it does not count.
    pub text: String,
    /// A [`QuestionKind`].
    pub kind: String,
    /// A choice's options, with commas or line ends between.
    pub options: String,
    /// `true`, or nothing.
    pub required: String,
    /// The answer that ends an application; for a number, the smallest that passes.
    pub knock_out: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageRow {
    /// The row's number in its field names, which it keeps wherever it is moved.
    pub row: u32,
    /// Where it stands among the others.
    pub place: u32,
    /// Key, or nothing for a new one.
    pub id: String,
    /// What the recruiters call it; a row without it does not count.
    pub name: String,
    /// A [`StageKind`].
    pub kind: String,
    /// Days that an application may wait here, or nothing.
    pub sla_days: String,
}

/// What rows of every kind have in common.
pub trait FormRow {
    /// A row that nothing is written in.
    fn empty(row: u32) -> Self;
    /// Its number in its field names.
    fn row(&self) -> u32;
    /// Where it stands among the others.
    fn place(&self) -> u32;
    /// Puts it there.
    fn put(&mut self, place: u32);
}

macro_rules! form_rows {
    ($($row:ident: $empty:expr),* $(,)?) => {$(
        impl FormRow for $row {
            fn empty(row: u32) -> Self {
                Self { row, ..$empty }
            }
            fn row(&self) -> u32 {
                self.row
            }
            fn place(&self) -> u32 {
                self.place
            }
            fn put(&mut self, place: u32) {
                self.place = place;
            }
        }
    )*};
}

form_rows! {
    RequirementRow: Self {
        kind: RequirementKind::Skill.to_string(),
        must: "must".into(),
        weight: "1".into(),
        ..Self::default()
    },
    QuestionRow: Self { kind: QuestionKind::Text.to_string(), required: "true".into(), ..Self::default() },
    StageRow: Self { kind: StageKind::Interview.to_string(), ..Self::default() },
}

/// Has every row know where it stands.
pub(super) fn put_in_places(rows: &mut [impl FormRow]) {
    for (place, row) in (0..).zip(rows) {
        row.put(place);
    }
}

/// Rows in the order of their places, whatever numbers they are posted under.
pub(super) fn by_place<'de, D: Deserializer<'de>, T: FormRow + Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    let mut rows = Vec::<T>::deserialize(from)?;
    rows.sort_by_key(FormRow::place);
    Ok(rows)
}

fn key<T: ToString>(id: Option<T>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

impl RequirementRow {
    #[must_use]
    pub fn of(row: u32, requirement: &Requirement) -> Self {
        Self {
            row,
            place: row,
            id: key(requirement.id),
            kind: requirement.kind.to_string(),
            text: requirement.text.clone(),
            must: if requirement.must { "must" } else { "nice" }.into(),
            weight: requirement.weight.to_string(),
            quote: requirement.quote.clone().unwrap_or_default(),
        }
    }
}

impl QuestionRow {
    #[must_use]
    pub fn of(row: u32, question: &Question) -> Self {
        Self {
            row,
            place: row,
            id: key(question.id),
            text: question.text.clone(),
            kind: question.kind.to_string(),
            options: question.options.join(", "),
            required: if question.required { "true".into() } else { String::new() },
            knock_out: question.knock_out.clone().unwrap_or_default(),
        }
    }
}

impl StageRow {
    #[must_use]
    pub fn of(row: u32, stage: &Stage) -> Self {
        Self {
            row,
            place: row,
            id: key(stage.id),
            name: stage.name.clone(),
            kind: stage.kind.to_string(),
            sla_days: stage.sla_days.map(|d| d.to_string()).unwrap_or_default(),
        }
    }
}
