//! The board: a column for each stage. Cards are moved by their menu, by Alt and an arrow key, or by dragging; the menu
//! works without scripts.

use super::{
    api::{DragApplication, MoveApplication, RejectApplication, show_board},
    application_tone,
    filters::{Edited, FilterControls},
    frame::{JobFrame, JobTab, rescoring},
    param,
    review::{Review, applicant_query, list_href},
};
use crate::{
    form::{FormState, PostForm, Told},
    live::{loaded, part, use_live_forms},
    ui::*,
};
use hireq_domain::{
    applicants::{BoardColumn as Column, BoardPage as Data, StageCount, Undoable},
    application::{ApplicantRow, ApplicationStatus, RejectReason},
    ids::{ApplicationId, JobId, StageId},
    job::StageKind,
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_query_map;

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
    /// Of the menus, whose cards are others by the time that something is refused.
    moves: FormState,
    rejections: FormState,
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
    let query = use_query_map();
    let href = Memo::new(move |_| query.with(|query| list_href(id.get().ok(), "/board", query).without("page")));
    // An open menu stays open: colleagues' changes are shown once it is closed.
    let changed = use_live_forms(move |event| id.get_untracked().is_ok_and(|job| event.concerns(job)));
    let action = ServerAction::<DragApplication>::new();
    let moving = BoardState {
        held: RwSignal::new(None),
        over: RwSignal::new(None),
        followed: StoredValue::new(None),
        action,
        moves: FormState::of::<MoveApplication>(),
        rejections: FormState::of::<RejectApplication>(),
    };
    let board = Resource::new_blocking(
        move || (id.get(), href.get(), changed.version(), action.version().get()),
        |(id, href, ..)| async move { show_board(id?, applicant_query(&href)).await },
    );
    let toasts = use_toasts();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(told)) => {
            let undo = told.undo.zip(id.get_untracked().ok());
            let undo = undo.map(|(undo, job)| Undoable { back: format!("/hr/jobs/{job}/board"), ..undo });
            toasts.done(Told { undo, ..told });
        }
        Some(Err(error)) => toasts.danger(error.to_string()),
        None => {}
    });
    let draw = move |board: Signal<Data>| {
        let blind = board.with_untracked(|board| board.job.blind);
        view! {
            {part(board, |board| board.job.clone(), move |job| {
                view! { <JobFrame job active=JobTab::Board list=href.get()/> }.into_any()
            })}
            <ErrorSummary errors=moving.moves.errors()/>
            <ErrorSummary errors=moving.rejections.errors()/>
            <FilterControls blind href edited=Edited::Board/>
            {part(board, Data::clone, move |board| view! { <Columns board moving href=href.get_untracked()/> }.into_any())}
        }
        .into_any()
    };
    view! { <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Cards(5)/> }>{loaded(board, draw)}</Transition> }
}

#[component]
fn Columns(board: Data, moving: BoardState, href: Href) -> impl IntoView {
    let stages = board.job.stages.clone();
    let list = Href::from_pairs(format!("/hr/jobs/{}", board.job.id), href.pairs().to_vec());
    let columns = board
        .columns
        .into_iter()
        .map(|column| {
            // Whoever opens a card goes through its column.
            let list = list.with("stage", column.stage.id);
            view! { <StageColumn column stages=stages.clone() list board=href.to_string() moving/> }
        })
        .collect_view();
    view! {
        <p class="board-hint js-only">"Drag a card, or focus it and press Alt with the left or right arrow key."</p>
        <Board label="Applicants by stage">{columns}</Board>
    }
}

#[component]
fn StageColumn(
    column: Column,
    stages: Vec<StageCount>,
    /// The list of the applicants in this column.
    list: Href,
    /// This page's address.
    board: String,
    moving: BoardState,
) -> impl IntoView {
    let (review, all) = (Review::of_list(&list), list.to_string());
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
                <Card href=review.application(card.id).to_string() row=card stages=stages.clone() board=board.clone() sla moving/>
            </For>
            {empty.then(|| view! { <li class="small muted">"Nobody"</li> })}
            {more.then(|| view! {
                <li><a class="small" href=all>{format!("Show all {}", format_number(stage.open))}</a></li>
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
    /// Their application, on the way through the column.
    href: String,
    stages: Vec<StageCount>,
    board: String,
    sla: Option<i32>,
    moving: BoardState,
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
            focus_when_drawn(format!(".board-card a[href^='/hr/applications/{id}']"), |_| ());
            if held.stage != from {
                moving.followed.set_value(None);
            }
        }
    });
    let menu = move || movable.then(|| view! { <CardMenu held name stages board moving/> });
    view! {
        <BoardCard
            href=href
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

/// What can be decided without opening the card: another stage, or the end.
#[component]
fn CardMenu(
    held: DraggableCard,
    name: String,
    stages: Vec<StageCount>,
    board: String,
    moving: BoardState,
) -> impl IntoView {
    let targets = stages.into_iter().filter(|s| s.id != held.stage && s.kind != StageKind::Hired);
    let targets =
        targets.map(|s| view! { <MenuButton label=s.name name="stage" value=s.id.to_string()/> }).collect_view();
    let reasons = RejectReason::ALL.iter();
    let reasons = reasons
        .map(|reason| view! { <MenuButton label=reason.label() name="reason" value=reason.as_str()/> })
        .collect_view();
    let fields = || {
        view! {
            <input type="hidden" name="id" value=held.id.to_string()/>
            <input type="hidden" name="version" value=held.version.to_string()/>
            <input type="hidden" name="back" value=board.clone()/>
            <input type="hidden" name="here" value=board.clone()/>
        }
    };
    let (of_move, of_rejection) = (fields(), fields());
    view! {
        <Menu label=format!("Decide on {name}")>
            <PostForm state=moving.moves bare=true>
                {of_move}
                <MenuHeading label="Move to"/>
                {targets}
            </PostForm>
            <MenuSeparator/>
            <PostForm state=moving.rejections bare=true>
                {of_rejection}
                <MenuHeading label="Reject because"/>
                {reasons}
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
