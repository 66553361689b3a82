//! The board: a column for each stage. Cards are moved by their menu, by Alt and an arrow key, or by dragging; the menu
//! works without scripts.

use super::{
    api::{DragApplication, MoveApplication, show_board},
    application_tone,
    frame::{JobFrame, JobTab, rescoring},
    param,
};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm},
    live::use_live_forms,
    ui::*,
};
use hireq_domain::{
    applicants::{BoardColumn as Column, BoardPage as Data, StageCount, Undoable},
    application::{ApplicantRow, ApplicationStatus},
    ids::{ApplicationId, JobId, StageId},
    job::StageKind,
};
use leptos::{ev, prelude::*};

/// The card being dragged.
#[derive(Clone, Copy, PartialEq, Eq)]
struct DraggableCard {
    id: ApplicationId,
    version: i32,
    stage: StageId,
}

/// State shared by the parts of the board.
#[derive(Clone, Copy)]
struct BoardState {
    held: RwSignal<Option<DraggableCard>>,
    over: RwSignal<Option<StageId>>,
    /// The card that was moved by keyboard, and its previous stage: the focus follows it.
    followed: StoredValue<Option<(ApplicationId, StageId)>>,
    action: ServerAction<DragApplication>,
}

impl BoardState {
    fn drop_on(self, stage: StageId) {
        self.over.set(None);
        if let Some(held) = self.held.get_untracked()
            && held.stage != stage
        {
            self.held.set(None);
            self.action.dispatch(DragApplication { id: held.id, version: held.version, stage });
        }
    }
}

