//! Forms that work with and without JavaScript and never lose what somebody typed.
//!
//! Every form is a [`PostForm`] over a server function. Without JavaScript, the server redirects back to the form;
//! errors and typed values are kept in the session for that one page view, never in the URL. With JavaScript, the
//! response is a [`FormAnswer`]: errors appear at their fields, and the inputs keep their values.

#[cfg(feature = "hydrate")]
pub(crate) mod drafts;
mod post;
mod told;

#[cfg(feature = "hydrate")]
pub(crate) use drafts::FormField;
pub use post::PostForm;
pub use told::Told;

use crate::{error::AppError, ui::FieldMessages};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

/// The result of a form refused without JavaScript: which form, the error, and what was typed (never a password).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormFlash {
    /// The server function's path.
    pub path: String,
    pub error: AppError,
    pub values: Vec<(String, String)>,
}

/// The response to a form submitted by the page's script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormAnswer {
    Done {
        /// The page to show: the same one with its new state, or another.
        to: String,
        /// What to say.
        told: Told,
    },
    /// The document has to be reloaded: either another person is signed in now, or what was typed is kept for the
    /// reloaded page.
    Load { to: String },
    /// The form was refused.
    Refused(AppError),
}

impl FormAnswer {
    /// The media type that the page's script asks for when it submits a form.
    pub const MEDIA_TYPE: &str = "application/vnd.hireq.form+json";
}

/// A form's address, errors and typed values.
#[derive(Clone, Copy)]
pub struct FormState {
    url: &'static str,
    errors: RwSignal<FieldMessages>,
    values: StoredValue<Vec<(String, String)>>,
}

/// The number of forms that this document has submitted successfully.
#[derive(Clone, Copy)]
struct Sent(RwSignal<u32>);

/// Provides [`use_sent`], and restores what was typed before a reload. Call once, in the application's root.
pub fn provide_sent() {
    provide_context(Sent(RwSignal::new(0)));
    #[cfg(feature = "hydrate")]
    Effect::new(|| drafts::Drafts::stored().put_back());
}

/// A number that increases when a form of the page was submitted successfully: use it as a source of resources that
/// show what the page's forms change.
pub fn use_sent() -> Signal<u32> {
    use_context::<Sent>().map_or_else(|| Signal::stored(0), |sent| sent.0.into())
}

/// The result of a form to `path` that was refused without JavaScript before this page.
#[cfg(feature = "ssr")]
pub fn flash(path: &str) -> Option<FormFlash> {
    crate::server::extension::<FormFlash>().filter(|flash| flash.path == path)
}

#[cfg(not(feature = "ssr"))]
fn flash(_path: &str) -> Option<FormFlash> {
    None
}

impl FormState {
    /// The state of a form that posts to the server function `S`.
    pub fn of<S: ServerFn>() -> Self {
        let url = S::url();
        let flash = SharedValue::new(move || flash(url)).into_inner();
        let before = flash.as_ref().map(|f| f.error.messages()).unwrap_or_default();
        Self::begun(url, before, flash.map(|f| f.values).unwrap_or_default())
    }

    /// The state of one of several forms to `S` on a page: the one whose field `name` has the value `value`.
    pub fn of_one<S: ServerFn>(name: &str, value: &str) -> Self {
        let state = Self::of::<S>();
        let theirs = state.came_back() && state.value(name, "") != value;
        if theirs { Self::begun(S::url(), Vec::new(), Vec::new()) } else { state }
    }

    /// The state of a form whose page already knows what was typed and what was wrong with it.
    pub fn with_errors<S: ServerFn>(errors: FieldMessages) -> Self {
        Self::begun(S::url(), errors, Vec::new())
    }

    fn begun(url: &'static str, errors: FieldMessages, values: Vec<(String, String)>) -> Self {
        Self { url, errors: RwSignal::new(errors), values: StoredValue::new(values) }
    }

    /// The form's address.
    pub const fn url(&self) -> &'static str {
        self.url
    }

    /// The errors, for [`FormScope`](crate::ui::FormScope).
    pub fn errors(&self) -> Signal<FieldMessages> {
        self.errors.into()
    }

    /// The first error at `name`.
    pub fn error(&self, name: &'static str) -> MaybeProp<String> {
        let errors = self.errors;
        Signal::derive(move || {
            errors.with(|all| all.iter().find(|(field, _)| field == name).map(|(_, message)| message.clone()))
        })
        .into()
    }

    /// Whether values from a refused attempt are shown.
    pub fn came_back(&self) -> bool {
        self.values.with_value(|values| !values.is_empty())
    }

    /// What was typed into `name` before a refusal, or the initial value.
    pub fn value(&self, name: &str, initial: impl Into<String>) -> String {
        self.values
            .with_value(|values| values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()))
            .unwrap_or_else(|| initial.into())
    }

    /// All values typed into `name` before a refusal.
    pub fn values(&self, name: &str) -> Option<Vec<String>> {
        self.came_back().then(|| {
            self.values.with_value(|values| {
                values.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::sources::sources;

    #[test]
    fn the_address_of_a_server_function_is_written_there_alone() {
        let (address, bare_form) = (["\"/a", "pi/"].concat(), ["<fo", "rm action=\""].concat());
        for (file, source) in sources() {
            let typed =
                |line: &&str| !line.contains("server(") && (line.contains(&address) || line.contains(&bare_form));
            assert_eq!(source.lines().find(typed), None, "{}: ask the function's url(), in a PostForm", file.display());
        }
    }
}
