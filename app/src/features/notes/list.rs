//! Notes, newest first, and the form for a new one.

use super::api::{AddNote, RemoveNote};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    about::About,
    applicants::{NoteItem, NoteVisibility},
    page::Page,
};
use leptos::prelude::*;

/// A page of notes, and the form for a new one. `href` is the current page's address.
#[component]
pub fn NotesCard(about: About, notes: Page<NoteItem>, href: Href) -> impl IntoView {
    let (form, removal) = (FormState::of::<AddNote>(), FormState::of::<RemoveNote>());
    let who = NoteVisibility::ALL.iter().map(|v| (v.as_str(), v.label()));
    let pager = PartPager::of(&notes);
    let list = notes.items.into_iter().map(|note| item(about, note, removal)).collect_view();
    view! {
        <Card title="Notes">
            <div class="stack" id="notes">
                <PostForm state=form class="stack-small" guard=true>
                    <input type="hidden" name="about" value=about.to_string()/>
                    <TextArea name="body" label="New note" value=form.value("body", "") rows=3 shortcut="n"/>
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

fn item(about: About, note: NoteItem, form: FormState) -> impl IntoView {
    let private = note.visibility == NoteVisibility::Private;
    view! {
        <div class="stack-small">
            // Not a `<p>`, because a form inside would end it and the browser's tree would differ from the one to be
            // hydrated.
            <div class="small muted cluster">
                <span class="strong">{note.author}</span>
                <Time at=note.at/>
                {private.then(|| view! { <Badge>"Only me"</Badge> })}
                {note.mine.then(|| view! {
                    <PostForm state=form bare=true>
                        <input type="hidden" name="about" value=about.to_string()/>
                        <input type="hidden" name="note" value=note.id.to_string()/>
                        <Button size=ButtonSize::Small variant=ButtonVariant::Ghost>"Remove"</Button>
                    </PostForm>
                })}
            </div>
            <p class="lines">{note.body}</p>
        </div>
    }
}
