//! Mail: events write it into the outbox, and a task sends it.

mod page;
mod send_task;
mod sending;
pub(crate) mod templates;

pub use send_task::SendMail;
pub use sending::send_due;

/// The placeholder for the secret in a stored mail's text. It is replaced when the mail is sent, and the secret is then
/// deleted.
pub const HIDDEN: &str = "[hidden]";
