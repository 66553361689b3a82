//! Periodic maintenance across use-cases.

mod make_up;
mod retention;

pub use make_up::MakeUp;

use crate::{
    Services,
    queue::{Every, Outcome, Queue, Task},
};
use serde::{Deserialize, Serialize};

/// Removes data whose retention period is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct Housekeeping {}

impl Task for Housekeeping {
    const NAME: &'static str = "housekeeping";
    const QUEUE: Queue = Queue::Upkeep;

    fn key(&self) -> Option<String> {
        Some("housekeeping".into())
    }

    fn by_itself() -> Option<(Every, Self)> {
        Some((Every::Hour, Self {}))
    }

    async fn run(&self, services: &Services) -> Outcome {
        Ok(retention::carry_out(services).await?)
    }
}
