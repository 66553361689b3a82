//! Form fields: plain HTML controls with an associated label, hint and error.
//!
//! A field is submitted under its `name`, with or without WebAssembly. Its error comes from its own `error` property
//! or, if that is empty, from the [`FormScope`] around it.

mod choice;
mod errors;
mod file;
mod frame;
mod password;
mod search;
mod select;
mod text;
mod textarea;
mod zone;

pub use choice::*;
pub use errors::*;
pub use file::*;
pub use frame::*;
pub use password::*;
pub use search::*;
pub use select::*;
pub use text::*;
pub use textarea::*;
pub use zone::*;

use leptos::prelude::*;

/// The width of a control, which should match the expected answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// The container's width.
    #[default]
    Full,
    /// A name or an e-mail address.
    Medium,
    /// A number, a date or a code.
    Short,
}

impl FieldWidth {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Full => "",
            Self::Medium => " field-medium",
            Self::Short => " field-short",
        }
    }
}

/// The id of the control called `name`, which an [`ErrorSummary`] links to.
pub fn field_id(name: &str) -> String {
    format!("field-{name}")
}

/// The ids and the error of one field.
#[derive(Clone)]
pub(crate) struct Wiring {
    pub id: String,
    pub hint_id: Option<String>,
    pub error: Signal<Option<String>>,
}

impl Wiring {
    pub fn new(name: &str, id: String, hint: &str, error: MaybeProp<String>) -> Self {
        let id = if id.is_empty() { field_id(name) } else { id };
        let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
        let scope = use_context::<FormErrors>();
        let name = name.to_owned();
        let error =
            Signal::derive(move || error.get().filter(|text| !text.is_empty()).or_else(|| scope?.message(&name)));
        Self { id, hint_id, error }
    }

    pub fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// The ids of the elements that describe the control: first the error, then the hint.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        let (error, hint_id, error_id) = (self.error, self.hint_id.clone(), self.error_id());
        move || match (error.with(Option::is_some), &hint_id) {
            (true, Some(hint)) => Some(format!("{error_id} {hint}")),
            (true, None) => Some(error_id.clone()),
            (false, Some(hint)) => Some(hint.clone()),
            (false, None) => None,
        }
    }

    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }
}
