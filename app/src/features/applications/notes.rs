//! Notes and tags beside an application.

use super::api::{AddNote, AddTag, RemoveNote, RemoveTag};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    applicants::{NoteItem, NoteVisibility},
    ids::ApplicationId,
    page::Page,
};
use leptos::prelude::*;

/// A page of the notes, and the form for another. `href` is the page as it is shown.
#[component]
pub fn NotesCard(id: ApplicationId, notes: Page<NoteItem>, href: Href) -> impl IntoView {
    let (form, removal) = (FormState::of::<AddNote>(), FormState::of::<RemoveNote>());
    let who = NoteVisibility::ALL.iter().map(|v| (v.as_str(), v.label()));
    let pager = PartPager::of(&notes);
    let list = notes.items.into_iter().map(|note| item(id, note, removal)).collect_view();
    view! {
        <Card title="Notes">
            <div class="stack" id="notes">
                <PostForm state=form class="stack-small" guard=true>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <TextArea name="body" label="New note" value=form.value("body", "") rows=3/>
                    <RadioGroup name="visibility" legend="Who may read it" options=choices(who)
                        selected=form.value("visibility", "team") inline=true/>
                    <Button>"Add note"</Button>
                </PostForm>
                <ErrorSummary errors=removal.errors()/>
                {list}
                {pager.links(&href, "notes")}
            </div>
        </Card>
    }
}

fn item(id: ApplicationId, note: NoteItem, form: FormState) -> impl IntoView {
    let private = note.visibility == NoteVisibility::Private;
    view! {
        <div class="stack-small">
            // No paragraph: a form ends one, and the browser would build another tree than the one that is hydrated.
            <div class="small muted cluster">
                <span class="strong">{note.author}</span>
                <Time at=note.at/>
                {private.then(|| view! { <Badge>"Only me"</Badge> })}
                {note.mine.then(|| view! {
                    <PostForm state=form bare=true>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <input type="hidden" name="note" value=note.id.to_string()/>
                        <Button size=ButtonSize::Small variant=ButtonVariant::Ghost>"Remove"</Button>
                    </PostForm>
                })}
            </div>
            <Prose><p>{note.body}</p></Prose>
        </div>
    }
}

/// Tags on the candidate, and the form for another.
#[component]
pub fn TagsCard(id: ApplicationId, tags: Vec<String>) -> impl IntoView {
    let (form, removal) = (FormState::of::<AddTag>(), FormState::of::<RemoveTag>());
    let list = tags
        .into_iter()
        .map(|tag| {
            let label = format!("Remove the tag {tag}");
            view! {
                <PostForm state=removal class="cluster" bare=true>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="name" value=tag.clone()/>
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
                    <input type="hidden" name="id" value=id.to_string()/>
                    <TextField name="name" label="New tag" hide_label=true placeholder="New tag"
                        value=form.value("name", "")/>
                    <Button icon=IconKind::Tag>"Add"</Button>
                </PostForm>
            </div>
        </Card>
    }
}
