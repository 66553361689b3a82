//! Operations on the form by buttons other than saving, and merging two people's changes.

use super::{FormRow, JobForm, MAX_ROWS, RequirementRow, rows::put_in_places};
use crate::job::{JobContent, Requirement};

impl JobForm {
    /// Where `saved` differs from this form: the field's label, and its saved value.
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

    /// Takes over what somebody else saved since this form `began`, in fields that were not changed here. Returns the
    /// labels of fields that both changed, each to a different value; these keep the value of this form.
    pub fn take_over(&mut self, began: &Self, saved: &Self) -> Vec<&'static str> {
        let labels = |one: &Self, other: &Self| one.differences(other).into_iter().map(|(label, _)| label).collect();
        let (mine, theirs): (Vec<_>, Vec<_>) = (labels(self, began), labels(saved, began));
        let apart: Vec<&str> = labels(self, saved);
        let (both, alone): (Vec<_>, Vec<_>) = theirs.into_iter().partition(|label| mine.contains(label));
        alone.into_iter().for_each(|label| self.take(label, saved.clone()));
        both.into_iter().filter(|label| apart.contains(label)).collect()
    }

    /// Copies the field with a label of [`Self::differences`] from another form.
    fn take(&mut self, label: &str, from: Self) {
        match label {
            "Title" => self.title = from.title,
            "Description" => self.description = from.description,
            "Place" => self.location = from.location,
            "Work" => self.remote = from.remote,
            "Contract" => self.employment = from.employment,
            "Last day for applications" => self.closes_on = from.closes_on,
            "Time zone" => self.time_zone = from.time_zone,
            "Hide names" => self.blind = from.blind,
            "Weights" => {
                self.weight_skills = from.weight_skills;
                self.weight_experience = from.weight_experience;
                self.weight_education = from.weight_education;
                self.weight_closeness = from.weight_closeness;
            }
            "Pay" => {
                self.pay_min = from.pay_min;
                self.pay_max = from.pay_max;
                self.pay_currency = from.pay_currency;
                self.pay_period = from.pay_period;
            }
            "Requirements" => self.requirements = from.requirements,
            "Questions" => self.questions = from.questions,
            "Stages" => self.stages = from.stages,
            _ => {}
        }
    }

    /// Adds proposed requirements that the form does not have yet, after the existing ones, which stay unchanged;
    /// returns the texts that were added. A row counts as existing if it was proposed from the same words and
    /// rephrased, or if it is one of a row's alternatives.
    pub fn add_requirements(&mut self, proposed: &[Requirement]) -> Vec<String> {
        // Computed before empty rows are removed, because a page identifies rows by their numbers.
        let first = next_row(&self.requirements[..]);
        self.requirements.retain(|row| !row.text.trim().is_empty());
        let (known, others): (Vec<_>, Vec<_>) =
            proposed.iter().partition(|one| self.requirements.iter().any(|row| names(row, one)));
        // Each row that was rephrased stands for one proposal from the same words.
        let mut written: Vec<&str> = self
            .requirements
            .iter()
            .filter(|row| !row.quote.is_empty() && !known.iter().any(|one| names(row, one)))
            .map(|row| row.quote.as_str())
            .collect();
        let mut added = Vec::new();
        for requirement in others {
            let same = |quote: &&str| requirement.quote.as_deref() == Some(*quote);
            if let Some(at) = written.iter().position(same) {
                written.swap_remove(at);
            } else if self.requirements.len() < MAX_ROWS {
                added.push(requirement);
            }
        }
        self.requirements.extend((first..).zip(&added).map(|(row, requirement)| RequirementRow::of(row, requirement)));
        put_in_places(&mut self.requirements);
        added.into_iter().map(|requirement| requirement.text.clone()).collect()
    }

    /// Performs the action of a button other than saving: `add-stages`, `remove-stages-3`, `up-stages-3`,
    /// `down-stages-3`, or `merge-requirements-3`, which merges a row into the one above. Returns whether the intent
    /// was one of these.
    pub fn edit_rows(&mut self, intent: &str) -> bool {
        let mut parts = intent.split('-');
        let (Some(verb), Some(group)) = (parts.next(), parts.next()) else { return false };
        let row = parts.next().and_then(|n| n.parse::<u32>().ok());
        match (verb, group, row) {
            ("merge", "requirements", Some(row)) => self.merge_above(row),
            (verb, "requirements", row) => edit(&mut self.requirements, verb, row),
            (verb, "questions", row) => edit(&mut self.questions, verb, row),
            (verb, "stages", row) => edit(&mut self.stages, verb, row),
            _ => false,
        }
    }

    /// Makes a requirement an alternative of the one above it, which otherwise stays unchanged.
    fn merge_above(&mut self, row: u32) -> bool {
        if let Some(at) = self.requirements.iter().position(|r| r.row == row).filter(|at| *at > 0) {
            let merged = self.requirements.remove(at);
            let above = &mut self.requirements[at - 1];
            above.text = combine_alternatives(&above.text, &as_written(&merged.text, &merged.quote));
            if above.quote.is_empty() {
                above.quote = merged.quote;
            }
            put_in_places(&mut self.requirements);
        }
        true
    }
}

