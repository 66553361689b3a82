//! The steps that can be taken with one application. Each is a form of its own. They need no confirmation, because
//! nothing is destroyed, and what the candidate will be told can be undone: for five minutes, or a day for a rejection.

use super::{
    api::{HireApplicant, HoldApplication, MoveApplication, RejectApplication, ReopenApplication, ResumeApplication},
    application_tone,
    review::Review,
};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use chrono::{DateTime, Utc};
use hireq_domain::{
    applicants::{ApplicationDetail, StageCount},
    application::{ApplicantRow, ApplicationStatus, EventKind, RejectReason},
    ids::{ApplicationId, StageId},
    job::StageKind,
};
use leptos::prelude::*;

/// The steps whose errors are shown at the top of the page, because their own forms may be gone by then.
#[derive(Clone, Copy)]
pub struct StepForms {
    moving: FormState,
    reopening: FormState,
    resuming: FormState,
    hiring: FormState,
}

impl StepForms {
    pub fn new() -> Self {
        Self {
            moving: FormState::of::<MoveApplication>(),
            reopening: FormState::of::<ReopenApplication>(),
            resuming: FormState::of::<ResumeApplication>(),
            hiring: FormState::of::<HireApplicant>(),
        }
    }
}

/// The errors of whichever step failed.
#[component]
pub fn StepErrors(steps: StepForms) -> impl IntoView {
    let StepForms { moving, reopening, resuming, hiring } = steps;
    [moving, reopening, resuming, hiring].map(|form| view! { <ErrorSummary errors=form.errors()/> }).collect_view()
}

/// The decisions that are possible now, and links to the next person. Stays in view while the page scrolls.
#[component]
pub fn DecisionBar(
    detail: Signal<ApplicationDetail>,
    review: Memo<Review>,
    steps: StepForms,
    /// A colleague has just changed what the buttons do: the one that needs no second press has no key.
    careful: Signal<bool>,
) -> impl IntoView {
    let pages = Memo::new(move |_| detail.with(|detail| review.with(|review| pages_of(detail, review))));
    // The list around the application changes while somebody has a menu open: only another standing closes it.
    let standing = Memo::new(move |_| detail.with(Standing::of));
    let decide = move || {
        let standing = standing.get();
        let decided = Decided { id: standing.id, version: standing.version, applied: standing.applied, pages };
        decisions(&standing, &decided, steps, careful.get())
    };
    view! {
        <section class="decide" aria-label="Decide">
            <div class="decide-steps">{decide}</div>
            <Way detail review/>
        </section>
    }
}

/// What the buttons of the bar depend on.
#[derive(Clone, PartialEq)]
struct Standing {
    id: ApplicationId,
    version: i32,
    status: ApplicationStatus,
    applied: bool,
    hidden: bool,
    mail_at: Option<DateTime<Utc>>,
    reject_reason: Option<RejectReason>,
    /// The next stage, the others to choose from, and the one that the last move came from, each with its name.
    next: Option<(String, String)>,
    others: Vec<(String, String)>,
    before: Option<(String, String)>,
    /// Why it is on hold.
    held: Option<String>,
}

impl Standing {
    fn of(detail: &ApplicationDetail) -> Self {
        let ApplicationDetail { row, job, .. } = detail;
        let named = |stage: &StageCount| (stage.id.to_string(), stage.name.clone());
        let others = job.stages.iter().filter(|s| s.id != row.stage_id && s.kind != StageKind::Hired);
        let history = &detail.history.items;
        let moved = history.first().filter(|last| last.kind == EventKind::Moved);
        let from = moved.and_then(|last| last.from_stage.as_ref());
        let held = history.iter().find(|event| event.kind == EventKind::Held);
        Self {
            id: row.id,
            version: row.row_version,
            status: row.status,
            applied: detail.applied,
            hidden: detail.hidden,
            mail_at: detail.mail_at,
            reject_reason: detail.reject_reason,
            next: next_stage(&job.stages, row.stage_id).map(named),
            others: others.map(named).collect(),
            before: from.and_then(|from| job.stages.iter().find(|stage| stage.name == *from)).map(named),
            held: held.and_then(|held| held.team_note.clone()),
        }
    }

