//! The rows of what a job requires, proposed from its text.

use super::{
    api::propose,
    rows::{AddRow, GroupRow, changing, sent_to},
};
use crate::ui::*;
use hireq_domain::{
    job::RequirementKind,
    job_form::{JobForm, RequirementRow, row_field},
};
use leptos::prelude::*;

const GROUP: &str = "requirements";

/// The rows, the button that adds one, and the button that proposes.
#[component]
pub(super) fn Requirements(
    rows: Vec<RequirementRow>,
    title: RwSignal<String>,
    text: RwSignal<String>,
    /// What a proposal without scripts came to.
    proposal: Option<String>,
) -> impl IntoView {
    let toasts = use_toasts();
    let proposed = proposal.map(|told| view! { <Notice>{told}</Notice> });
    let rows = RwSignal::new(rows);
    let change = changing(rows, |form| &mut form.requirements);
    let proposal = Action::new(|(title, text): &(String, String)| propose(title.clone(), text.clone()));
    Effect::new(move |_| match proposal.value().get() {
        Some(Ok(proposed)) => {
            let mut added = Vec::new();
            rows.update(|rows| {
                let mut form = JobForm { requirements: std::mem::take(rows), ..JobForm::default() };
                added = form.add_requirements(&proposed);
                *rows = form.requirements;
            });
            toasts.info(told(&added));
        }
        Some(Err(error)) => toasts.danger(error.to_string()),
        None => {}
    });
    view! {
        <FieldSet legend="Requirements"
            hint="What the match looks for in a résumé, one thing a row: a skill, years, a degree, a language, a licence. Where one of several is enough, write them in one row, or make one of two rows: Rust, C++ or Go. Empty rows do not count.">
            <div id=GROUP>
                {proposed}
                <EditRows label="Requirements">
                    <For each=move || rows.get() key=|row| (row.row, row.turn) let:row>
                        <Row row change rows/>
                    </For>
                </EditRows>
                <ButtonRow>
                    <Button name="intent" value="propose" formaction=sent_to(GROUP) icon=IconKind::Checklist
                        pending=proposal.pending()
                        on:click=move |event| {
                            event.prevent_default();
                            proposal.dispatch((title.get_untracked(), text.get_untracked()));
                        }>"Propose from description"</Button>
                    <AddRow group=GROUP change>"Add a requirement"</AddRow>
                </ButtonRow>
            </div>
        </FieldSet>
    }
}

#[component]
fn Row(row: RequirementRow, change: Callback<String>, rows: RwSignal<Vec<RequirementRow>>) -> impl IntoView {
    let number = row.row;
    let name = move |part: &str| row_field(GROUP, number, part);
    // What is typed reaches the rows, so that a proposal knows what is there already.
    let edit = move |event: leptos::ev::Event, set: fn(&mut RequirementRow, String)| {
        let value = event_target_value(&event);
        rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|r| r.row == number) {
                set(row, value);
            }
        });
    };
    let kinds = choices(RequirementKind::ALL.iter().map(|k| (k.as_str(), k.label())));
    // The description's own words need no quote beside them.
    let said_otherwise = !row.quote.is_empty() && row.quote.trim_end_matches(['.', ';', ',']) != row.text;
    let musts = choices([("must", "Must have"), ("nice", "Nice to have")]);
    let moves = move || {
        view! {
            <Changing verb="up" row=number icon=IconKind::ArrowUp label=format!("Move requirement {} up", number + 1) change/>
            <Changing verb="down" row=number icon=IconKind::ArrowDown label=format!("Move requirement {} down", number + 1) change/>
            <Changing verb="merge" row=number icon=IconKind::Link
                label=format!("Requirement {} or the one above is enough: make one of both", number + 1) change/>
        }
    };
    view! {
        <GroupRow group=GROUP row=number id=row.id noun="requirement" change before=moves>
            <TextArea name=name("text") label="Requirement" rows=1 value=row.text
                on:input=move |event| edit(event, |row, text| row.text = text)/>
            <FieldRow>
                <Select name=name("kind") label="Kind" options=kinds selected=row.kind
                    on:change=move |event| edit(event, |row, kind| row.kind = kind)/>
                <Select name=name("must") label="Needed" options=musts selected=row.must
                    on:change=move |event| edit(event, |row, must| row.must = must)/>
                <TextField name=name("weight") label="Weight" inputmode="decimal" value=row.weight
                    on:input=move |event| edit(event, |row, weight| row.weight = weight)/>
            </FieldRow>
            <input type="hidden" name=name("quote") value=row.quote.clone()/>
            {said_otherwise.then(|| view! { <p class="field-hint">"From the description: “"{row.quote.clone()}"”"</p> })}
        </GroupRow>
    }
}

/// A button that moves or merges a row. The row is drawn anew elsewhere; the focus goes along.
#[component]
fn Changing(verb: &'static str, row: u32, icon: IconKind, label: String, change: Callback<String>) -> impl IntoView {
    let intent = format!("{verb}-{GROUP}-{row}");
    let pressed = intent.clone();
    view! {
        <Button name="intent" value=intent formaction=sent_to(GROUP) variant=ButtonVariant::Ghost icon=icon label=label
            on:click=move |event| {
                event.prevent_default();
                follow(verb, &pressed);
                change.run(pressed.clone());
            }/>
    }
}

/// The focus goes where the row goes: to the same button there, once the rows are drawn anew.
#[cfg(feature = "hydrate")]
fn follow(verb: &'static str, intent: &str) {
    use leptos::wasm_bindgen::JsCast;
    use std::time::Duration;

    let button = move |n: u32| {
        let all = document().query_selector_all(&format!("button[value^='{verb}-{GROUP}-']")).ok()?;
        all.get(n)?.dyn_into::<web_sys::HtmlElement>().ok()
    };
    let is_pressed = |button: web_sys::HtmlElement| button.get_attribute("value").as_deref() == Some(intent);
    let Some(at) = (0..).map_while(button).position(is_pressed) else { return };
    let at = u32::try_from(at).unwrap_or_default();
    let place = if verb == "down" { at + 1 } else { at.saturating_sub(1) };
    let focus = move || {
        if let Some(button) = button(place).or_else(|| button(at)) {
            let _ = button.focus();
        }
    };
    set_timeout(focus, Duration::from_millis(50));
}

#[cfg(not(feature = "hydrate"))]
fn follow(_verb: &'static str, _intent: &str) {}

/// What a proposal came to, in words.
pub(super) fn told(added: &[String]) -> String {
    match added.len() {
        0 => "The description names nothing that is not in the list yet.".to_owned(),
        n => format!(
            "{} added below what you have: {}. Check them before you save.",
            plural(n, "requirement", "requirements"),
            added.join("; ")
        ),
    }
}
