//! A job's form as it is posted: words in fields and numbered rows. Reading it gives a [`JobDraft`] or every field's
//! message; the page and the server read it alike.

use crate::{
    FieldErrors,
    ids::{QuestionId, RequirementId, StageId},
    job::{
        Employment, JobDraft, Pay, PayPeriod, Question, QuestionKind, RemoteMode, Requirement, RequirementKind, Stage,
        StageKind,
    },
    matching::Weights,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The form's field names begin with this: `job[title]`, `job[stages][2][name]`.
pub const FORM: &str = "job";
/// The longest description.
pub const MAX_DESCRIPTION: usize = 20_000;
const MAX_ROWS: usize = 100;

/// The posted name of a field.
#[must_use]
pub fn field(name: &str) -> String {
    format!("{FORM}[{name}]")
}

/// The posted name of a row's field.
#[must_use]
pub fn row_field(group: &str, row: u32, name: &str) -> String {
    format!("{FORM}[{group}][{row}][{name}]")
}

/// What somebody typed into a job's form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobForm {
    /// Title.
    pub title: String,
    /// Markdown.
    pub description: String,
    /// City, region or country.
    pub location: String,
    /// A [`RemoteMode`].
    pub remote: String,
    /// An [`Employment`].
    pub employment: String,
    /// Lowest pay.
    pub pay_min: String,
    /// Highest pay.
    pub pay_max: String,
    /// ISO 4217 code.
    pub pay_currency: String,
    /// A [`PayPeriod`].
    pub pay_period: String,
    /// Last day for applications, `2026-05-31`.
    pub closes_on: String,
    /// `true`, or nothing.
    pub blind: String,
    /// Percent.
    pub weight_skills: String,
    /// Percent.
    pub weight_experience: String,
    /// Percent.
    pub weight_education: String,
    /// Percent.
    pub weight_closeness: String,
    /// What is required.
    pub requirements: Vec<RequirementRow>,
    /// What is asked.
    pub questions: Vec<QuestionRow>,
    /// The pipeline.
    pub stages: Vec<StageRow>,
}

/// A requirement's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequirementRow {
    /// The row's number in its field names.
    pub row: u32,
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
}

/// A screening question's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionRow {
    /// The row's number in its field names.
    pub row: u32,
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

/// A stage's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageRow {
    /// The row's number in its field names.
    pub row: u32,
    /// Key, or nothing for a new one.
    pub id: String,
    /// What the recruiters call it; a row without it does not count.
    pub name: String,
    /// A [`StageKind`].
    pub kind: String,
    /// Days that an application may wait here, or nothing.
    pub sla_days: String,
}

