//! The list of all kinds of task, from which workers are built.

use crate::{
    Result, Services,
    housekeeping::{Housekeeping, MakeUp},
    jobs::FollowJob,
    mail::SendMail,
    matching::{MatchApplication, MatchJob},
    queue::{self, Kind, Queue},
    resumes::{ReadDocument, RecognizeDocument},
    talent::IndexTalent,
};

const KINDS: [Kind; 9] = [
    Kind::of::<SendMail>(),
    Kind::of::<ReadDocument>(),
    Kind::of::<RecognizeDocument>(),
    Kind::of::<MatchApplication>(),
    Kind::of::<MatchJob>(),
    Kind::of::<FollowJob>(),
    Kind::of::<Housekeeping>(),
    Kind::of::<IndexTalent>(),
    Kind::of::<MakeUp>(),
];

/// A worker for a queue.
///
/// # Errors
/// If the database query fails.
pub async fn worker(services: &Services, queue: Queue) -> Result<graphile_worker::Worker> {
    queue::worker(services, queue, &KINDS).await
}
