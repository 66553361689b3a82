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
    /// The last part of the URL of the organisation whose page this is; empty for the list of all jobs.
    pub organization: String,
}

impl Query {
    pub(super) fn read(params: &ParamsMap, organization: &str) -> Self {
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
            organization: organization.to_owned(),
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
        Href::from_pairs(self.path(), self.pairs())
    }

    /// The list without any filter.
    pub(super) fn path(&self) -> String {
        if self.organization.is_empty() { LIST.to_owned() } else { format!("/c/{}", self.organization) }
    }

    /// Whether any filter is set.
    pub(super) fn narrows(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    /// The same query with a value selected, or deselected if it is chosen.
    fn toggled(&self, facet: &str, FacetCount { value, chosen, .. }: &FacetCount) -> Href {
        let mut next = self.clone();
        let values = match facet {
            "remote" => &mut next.remote,
            "employment" => &mut next.employment,
            _ => {
                next.location = if *chosen { String::new() } else { value.clone() };
                return next.href();
            }
        };
        if *chosen {
            values.retain(|v| v != value);
        } else {
            values.push(value.clone());
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
        <FilterBar href=href edits=&["q", "location", "pay"] clearable=clearable apply="Search">
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
    view! {
        {group("Where you work", "remote", remote, &query)}
        {group("Type of contract", "employment", employment, &query)}
        {group("Places", "location", locations, &query)}
    }
}

fn group(title: &'static str, facet: &'static str, counts: Vec<FacetCount>, query: &Query) -> impl IntoView + use<> {
    let rows: Vec<_> = counts
        .into_iter()
        .filter(|count| count.chosen || count.count > 0)
        .map(|count| {
            let href = query.toggled(facet, &count).to_string();
            view! { <FacetLink href=href label=count.label count=count.count chosen=count.chosen/> }
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
        let query = Query::read(&params, "");
        let toggled = |facet, value: &str, chosen| {
            let count = FacetCount { value: value.to_owned(), label: String::new(), count: 1, chosen };
            query.toggled(facet, &count).to_string()
        };
        assert_eq!(toggled("remote", "remote", false), "/jobs?q=rust&remote=hybrid&remote=remote");
        assert_eq!(toggled("remote", "hybrid", true), "/jobs?q=rust");
        assert_eq!(toggled("location", "Berlin", false), "/jobs?q=rust&location=Berlin&remote=hybrid");
        assert_eq!(toggled("location", "Berlin", true), "/jobs?q=rust&remote=hybrid");
    }
}
