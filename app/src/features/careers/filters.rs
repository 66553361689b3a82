//! The query string of the careers list, and the links and fields that change it.

use crate::ui::*;
use hireq_domain::{
    job::{FacetCount, JobSearchResult},
    number::Bounds,
};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// The list's address. Filters lead here from `/` as well.
pub(super) const LIST: &str = "/jobs";

/// The parameters as written in the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    pub q: String,
    pub location: String,
    pub remote: Vec<String>,
    pub employment: Vec<String>,
    pub pay: String,
    pub page: String,
}

impl Query {
    pub(super) fn read(params: &ParamsMap) -> Self {
        let value = |name: &str| params.get(name).unwrap_or_default();
        let many = |name: &str| -> Vec<String> {
            let mut values = params.get_all(name).unwrap_or_default();
            values.retain(|value| !value.is_empty());
            values
        };
        Self {
            q: value("q"),
            location: value("location"),
            remote: many("remote"),
            employment: many("employment"),
            pay: value("pay"),
            page: value("page"),
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("q", self.q.clone()), ("location", self.location.clone())];
        pairs.extend(self.remote.iter().map(|value| ("remote", value.clone())));
        pairs.extend(self.employment.iter().map(|value| ("employment", value.clone())));
        pairs.push(("pay", self.pay.clone()));
        pairs
    }

    /// The first page of results.
    pub(super) fn href(&self) -> Href {
        Href::from_pairs(LIST, self.pairs())
    }

    /// Whether any filter is set.
    pub(super) fn narrows(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    /// The same query with one value selected or deselected.
    fn toggled(&self, facet: &str, value: &str) -> Href {
        let mut next = self.clone();
        let toggle = |values: &mut Vec<String>| {
            let before = values.len();
            values.retain(|v| v != value);
            if values.len() == before {
                values.push(value.to_owned());
            }
        };
        match facet {
            "remote" => toggle(&mut next.remote),
            "employment" => toggle(&mut next.employment),
            _ if next.location.eq_ignore_ascii_case(value) => next.location.clear(),
            _ => next.location = value.to_owned(),
        }
        next.href()
    }
}

/// The bounds of yearly pay in any currency: most have two decimals, and yearly pay never needs a third.
pub(super) const PAY: Bounds = Bounds::money(2);

/// The form for words, location and pay; it uses GET.
#[component]
pub(super) fn SearchForm(query: Query) -> impl IntoView {
    let (href, clearable) = (query.href(), query.narrows());
    view! {
        <FilterBar href=href edits=&["q", "location", "pay"] clearable=clearable>
            <SearchField label="Title or keyword" value=query.q/>
            <TextField name="location" label="Place" value=query.location autocomplete="address-level2"/>
            <TextField name="pay" label="Pay of at least, a year" inputmode="decimal" value=query.pay.clone()
                error=number_error(&query.pay, PAY) width=FieldWidth::Short/>
        </FilterBar>
    }
}

/// Every facet as links with counts.
#[component]
pub(super) fn Facets(query: Query, result: JobSearchResult) -> impl IntoView {
    let JobSearchResult { remote, employment, locations, .. } = result;
    let place = query.location.clone();
    view! {
        {group("Where you work", "remote", remote, query.clone(), query.remote.clone())}
        {group("Type of contract", "employment", employment, query.clone(), query.employment.clone())}
        {group("Places", "location", locations, query, vec![place])}
    }
}

fn group(
    title: &'static str,
    facet: &'static str,
    counts: Vec<FacetCount>,
    query: Query,
    chosen: Vec<String>,
) -> impl IntoView {
    let rows: Vec<_> = counts
        .into_iter()
        .filter_map(|count| {
            let chosen = chosen.iter().any(|value| value.eq_ignore_ascii_case(&count.value));
            (chosen || count.count > 0).then(|| {
                let href = query.toggled(facet, &count.value).to_string();
                view! { <FacetLink href=href label=count.label count=count.count chosen=chosen/> }
            })
        })
        .collect();
    (!rows.is_empty()).then(|| view! { <FacetGroup title=title>{rows}</FacetGroup> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facet_is_chosen_and_given_up_without_losing_the_rest() {
        let mut params = ParamsMap::new();
        params.insert("q", "rust".to_owned());
        params.insert("remote", "hybrid".to_owned());
        params.insert("page", "3".to_owned());
        let query = Query::read(&params);
        assert_eq!(query.toggled("remote", "remote").to_string(), "/jobs?q=rust&remote=hybrid&remote=remote");
        assert_eq!(query.toggled("remote", "hybrid").to_string(), "/jobs?q=rust");
        assert_eq!(query.toggled("location", "Berlin").to_string(), "/jobs?q=rust&location=Berlin&remote=hybrid");
    }
}
