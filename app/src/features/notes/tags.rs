//! Tags: lower-case words by which candidates can be found.

use super::api::{AddTag, RemoveTag};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::about::About;
use leptos::prelude::*;

/// The candidate's tags, and the form for a new one.
#[component]
pub fn TagsCard(about: About, tags: Vec<String>) -> impl IntoView {
    let (form, removal) = (FormState::of::<AddTag>(), FormState::of::<RemoveTag>());
    let list = tags
        .into_iter()
        .map(|tag| {
            let label = format!("Remove the tag {tag}");
            view! {
                <PostForm state=removal class="cluster" bare=true>
                    <input type="hidden" name="about" value=about.to_string()/>
                    <input type="hidden" name="tag" value=tag.clone()/>
                    <Badge>{tag}</Badge>
                    <Button size=ButtonSize::Small variant=ButtonVariant::Ghost icon=IconKind::Cross label=label/>
                </PostForm>
            }
        })
        .collect_view();
    view! {
        <Card title="Tags">
            <div class="stack-small">
                <ErrorSummary errors=removal.errors()/>
                <div class="cluster">{list}</div>
                <PostForm state=form class="cluster">
                    <input type="hidden" name="about" value=about.to_string()/>
                    <TextField name="tag" label="New tag" hide_label=true placeholder="New tag" shortcut="t"
                        value=form.value("tag", "")/>
                    <Button icon=IconKind::Tag>"Add"</Button>
                </PostForm>
            </div>
        </Card>
    }
}
