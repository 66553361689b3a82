//! The list of organisations, with a form to rename one.

use super::{
    api::{RenameOrganization, list_organizations},
    asked, loaded, pager,
};
use crate::{
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{admin::OrganizationRow, page::Page};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/admin/organizations`.
#[component]
pub fn OrganizationsPage() -> impl IntoView {
    let form = FormState::of::<RenameOrganization>();
    let (query, sent) = (use_query_map(), use_sent());
    let href = Memo::new(move |_| {
        query.with(|query| {
            Href::from_pairs("/admin/organizations", ["q", "page"].map(|name| (name, asked(query, name))))
        })
    });
    // The row that shows its form: the one requested, or the one whose form was refused.
    let edited = Memo::new(move |_| form.value("id", query.with(|query| asked(query, "edit"))));
    let list = Resource::new_blocking(
        move || (href.get(), sent.get()),
        |(href, _)| list_organizations(href.get("q").to_owned(), href.get("page").parse().unwrap_or(1)),
    );
    view! {
        <PageTitle text="Organisations"/>
        <PageHeader title="Organisations"/>
        <div class="stack">
            {move || {
                let href = href.get();
                let q = href.get("q").to_owned();
                view! { <FilterBar href=href edits=&["q"] clearable=true><SearchField label="Name" value=q/></FilterBar> }
            }}
            <FormScope errors=form.errors()>
                {loaded(list, SkeletonKind::Table(6), move |page| {
                    content(href.get_untracked(), page, edited, form).into_any()
                })}
            </FormScope>
        </div>
    }
}

fn content(href: Href, page: Page<OrganizationRow>, edited: Memo<String>, form: FormState) -> impl IntoView {
    if page.total == 0 {
        return view! {
            <Empty icon=IconKind::Building title="No organisation"
                text="An organisation comes with the first recruiter who signs up for it."/>
        }
        .into_any();
    }
    let links = pager(href.clone(), &page, "organisations");
    let rows = page.items.into_iter().map(|item| row(href.clone(), item, edited, form)).collect_view();
    view! {
        <Table caption="Organisations" stacked=true>
            <thead>
                <tr>
                    <Th label="Name"/>
                    <Th label="Recruiters" align=Align::End/>
                    <Th label="Open jobs" align=Align::End/>
                    <Th label="Jobs" align=Align::End/>
                    <Th label="Applications" align=Align::End/>
                    <Th label="Joined"/>
                    <Th label="Actions" hidden=true/>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {links}
    }
    .into_any()
}

fn row(href: Href, item: OrganizationRow, edited: Memo<String>, form: FormState) -> impl IntoView {
    let id = item.id.to_string();
    let (edit, cancel) = (href.with("edit", &id).to_string(), href.to_string());
    let recruiters = Href::new("/admin/users").with("organization", &id).to_string();
    let label = format!("Rename {}", item.name);
    let name = {
        let (id, name) = (id.clone(), item.name);
        move || {
            if edited.get() == id {
                rename_form(form, id.clone(), name.clone(), cancel.clone()).into_any()
            } else {
                view! { <span class="strong">{name.clone()}</span> }.into_any()
            }
        }
    };
    view! {
        <tr>
            <Td label="Name">{name}</Td>
            <Td label="Recruiters" align=Align::End>
                <a href=recruiters>{format_number(item.recruiters)}</a>
                {(item.pending > 0).then(|| format!(" ({} pending)", item.pending))}
            </Td>
            <Td label="Open jobs" align=Align::End>{format_number(item.open_jobs)}</Td>
            <Td label="Jobs" align=Align::End>{format_number(item.jobs)}</Td>
            <Td label="Applications" align=Align::End>{format_number(item.applications)}</Td>
            <Td label="Joined"><Time at=item.created_at style=TimeStyle::Date/></Td>
            <Td label="Actions" align=Align::End>
                {move || (edited.get() != id).then(|| view! {
                    <a href=edit.clone() aria-label=label.clone()>"Rename"</a>
                })}
            </Td>
        </tr>
    }
}

fn rename_form(form: FormState, id: String, name: String, cancel: String) -> impl IntoView {
    view! {
        <PostForm state=form class="stack-small" bare=true>
            <input type="hidden" name="id" value=id/>
            <TextField name="name" label="Name" value=form.value("name", name) required=true hint="Its web addresses stay as they are."/>
            <ButtonRow>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Small>"Rename"</Button>
                <LinkButton href=cancel size=ButtonSize::Small>"Cancel"</LinkButton>
            </ButtonRow>
        </PostForm>
    }
}
