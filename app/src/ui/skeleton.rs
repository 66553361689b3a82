//! Placeholders of about the right size while content is loading, so that nothing jumps when it arrives.

use leptos::prelude::*;

/// What is loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkeletonKind {
    /// This many lines of text.
    Lines(usize),
    /// A table of this many rows.
    Table(usize),
    /// This many cards.
    Cards(usize),
}

/// Stands in for content while it loads.
#[component]
pub fn Skeleton(#[prop(default = SkeletonKind::Lines(3))] kind: SkeletonKind) -> impl IntoView {
    let (class, part, count) = match kind {
        SkeletonKind::Lines(count) => ("skeleton", "skeleton-line", count),
        SkeletonKind::Table(count) => ("skeleton skeleton-table", "skeleton-row", count + 1),
        SkeletonKind::Cards(count) => ("skeleton skeleton-cards", "skeleton-card", count),
    };
    view! {
        <div class=class role="status">
            <span class="visually-hidden">"Loading"</span>
            {(0..count).map(|_| view! { <span class=part aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
