//! Links between the pages of a list.

use leptos::prelude::*;

use super::{Href, Icon, IconKind, format_number};
use hireq_domain::page::Page;
use leptos_router::params::ParamsMap;

/// Links to a list's other pages, kept in the query string as `page`. Absent if there is only one page.
#[component]
pub fn Pager(
    /// The list's address.
    href: Href,
    /// The current page, starting at 1.
    page: usize,
    /// Rows per page.
    per_page: usize,
    /// The total number of rows.
    total: usize,
    /// What is listed, for “1–25 of 312 applicants”.
    #[prop(optional, into)]
    of: String,
    /// The parameter of the query string with the page number.
    #[prop(default = "page")]
    key: &'static str,
    /// The id of the list's element, if the list is only part of its page.
    #[prop(optional)]
    anchor: &'static str,
) -> impl IntoView {
    let per_page = per_page.max(1);
    let pages = total.div_ceil(per_page).max(1);
    let page = page.clamp(1, pages);
    let number = |n: usize| format_number(i64::try_from(n).unwrap_or(i64::MAX));
    let first = ((page - 1) * per_page + 1).min(total);
    let last = (page * per_page).min(total);
    let label = if of.is_empty() { "Pages".to_owned() } else { format!("Pages of {of}") };
    let range = format!("{}–{} of {} {of}", number(first), number(last), number(total));
    let link = move |to: usize| {
        let href = href.with(key, if to == 1 { String::new() } else { to.to_string() });
        format!("{href}{}", if anchor.is_empty() { String::new() } else { format!("#{anchor}") })
    };
    let numbers = window(page, pages)
        .into_iter()
        .map(|entry| match entry {
            None => view! { <li class="pager-gap" aria-hidden="true">"…"</li> }.into_any(),
            Some(n) if n == page => view! {
                <li><span class="pager-link" aria-current="page">{n}</span></li>
            }
            .into_any(),
            Some(n) => view! {
                <li><a class="pager-link" href=link(n) aria-label=format!("Page {n}")>{n}</a></li>
            }
            .into_any(),
        })
        .collect_view();
    let step = |to: Option<usize>, label: &'static str, icon: IconKind| {
        match to {
        Some(to) => view! {
            <li><a class="pager-link" href=link(to) aria-label=label rel=if label == "Next page" { "next" } else { "prev" }>
                <Icon kind=icon/>
            </a></li>
        }
        .into_any(),
        None => view! { <li><span class="pager-link is-off" aria-hidden="true"><Icon kind=icon/></span></li> }.into_any(),
    }
    };
    let previous = step((page > 1).then(|| page - 1), "Previous page", IconKind::ChevronLeft);
    let next = step((page < pages).then(|| page + 1), "Next page", IconKind::ChevronRight);
    (total > 0).then(|| {
        view! {
            <nav class="pager" aria-label=label>
                <p class="pager-range">{range}</p>
                {(pages > 1).then(|| view! { <ul class="pager-list">{previous}{numbers}{next}</ul> })}
            </nav>
        }
    })
}

/// The page numbers to show: both ends, the neighbours of the current page, and gaps.
fn window(page: usize, pages: usize) -> Vec<Option<usize>> {
    let mut shown: Vec<usize> =
        [1, page.saturating_sub(1), page, page + 1, pages].into_iter().filter(|n| (1..=pages).contains(n)).collect();
    shown.sort_unstable();
    shown.dedup();
    let mut out = Vec::with_capacity(shown.len() + 2);
    let mut before = 0;
    for n in shown {
        match n - before {
            0 | 1 => {}
            // A gap of one page takes no more space than its number.
            2 => out.push(Some(n - 1)),
            _ => out.push(None),
        }
        out.push(Some(n));
        before = n;
    }
    out
}

/// The page number under `key` in the query string, starting at 1, for a list that is only part of its page.
pub fn part_number(query: &ParamsMap, key: &str) -> i64 {
    query.get(key).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

/// A page number as a parameter's value: empty for the first page.
pub fn shown_number<T>(page: &Page<T>) -> String {
    if page.number == 1 { String::new() } else { page.number.to_string() }
}

/// What is needed for a pager after the page's rows have been moved elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct PartPager {
    number: usize,
    size: usize,
    total: usize,
}

impl PartPager {
    /// For this page of the list.
    pub fn of<T>(page: &Page<T>) -> Self {
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        Self { number: count(page.number), size: count(page.size), total: count(page.total) }
    }

    /// The links, if there is more than one page. `part` is the name of the list, the id of its element and its
    /// parameter.
    pub fn links(self, href: &Href, part: &'static str) -> impl IntoView + use<> {
        let href = href.clone();
        (self.total > self.size).then(move || {
            view! {
                <Pager href=href page=self.number per_page=self.size total=self.total of=part key=part anchor=part/>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn long_lists_show_ends_and_neighbours() {
        assert_eq!(window(6, 12), [Some(1), None, Some(5), Some(6), Some(7), None, Some(12)]);
        assert_eq!(window(1, 1), [Some(1)]);
        assert_eq!(window(3, 5), [Some(1), Some(2), Some(3), Some(4), Some(5)]);
    }
}
