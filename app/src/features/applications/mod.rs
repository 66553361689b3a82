//! Applications as recruiters work on them: the ranked table, the board, one application, several side by side.
//!
//! Steps are plain forms, so that they work without scripts; scripts add live events and dragging.

pub mod api;
mod board;
mod bulk;
mod columns;
mod compare;
mod detail;
mod filters;
mod frame;
mod list;
mod resume;
mod review;
mod saved;
mod steps;
mod undo;

pub use board::BoardPage;
pub use compare::ComparePage;
pub use detail::ApplicationPage;
pub use frame::{JobFrame, JobTab, application_tone};
pub use list::ApplicantsPage;
pub use review::{Review, inbox_href};
pub use undo::undo_form;

use crate::error::AppError;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use std::str::FromStr;

/// The key in the page's URL; an invalid key is treated as not found.
fn param<T>() -> Memo<Result<T, AppError>>
where
    T: FromStr + Clone + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.with(|p| p.get("id").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)))
}