    /// When the candidate hears of the last step, while that can be called back.
    fn told(&self, before: &'static str, after: &'static str) -> impl IntoView + use<> {
        let style = if self.hidden { TimeStyle::Day } else { TimeStyle::Ahead };
        self.mail_at.map(|at| view! { <p class="small muted">{before} <Time at=at style=style/> {after}</p> })
    }
}

fn decisions(standing: &Standing, decided: &Decided, steps: StepForms, careful: bool) -> AnyView {
    match standing.status {
        ApplicationStatus::Active => active(standing, decided, steps, careful).into_any(),
        ApplicationStatus::OnHold => on_hold(standing, decided, steps).into_any(),
        ApplicationStatus::Rejected => rejected(standing, decided, steps.reopening).into_any(),
        ApplicationStatus::Hired => hired(standing, decided, steps.reopening).into_any(),
        ApplicationStatus::Withdrawn => view! { <p>"The candidate withdrew this application."</p> }.into_any(),
        ApplicationStatus::Closed => view! {
            <p>"This application was closed with its job. Reopen the job to go on with it."</p>
            {standing.told("The candidate is told ", ". Reopening the job before that calls the mail back.")}
        }
        .into_any(),
    }
}

/// Where the application stands in the list that the reader goes through, and its neighbours there.
#[component]
fn Way(detail: Signal<ApplicationDetail>, review: Memo<Review>) -> impl IntoView {
    let place = Memo::new(move |_| {
        detail.with(|d| d.rank.map(|rank| format!("{} of {}", format_number(rank), format_number(d.of))))
    });
    let neighbours = Memo::new(move |_| {
        let [previous, next] = detail.with(|detail| [detail.previous, detail.next]);
        [previous, next].map(|id| review.with(|review| id.map(|id| review.application(id).to_string())))
    });
    let links = move || {
        let link = |href: Option<String>, icon, label: &'static str, key: &'static str| {
            href.map(|href| view! { <LinkButton href=href icon=icon label=label shortcut=key/> })
        };
        let [previous, next] = neighbours.get();
        view! {
            {link(previous, IconKind::ChevronLeft, "Previous applicant", "k")}
            {link(next, IconKind::ChevronRight, "Next applicant", "j")}
        }
    };
    let open = Memo::new(move |_| detail.with(|detail| detail.row.status.is_open().then_some(detail.row.id)));
    let then = move || open.get().and_then(|id| review.with(|review| then_link(review, id)));
    view! {
        <div class="decide-way">
            {then}
            {move || place.get().map(|place| view! { <span class="small muted numeric">{place}</span> })}
            {links}
        </div>
    }
}

/// Says what comes after a decision, and changes it.
fn then_link(review: &Review, id: ApplicationId) -> Option<impl IntoView + use<>> {
    let (now, other) = if review.goes_on() {
        ("Then the next applicant", "Stay on the page after a decision")
    } else {
        ("Then this page again", "Go to the next applicant after a decision")
    };
    let turned = review.turned().application(id).to_string();
    review.is_list().then(|| view! { <a class="small muted decide-then" href=turned title=other>{now}</a> })
}

/// The pages that a step leads to.
#[derive(Clone, PartialEq)]
struct Pages {
    /// The application's own page on the way through the list.
    here: String,
    /// The page after a decision.
    next: String,
}

fn pages_of(detail: &ApplicationDetail, review: &Review) -> Pages {
    let here = review.application(detail.row.id).to_string();
    let next = match (review.goes_on(), detail.next) {
        (false, _) => here.clone(),
        (true, Some(next)) => review.application(next).to_string(),
        (true, None) => review.list(detail.job.id).to_string(),
    };
    Pages { here, next }
}

/// What every form of a step says: of which application, as it was seen, and which page comes after.
#[derive(Clone, Copy)]
struct Decided {
    id: ApplicationId,
    version: i32,
    applied: bool,
    pages: Memo<Pages>,
}

impl Decided {
    /// The fields of a step after which the next page is shown.
    fn fields(self) -> impl IntoView {
        let pages = self.pages;
        self.fields_back_to(move || pages.with(|pages| pages.next.clone()))
    }

    /// The fields of a step that stays with this application.
    fn fields_to_stay(self) -> impl IntoView {
        let pages = self.pages;
        self.fields_back_to(move || pages.with(|pages| pages.here.clone()))
    }