fn number(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

fn key<T: ToString>(id: Option<T>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

impl RequirementRow {
    /// A requirement as a row.
    #[must_use]
    pub fn of(row: u32, requirement: &Requirement) -> Self {
        Self {
            row,
            id: key(requirement.id),
            kind: requirement.kind.to_string(),
            text: requirement.text.clone(),
            must: if requirement.must { "must" } else { "nice" }.into(),
            weight: requirement.weight.to_string(),
        }
    }

    /// An empty row.
    #[must_use]
    pub fn empty(row: u32) -> Self {
        Self {
            row,
            kind: RequirementKind::Skill.to_string(),
            must: "must".into(),
            weight: "1".into(),
            ..Self::default()
        }
    }
}

impl QuestionRow {
    /// A question as a row.
    #[must_use]
    pub fn of(row: u32, question: &Question) -> Self {
        Self {
            row,
            id: key(question.id),
            text: question.text.clone(),
            kind: question.kind.to_string(),
            options: question.options.join(", "),
            required: if question.required { "true".into() } else { String::new() },
            knock_out: question.knock_out.clone().unwrap_or_default(),
        }
    }

    /// An empty row.
    #[must_use]
    pub fn empty(row: u32) -> Self {
        Self { row, kind: QuestionKind::Text.to_string(), required: "true".into(), ..Self::default() }
    }
}

impl StageRow {
    /// A stage as a row.
    #[must_use]
    pub fn of(row: u32, stage: &Stage) -> Self {
        Self {
            row,
            id: key(stage.id),
            name: stage.name.clone(),
            kind: stage.kind.to_string(),
            sla_days: stage.sla_days.map(|d| d.to_string()).unwrap_or_default(),
        }
    }

    /// An empty row.
    #[must_use]
    pub fn empty(row: u32) -> Self {
        Self { row, kind: StageKind::Interview.to_string(), ..Self::default() }
    }
}

impl From<&JobDraft> for JobForm {
    fn from(draft: &JobDraft) -> Self {
        let amount = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let percent = |share: f32| format!("{}", (share * 100.0).round());
        let pay = draft.pay.as_ref();
        let rows = |len: usize| 0..number(len);
        Self {
            title: draft.title.clone(),
            description: draft.description.clone(),
            location: draft.location.clone(),
            remote: draft.remote.to_string(),
            employment: draft.employment.to_string(),
            pay_min: amount(pay.and_then(|p| p.min)),
            pay_max: amount(pay.and_then(|p| p.max)),
            pay_currency: pay.map_or_else(|| "EUR".into(), |p| p.currency.clone()),
            pay_period: pay.map_or(PayPeriod::Year, |p| p.period).to_string(),
            closes_on: draft.closes_on.map(|d| d.to_string()).unwrap_or_default(),
            blind: if draft.blind { "true".into() } else { String::new() },
            weight_skills: percent(draft.weights.skills),
            weight_experience: percent(draft.weights.experience),
            weight_education: percent(draft.weights.education),
            weight_closeness: percent(draft.weights.closeness),
            requirements: rows(draft.requirements.len())
                .zip(&draft.requirements)
                .map(|(i, r)| RequirementRow::of(i, r))
                .collect(),
            questions: rows(draft.questions.len()).zip(&draft.questions).map(|(i, q)| QuestionRow::of(i, q)).collect(),
            stages: rows(draft.stages.len()).zip(&draft.stages).map(|(i, s)| StageRow::of(i, s)).collect(),
        }
    }
}

/// Reads fields and notes what is wrong with them.
struct Reader {
    errors: FieldErrors,
}

impl Reader {
    fn fail<T>(&mut self, name: String, message: impl Into<String>) -> Option<T> {
        self.errors.add(name, message.into());
        None
    }

    fn word<T: FromStr<Err = String>>(&mut self, name: String, text: &str) -> Option<T> {
        match text.trim().parse() {
            Ok(word) => Some(word),
            Err(_) => self.fail(name, "Choose one of the list"),
        }
    }

    fn line(&mut self, name: String, text: &str, most: usize) -> Option<String> {
        let text = text.trim();
        if text.chars().count() > most {
            self.fail(name, format!("Shorten this to {most} characters or fewer"))
        } else if text.chars().any(char::is_control) {
            self.fail(name, "Write this on one line")
        } else {
            Some(text.to_owned())
        }
    }

    /// A whole amount; "65,000", "65 000" and "65'000" are read as people mean them.
    fn amount(&mut self, name: &str, text: &str) -> Option<Option<i64>> {
        let digits: String =
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '\'' | '’' | '_')).collect();
        if digits.is_empty() {
            return Some(None);
        }
        match digits.parse::<i64>() {
            Ok(n) if (0..=1_000_000_000_000).contains(&n) => Some(Some(n)),
            _ => self.fail(field(name), "Write a whole number, such as 65000"),
        }
    }

    fn percent(&mut self, name: &str, text: &str) -> Option<f32> {
        match text.trim().trim_end_matches('%').trim().replace(',', ".").parse::<f32>() {
            Ok(n) if (0.0..=100.0).contains(&n) => Some(n / 100.0),
            _ => self.fail(field(name), "Write a number between 0 and 100"),
        }
    }

    fn pay(&mut self, form: &JobForm) -> Option<Option<Pay>> {
        let (min, max) = (self.amount("pay_min", &form.pay_min), self.amount("pay_max", &form.pay_max));
        let (min, max) = (min?, max?);
        if min.is_none() && max.is_none() {
            return Some(None);
        }
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            return self.fail(field("pay_max"), "The highest pay is below the lowest");
        }
        let currency = form.pay_currency.trim().to_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return self.fail(field("pay_currency"), "Write the currency's three letters, such as EUR");
        }
        let period = self.word(field("pay_period"), &form.pay_period)?;
        Some(Some(Pay { min, max, currency, period }))
    }

    fn weights(&mut self, form: &JobForm) -> Option<Weights> {
        let skills = self.percent("weight_skills", &form.weight_skills);
        let experience = self.percent("weight_experience", &form.weight_experience);
        let education = self.percent("weight_education", &form.weight_education);
        let closeness = self.percent("weight_closeness", &form.weight_closeness);
        let weights =
            Weights { skills: skills?, experience: experience?, education: education?, closeness: closeness? };
        if weights.skills + weights.experience + weights.education + weights.closeness <= 0.0 {
            return self.fail(field("weight_skills"), "At least one share must be over 0");
        }
        Some(weights)
    }

    fn requirement(&mut self, row: &RequirementRow) -> Option<Requirement> {
        let name = |part: &str| row_field("requirements", row.row, part);
        let text = self.line(name("text"), &row.text, 200);
        let kind = self.word(name("kind"), &row.kind);
        let weight = match row.weight.trim().replace(',', ".").parse::<f32>() {
            Ok(w) if w > 0.0 && w <= 5.0 => Some(w),
            _ => self.fail(name("weight"), "Write a number over 0, at most 5"),
        };
        Some(Requirement {
            id: row.id.parse::<RequirementId>().ok(),
            kind: kind?,
            text: text?,
            must: row.must != "nice",
            weight: weight?,
        })
    }

    fn question(&mut self, row: &QuestionRow) -> Option<Question> {
        let name = |part: &str| row_field("questions", row.row, part);
        let text = self.line(name("text"), &row.text, 300);
        let kind = self.word::<QuestionKind>(name("kind"), &row.kind)?;
        let mut options: Vec<String> = Vec::new();
        if kind == QuestionKind::Choice {
            for option in row.options.split([',', '\n']).map(str::trim).filter(|o| !o.is_empty()) {
                if !options.iter().any(|o| o.eq_ignore_ascii_case(option)) {
                    options.push(option.to_owned());
                }
            }
            if !(2..=20).contains(&options.len()) {
                return self.fail(name("options"), "Give two to twenty choices, with commas between");
            }
        }
        let rule = row.knock_out.trim();
        let knock_out = match kind {
            _ if rule.is_empty() => None,
            QuestionKind::Text => {
                return self
                    .fail(name("knock_out"), "An answer in words cannot end an application. Choose another type");
            }
            QuestionKind::YesNo => match rule.to_lowercase().as_str() {
                rule @ ("yes" | "no") => Some(rule.to_owned()),
                _ => return self.fail(name("knock_out"), "Write yes or no"),
            },
            QuestionKind::Number => match rule.replace(',', ".").parse::<f64>() {
                Ok(_) => Some(rule.to_owned()),
                Err(_) => return self.fail(name("knock_out"), "Write the smallest number that passes"),
            },
            QuestionKind::Choice => match options.iter().find(|o| o.eq_ignore_ascii_case(rule)) {
                Some(option) => Some(option.clone()),
                None => return self.fail(name("knock_out"), "Write one of the choices"),
            },
        };
        Some(Question {
            id: row.id.parse::<QuestionId>().ok(),
            text: text?,
            kind,
            options,
            required: row.required == "true" || knock_out.is_some(),
            knock_out,
        })
    }

    fn stage(&mut self, row: &StageRow) -> Option<Stage> {
        let name = |part: &str| row_field("stages", row.row, part);
        let text = self.line(name("name"), &row.name, 60);
        let kind = self.word(name("kind"), &row.kind);
        let sla_days = match row.sla_days.trim() {
            "" => Some(None),
            days => match days.parse::<i32>() {
                Ok(days) if (1..=365).contains(&days) => Some(Some(days)),
                _ => self.fail(name("sla_days"), "Write a number of days between 1 and 365, or leave this empty"),
            },
        };
        Some(Stage { id: row.id.parse::<StageId>().ok(), name: text?, kind: kind?, sla_days: sla_days? })
    }

    fn stages(&mut self, rows: &[StageRow]) -> Vec<Stage> {
        let rows: Vec<&StageRow> = rows.iter().filter(|r| !r.name.trim().is_empty()).take(MAX_ROWS).collect();
        let stages: Vec<Stage> = rows.iter().filter_map(|row| self.stage(row)).collect();
        if let (Some(row), Some(first)) = (rows.first(), stages.first())
            && first.kind != StageKind::Applied
        {
            self.errors.add(
                row_field("stages", row.row, "kind"),
                "The first stage is where applications arrive: make it Applied",
            );
        }
        for (i, stage) in stages.iter().enumerate() {
            if stages[..i].iter().any(|s| s.name.eq_ignore_ascii_case(&stage.name)) && stages.len() == rows.len() {
                self.errors
                    .add(row_field("stages", rows[i].row, "name"), format!("Two stages are called “{}”", stage.name));
            }
        }
        stages
    }
}

