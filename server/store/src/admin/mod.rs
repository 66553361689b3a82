//! What administrators read and change. These queries cross organisations, so only use-cases that hold an
//! administrator's guard may call them.

pub mod audit;
pub mod organizations;
pub mod outbox;
pub mod overview;
pub mod users;
