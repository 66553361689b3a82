//! The description's text area, with a preview of what everyone will see.

use super::{api::preview as render, rows::sent_to};
use crate::ui::*;
use hireq_domain::job_form::field;
use leptos::prelude::*;
use std::time::Duration;

/// Long enough not to render after every letter, short enough to feel immediate.
const PAUSE: Duration = Duration::from_millis(400);

/// The text area and its preview.
#[component]
pub(super) fn Description(text: RwSignal<String>, preview: String) -> impl IntoView {
    let rendered = Action::new(|text: &String| render(text.clone()));
    // The last preview stays visible if the connection fails.
    let shown = RwSignal::new(preview);
    Effect::new(move |_| {
        if let Some(Ok(html)) = rendered.value().get() {
            shown.set(html);
        }
    });
    // The timer must end with the page: if it fired after saving had replaced the page, its action would be gone.
    let mut render_soon = debounce(PAUSE, move |typed: String| {
        rendered.dispatch(typed);
    });
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        if before.is_some_and(|before| before != now) {
            render_soon(now.clone());
        }
        now
    });
    let side = move || {
        view! {
            <Card title="Preview">
                <div id="preview" aria-live="off"><Prose><div inner_html=move || shown.get()></div></Prose></div>
            </Card>
        }
    };
    view! {
        <FieldSet legend="Description" hint="Headings for duties, requirements and benefits help readers, and help the proposal below.">
            <Split shape=SplitShape::Even side=side>
                <TextArea name=field("description") label="Text" control=text rows=18 mono=true
                    hint="Markdown: # heading, - list, **bold**, [link](https://…). Bullets that are pasted become lists."/>
                <ButtonRow>
                    <Button name="intent" value="preview" formaction=sent_to("preview") size=ButtonSize::Small
                        icon=IconKind::Eye
                        on:click=move |event| {
                            event.prevent_default();
                            rendered.dispatch(text.get_untracked());
                        }>"Update preview"</Button>
                </ButtonRow>
            </Split>
        </FieldSet>
    }
}