impl JobForm {
    /// Whether the blind box is checked.
    #[must_use]
    pub fn is_blind(&self) -> bool {
        self.blind == "true"
    }

    /// Reads the form.
    ///
    /// # Errors
    /// Every field's message, in the form's order, under the field's posted name.
    pub fn read(&self) -> Result<JobDraft, FieldErrors> {
        let mut r = Reader { errors: FieldErrors::default() };
        let title = match self.title.trim() {
            "" => r.fail(field("title"), "Enter the job's title"),
            title => r.line(field("title"), title, 150),
        };
        let description = if self.description.chars().count() > MAX_DESCRIPTION {
            r.fail(field("description"), "Shorten the description to 20,000 characters or fewer")
        } else {
            Some(self.description.replace("\r\n", "\n").trim().to_owned())
        };
        let location = r.line(field("location"), &self.location, 150);
        let remote = r.word::<RemoteMode>(field("remote"), &self.remote);
        let employment = r.word::<Employment>(field("employment"), &self.employment);
        let pay = r.pay(self);
        let closes_on = match self.closes_on.trim() {
            "" => Some(None),
            day => match day.parse::<NaiveDate>() {
                Ok(day) => Some(Some(day)),
                Err(_) => r.fail(field("closes_on"), "Write a date such as 2026-05-31"),
            },
        };
        let weights = r.weights(self);
        let requirements = self
            .requirements
            .iter()
            .filter(|row| !row.text.trim().is_empty())
            .take(MAX_ROWS)
            .filter_map(|row| r.requirement(row))
            .collect();
        let questions = self
            .questions
            .iter()
            .filter(|row| !row.text.trim().is_empty())
            .take(MAX_ROWS)
            .filter_map(|row| r.question(row))
            .collect();
        let stages = r.stages(&self.stages);
        match (title, description, location, remote, employment, pay, closes_on, weights) {
            (
                Some(title),
                Some(description),
                Some(location),
                Some(remote),
                Some(employment),
                Some(pay),
                Some(closes_on),
                Some(weights),
            ) if r.errors.is_empty() => Ok(JobDraft {
                title,
                description,
                location,
                remote,
                employment,
                pay,
                closes_on,
                blind: self.is_blind(),
                weights,
                requirements,
                questions,
                stages,
            }),
            _ => Err(r.errors),
        }
    }

