//! The structure of a page inside its portal: header, panes and simple layouts.

use leptos::prelude::*;

/// A page's heading, with its status, facts and actions.
#[component]
pub fn PageHeader(
    /// The heading, the page's only `<h1>`.
    #[prop(into)]
    title: String,
    /// Shown above the heading: breadcrumbs or a back link.
    #[prop(optional, into)]
    above: Option<ViewFnOnce>,
    /// Shown beside the heading: a status.
    #[prop(optional, into)]
    status: Option<ViewFnOnce>,
    /// A line under the heading: facts separated by [`Meta`].
    #[prop(optional, into)]
    meta: Option<ViewFnOnce>,
    /// The page's actions; one of them primary.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            {above.map(|above| view! { <div class="page-above">{above.run()}</div> })}
            <div class="page-heading">
                <div class="page-title-row">
                    <h1 class="page-title">{title}</h1>
                    {status.map(ViewFnOnce::run)}
                </div>
                {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
            </div>
            {meta.map(|meta| view! { <ul class="meta">{meta.run()}</ul> })}
        </header>
    }
}

/// One fact of a meta line.
#[component]
pub fn Meta(
    /// An icon before it.
    #[prop(optional)]
    icon: Option<super::IconKind>,
    /// The fact.
    children: Children,
) -> impl IntoView {
    view! {
        <li class="meta-item">
            {icon.map(|kind| view! { <super::Icon kind=kind/> })}
            <span>{children()}</span>
        </li>
    }
}

/// A meta line outside a page header: in a list's row, under a card's title.
#[component]
pub fn MetaLine(
    /// [`Meta`] facts.
    children: Children,
) -> impl IntoView {
    view! { <ul class="meta">{children()}</ul> }
}

/// How a split page divides its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SplitShape {
    /// The main part is wide and the side narrow.
    #[default]
    Aside,
    /// Both have the same width: a document beside its explanation.
    Even,
    /// A narrow list beside the selected item.
    List,
}

/// Two panes side by side if there is room; on phones the first one comes first.
#[component]
pub fn Split(
    #[prop(optional)] shape: SplitShape,
    /// Keep the second pane in view while the first scrolls.
    #[prop(optional)]
    sticky: bool,
    /// The second pane.
    #[prop(into)]
    side: ViewFnOnce,
    /// The first pane.
    children: Children,
) -> impl IntoView {
    let class = match shape {
        SplitShape::Aside => "split split-aside",
        SplitShape::Even => "split split-even",
        SplitShape::List => "split split-list",
    };
    view! {
        <div class=class class:split-sticky=sticky>
            <div class="split-main">{children()}</div>
            <div class="split-side">{side.run()}</div>
        </div>
    }
}

/// A part of a page with its own heading.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: String,
    /// Shown at the end of the heading.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head">
                <h2 class="section-title">{title}</h2>
                {actions.map(|actions| view! { <div class="section-actions">{actions.run()}</div> })}
            </div>
            {children()}
        </section>
    }
}

/// A list whose rows are links with a title and a meta line: jobs, conversations, notifications.
#[component]
pub fn LinkList(
    /// [`LinkRow`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="link-list">{children()}</ul> }
}

/// One row; all of it is clickable.
#[component]
pub fn LinkRow(
    /// The address.
    #[prop(into)]
    href: String,
    #[prop(into)] title: String,
    /// Whether it is new or unread.
    #[prop(optional)]
    unread: bool,
    /// Whether it is the one shown beside the list.
    #[prop(optional, into)]
    active: Signal<bool>,
    /// Shown at the end of the row: a status, a time, a score.
    #[prop(optional, into)]
    end: Option<ViewFnOnce>,
    /// A meta line or a sentence under the title.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li class="link-row" class:is-unread=unread>
            <div class="link-row-main">
                <a class="link-row-title" href=href aria-current=move || active.get().then_some("true")>{title}</a>
                {unread.then(|| view! { <span class="visually-hidden">"Unread"</span> })}
                {children.map(|children| view! { <div class="link-row-detail">{children()}</div> })}
            </div>
            {end.map(|end| view! { <div class="link-row-end">{end.run()}</div> })}
        </li>
    }
}
