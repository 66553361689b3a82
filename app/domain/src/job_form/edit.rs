//! What buttons other than saving do to the form, and where two people's forms differ.

use super::{JobForm, MAX_ROWS, QuestionRow, RequirementRow, StageRow};
use crate::job::{JobContent, Requirement};

impl JobForm {
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
            ("Last day for applications", &self.closes_on, &saved.closes_on),
            ("Time zone", &self.time_zone, &saved.time_zone),
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
        let pay = |content: &Option<JobContent>| content.as_ref().and_then(|d| d.pay.as_ref()).map(ToString::to_string);
        if pay(&mine) != pay(&theirs) {
            found.push(("Pay", shown(&pay(&theirs).unwrap_or_default())));
        }
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
