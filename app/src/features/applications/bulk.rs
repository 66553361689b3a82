//! What can be done with several applicants of a list at once.

use super::{
    api::{BulkStep, COMPARE},
    review::NAMES,
};
use crate::{form::FormState, ui::*};
use hireq_domain::{
    applicants::{BulkAction, JobHead},
    application::RejectReason,
    job::StageKind,
};
use leptos::prelude::*;

/// The most that the server takes at once.
const MOST: i64 = 500;

/// The state of the actions besides the rows: who is chosen, and what was chosen before a refusal.
#[derive(Clone, Copy)]
pub(super) struct Bulk {
    pub ticks: Ticks,
    pub form: FormState,
}

impl Bulk {
    pub(super) fn new() -> Self {
        let form = FormState::of::<BulkStep>();
        let ticks = Ticks::new(form.values("selected[]").unwrap_or_default());
        ticks.choose_everyone(!form.value("everyone", "").is_empty());
        Self { ticks, form }
    }

    /// Whether this action was refused without scripts: its menu is open then.
    fn refused(self, action: BulkAction) -> bool {
        self.form.value("action", "") == action.as_str()
    }
}

/// The bar, and the fields of the list that the form is sent from.
#[component]
pub(super) fn Actions(
    job: JobHead,
    href: Href,
    /// How many applicants the filters leave.
    total: i64,
    /// How many of them are on this page.
    here: usize,
    bulk: Bulk,
    /// How many rows were unticked because they have changed.
    changed: usize,
) -> impl IntoView {
    let list = NAMES.map(|name| {
        let value = href.get(name).to_owned();
        (!value.is_empty()).then(|| view! { <input type="hidden" name=format!("list[{name}]") value=value/> })
    });
    let more = usize::try_from(total).is_ok_and(|total| total > here);
    let compare = format!("/hr/jobs/{}/compare", job.id);
    // A link keeps the ticks for whoever comes back; the page takes two to four.
    let compare = move || {
        let ids = bulk.ticks.ids();
        let few = (2..=4).contains(&ids.len()) && !bulk.ticks.everyone();
        let href = few.then(|| Href::from_pairs(compare.clone(), ids.into_iter().map(|id| ("a", id))).to_string());
        href.map(|href| view! { <a class="button button-ghost button-small js-only" href=href>"Compare"</a> })
    };
    view! {
        <input type="hidden" name="back" value=href.to_string()/>
        <input type="hidden" name="job" value=job.id.to_string()/>
        {list.into_iter().collect_view()}
        <BulkBar label="With the selected applicants" ticks=bulk.ticks changed=changed>
            {more.then(|| view! { <Everyone total bulk/> })}
            {moving(&job, bulk)}
            {rejecting(bulk)}
            {holding(bulk)}
            {tagging(bulk)}
            {compare}
            <button class="button button-ghost button-small without-js" name="action" value=COMPARE>"Compare"</button>
        </BulkBar>
    }
}

/// Chooses the applicants on other pages as well.
#[component]
fn Everyone(total: i64, bulk: Bulk) -> impl IntoView {
    if total > MOST {
        let why = format!("{} match: filter them to choose all, {MOST} at most", format_number(total));
        return view! { <span class="small muted">{why}</span> }.into_any();
    }
    let ticks = bulk.ticks;
    let at_first = untrack(|| ticks.everyone());
    view! {
        <label class="choice">
            <input class="choice-input" type="checkbox" name="everyone" value=total.to_string() checked=at_first
                prop:checked=move || ticks.everyone()
                on:change=move |event| ticks.choose_everyone(event_target_checked(&event))/>
            <span>{format!("All {} that match", format_number(total))}</span>
        </label>
    }
    .into_any()
}

/// The button of an action, which tells how many it will be done with.
fn button(action: BulkAction, label: &'static str, danger: bool) -> impl IntoView {
    let variant = if danger { ButtonVariant::Danger } else { ButtonVariant::Primary };
    view! {
        <Button size=ButtonSize::Small variant=variant name="action" value=action.as_str()>{label}</Button>
    }
}

fn moving(job: &JobHead, bulk: Bulk) -> impl IntoView + use<> {
    let form = bulk.form;
    let stages =
        choices(job.stages.iter().filter(|s| s.kind != StageKind::Hired).map(|s| (s.id.to_string(), s.name.clone())));
    view! {
        <Menu label="Move…" show_label=true outlined=true align_end=false open=bulk.refused(BulkAction::Move)>
            <MenuForm>
                <div class="stack-small">
                    <Select name="with[stage]" label="Stage" options=stages empty="Choose a stage" id="bulk-stage"
                        selected=form.value("with[stage]", "") error=form.error("stage")/>
                    <p class="small muted">"Those who applied get a mail five minutes after a move onwards, unless it is undone."</p>
                    <Checkbox name="with[move_quietly]" id="bulk-move-quietly" label="Send no e-mail"/>
                    {button(BulkAction::Move, "Move the selected", false)}
                </div>
            </MenuForm>
        </Menu>
    }
}

fn rejecting(bulk: Bulk) -> impl IntoView {
    let form = bulk.form;
    let reasons = choices(RejectReason::ALL.iter().map(|r| (r.as_str(), r.label())));
    view! {
        <Menu label="Reject…" show_label=true outlined=true align_end=false open=bulk.refused(BulkAction::Reject)>
            <MenuForm>
                <div class="stack-small">
                    <Select name="with[reason]" label="Reason" options=reasons empty="Choose a reason" id="bulk-reason"
                        selected=form.value("with[reason]", "") error=form.error("reason")/>
                    <TextArea name="with[note]" label="Note for the team" id="bulk-note" rows=2 optional=true
                        value=form.value("with[note]", "") error=form.error("note")/>
                    <p class="small muted">"E-mails to those who applied are sent after 24 hours. Reopen an application before then, and its e-mail is not sent."</p>
                    <Checkbox name="with[reject_quietly]" id="bulk-reject-quietly" label="Send no e-mail"/>
                    {button(BulkAction::Reject, "Reject the selected", true)}
                </div>
            </MenuForm>
        </Menu>
    }
}

fn holding(bulk: Bulk) -> impl IntoView {
    let form = bulk.form;
    view! {
        <Menu label="Hold…" show_label=true outlined=true align_end=false open=bulk.refused(BulkAction::Hold)>
            <MenuForm>
                <div class="stack-small">
                    <TextField name="with[why]" label="Why they wait" id="bulk-why" value=form.value("with[why]", "")
                        error=form.error("reason")/>
                    {button(BulkAction::Hold, "Put on hold", false)}
                </div>
            </MenuForm>
            <MenuSeparator/>
            <MenuForm>
                <div class="stack-small">
                    <p class="small muted">"Those who are on hold go on in their stage."</p>
                    <Button size=ButtonSize::Small name="action" value=BulkAction::Resume.as_str()>"Resume"</Button>
                </div>
            </MenuForm>
        </Menu>
    }
}

fn tagging(bulk: Bulk) -> impl IntoView {
    let form = bulk.form;
    view! {
        <Menu label="Tag…" show_label=true outlined=true align_end=false open=bulk.refused(BulkAction::Tag)>
            <MenuForm>
                <div class="stack-small">
                    <TextField name="with[tag]" label="Tag" id="bulk-tag" value=form.value("with[tag]", "")
                        error=form.error("tag")/>
                    {button(BulkAction::Tag, "Tag the selected", false)}
                </div>
            </MenuForm>
        </Menu>
    }
}
