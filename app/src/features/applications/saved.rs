//! The filters that a recruiter keeps for a job's list: a menu of them, and of saving those that are chosen now.

use super::{
    api::{RemoveFilter, SaveFilter},
    review::{NAMES, applicant_query, filter_href},
};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{applicants::SavedFilter, ids::JobId};
use leptos::prelude::*;

/// The forms of [`SavedFilters`]. They belong to the page, whose header is drawn anew.
#[derive(Clone, Copy)]
pub(super) struct SavedForms {
    pub saving: FormState,
    removing: FormState,
}

impl SavedForms {
    pub(super) fn new() -> Self {
        Self { saving: FormState::of::<SaveFilter>(), removing: FormState::of::<RemoveFilter>() }
    }
}

#[component]
pub(super) fn SavedFilters(job: JobId, saved: Vec<SavedFilter>, href: Href, forms: SavedForms) -> impl IntoView {
    let SavedForms { saving, removing } = forms;
    let chosen = applicant_query(&href.without("page"));
    let here = saved.iter().find(|saved| saved.query == chosen).cloned();
    let (any, back, kept) = (!saved.is_empty(), href.to_string(), href.to_string());
    let links = saved
        .into_iter()
        .map(|saved| {
            let to = filter_href(href.path(), &saved.query).to_string();
            let icon = (saved.query == chosen).then_some(IconKind::Check);
            match icon {
                Some(icon) => view! { <MenuLink href=to label=saved.name icon=icon/> }.into_any(),
                None => view! { <MenuLink href=to label=saved.name/> }.into_any(),
            }
        })
        .collect_view();
    let remove = here.clone().map(|saved| {
        view! {
            <PostForm state=removing bare=true>
                <input type="hidden" name="id" value=saved.id.to_string()/>
                <input type="hidden" name="back" value=back/>
                <MenuButton label=format!("Remove “{}”", saved.name) icon=IconKind::Cross/>
            </PostForm>
        }
    });
    let save = (chosen.filters() && here.is_none()).then(|| {
        let list = NAMES.map(|name| (name, href.get(name).to_owned())).into_iter().filter(|(_, value)| !value.is_empty());
        let list = list.map(|(name, value)| view! { <input type="hidden" name=format!("list[{name}]") value=value/> });
        view! {
            <MenuForm>
                <PostForm state=saving class="stack-small">
                    <input type="hidden" name="job" value=job.to_string()/>
                    <input type="hidden" name="back" value=kept/>
                    {list.collect_view()}
                    <TextField name="name" label="Save these filters as" id="filter-name" value=saving.value("name", "")/>
                    <Button size=ButtonSize::Small>"Save"</Button>
                </PostForm>
            </MenuForm>
        }
    });
    let hint = (!any && save.is_none()).then(|| {
        view! { <p class="menu-form small muted">"Filter the list, and save the filters here under a name."</p> }
    });
    view! {
        <Menu label="Saved filters" show_label=true outlined=true open=saving.came_back()>
            {links}
            {(any && (remove.is_some() || save.is_some())).then(|| view! { <MenuSeparator/> })}
            {remove}
            {save}
            {hint}
        </Menu>
    }
}