    /// Where `saved` says something else than this form: the field's label, and what is saved there.
    #[must_use]
    pub fn differences(&self, saved: &Self) -> Vec<(&'static str, String)> {
        let shown = |text: &str| match text.trim() {
            "" => "(nothing)".to_owned(),
            text => text.chars().take(300).collect(),
        };
        let rows = |texts: Vec<&str>| {
            shown(&texts.into_iter().filter(|t| !t.trim().is_empty()).collect::<Vec<_>>().join(", "))
        };
        let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        let fields = [
            ("Title", &self.title, &saved.title),
            ("Description", &self.description, &saved.description),
            ("Place", &self.location, &saved.location),
            ("Work", &self.remote, &saved.remote),
            ("Contract", &self.employment, &saved.employment),
            ("Lowest pay", &self.pay_min, &saved.pay_min),
            ("Highest pay", &self.pay_max, &saved.pay_max),
            ("Last day for applications", &self.closes_on, &saved.closes_on),
            ("Hide names", &self.blind, &saved.blind),
        ];
        let mut found: Vec<_> = fields
            .into_iter()
            .filter(|(_, mine, theirs)| lines(mine) != lines(theirs))
            .map(|(label, _, theirs)| (label, shown(theirs)))
            .collect();
        let weights = |f: &Self| {
            format!(
                "skills {}, experience {}, education {}, closeness {}",
                f.weight_skills, f.weight_experience, f.weight_education, f.weight_closeness
            )
        };
        if weights(self) != weights(saved) {
            found.push(("Weights", weights(saved)));
        }
        let read = |f: &Self| f.read().ok();
        let (mine, theirs) = (read(self), read(saved));
        if mine.as_ref().map(|d| &d.requirements) != theirs.as_ref().map(|d| &d.requirements) {
            found.push(("Requirements", rows(saved.requirements.iter().map(|r| r.text.as_str()).collect())));
        }
        if mine.as_ref().map(|d| &d.questions) != theirs.as_ref().map(|d| &d.questions) {
            found.push(("Questions", rows(saved.questions.iter().map(|q| q.text.as_str()).collect())));
        }
        if mine.map(|d| d.stages) != theirs.map(|d| d.stages) {
            found.push(("Stages", rows(saved.stages.iter().map(|s| s.name.as_str()).collect())));
        }
        found
    }

