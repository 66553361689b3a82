//! Every kind of task: what workers are put together from.

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
/// Where the database refuses.
pub async fn worker(services: &Services, queue: Queue) -> Result<graphile_worker::Worker> {
    queue::worker(services, queue, &KINDS).await
}
