//! The frames around pages: the public site's header and footer, a portal's navigation.

use leptos::{html, prelude::*};

use super::{CountBadge, Icon, IconKind, Logo, ThemeToggle, close_when_left};

/// An entry of a portal's navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Its address.
    pub href: String,
    /// Its name.
    pub label: String,
    pub icon: IconKind,
    /// A count of items that need attention; zero shows nothing.
    pub count: usize,
    /// Prefixes of other addresses whose pages belong to it: applicants' pages belong to the jobs.
    pub holds: &'static [&'static str],
}

impl NavItem {
    /// An entry without a count.
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: IconKind) -> Self {
        Self { href: href.into(), label: label.into(), icon, count: 0, holds: &[] }
    }

    /// The same entry with a count.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// The same entry, to which pages with these prefixes belong as well.
    #[must_use]
    pub const fn holding(mut self, holds: &'static [&'static str]) -> Self {
        self.holds = holds;
        self
    }
}

/// Entries under one heading; an empty heading is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NavGroup {
    /// The heading.
    pub title: String,
    /// The places.
    pub items: Vec<NavItem>,
}

impl NavGroup {
    /// A group with a heading.
    pub fn new(title: impl Into<String>, items: Vec<NavItem>) -> Self {
        Self { title: title.into(), items }
    }
}

/// The address of the entry that matches `path` with the longest prefix, among its own address and its other prefixes.
fn active_href(groups: &[NavGroup], path: &str) -> String {
    groups
        .iter()
        .flat_map(|group| &group.items)
        .flat_map(|item| std::iter::once(item.href.as_str()).chain(item.holds.iter().copied()).map(move |b| (b, item)))
        .filter(|(begun, _)| path.strip_prefix(begun).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        .max_by_key(|(begun, _)| begun.len())
        .map(|(_, item)| item.href.clone())
        .unwrap_or_default()
}

/// A portal: navigation at the side on wide screens, behind a menu button on narrow ones.
#[component]
pub fn PortalFrame(
    /// The portal's name: “Recruiting”.
    #[prop(into)]
    area: String,
    /// The address of its first page.
    #[prop(into)]
    home: String,
    /// The navigation.
    #[prop(into)]
    nav: Signal<Vec<NavGroup>>,
    /// The current path.
    #[prop(into)]
    path: Signal<String>,
    /// The signed-in person's menu, shown at the bottom of the navigation or the end of the top bar. It is rendered in
    /// both places, so it must not contain ids.
    #[prop(into)]
    account: ViewFn,
    /// Further tools beside it, such as notifications.
    #[prop(optional, into)]
    tools: ViewFn,
    /// The page.
    children: Children,
) -> impl IntoView {
    let places = move || nav_list(nav, path);
    let details = NodeRef::<html::Details>::new();
    close_when_left(details);
    let (side_account, side_tools) = (account.clone(), tools.clone());
    view! {
        <SkipLink/>
        <div class="portal">
            <header class="portal-side">
                <div class="portal-brand">
                    <Logo href=home.clone() area=area.clone()/>
                </div>
                <nav class="portal-nav" aria-label="Main">{places}</nav>
                <div class="portal-foot">
                    <div class="portal-account">{side_account.run()}</div>
                    <div class="portal-tools">{side_tools.run()}<ThemeToggle/></div>
                </div>
            </header>
            <header class="portal-top">
                <details class="portal-menu" node_ref=details>
                    <summary class="button button-ghost button-icon" aria-label="Menu">
                        <Icon kind=IconKind::Menu/>
                    </summary>
                    <nav class="portal-nav" aria-label="Main">{places}</nav>
                </details>
                <Logo href=home area=area/>
                <div class="portal-tools">{tools.run()}<ThemeToggle/>{account.run()}</div>
            </header>
            <main class="portal-main" id="main" tabindex="-1">{children()}</main>
        </div>
    }
}

fn nav_list(nav: Signal<Vec<NavGroup>>, path: Signal<String>) -> impl IntoView {
    let groups = nav.get();
    let active = path.with(|path| active_href(&groups, path));
    groups
        .into_iter()
        .map(|group| {
            let items = group
                .items
                .into_iter()
                .map(|item| {
                    let current = (item.href == active).then_some("page");
                    view! {
                        <li>
                            <a class="nav-link" href=item.href aria-current=current>
                                <Icon kind=item.icon/>
                                <span class="nav-label">{item.label}</span>
                                <CountBadge count=item.count of="waiting"/>
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="nav-group">
                    {(!group.title.is_empty()).then(|| view! { <p class="nav-title">{group.title}</p> })}
                    <ul class="nav-list">{items}</ul>
                </div>
            }
        })
        .collect_view()
}

/// The public site: header with a few links, the page, footer.
#[component]
pub fn PublicFrame(
    /// The header's links, as (address, name).
    links: Vec<(String, String)>,
    /// The current path.
    #[prop(into)]
    path: Signal<String>,
    /// Shown at the end of the header: sign in, or the person's menu.
    #[prop(into)]
    actions: ViewFn,
    /// The footer's links, as (address, name).
    #[prop(optional)]
    footer: Vec<(String, String)>,
    /// The page; its parts should be in a `.container`.
    children: Children,
) -> impl IntoView {
    let links = links
        .into_iter()
        .map(|(href, name)| {
            let here = href.clone();
            let current = move || {
                path.with(|path| path.strip_prefix(&here).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
                    .then_some("page")
            };
            view! { <li><a class="site-link" href=href aria-current=current>{name}</a></li> }
        })
        .collect_view();
    let footer = footer.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view();
    view! {
        <SkipLink/>
        <div class="site">
            <header class="site-header">
                <div class="container site-bar">
                    <Logo/>
                    <nav class="site-nav" aria-label="Main"><ul>{links}</ul></nav>
                    <div class="site-actions"><ThemeToggle/>{actions.run()}</div>
                </div>
            </header>
            <main class="site-main" id="main" tabindex="-1">{children()}</main>
            <footer class="site-footer">
                <div class="container site-foot">
                    <span>"HireQ"</span>
                    <ul>{footer}</ul>
                </div>
            </footer>
        </div>
    }
}

/// A narrow page with one form: sign in, reset a password.
#[component]
pub fn NarrowPage(
    /// The heading.
    #[prop(into)]
    title: String,
    /// A sentence below it.
    #[prop(optional, into)]
    lead: String,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="narrow">
            <h1 class="narrow-title">{title}</h1>
            {(!lead.is_empty()).then(|| view! { <p class="narrow-lead">{lead}</p> })}
            {children()}
        </div>
    }
}

/// The first element for keyboard users, which skips the navigation.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="skip-link" href="#main" rel="external">"Skip to main content"</a> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_matching_place_is_the_present_one() {
        let nav = [NavGroup::new(
            "",
            vec![
                NavItem::new("/hr", "Overview", IconKind::Home),
                NavItem::new("/hr/jobs", "Jobs", IconKind::Briefcase).holding(&["/hr/applications"]),
            ],
        )];
        assert_eq!(active_href(&nav, "/hr/jobs/123"), "/hr/jobs");
        assert_eq!(active_href(&nav, "/hr/applications/123"), "/hr/jobs");
        assert_eq!(active_href(&nav, "/hr"), "/hr");
        assert_eq!(active_href(&nav, "/hr/jobsite"), "/hr");
        assert_eq!(active_href(&nav, "/hrx"), "");
    }
}