    /// Adds what was proposed and is not there yet, by kind and words.
    pub fn add_requirements(&mut self, proposed: &[Requirement]) {
        self.requirements.retain(|row| !row.text.trim().is_empty());
        for requirement in proposed {
            let known = self.requirements.iter().any(|row| {
                row.kind == requirement.kind.as_str()
                    && row.text.trim().to_lowercase() == requirement.text.to_lowercase()
            });
            if !known && self.requirements.len() < MAX_ROWS {
                let row = next_row(self.requirements.iter().map(|r| r.row));
                self.requirements.push(RequirementRow::of(row, requirement));
            }
        }
    }

    /// Does what a button other than saving asks for: `add-stages`, `remove-stages-3`, `up-stages-3`. Whether it was
    /// such a button.
    pub fn edit_rows(&mut self, intent: &str) -> bool {
        let mut parts = intent.split('-');
        let (Some(verb), Some(group)) = (parts.next(), parts.next()) else { return false };
        let row = parts.next().and_then(|n| n.parse::<u32>().ok());
        match (verb, group, row) {
            ("add", "requirements", _) => {
                let row = next_row(self.requirements.iter().map(|r| r.row));
                self.requirements.push(RequirementRow::empty(row));
            }
            ("add", "questions", _) => {
                let row = next_row(self.questions.iter().map(|r| r.row));
                self.questions.push(QuestionRow::empty(row));
            }
            ("add", "stages", _) => {
                let row = next_row(self.stages.iter().map(|r| r.row));
                self.stages.push(StageRow::empty(row));
            }
            ("remove", "requirements", Some(row)) => self.requirements.retain(|r| r.row != row),
            ("remove", "questions", Some(row)) => self.questions.retain(|r| r.row != row),
            ("remove", "stages", Some(row)) => self.stages.retain(|r| r.row != row),
            ("up", "stages", Some(row)) => {
                // The numbers in the fields' names give the order, so the rows trade places and numbers.
                if let Some(at) = self.stages.iter().position(|r| r.row == row).filter(|at| *at > 0) {
                    let (above, below) = (self.stages[at - 1].row, row);
                    self.stages.swap(at - 1, at);
                    self.stages[at - 1].row = above;
                    self.stages[at].row = below;
                }
            }
            _ => return false,
        }
        true
    }
}

