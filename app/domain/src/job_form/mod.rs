//! A job's form as submitted: texts in fields, and numbered rows. Parsing it gives a [`JobContent`], or a message for
//! each invalid field, identically in the browser and on the server.

mod edit;
mod read;
mod rows;
mod stated;
#[cfg(test)]
mod tests;

pub use rows::{FormRow, QuestionRow, RequirementRow, StageRow};
pub use stated::Stated;

use crate::{
    FieldErrors,
    job::{Employment, JobContent, PayPeriod, RemoteMode, StageKind},
    matching::Weights,
    number::Decimal,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The prefix of the form's field names: `job[title]`, `job[stages][2][name]`.
pub const FORM: &str = "job";
/// The maximum length of a description, in characters.
pub const MAX_DESCRIPTION: usize = 20_000;
const MAX_ROWS: usize = 100;

/// The submitted name of a field.
#[must_use]
pub fn field(name: &str) -> String {
    format!("{FORM}[{name}]")
}

/// The submitted name of a row's field.
#[must_use]
pub fn row_field(group: &str, row: u32, name: &str) -> String {
    format!("{FORM}[{group}][{row}][{name}]")
}

/// The contents of a job's form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobForm {
    pub title: String,
    /// Markdown.
    pub description: String,
    /// City, region or country.
    pub location: String,
    /// The stored word of a [`RemoteMode`].
    pub remote: String,
    pub employment: String,
    pub pay_min: String,
    pub pay_max: String,
    /// The ISO 4217 code.
    pub pay_currency: String,
    /// The stored word of a [`PayPeriod`].
    pub pay_period: String,
    /// The last day for applications, as `2026-05-31`.
    pub closes_on: String,
    /// The time zone in which that day ends; empty for the organisation's.
    pub time_zone: String,
    /// `true` or empty.
    pub blind: String,
    /// Percent.
    pub weight_skills: String,
    /// Percent.
    pub weight_experience: String,
    /// Percent.
    pub weight_education: String,
    /// Percent.
    pub weight_closeness: String,
    #[serde(deserialize_with = "rows::by_place")]
    pub requirements: Vec<RequirementRow>,
    #[serde(deserialize_with = "rows::by_place")]
    pub questions: Vec<QuestionRow>,
    #[serde(deserialize_with = "rows::by_place")]
    pub stages: Vec<StageRow>,
}

fn number(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

impl From<&JobContent> for JobForm {
    fn from(content: &JobContent) -> Self {
        let amount = |n: Option<Decimal>| n.map(Decimal::typed).unwrap_or_default();
        let percent = |share: f32| format!("{}", (share * 100.0).round());
        let pay = content.pay.as_ref();
        let rows = |len: usize| 0..number(len);
        Self {
            title: content.title.clone(),
            description: content.description.clone(),
            location: content.location.clone(),
            remote: content.remote.to_string(),
            employment: content.employment.to_string(),
            pay_min: amount(pay.and_then(|p| p.min)),
            pay_max: amount(pay.and_then(|p| p.max)),
            pay_currency: pay.map_or_else(|| "EUR".into(), |p| p.currency.clone()),
            pay_period: pay.map_or(PayPeriod::Year, |p| p.period).to_string(),
            closes_on: content.closes_on.map(|d| d.to_string()).unwrap_or_default(),
            time_zone: content.time_zone.as_ref().map(ToString::to_string).unwrap_or_default(),
            blind: if content.blind { "true".into() } else { String::new() },
            weight_skills: percent(content.weights.skills),
            weight_experience: percent(content.weights.experience),
            weight_education: percent(content.weights.education),
            weight_closeness: percent(content.weights.closeness),
            requirements: rows(content.requirements.len())
                .zip(&content.requirements)
                .map(|(i, r)| RequirementRow::of(i, r))
                .collect(),
            questions: rows(content.questions.len())
                .zip(&content.questions)
                .map(|(i, q)| QuestionRow::of(i, q))
                .collect(),
            stages: rows(content.stages.len()).zip(&content.stages).map(|(i, s)| StageRow::of(i, s)).collect(),
        }
    }
}

impl JobForm {
    /// Whether names are to be hidden.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.blind == "true"
    }
}

impl JobContent {
    /// A new job's form, with the usual stages.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            location: String::new(),
            remote: RemoteMode::Onsite,
            employment: Employment::FullTime,
            pay: None,
            closes_on: None,
            time_zone: None,
            blind: false,
            weights: Weights::default(),
            requirements: Vec::new(),
            questions: Vec::new(),
            stages: crate::job::default_stages(),
        }
    }

    /// What is missing for publication.
    #[must_use]
    pub fn missing(&self, today: NaiveDate) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.title.is_empty() {
            errors.add(field("title"), "Enter the job's title");
        }
        if self.description.trim().is_empty() {
            errors.add(field("description"), "Describe the job before you publish it");
        }
        if self.closes_on.is_some_and(|day| day < today) {
            errors.add(field("closes_on"), "The last day for applications has passed");
        }
        if self.stages.first().is_none_or(|s| s.kind != StageKind::Applied) {
            errors.add("", "Add a first stage of the kind Applied before you publish the job");
        }
        errors
    }
}
