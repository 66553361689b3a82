//! The design system: all class names, icons and interaction patterns shared by the pages.
//!
//! The components here contain no product rules and call no server functions. Each renders complete, usable HTML on the
//! server, so that links, forms and menus work before (and without) WebAssembly; hydration only adds conveniences, such
//! as closing a menu on Escape.

mod avatar;
mod badge;
mod board;
mod breadcrumbs;
mod button;
mod card;
pub mod chart;
mod chip;
mod details;
mod dialog;
mod empty;
mod escape;
mod evidence;
mod facet;
pub mod field;
mod focus;
mod format;
mod href;
mod icon;
mod keys;
mod logo;
mod menu;
mod notice;
mod page;
mod pager;
mod prose;
mod rows;
mod score;
mod sheets;
mod shell;
mod skeleton;
mod snippet;
mod steps;
mod table;
mod tabs;
mod theme;
mod time;
mod timeline;
mod title;
mod toast;
mod upload;
mod verdicts;

pub use avatar::*;
pub use badge::*;
pub use board::*;
pub use breadcrumbs::*;
pub use button::*;
pub use card::*;
pub use chart::*;
pub use chip::*;
pub use details::*;
pub use dialog::*;
pub use empty::*;
pub(crate) use escape::escaped_text;
pub use evidence::*;
pub use facet::*;
pub use field::*;
pub use focus::*;
pub use format::*;
pub use href::*;
pub use icon::*;
pub use keys::*;
pub use logo::*;
pub use menu::*;
pub use notice::*;
pub use page::*;
pub use pager::*;
pub use prose::*;
pub use rows::*;
pub use score::*;
pub use sheets::*;
pub use shell::*;
pub use skeleton::*;
pub use snippet::*;
pub use steps::*;
pub use table::*;
pub use tabs::*;
pub use theme::*;
pub use time::*;
pub use timeline::*;
pub use title::*;
pub use toast::*;
pub use upload::*;
pub use verdicts::*;

/// An attribute's value, or `None` for an empty text, so that `hint=""` writes no attribute.
pub(crate) fn text_or_none(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
