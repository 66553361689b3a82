//! What a form's success is told by.

use hireq_domain::applicants::Undoable;
use serde::{Deserialize, Serialize};

/// What a form did, whether that can be undone where it is told, and what it could not do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// May be empty: nothing is said.
    pub text: String,
    pub undo: Option<Undoable>,
    /// What of it was not done, and why: a line each.
    #[serde(default)]
    pub problems: Vec<String>,
}
