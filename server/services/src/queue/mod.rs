//! Background tasks on graphile_worker: queued in the transaction that causes them, run at least once, retried with
//! backoff, picked up again within a minute if their process is killed, and kept for inspection when they fail.
//!
//! This module knows no use-case. A task is a struct of keys, defined beside its use-case, which reads its rows afresh,
//! so that running it twice does no harm. `tasks.rs` lists all kinds.

pub(crate) mod admin;
mod worker;

pub use admin::{dead_count, oldest_due};
pub use worker::{Kind, worker};

use crate::{Result, ServiceError, Services};
use hireq_store::{PgConnection, PgPool};
use serde::{Serialize, de::DeserializeOwned};

/// The number of attempts before a task gives up, about half an hour after the first.
const MAX_ATTEMPTS: u16 = 8;
const SCHEMA: &str = "graphile_worker";
/// The field of a task that holds the number of the request that caused it.
const REQUEST: &str = "_request";

/// The queues. Each has its own slots, so that a slow mail server does not delay résumés, and many résumés do not delay
/// mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    Mail,
    /// Reading files, scoring applications, and consequences of steps.
    Documents,
    /// Text recognition on images of pages, which takes seconds per page.
    Scans,
    /// Periodic maintenance, and building indexes, which may take minutes.
    Upkeep,
}

impl Queue {
    pub const ALL: [Self; 4] = [Self::Mail, Self::Documents, Self::Scans, Self::Upkeep];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Documents => "documents",
            Self::Scans => "scans",
            Self::Upkeep => "upkeep",
        }
    }

    /// How many of its tasks a process runs at a time.
    const fn slots(self) -> usize {
        match self {
            Self::Mail | Self::Documents => 2,
            Self::Scans | Self::Upkeep => 1,
        }
    }
}

impl std::str::FromStr for Queue {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        let names = Self::ALL.map(Self::name);
        let found = Self::ALL.into_iter().find(|queue| queue.name() == name.trim());
        found.ok_or_else(|| format!("there is no queue “{name}”; the queues are {}", names.join(", ")))
    }
}

/// How often a periodic task runs, however many processes there are.
#[derive(Clone, Copy, Debug)]
pub enum Every {
    Minute,
    TenMinutes,
    Hour,
}

/// Why a task did not complete.
#[derive(Debug, PartialEq, Eq)]
pub enum Ending {
    /// It may succeed later: it is retried, with growing delays, until it gives up.
    Retry(String),
    /// No further attempt can succeed. The task is kept for administrators to see.
    Fail(String),
}

impl<S: Into<ServiceError>> From<S> for Ending {
    fn from(error: S) -> Self {
        use ServiceError as E;
        let error = error.into();
        match error {
            E::Unauthenticated | E::Forbidden | E::NotFound | E::Invalid(_) | E::TooLarge(_) => {
                Self::Fail(error.to_string())
            }
            E::Conflict(_) | E::TooManyRequests { .. } | E::Unavailable(_) | E::Internal(_) => {
                Self::Retry(error.to_string())
            }
        }
    }
}

pub type Outcome = std::result::Result<(), Ending>;

/// A kind of task.
pub trait Task: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name in the database.
    const NAME: &'static str;
    const QUEUE: Queue;
    /// The priority among due tasks; the smallest number runs first.
    const TURN: i16 = 0;

    /// The key by which a later request replaces an earlier one that is still waiting.
    fn key(&self) -> Option<String> {
        None
    }

    /// For periodic tasks: how often, and with what fields.
    fn by_itself() -> Option<(Every, Self)> {
        None
    }

    /// Runs the task. If its row is gone, there is nothing to do.
    fn run(&self, services: &Services) -> impl Future<Output = Outcome> + Send;

    /// Called when the task has given up.
    fn given_up(&self, _services: &Services) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

tokio::task_local! {
    static CAUSE: String;
}

/// Records this request as the cause of every task queued by `meanwhile`.
pub async fn caused_by<T>(request: String, meanwhile: impl Future<Output = T>) -> T {
    CAUSE.scope(request, meanwhile).await
}

const ADD: &str = "select graphile_worker.add_job(identifier => $1, payload => $2::json,
    max_attempts => $3, job_key => $4, priority => $5)";

/// Queues a task, which becomes visible when the transaction commits.
///
/// # Errors
/// If the database query fails.
pub async fn enqueue<T: Task>(db: &mut PgConnection, task: &T) -> Result<()> {
    enqueue_in_turn(db, task, T::TURN).await
}

/// Queues a task behind all those with a lower `turn`.
///
/// # Errors
/// If the database query fails.
pub async fn enqueue_in_turn<T: Task>(db: &mut PgConnection, task: &T, turn: i16) -> Result<()> {
    let mut fields = serde_json::to_value(task).map_err(ServiceError::internal)?;
    if let (Some(fields), Ok(request)) = (fields.as_object_mut(), CAUSE.try_with(Clone::clone)) {
        fields.insert(REQUEST.into(), request.into());
    }
    sqlx::query(ADD)
        .bind(T::NAME)
        .bind(fields)
        .bind(i32::from(MAX_ATTEMPTS))
        .bind(task.key())
        .bind(i32::from(turn))
        .execute(db)
        .await?;
    Ok(())
}

/// Migrates the queue's own tables.
///
/// # Errors
/// If the database query fails.
pub async fn migrate(pool: &PgPool) -> Result<()> {
    graphile_worker::WorkerUtils::new(pool.clone(), SCHEMA).migrate().await.map_err(ServiceError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hireq_domain::FieldErrors;

    #[test]
    fn what_may_pass_is_tried_again_and_what_cannot_is_not() {
        for error in [ServiceError::Unavailable("away".into()), ServiceError::internal("a fault")] {
            assert!(matches!(Ending::from(error), Ending::Retry(_)));
        }
        for error in [ServiceError::NotFound, ServiceError::Invalid(FieldErrors::one("text", "wrong"))] {
            assert!(matches!(Ending::from(error), Ending::Fail(_)));
        }
    }

    #[test]
    fn a_queue_that_is_not_there_is_answered_with_those_that_are() {
        assert_eq!("mail".parse(), Ok(Queue::Mail));
        let said = "male".parse::<Queue>().expect_err("no queue");
        assert_eq!(said, "there is no queue “male”; the queues are mail, documents, scans, upkeep");
    }
}
