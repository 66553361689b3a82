//! Parses the form into a [`JobContent`], or a message for each invalid field.

use super::{JobForm, MAX_DESCRIPTION, MAX_ROWS, QuestionRow, RequirementRow, StageRow, field, row_field};
use crate::{
    FieldErrors,
    ids::{QuestionId, RequirementId, StageId},
    job::{Employment, JobContent, Pay, Question, QuestionKind, RemoteMode, Requirement, Stage, StageKind},
    matching::Weights,
    money,
    number::{self, Bounds, Decimal},
    unseen::{shows, turns},
    zone::Zone,
};
use chrono::NaiveDate;
use std::str::FromStr;

/// Parses fields and collects their errors.
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
        } else if text.chars().any(|c| c.is_control() || turns(c)) {
            self.fail(name, "Write this on one line, without signs that turn text around")
        } else {
            Some(if shows(text) { text.to_owned() } else { String::new() })
        }
    }

    fn number(&mut self, name: String, text: &str, bounds: Bounds) -> Option<Decimal> {
        match number::read(text, bounds) {
            Ok(n) => Some(n),
            Err(why) => self.fail(name, why.to_string()),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "shares and weights are small")]
    fn share(&mut self, name: String, text: &str, most: i64) -> Option<f32> {
        let n = self.number(name, text.trim().trim_end_matches('%'), Bounds::between(0, most, 6))?;
        Some(n.to_f64() as f32)
    }

    fn amount(&mut self, name: &str, text: &str, places: u32) -> Option<Option<Decimal>> {
        if text.trim().is_empty() {
            return Some(None);
        }
        self.number(field(name), text, Bounds::money(places)).map(Some)
    }

    fn pay(&mut self, form: &JobForm) -> Option<Option<Pay>> {
        let currency = form.pay_currency.trim().to_uppercase();
        let places = money::minor_digits(&currency);
        let min = self.amount("pay_min", &form.pay_min, places);
        let max = self.amount("pay_max", &form.pay_max, places);
        let (min, max) = (min?, max?);
        if min.is_none() && max.is_none() {
            return Some(None);
        }
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            return self.fail(field("pay_max"), "The highest pay is below the lowest");
        }
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return self.fail(field("pay_currency"), "Write the currency's three letters, such as EUR");
        }
        let period = self.word(field("pay_period"), &form.pay_period)?;
        Some(Some(Pay { min, max, currency, period }))
    }

    fn weights(&mut self, form: &JobForm) -> Option<Weights> {
        let skills = self.share(field("weight_skills"), &form.weight_skills, 100);
        let experience = self.share(field("weight_experience"), &form.weight_experience, 100);
        let education = self.share(field("weight_education"), &form.weight_education, 100);
        let closeness = self.share(field("weight_closeness"), &form.weight_closeness, 100);
        let weights = Weights {
            skills: skills? / 100.0,
            experience: experience? / 100.0,
            education: education? / 100.0,
            closeness: closeness? / 100.0,
        };
        if weights.skills + weights.experience + weights.education + weights.closeness <= 0.0 {
            return self.fail(field("weight_skills"), "At least one share must be over 0");
        }
        Some(weights)
    }

    fn requirement(&mut self, row: &RequirementRow) -> Option<Requirement> {
        let name = |part: &str| row_field("requirements", row.row, part);
        // It is typed into a field in which line breaks are possible.
        let text = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = self.line(name("text"), &text, 200);
        let kind = self.word(name("kind"), &row.kind);
        let weight = match self.share(name("weight"), &row.weight, 5) {
            Some(0.0) => self.fail(name("weight"), "Write a number over 0, at most 5"),
            weight => weight,
        };
        Some(Requirement {
            id: row.id.parse::<RequirementId>().ok(),
            kind: kind?,
            text: text?,
            must: row.must != "nice",
            weight: weight?,
            quote: self.line(name("quote"), &row.quote, 500).filter(|quote| !quote.is_empty()),
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
            QuestionKind::Number => Some(self.number(name("knock_out"), rule, Bounds::ANY)?.typed()),
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
            days => match number::read(days, Bounds::between(1, 365, 0)).map(Decimal::whole) {
                Ok(Some(days)) => Some(i32::try_from(days).ok()),
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
    /// Parses the form.
    ///
    /// # Errors
    /// A message for each invalid field, in the form's order, under the field's submitted name.
    pub fn read(&self) -> Result<JobContent, FieldErrors> {
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
        let time_zone = match self.time_zone.trim() {
            "" => None,
            name => r.errors.take(&field("time_zone"), name.parse::<Zone>()),
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
            ) if r.errors.is_empty() => Ok(JobContent {
                title,
                description,
                location,
                remote,
                employment,
                pay,
                closes_on,
                time_zone,
                blind: self.is_blind(),
                weights,
                requirements,
                questions,
                stages,
            }),
            _ => Err(r.errors),
        }
    }
}
