//! Runs the name recogniser on a résumé's text, as hints for the parser.

use hireq_documents::{Document, EntityHint, EntityKind};
use hireq_ml::ner::{Label, Recognizer};

/// The hints for a document; empty without the model, or if the text's language is not supported by it.
#[must_use]
pub fn hints(recognizer: Option<&Recognizer>, document: &Document) -> Vec<EntityHint> {
    let Some(recognizer) = recognizer else { return Vec::new() };
    if hireq_documents::language(&document.text).is_some_and(|language| language != "en") {
        return Vec::new();
    }
    let hint = |(label, range)| {
        let kind = match label {
            Label::Person => EntityKind::Person,
            Label::Org => EntityKind::Organisation,
            Label::Gpe | Label::Loc => EntityKind::Place,
            _ => return None,
        };
        Some(EntityHint { kind, range })
    };
    recognizer.entities(&document.text).into_iter().map(|e| (e.label, e.range)).filter_map(hint).collect()
}
