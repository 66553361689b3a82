//! The rows of the form: requirements, questions and stages.

use crate::job::{Question, QuestionKind, Requirement, RequirementKind, Stage, StageKind};
use serde::{Deserialize, Deserializer, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequirementRow {
    /// The row's number in its field names, which it keeps when it is moved.
    pub row: u32,
    /// Its position among the rows.
    pub place: u32,
    /// The key; empty for a new row.
    pub id: String,
    /// The stored word of a [`RequirementKind`].
    pub kind: String,
    /// The text; rows without it are ignored.
    pub text: String,
    /// `must` or `nice`.
    pub must: String,
    /// Above 0, at most 5.
    pub weight: String,
    /// The words of the advert from which it was proposed, or empty.
    pub quote: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionRow {
    /// The row's number in its field names, which it keeps when it is moved.
    pub row: u32,
    /// Its position among the rows.
    pub place: u32,
    /// The key; empty for a new row.
    pub id: String,
    /// The question; rows without it are ignored.
    pub text: String,
    /// The stored word of a [`QuestionKind`].
    pub kind: String,
    /// The options of a choice, separated by commas or line breaks.
    pub options: String,
    /// `true` or empty.
    pub required: String,
    /// The answer that rejects an application; for a number, the smallest accepted one.
    pub knock_out: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageRow {
    /// The row's number in its field names, which it keeps when it is moved.
    pub row: u32,
    /// Its position among the rows.
    pub place: u32,
    /// The key; empty for a new row.
    pub id: String,
    /// The recruiters' name for it; rows without it are ignored.
    pub name: String,
    /// The stored word of a [`StageKind`].
    pub kind: String,
    /// How many days an application may stay here, or empty.
    pub sla_days: String,
}

/// What all kinds of rows have in common.
pub trait FormRow {
    /// An empty row.
    fn empty(row: u32) -> Self;
    /// The row's number in its field names.
    fn row(&self) -> u32;
    /// Its position among the rows.
    fn place(&self) -> u32;
    /// Sets its position.
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

/// Sets the positions of all rows to their order.
pub(super) fn put_in_places(rows: &mut [impl FormRow]) {
    for (place, row) in (0..).zip(rows) {
        row.put(place);
    }
}

/// Deserialises rows and sorts them by their positions, whatever numbers they were submitted under.
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
