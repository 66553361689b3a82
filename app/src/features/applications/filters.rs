//! The filters of a job's applicants, which its list and its board share.

use super::review::applicant_query;
use crate::ui::*;
use hireq_domain::{applicants::StatusFilter, matching::Band};
use leptos::prelude::*;

/// Which filters a page has; it keeps the others in its address.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edited {
    List,
    /// Everything there is open.
    Board,
}

impl Edited {
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::List => &["q", "band", "status", "musts", "unseen"],
            Self::Board => &["q", "band", "musts", "unseen"],
        }
    }

    /// The values of the controls, in the controls' order.
    fn values(self, filters: &Filters) -> impl Iterator<Item = &str> {
        let value =
            |name: &&str| filters.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value.as_str());
        self.names().iter().map(value)
    }

    /// Parameters that the controls show, and those that they keep.
    fn split(self, href: &Href) -> (Filters, Filters) {
        let pairs = href.without("page").pairs().to_vec();
        pairs.into_iter().partition(|(name, _)| self.names().contains(&name.as_str()))
    }
}

/// Stays as it is while somebody types into it: only a change from elsewhere, such as a stage or Back, draws it anew.
#[component]
pub(super) fn FilterControls(blind: bool, href: Memo<Href>, edited: Edited) -> impl IntoView {
    let typed = StoredValue::new(href.with_untracked(|href| edited.split(href).0));
    let drawn_for = Memo::new(move |before: Option<&(u32, Href)>| {
        let now = href.get();
        let (shown, kept) = edited.split(&now);
        let by_itself = typed.with_value(|typed| edited.values(typed).eq(edited.values(&shown)));
        match before {
            Some((n, before)) if by_itself && edited.split(before).1 == kept => (*n, before.clone()),
            _ => {
                typed.set_value(shown);
                (before.map_or(0, |(n, _)| n + 1), now)
            }
        }
    });
    let clearable = Signal::derive(move || href.with(|href| applicant_query(href).filters()));
    // Fields of their own for each: in those that are there already, what was typed or chosen would stay.
    view! {
        <For each=move || [drawn_for.get()] key=|(n, _)| *n let((_, href))>
            {controls(blind, &href, edited, clearable, typed)}
        </For>
    }
}

fn controls(
    blind: bool,
    href: &Href,
    edited: Edited,
    clearable: Signal<bool>,
    typed: StoredValue<Filters>,
) -> impl IntoView + use<> {
    let get = |name: &str| href.get(name).to_owned();
    let bands = choices(Band::ALL.iter().map(|b| (b.as_str(), b.label())));
    let words = if blind { "Headline" } else { "Name, headline or words of the résumé" };
    let (musts, unseen) = (get("musts") == "true", get("unseen") == "true");
    let (q, band, status) = (get("q"), get("band"), get("status"));
    let statuses = (edited == Edited::List).then(|| {
        let ended = StatusFilter::ALL.iter().filter(|status| **status != StatusFilter::Open);
        let statuses = choices(ended.map(|status| (status.as_str(), status.label())));
        view! { <Select name="status" label="Status" options=statuses selected=status empty="Open"/> }
    });
    view! {
        <FilterBar href=href.clone() edits=edited.names() clearable typed>
            <SearchField label=words value=q/>
            <Select name="band" label="Match" options=bands selected=band empty="Every match"/>
            {statuses}
            <Checkbox name="musts" label="Meets all must-haves" checked=musts/>
            <Checkbox name="unseen" label="New to me" checked=unseen/>
        </FilterBar>
    }
}