/// The actions that are possible for all kinds of rows. Rows keep their numbers, by which pages and forms identify
/// them; their order is given by their places.
fn edit<T: FormRow>(rows: &mut Vec<T>, verb: &str, row: Option<u32>) -> bool {
    let at = rows.iter().position(|r| Some(r.row()) == row);
    match (verb, at) {
        ("add", _) => rows.push(T::empty(next_row(&rows[..]))),
        ("remove", Some(at)) => drop(rows.remove(at)),
        ("up", Some(at)) if at > 0 => rows.swap(at - 1, at),
        ("down", Some(at)) if at + 1 < rows.len() => rows.swap(at, at + 1),
        ("remove" | "up" | "down", _) => {}
        _ => return false,
    }
    put_in_places(rows);
    true
}

/// “Or” in the languages of most adverts.
const OR: [&str; 8] = [" or ", " oder ", " ou ", " eller ", " lub ", " nebo ", " tai ", " или "];

/// The alternatives in a text, and the word that separates them.
fn alternatives(text: &str) -> (Vec<&str>, Option<&'static str>) {
    match OR.into_iter().find(|or| text.contains(or)) {
        Some(or) => (text.split(or).flat_map(|part| part.split(", ")).map(str::trim).collect(), Some(or)),
        None => (vec![text.trim()], None),
    }
}

/// Introductions of requirements that do not change their meaning, in lower case.
const LEADS: [&str; 12] = [
    "experience with ",
    "experience in ",
    "experience of ",
    "knowledge of ",
    "proficiency in ",
    "familiarity with ",
    "erfahrung mit ",
    "erfahrung in ",
    "erfahrung im ",
    "kenntnisse in ",
    "expérience avec ",
    "ervaring met ",
];

/// Splits a text into its introduction, which may be empty, and the rest.
fn split_introduction(text: &str) -> (&str, &str) {
    let begins = |lead: &str| text.get(..lead.len()).is_some_and(|begins| begins.to_lowercase() == lead);
    text.split_at(LEADS.into_iter().find(|lead| begins(lead)).map_or(0, str::len))
}

/// The text with its first letter in the advert's case: in the middle of a sentence it may be lower case.
fn as_written(text: &str, quote: &str) -> String {
    let mut rest = text.chars();
    let Some(first) = rest.next() else { return String::new() };
    let small: String = first.to_lowercase().chain(rest).collect();
    if quote.contains(&small) && !quote.contains(text) { small } else { text.to_owned() }
}

/// Combines two texts into one of alternatives: “Rust, C++ or Go”. An introduction of the first text is kept only if
/// the second one has the same.
fn combine_alternatives(one: &str, other: &str) -> String {
    let ((one_lead, one), (other_lead, other)) = (split_introduction(one.trim()), split_introduction(other.trim()));
    let shared = if one_lead.eq_ignore_ascii_case(other_lead) { one_lead } else { "" };
    let ((mut all, first), (more, second)) = (alternatives(one), alternatives(other));
    for part in more {
        if !all.iter().any(|known| known.to_lowercase() == part.to_lowercase()) {
            all.push(part);
        }
    }
    let last = all.pop().unwrap_or_default();
    if all.is_empty() {
        return format!("{shared}{last}");
    }
    format!("{shared}{}{}{last}", all.join(", "), first.or(second).unwrap_or(OR[0]))
}

/// Whether a row already contains this requirement, by itself or as an alternative.
fn names(row: &RequirementRow, requirement: &Requirement) -> bool {
    let same = |text: &str| text.trim().to_lowercase() == requirement.text.to_lowercase();
    (row.kind == requirement.kind.as_str() && same(&row.text)) || {
        let parts = alternatives(&row.text).0;
        parts.len() > 1 && parts.into_iter().any(same)
    }
}

/// A number that no row has yet.
fn next_row(rows: &[impl FormRow]) -> u32 {
    rows.iter().map(FormRow::row).max().map_or(0, |n| n.saturating_add(1))
}