    fn fields_back_to(self, back: impl Fn() -> String + Send + 'static) -> impl IntoView {
        let pages = self.pages;
        view! {
            <input type="hidden" name="id" value=self.id.to_string()/>
            <input type="hidden" name="version" value=self.version.to_string()/>
            <input type="hidden" name="here" value=move || pages.with(|pages| pages.here.clone())/>
            <input type="hidden" name="back" value=back/>
        }
    }

    /// The choice to tell the candidate on their page alone.
    fn without_mail(self, id: &'static str) -> impl IntoView {
        self.applied.then(|| view! { <Checkbox name="quiet" id=id label="Send no e-mail"/> })
    }
}

fn active(standing: &Standing, decided: &Decided, steps: StepForms, careful: bool) -> impl IntoView + use<> {
    let key = if careful { "" } else { "a" };
    let next = standing.next.clone();
    let stages = choices(standing.others.clone());
    let hiring = if decided.applied {
        "Closes this application as hired. The candidate's mail waits five minutes; undoing the hire before that calls it back."
    } else {
        "Closes this application as hired. No e-mail is sent: this person did not apply here."
    };
    let moving = if decided.applied {
        "A move onwards is mailed five minutes later, unless it is undone."
    } else {
        "No e-mail is sent: this person did not apply here."
    };
    let told = standing.told("The candidate is told of this stage ", ".");
    let [next_fields, other_fields, hire_fields] = [decided.fields(), decided.fields(), decided.fields()];
    let quietly = decided.without_mail("move-quietly");
    let (reject, hold, back) = (reject(decided), hold(decided), back(standing, decided, steps.moving));
    view! {
        {next.map(|(stage, name)| view! {
            <PostForm state=steps.moving bare=true>
                {next_fields}
                <input type="hidden" name="stage" value=stage/>
                <Button variant=ButtonVariant::Primary icon=IconKind::ArrowRight shortcut=key>
                    {format!("Move to {name}")}
                </Button>
            </PostForm>
        })}
        {reject}
        {hold}
        <Menu label="More…" show_label=true outlined=true align_end=false shortcut="s">
            <MenuForm>
                <PostForm state=steps.moving class="stack-small" bare=true>
                    {other_fields}
                    <Select name="stage" label="Another stage" options=stages empty="Choose a stage" hint=moving/>
                    {quietly}
                    <Button>"Move"</Button>
                </PostForm>
            </MenuForm>
            <MenuSeparator/>
            <MenuForm>
                <PostForm state=steps.hiring class="stack-small" bare=true>
                    {hire_fields}
                    <p class="small">{hiring}</p>
                    <Button variant=ButtonVariant::Primary>"Hire"</Button>
                </PostForm>
            </MenuForm>
        </Menu>
        {told}
        {back}
    }
}

/// Takes the last move back, on whose page that is.
fn back(standing: &Standing, decided: &Decided, form: FormState) -> impl IntoView + use<> {
    let fields = decided.fields_to_stay();
    standing.before.clone().map(move |(stage, name)| {
        view! {
            <PostForm state=form bare=true>
                {fields}
                <input type="hidden" name="stage" value=stage/>
                <Button icon=IconKind::Refresh>{format!("Back to {name}")}</Button>
            </PostForm>
        }
    })
}

/// What can be decided of somebody beside others: the next stage, or the end.
pub fn quick_steps(row: &ApplicantRow, stages: &[StageCount], applied: bool, here: &str) -> AnyView {
    if row.status != ApplicationStatus::Active {
        return view! { <StatusPill tone=application_tone(row.status) label=row.status.label()/> }.into_any();
    }
    let pages = Pages { here: here.to_owned(), next: here.to_owned() };
    let pages = Memo::new(move |_| pages.clone());
    let decided = Decided { id: row.id, version: row.row_version, applied, pages };
    let id = row.id.to_string();
    let moving = FormState::of_one::<MoveApplication>("id", &id);
    let rejecting = FormState::of_one::<RejectApplication>("id", &id);
    let next = next_stage(stages, row.stage_id).map(|stage| {
        let (fields, key, label) = (decided.fields(), stage.id.to_string(), format!("Move to {}", stage.name));
        view! {
            <PostForm state=moving>
                {fields}
                <input type="hidden" name="stage" value=key/>
                <Button size=ButtonSize::Small>{label}</Button>
            </PostForm>
        }
    });
    let reasons = RejectReason::ALL
        .iter()
        .map(|reason| view! { <MenuButton label=reason.label() name="reason" value=reason.as_str()/> })
        .collect_view();
    let fields = decided.fields();
    view! {
        <div class="cluster">
            {next}
            <Menu label=format!("Reject {}…", row.name) align_end=false icon=IconKind::CrossCircle outlined=true>
                <PostForm state=rejecting>
                    {fields}
                    <MenuHeading label="Reject because"/>
                    {reasons}
                </PostForm>
            </Menu>
        </div>
    }
    .into_any()
}

