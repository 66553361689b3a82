//! Notes and tags on a candidate or an application.

pub mod api;
mod list;
mod tags;

pub use list::NotesCard;
pub use tags::TagsCard;
