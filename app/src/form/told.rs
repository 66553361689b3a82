//! What a form's success is told by.

use hireq_domain::applicants::Undoable;
use serde::{Deserialize, Serialize};

/// What a form did, and whether that can be undone where it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// May be empty: nothing is said.
    pub text: String,
    pub undo: Option<Undoable>,
}
