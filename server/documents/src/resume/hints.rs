//! Hints: what another reader takes parts of the text for.
//!
//! Hints come from a language model that knows nothing of résumés: it takes headings for companies and skills for
//! places. So a hint only decides what the rules leave open, and a field based on one has a lower confidence.

use std::ops::Range;

/// What a part of the text may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    Person,
    /// A company or another organisation.
    Organisation,
    /// A city, region or country.
    Place,
}

/// A guess about a part of a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityHint {
    pub kind: EntityKind,
    /// The position in the text, in bytes.
    pub range: Range<usize>,
}

/// The hints for one text, in order. Those outside the text are left out.
pub(super) struct Hints(Vec<EntityHint>);

impl Hints {
    pub(super) fn new(text: &str, hints: &[EntityHint]) -> Self {
        let mut hints: Vec<_> = hints.iter().filter_map(|hint| on_one_line(text, hint)).collect();
        hints.sort_by_key(|hint| hint.range.start);
        Self(hints)
    }

    /// Hints that lie completely within these bytes.
    pub(super) fn within(&self, bytes: Range<usize>) -> impl Iterator<Item = &EntityHint> {
        let first = self.0.partition_point(|hint| hint.range.start < bytes.start);
        self.0[first..]
            .iter()
            .take_while(move |hint| hint.range.start < bytes.end)
            .filter(move |hint| hint.range.end <= bytes.end)
    }

    /// The kind of a part of the text, if a hint covers about this part and not much more or less.
    pub(super) fn about(&self, bytes: &Range<usize>) -> Option<EntityKind> {
        // A hint may begin at most this far before the part and still be about it.
        let before = bytes.start.saturating_sub(bytes.len());
        let first = self.0.partition_point(|hint| hint.range.start < before);
        let near = self.0[first..].iter().take_while(|hint| hint.range.start < bytes.end);
        near.filter(|hint| {
            let shared = hint.range.end.min(bytes.end).saturating_sub(hint.range.start.max(bytes.start));
            let spanned = hint.range.end.max(bytes.end) - hint.range.start.min(bytes.start);
            // Two thirds allow for an article, a legal form or a comma.
            3 * shared >= 2 * spanned
        })
        .map(|hint| hint.kind)
        .next()
    }
}

/// In prose a name may be wrapped over two lines; in a résumé the next line is something else.
fn on_one_line(text: &str, hint: &EntityHint) -> Option<EntityHint> {
    let shown = text.get(hint.range.clone())?;
    let begun = shown.trim_start();
    let line = begun.lines().next()?.trim_end();
    let start = hint.range.end - begun.len();
    Some(EntityHint { kind: hint.kind, range: start..start + line.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_about_the_stretch_that_it_nearly_covers() {
        let hints = [
            EntityHint { kind: EntityKind::Place, range: 40..46 },
            EntityHint { kind: EntityKind::Organisation, range: 10..20 },
            EntityHint { kind: EntityKind::Person, range: 7..7 },
            EntityHint { kind: EntityKind::Person, range: 50..90 },
        ];
        let hints = Hints::new(&"x".repeat(60), &hints);
        assert_eq!(hints.about(&(10..20)), Some(EntityKind::Organisation));
        assert_eq!(hints.about(&(8..21)), Some(EntityKind::Organisation));
        assert_eq!(hints.about(&(0..30)), None, "it is about a part");
        assert_eq!(hints.about(&(12..15)), None, "it is about more");
        assert_eq!(hints.about(&(7..7)), None);
        assert_eq!(hints.within(5..30).count(), 1);
        assert_eq!(hints.within(41..60).count(), 0);
    }

    #[test]
    fn a_hint_ends_with_its_first_line() {
        let text = "\nAda Lovelace \nLeeds";
        let hints = [EntityHint { kind: EntityKind::Person, range: 0..text.len() }];
        let hints = Hints::new(text, &hints);
        assert_eq!(hints.about(&(1..13)), Some(EntityKind::Person));
    }
}
