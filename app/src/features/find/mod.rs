//! Finding a person, a job or a page by name from wherever one is: a dialog that a key opens, and the same as a page,
//! which needs no scripts.

pub mod api;
mod entries;
mod opener;
mod page;
mod palette;

pub use opener::{FindButton, FindHost, PalettePart, provide_find};
pub use page::FindPage;
pub use palette::Palette;
