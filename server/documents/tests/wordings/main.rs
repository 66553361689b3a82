//! The many ways in which people write the same things: each test is a case that was once misread.

#[path = "../support/text.rs"]
mod text;

mod contacts;
mod courses;
mod forms;
mod periods;
mod positions;
mod skills;