/// The page at `/hr/jobs/:id/board`.
#[component]
pub fn BoardPage() -> impl IntoView {
    let id = param::<JobId>();
    // An open menu stays open: colleagues' changes are shown once it is closed.
    let changed = use_live_forms(move |event| id.get_untracked().is_ok_and(|job| event.concerns(job)));
    let action = ServerAction::<DragApplication>::new();
    let moving =
        BoardState { held: RwSignal::new(None), over: RwSignal::new(None), followed: StoredValue::new(None), action };
    let board = Resource::new_blocking(
        move || (id.get(), changed.version(), action.version().get()),
        |(id, ..)| async move { show_board(id?).await },
    );
    let form = FormState::of::<MoveApplication>();
    let toasts = use_toasts();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(told)) => {
            let undo = told.undo.zip(id.get_untracked().ok());
            let undo = undo.map(|(undo, job)| Undoable { back: format!("/hr/jobs/{job}/board"), ..undo });
            toasts.done(told.text, undo);
        }
        Some(Err(error)) => toasts.danger(error.to_string()),
        None => {}
    });
    view! {
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Cards(5)/> }>
            {move || Suspend::new(async move {
                match board.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(board) => view! {
                        <JobFrame job=board.job.clone() active=JobTab::Board/>
                        <ErrorSummary errors=form.errors()/>
                        <Columns board=board moving=moving form=form/>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Columns(board: Data, moving: BoardState, form: FormState) -> impl IntoView {
    let stages = board.job.stages.clone();
    let job = board.job.id;
    let columns = board
        .columns
        .into_iter()
        .map(|column| view! { <StageColumn column=column stages=stages.clone() job=job moving=moving form=form/> })
        .collect_view();
    view! {
        <p class="small muted js-only">"Drag a card, or focus it and press Alt with the left or right arrow key."</p>
        <Board label="Applicants by stage">{columns}</Board>
    }
}

#[component]
fn StageColumn(
    column: Column,
    stages: Vec<StageCount>,
    job: JobId,
    moving: BoardState,
    form: FormState,
) -> impl IntoView {
    let stage = column.stage.clone();
    let (key, open) = (stage.id, usize::try_from(stage.open).unwrap_or(0));
    let takes = stage.kind != StageKind::Hired;
    let more = open > column.cards.len();
    let empty = column.cards.is_empty();
    let sla = stage.sla_days;
    let cards = column.cards;
    view! {
        <BoardColumn
            title=stage.name
            count=open
            target=Signal::derive(move || takes && moving.over.get() == Some(key))
            on:dragover=move |event: ev::DragEvent| {
                if takes && moving.held.with_untracked(Option::is_some) {
                    event.prevent_default();
                    if moving.over.get_untracked() != Some(key) {
                        moving.over.set(Some(key));
                    }
                }
            }
            on:drop=move |event: ev::DragEvent| {
                event.prevent_default();
                if takes {
                    moving.drop_on(key);
                }
            }
        >
            // A card's elements are never reused for another card: an open menu, the focus or a drag is lost rather
            // than transferred to another person.
            <For each=move || cards.clone() key=|card| card.id let:card>
                <Card row=card stages=stages.clone() job=job sla=sla moving=moving form=form/>
            </For>
            {empty.then(|| view! { <li class="small muted">"Nobody"</li> })}
            {more.then(|| view! {
                <li><a class="small" href=format!("/hr/jobs/{job}?stage={key}")>{format!("Show all {}", format_number(stage.open))}</a></li>
            })}
        </BoardColumn>
    }
}

/// The next stage to the left or right that accepts cards.
fn neighbour(stages: &[StageCount], at: StageId, right: bool) -> Option<StageId> {
    let place = stages.iter().position(|s| s.id == at)?;
    let next = if right { stages.get(place + 1) } else { place.checked_sub(1).and_then(|p| stages.get(p)) };
    next.filter(|s| s.kind != StageKind::Hired).map(|s| s.id)
}

#[component]
fn Card(
    row: ApplicantRow,
    stages: Vec<StageCount>,
    job: JobId,
    sla: Option<i32>,
    moving: BoardState,
    form: FormState,
) -> impl IntoView {
    let held = DraggableCard { id: row.id, version: row.row_version, stage: row.stage_id };
    let movable = row.status == ApplicationStatus::Active;
    let (left, right) = (neighbour(&stages, row.stage_id, false), neighbour(&stages, row.stage_id, true));
    let (since, style) = (row.stage_entered_at, TimeStyle::told(row.is_hidden()));
    let limit = use_now().zip(sla);
    let late = Memo::new(move |_| limit.is_some_and(|(now, days)| (now.get() - since).num_days() > i64::from(days)));
    let status = (!movable).then(|| view! { <StatusPill tone=application_tone(row.status) label=row.status.label()/> });
    let (name, id) = (row.name.clone(), row.id);
    // This runs each time the card is rendered; the last one, in its new place, gets the focus.
    Effect::new(move |_| {
        if let Some((_, from)) = moving.followed.get_value().filter(|(followed, _)| *followed == id) {
            focus_when_drawn(format!(".board-card a[href='/hr/applications/{id}']"), |_| ());
            if held.stage != from {
                moving.followed.set_value(None);
            }
        }
    });
    let menu = move || movable.then(|| view! { <MoveMenu held=held name=name stages=stages job=job form=form/> });
    view! {
        <BoardCard
            href=format!("/hr/applications/{}", row.id)
            title=row.name
            detail=row.headline
            draggable=movable
            actions=menu
            attr:aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
            on:dragstart=move |event: ev::DragEvent| {
                take(&event);
                moving.held.set(Some(held));
            }
            on:dragend=move |_| {
                moving.held.set(None);
                moving.over.set(None);
            }
            on:keydown=move |event: ev::KeyboardEvent| {
                let target = match (movable && event.alt_key(), event.key().as_str()) {
                    (true, "ArrowLeft") => left,
                    (true, "ArrowRight") => right,
                    _ => None,
                };
                if let Some(stage) = target {
                    // Otherwise Alt with an arrow key would navigate away from the page.
                    event.prevent_default();
                    moving.held.set(Some(held));
                    moving.followed.set_value(Some((held.id, held.stage)));
                    moving.drop_on(stage);
                }
            }
        >
            <ScoreBar score=row.score/>
            {rescoring(row.rescoring)}
            {status}
            {move || if late.get() {
                view! { <Badge tone=Tone::Warning><Time at=since style=style/></Badge> }.into_any()
            } else {
                view! { <span class="small muted"><Time at=since style=style/></span> }.into_any()
            }}
        </BoardCard>
    }
}

/// Moving without dragging: a form with one button per stage.
#[component]
fn MoveMenu(held: DraggableCard, name: String, stages: Vec<StageCount>, job: JobId, form: FormState) -> impl IntoView {
    let buttons = stages
        .into_iter()
        .filter(|s| s.id != held.stage && s.kind != StageKind::Hired)
        .map(|s| view! { <MenuButton label=s.name name="stage" value=s.id.to_string()/> })
        .collect_view();
    view! {
        <Menu label=format!("Move {name}")>
            <PostForm state=form bare=true>
                <input type="hidden" name="id" value=held.id.to_string()/>
                <input type="hidden" name="version" value=held.version.to_string()/>
                <input type="hidden" name="back" value=format!("/hr/jobs/{job}/board")/>
                <input type="hidden" name="here" value=format!("/hr/jobs/{job}/board")/>
                <MenuHeading label="Move to"/>
                {buttons}
            </PostForm>
        </Menu>
    }
}

/// Some browsers only start a drag that carries data.
#[cfg(feature = "hydrate")]
fn take(event: &ev::DragEvent) {
    if let Some(data) = event.data_transfer() {
        let _ = data.set_data("text/plain", "");
        data.set_effect_allowed("move");
    }
}

#[cfg(not(feature = "hydrate"))]
fn take(_event: &ev::DragEvent) {}
