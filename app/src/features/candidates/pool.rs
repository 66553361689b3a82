//! The talent pool: everybody whom the organisation may see, searched by words and by meaning.

use super::api::search_talent;
use crate::{
    error_view::ErrorView,
    live::{ChangedMeanwhile, use_live_forms},
    ui::*,
};
use hireq_domain::{
    candidate::{Asked, TalentHit, TalentPage, TalentQuery},
    event::LiveEvent,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const NAMES: [&str; 6] = ["q", "skill", "place", "years", "tag", "off"];
/// The parameters that the filter bar's fields edit.
const FIELDS: [&str; 5] = ["q", "skill", "place", "years", "tag"];

/// The page at `/hr/candidates`.
#[component]
pub fn PoolPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        let page = query.get("page").and_then(|p| p.parse::<i64>().ok()).unwrap_or(1);
        (NAMES.map(|name| query.get(name).unwrap_or_default()), page)
    });
    let changed = use_live_forms(|event| matches!(event, LiveEvent::PersonChanged { .. }));
    let found = Resource::new_blocking(
        move || (asked.get(), changed.version()),
        |(([q, skill, place, years, tag, off], page), _)| search_talent(q, skill, place, years, tag, off, page),
    );
    view! {
        <PageTitle text="Candidates"/>
        <div class="stack-large">
            <PageHeader title="Candidates">
                <LinkButton href="/hr/upload" variant=ButtonVariant::Primary icon=IconKind::Upload>"Upload résumés"</LinkButton>
            </PageHeader>
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(8)/> }>
                {move || Suspend::new(async move {
                    let (values, page) = asked.get_untracked();
                    let href = Href::from_pairs("/hr/candidates", NAMES.into_iter().zip(values)).with("page", page);
                    match found.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(found) => view! { <Found href=href found=found/> }.into_any(),
                    }
                })}
            </Transition>
            <ChangedMeanwhile forms=changed what="somebody's name"/>
        </div>
    }
}

#[component]
fn Found(href: Href, found: TalentPage) -> impl IntoView {
    let TalentPage { hits, tags, by_meaning, asked } = found;
    let filtered = FIELDS.iter().any(|name| !href.get(name).is_empty());
    let searching = !href.get("q").is_empty();
    let tags = choices(tags.into_iter().map(|t| (t.clone(), t)));
    let has_tags = !tags.is_empty();
    let none = hits.items.is_empty();
    let number = |n: i64| usize::try_from(n).unwrap_or(0);
    let (page, size, total) = (number(hits.number), number(hits.size), number(hits.total));
    let rows = hits.items.into_iter().map(|hit| view! { <Row hit=hit/> }).collect_view();
    let (pager, understood) = (href.clone(), href.clone());
    view! {
        <FilterBar href=href.clone() edits=&NAMES clearable=filtered>
            <SearchField label="Search résumés: words, or what you look for" value=href.get("q")/>
            <TextField name="skill" label="Skill" value=href.get("skill") width=FieldWidth::Short/>
            <TextField name="place" label="Place" value=href.get("place") width=FieldWidth::Short/>
            <TextField name="years" label="Years at least" value=href.get("years") inputmode="decimal"
                error=number_error(href.get("years"), TalentQuery::YEARS) width=FieldWidth::Short/>
            {has_tags.then(|| view! {
                <Select name="tag" label="Tag" empty="Any" options=tags selected=href.get("tag") width=FieldWidth::Short/>
            })}
        </FilterBar>
        <Understood href=understood asked=asked/>
        {(searching && !by_meaning).then(|| view! {
            <Notice>"The search goes by words alone: the model that understands meaning is not available."</Notice>
        })}
        {if none && filtered {
            view! {
                <Empty icon=IconKind::Search title="Nobody found" text="Try fewer or other words, or clear the filters.">
                    <LinkButton href="/hr/candidates">"Clear filters"</LinkButton>
                </Empty>
            }.into_any()
        } else if none {
            view! {
                <Empty icon=IconKind::Users title="No candidates yet"
                    text="People come here when they apply for your jobs, or when you upload their résumés.">
                    <LinkButton href="/hr/upload" variant=ButtonVariant::Primary>"Upload résumés"</LinkButton>
                </Empty>
            }.into_any()
        } else {
            view! {
                <LinkList>{rows}</LinkList>
                <Pager href=pager page=page per_page=size total=total of="candidates"/>
            }.into_any()
        }}
    }
}

/// The filters found in the search words, each with a link to remove it; and removed ones with a link to restore them.
#[component]
fn Understood(href: Href, asked: Vec<Asked>) -> impl IntoView {
    let off = href.get("off").to_owned();
    let first = href.without("page");
    let again = (!off.is_empty()).then(|| first.without("off"));
    let some = !asked.is_empty() || again.is_some();
    let parts = asked
        .into_iter()
        .map(|one| {
            let names = if off.is_empty() { one.name().to_owned() } else { format!("{off},{}", one.name()) };
            let says = one.to_string();
            let label = format!("{says}: search for these words instead");
            view! {
                <a class="understood-part" href=first.with("off", names).to_string() aria-label=label.clone() title=label>
                    {says}<Icon kind=IconKind::Cross/>
                </a>
            }
        })
        .collect_view();
    some.then(|| {
        view! {
            <p class="understood">
                <span class="muted">"Read from your words:"</span>
                {parts}
                {again.map(|href| view! { <a href=href.to_string()>"Read filters from your words again"</a> })}
            </p>
        }
    })
}

#[component]
fn Row(hit: TalentHit) -> impl IntoView {
    let years = hit.years.map(years);
    let skills = hit.skills.join(", ");
    let tags = hit.tags.into_iter().map(|t| view! { <Badge>{t}</Badge> }).collect_view();
    let parts: Vec<(String, bool)> = hit.snippet.into_iter().map(|p| (p.text, p.hit)).collect();
    let some = !parts.is_empty();
    view! {
        <LinkRow href=format!("/hr/candidates/{}", hit.candidate_id) title=hit.name>
            <MetaLine>
                {(!hit.headline.is_empty()).then(|| view! { <Meta>{hit.headline}</Meta> })}
                {(!hit.location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{hit.location}</Meta> })}
                {years.map(|years| view! { <Meta icon=IconKind::Briefcase>{years}</Meta> })}
                <Meta icon=IconKind::Calendar>"Added "<Time at=hit.created_at style=TimeStyle::Date/></Meta>
                {hit.do_not_contact.then(|| view! { <Meta icon=IconKind::Lock>"Do not contact"</Meta> })}
            </MetaLine>
            {some.then(|| view! { <Snippet parts=parts/> })}
            {(!skills.is_empty()).then(|| view! { <p class="small muted">{skills}</p> })}
            <div class="cluster">{tags}</div>
        </LinkRow>
    }
}