/// The stage after this one, where a move leads there: being hired is no move.
fn next_stage(stages: &[StageCount], here: StageId) -> Option<&StageCount> {
    let place = stages.iter().position(|stage| stage.id == here)?;
    stages.get(place + 1).filter(|stage| stage.kind != StageKind::Hired)
}

/// Keys of the first reasons, in their order.
const REASON_KEYS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// A reason is one press, so that a rejection is two.
fn reject(decided: &Decided) -> impl IntoView + use<> {
    let form = FormState::of::<RejectApplication>();
    let reasons = RejectReason::ALL
        .iter()
        .enumerate()
        .map(|(n, reason)| {
            let key = REASON_KEYS.get(n).copied().unwrap_or_default();
            view! { <MenuButton label=reason.label() name="reason" value=reason.as_str() shortcut=key/> }
        })
        .collect_view();
    let about = if decided.applied {
        "The candidate reads the reason. Their mail waits 24 hours; reopening before that calls it back."
    } else {
        "The reason is for your team's records. No e-mail is sent: this person did not apply here."
    };
    let (fields, quietly) = (decided.fields(), decided.without_mail("reject-quietly"));
    view! {
        <Menu label="Reject…" show_label=true outlined=true align_end=false open=form.came_back() shortcut="r">
            <PostForm state=form class="reject">
                {fields}
                <MenuForm>
                    <div class="stack-small">
                        <TextArea name="note" label="Note for the team" value=form.value("note", "") rows=2 optional=true/>
                        {quietly}
                        <p class="small muted">{about}</p>
                    </div>
                </MenuForm>
                <MenuSeparator/>
                <MenuHeading label="Reject because"/>
                {reasons}
            </PostForm>
        </Menu>
    }
}

fn hold(decided: &Decided) -> impl IntoView + use<> {
    let form = FormState::of::<HoldApplication>();
    let fields = decided.fields();
    view! {
        <Menu label="Put on hold…" show_label=true outlined=true align_end=false open=form.came_back() shortcut="h">
            <MenuForm>
                <PostForm state=form class="stack-small">
                    {fields}
                    <TextField name="reason" label="Why it waits" id="hold-reason" value=form.value("reason", "")/>
                    <Button>"Put on hold"</Button>
                </PostForm>
            </MenuForm>
        </Menu>
    }
}

fn on_hold(standing: &Standing, decided: &Decided, steps: StepForms) -> impl IntoView + use<> {
    let why = standing.held.clone();
    let (fields, reject) = (decided.fields(), reject(decided));
    view! {
        <PostForm state=steps.resuming bare=true>
            {fields}
            <Button variant=ButtonVariant::Primary icon=IconKind::Play shortcut="a">"Resume"</Button>
        </PostForm>
        {reject}
        <p class="small">{why.map_or_else(|| "On hold.".to_owned(), |why| format!("On hold: {why}"))}</p>
    }
}

fn hired(standing: &Standing, decided: &Decided, form: FormState) -> impl IntoView + use<> {
    let fields = decided.fields();
    view! {
        <PostForm state=form bare=true>
            {fields}
            <Button icon=IconKind::Refresh shortcut="o">"Undo the hire"</Button>
        </PostForm>
        <p>"Hired. This application is over."</p>
        {standing.told("The candidate is told ", ". Undoing the hire before that calls the mail back.")}
    }
}

fn rejected(standing: &Standing, decided: &Decided, form: FormState) -> impl IntoView + use<> {
    let reason = standing.reject_reason.map(RejectReason::label);
    let fields = decided.fields();
    view! {
        <PostForm state=form bare=true>
            {fields}
            <Button icon=IconKind::Refresh shortcut="o">"Reopen"</Button>
        </PostForm>
        <p>{reason.map_or_else(|| "Rejected.".to_owned(), |r| format!("Rejected: {}.", r.to_lowercase()))}</p>
        {standing.told("The candidate is told ", ". Reopening before that calls the mail back.")}
    }
}
