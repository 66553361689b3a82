//! The matcher's access to the skills taxonomy.

use hireq_documents::skills::Taxonomy;
use hireq_domain::resume::Span;

/// Skills that a text mentions, by their canonical names.
pub(super) fn mentions(text: &str) -> Vec<(String, Span)> {
    Taxonomy::get().find(text).into_iter().map(|m| (m.name.to_owned(), m.span)).collect()
}

/// The canonical name of a skill, if the taxonomy knows it.
pub(super) fn canonical(name: &str) -> Option<String> {
    Taxonomy::get().canonical(name).map(str::to_owned)
}
