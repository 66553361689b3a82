//! Mail: written by the events that it tells of, into the outbox, then sent by a task.

mod page;
mod send_task;
mod sending;
pub(crate) mod templates;

pub use send_task::SendMail;
pub use sending::send_due;

/// Stands in a mail's text for its secret, which takes its place when the mail goes out and is kept nowhere after.
pub const HIDDEN: &str = "[hidden]";
