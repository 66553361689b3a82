//! Notes and tags beside an application.

use super::api::{AddNote, AddTag};
use crate::{form::FormState, ui::*};
use hireq_domain::{
    applicants::{NoteItem, NoteVisibility},
    ids::ApplicationId,
    page::Page,
};
use leptos::prelude::*;

/// A page of the notes, and the form for another. `href` is the page as it is shown.
#[component]
pub fn NotesCard(id: ApplicationId, notes: Page<NoteItem>, href: Href) -> impl IntoView {
    let form = FormState::plain::<AddNote>();
    let who = NoteVisibility::ALL.iter().map(|v| (v.as_str(), v.label()));
    let pager = PartPager::of(&notes);
    let list = notes.items.into_iter().map(|note| item(id, note)).collect_view();
    view! {
        <Card title="Notes">
            <div class="stack" id="notes">
                <form method="post" action="/api/applications/note" data-guard="" class="stack-small">
                    <FormScope errors=form.errors()>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <TextArea name="body" label="New note" value=form.value("body", "") rows=3 maxlength=5000/>
                        <RadioGroup name="visibility" legend="Who may read it" options=choices(who)
                            selected=form.value("visibility", "team") inline=true/>
                        <Button>"Add note"</Button>
                    </FormScope>
                </form>
                {list}
                {pager.links(&href, "notes")}
            </div>
        </Card>
    }
}

fn item(id: ApplicationId, note: NoteItem) -> impl IntoView {
    let private = note.visibility == NoteVisibility::Private;
    view! {
        <div class="stack-small">
            // No paragraph: a form ends one, and the browser would build another tree than the one that is hydrated.
            <div class="small muted cluster">
                <span class="strong">{note.author}</span>
                <Time at=note.at/>
                {private.then(|| view! { <Badge>"Only me"</Badge> })}
                {note.mine.then(|| view! {
                    <form method="post" action="/api/applications/remove-note">
                        <input type="hidden" name="id" value=id.to_string()/>
                        <input type="hidden" name="note" value=note.id.to_string()/>
                        <Button size=ButtonSize::Small variant=ButtonVariant::Ghost>"Remove"</Button>
                    </form>
                })}
            </div>
            <Prose><p>{note.body}</p></Prose>
        </div>
    }
}

/// Tags on the candidate, and the form for another.
#[component]
pub fn TagsCard(id: ApplicationId, tags: Vec<String>) -> impl IntoView {
    let form = FormState::plain::<AddTag>();
    let list = tags
        .into_iter()
        .map(|tag| {
            let label = format!("Remove the tag {tag}");
            view! {
                <form method="post" action="/api/applications/untag" class="cluster">
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="name" value=tag.clone()/>
                    <Badge>{tag}</Badge>
                    <Button size=ButtonSize::Small variant=ButtonVariant::Ghost icon=IconKind::Cross label=label/>
                </form>
            }
        })
        .collect_view();
    view! {
        <Card title="Tags">
            <div class="stack-small">
                <div class="cluster">{list}</div>
                <form method="post" action="/api/applications/tag" class="cluster">
                    <FormScope errors=form.errors()>
                        <input type="hidden" name="id" value=id.to_string()/>
                        <TextField name="name" label="New tag" hide_label=true placeholder="New tag" maxlength=40
                            value=form.value("name", "")/>
                        <Button icon=IconKind::Tag>"Add"</Button>
                    </FormScope>
                </form>
            </div>
        </Card>
    }
}
