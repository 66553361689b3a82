//! A board: one column per stage, one card per application.

use leptos::prelude::*;

/// The board's columns, side by side, in a box that scrolls sideways.
#[component]
pub fn Board(
    /// What the board shows, for screen readers.
    #[prop(into)]
    label: String,
    /// The columns.
    children: Children,
) -> impl IntoView {
    view! { <div class="board" role="region" tabindex="0" aria-label=label>{children()}</div> }
}

/// One column. Use `on:dragover` and `on:drop` on the component to receive cards.
#[component]
pub fn BoardColumn(
    /// The column's name.
    #[prop(into)]
    title: String,
    /// The total number of cards.
    count: usize,
    /// Whether a card is being dragged over it.
    #[prop(optional, into)]
    target: Signal<bool>,
    /// [`BoardCard`]s.
    children: Children,
) -> impl IntoView {
    let label = title.clone();
    view! {
        <section class="board-column" class:is-target=move || target.get() aria-label=label>
            <h2 class="board-head">
                <span class="board-title">{title}</span>
                <span class="board-count">{count}</span>
            </h2>
            <ul class="board-cards">{children()}</ul>
        </section>
    }
}

/// One card. Its title is a link; its actions (a menu with “Move to …”) work by keyboard.
#[component]
pub fn BoardCard(
    /// Where the card leads.
    #[prop(into)]
    href: String,
    /// The card's name.
    #[prop(into)]
    title: String,
    /// A second line.
    #[prop(optional, into)]
    detail: String,
    /// Whether it can be dragged; use `on:dragstart` on the component.
    #[prop(optional)]
    draggable: bool,
    /// The menu of actions.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// What is shown at its bottom: a score, the time in this stage.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="board-card" draggable=draggable.then_some("true")>
            <div class="board-card-head">
                <a class="board-card-title" href=href draggable="false">{title}</a>
                {actions.map(ViewFnOnce::run)}
            </div>
            {(!detail.is_empty()).then(|| view! { <p class="board-card-detail">{detail}</p> })}
            {children.map(|children| view! { <div class="board-card-foot">{children()}</div> })}
        </li>
    }
}
