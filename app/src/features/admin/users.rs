//! The list of accounts.

use super::{
    api::{StepUser, list_users},
    asked, loaded, pager, status_pill,
};
use crate::{
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    account::{AccountStatus, Role},
    admin::UserRow,
    page::Page,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/admin/users`.
#[component]
pub fn UsersPage() -> impl IntoView {
    let form = FormState::of::<StepUser>();
    let (query, sent) = (use_query_map(), use_sent());
    let href = Memo::new(move |_| {
        query.with(|query| {
            let pairs = ["q", "role", "status", "organization", "sort", "page"].map(|name| (name, asked(query, name)));
            Href::from_pairs("/admin/users", pairs)
        })
    });
    let users = Resource::new_blocking(
        move || (href.get(), sent.get()),
        |(href, _)| {
            list_users(
                href.get("q").to_owned(),
                href.get("role").parse().ok(),
                href.get("status").parse().ok(),
                href.get("organization").parse().ok(),
                href.get("sort").to_owned(),
                href.get("page").parse().unwrap_or(1),
            )
        },
    );
    view! {
        <PageTitle text="Users"/>
        <PageHeader title="Users"/>
        <div class="stack">
            <ErrorSummary errors=form.errors()/>
            {move || filters(href.get())}
            {loaded(users, SkeletonKind::Table(8), move |page| list(&href.get_untracked(), page, form).into_any())}
        </div>
    }
}

fn filters(href: Href) -> impl IntoView {
    let roles = choices(Role::ALL.iter().map(|r| (r.as_str(), r.label())));
    let statuses = choices(AccountStatus::ALL.iter().map(|s| (s.as_str(), s.label())));
    let (q, role, status) = (href.get("q").to_owned(), href.get("role").to_owned(), href.get("status").to_owned());
    view! {
        <FilterBar href=href edits=&["q", "role", "status", "organization"] clearable=true>
            <SearchField label="Name, address or organisation" value=q/>
            <Select name="role" label="Role" options=roles selected=role empty="Every role"/>
            <Select name="status" label="Status" options=statuses selected=status empty="Every status"/>
        </FilterBar>
    }
}

fn list(href: &Href, page: Page<UserRow>, form: FormState) -> impl IntoView + use<> {
    if page.total == 0 {
        return view! {
            <Empty icon=IconKind::Users title="No account fits" text="Change the filters or clear them."/>
        }
        .into_any();
    }
    let sorting = Sorting::new(href.clone(), "-created");
    let links = pager(href.clone(), &page, "accounts");
    let rows = page.items.into_iter().map(|user| row(user, form)).collect_view();
    view! {
        <Table caption="Accounts" stacked=true>
            <thead>
                <tr>
                    <SortTh label="Name" key="name" sorting=sorting.clone()/>
                    <Th label="Role"/>
                    <Th label="Organisation"/>
                    <Th label="Status"/>
                    <SortTh label="Joined" key="created" sorting=sorting.clone() descending=true/>
                    <SortTh label="Last seen" key="seen" sorting=sorting descending=true/>
                    <Th label="Actions" hidden=true/>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {links}
    }
    .into_any()
}

fn row(user: UserRow, form: FormState) -> impl IntoView {
    let pending = user.status == AccountStatus::Pending;
    let id = user.id.to_string();
    let (href, approve) = (format!("/admin/users/{id}"), format!("Approve {}", user.name));
    view! {
        <tr>
            <Td label="Name"><Person name=user.name href=href detail=user.email/></Td>
            <Td label="Role">{user.role.label()}</Td>
            <Td label="Organisation">
                {user.organization.map_or_else(|| "–".to_owned(), |o| o.name)}
                {(pending && user.alike).then(|| view! { " " <Badge tone=Tone::Warning>"One of a like name exists"</Badge> })}
            </Td>
            <Td label="Status">{status_pill(user.status)}</Td>
            <Td label="Joined"><Time at=user.created_at style=TimeStyle::Date/></Td>
            <Td label="Last seen">
                {match user.last_seen_at {
                    Some(at) => view! { <Time at=at/> }.into_any(),
                    None => "–".into_any(),
                }}
            </Td>
            <Td label="Actions" align=Align::End>
                {if pending {
                    view! {
                        <PostForm state=form bare=true>
                            <input type="hidden" name="id" value=id/>
                            <input type="hidden" name="step" value="approve"/>
                            <input type="hidden" name="list" value="true"/>
                            <Button size=ButtonSize::Small label=approve>"Approve"</Button>
                        </PostForm>
                    }.into_any()
                } else {
                    ().into_any()
                }}
            </Td>
        </tr>
    }
}
