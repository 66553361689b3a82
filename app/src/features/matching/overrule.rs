//! A recruiter's own verdict, and the forms to set it and take it back.

use crate::{
    features::applications::api::{OverruleVerdict, RestoreVerdict},
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    ids::ApplicationId,
    matching::{Overrule, Verdict},
};
use leptos::prelude::*;

/// A recruiter's verdict beside the machine's.
#[component]
pub fn Said(
    said: Overrule,
    /// The machine's verdict on the same requirement, if there is one.
    #[prop(optional, into)]
    machine: Option<Verdict>,
    /// Show only the day.
    #[prop(optional)]
    day_only: bool,
) -> impl IntoView {
    let Overrule { verdict, note, by, at, .. } = said;
    let style = if day_only { TimeStyle::Day } else { TimeStyle::Date };
    let machine = machine.map(|verdict| format!("; the machine said “{}”", verdict.label().to_lowercase()));
    view! {
        <p class="small">
            <span class="strong">{format!("Recruiter: {}", verdict.label().to_lowercase())}</span>
            {format!(" – {note} – by {by}, ")}<Time at=at style=style/>{machine}"."
        </p>
    }
}

/// The forms for one requirement, given by its text in the match.
#[component]
pub fn OverruleForms(
    application: ApplicationId,
    requirement: String,
    said: Option<Overrule>,
    /// The index of the requirement on the page.
    index: usize,
) -> impl IntoView {
    let form = FormState::of_one::<OverruleVerdict>("requirement", &requirement);
    let verdict = said.as_ref().map(|said| said.verdict.as_str()).unwrap_or_default();
    let note = said.as_ref().map(|said| said.note.clone()).unwrap_or_default();
    let verdicts = choices(Verdict::ALL.iter().map(|v| (v.as_str(), v.label())));
    let label = if said.is_some() { "Change or take back" } else { "Overrule" };
    let label = format!("{label}: {requirement}");
    let back = said.clone().map(|said| view! { <TakeBack application requirement=requirement.clone() said/> });
    view! {
        <Menu label=label icon=IconKind::Edit open=form.came_back()>
            <MenuForm>
                <PostForm state=form class="stack-small">
                    {about(application, requirement, said.as_ref())}
                    <Select name="verdict" label="Your verdict" id=format!("verdict-{index}") options=verdicts
                        selected=form.value("verdict", verdict) empty="Choose a verdict"/>
                    <TextArea name="why" label="Why" id=format!("why-{index}") value=form.value("why", note) rows=2
                        hint="Everybody who sees this match reads it: your colleagues with your name, the candidate without."/>
                    <Button>"Overrule"</Button>
                </PostForm>
                {back}
            </MenuForm>
        </Menu>
    }
}

/// Takes back a recruiter's verdict.
#[component]
pub fn TakeBack(application: ApplicationId, requirement: String, said: Overrule) -> impl IntoView {
    let form = FormState::of_one::<RestoreVerdict>("requirement", &requirement);
    view! {
        <PostForm state=form>
            {about(application, requirement, Some(&said))}
            <Button size=ButtonSize::Small>"Take back"</Button>
        </PostForm>
    }
}

fn about(application: ApplicationId, requirement: String, said: Option<&Overrule>) -> impl IntoView + use<> {
    let seen = said.map(|said| said.id.to_string()).unwrap_or_default();
    view! {
        <input type="hidden" name="id" value=application.to_string()/>
        <input type="hidden" name="requirement" value=requirement/>
        <input type="hidden" name="seen" value=seen/>
    }
}