/// A number that no row has yet.
pub fn next_row(rows: impl Iterator<Item = u32>) -> u32 {
    rows.max().map_or(0, |n| n.saturating_add(1))
}

impl JobDraft {
    /// A new job's form: the stages that most pipelines have.
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
            blind: false,
            weights: Weights::default(),
            requirements: Vec::new(),
            questions: Vec::new(),
            stages: crate::job::default_stages(),
        }
    }

    /// What is missing before it can be published.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> JobForm {
        JobForm { title: " Engineer ".into(), ..JobForm::from(&JobDraft::empty()) }
    }

    #[test]
    fn a_draft_comes_back_from_its_form_unchanged() {
        let mut draft = JobDraft { title: "Engineer".into(), description: "# Hi\n\nThere".into(), ..JobDraft::empty() };
        draft.pay = Some(Pay { min: Some(1), max: None, currency: "EUR".into(), period: PayPeriod::Hour });
        draft.requirements.push(Requirement {
            id: None,
            kind: RequirementKind::Skill,
            text: "Rust".into(),
            must: false,
            weight: 1.5,
        });
        draft.questions.push(Question {
            id: None,
            text: "Which shift?".into(),
            kind: QuestionKind::Choice,
            options: vec!["Day".into(), "Night".into()],
            required: true,
            knock_out: Some("Night".into()),
        });
        assert_eq!(JobForm::from(&draft).read(), Ok(draft));
    }

    #[test]
    fn every_wrong_field_is_named_as_it_was_posted() {
        let mut form = form();
        form.title.clear();
        form.pay_min = "90,000".into();
        form.pay_max = "80 000".into();
        form.stages[1].sla_days = "soon".into();
        form.stages[1].row = 7;
        form.questions.push(QuestionRow {
            row: 3,
            text: "Licence?".into(),
            kind: "yes_no".into(),
            knock_out: "maybe".into(),
            ..QuestionRow::default()
        });
        let errors = form.read().expect_err("four mistakes");
        for name in ["job[title]", "job[pay_max]", "job[stages][7][sla_days]", "job[questions][3][knock_out]"] {
            assert!(errors.get(name).is_some(), "{name} in {errors:?}");
        }
    }

    #[test]
    fn applications_arrive_in_a_first_stage_of_the_kind_applied() {
        let mut form = form();
        assert!(form.edit_rows("up-stages-1"));
        assert_eq!(form.stages[0].name, "Screening");
        assert!(form.read().expect_err("wrong order").get("job[stages][0][kind]").is_some());
    }

    #[test]
    fn buttons_add_and_remove_rows_without_touching_the_others() {
        let mut form = form();
        assert!(form.edit_rows("add-requirements") && form.edit_rows("add-requirements"));
        assert!(form.edit_rows("remove-requirements-0") && form.edit_rows("add-requirements"));
        assert_eq!(form.requirements.iter().map(|r| r.row).collect::<Vec<_>>(), [1, 2]);
        assert!(!form.edit_rows("save"));
    }

    #[test]
    fn two_editors_see_where_they_differ() {
        let (mine, mut theirs) = (form(), form());
        assert!(mine.differences(&theirs).is_empty());
        theirs.title = "Boss".into();
        theirs.stages[1].name = "Phone".into();
        let labels: Vec<_> = mine.differences(&theirs).into_iter().map(|(label, _)| label).collect();
        assert_eq!(labels, ["Title", "Stages"]);
    }

    #[test]
    fn empty_rows_do_not_count() {
        let mut form = form();
        form.edit_rows("add-requirements");
        form.edit_rows("add-stages");
        let draft = form.read().expect("valid");
        assert_eq!((draft.requirements.len(), draft.stages.len()), (0, 5));
        assert_eq!(draft.title, "Engineer");
    }

    #[test]
    fn publishing_needs_a_description_a_stage_and_a_date_to_come() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 1).expect("a day");
        let mut draft = form().read().expect("valid");
        draft.closes_on = day.pred_opt();
        draft.stages.clear();
        assert_eq!(draft.missing(day).0.len(), 3);
    }
}
