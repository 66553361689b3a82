//! Proposes requirements from a description, for a recruiter to correct: with the judge model if it is available,
//! otherwise with rules.

mod by_judge;
mod by_rules;
mod stated;
mod wording;

pub(crate) use by_judge::Lines;
pub use by_rules::propose;

use super::preview::{PATIENCE, on_blocking_thread, refuse_long};
use crate::{Result, Services};
use hireq_domain::{job::Requirement, posting::Proposal};
use hireq_ml::judge::Priority;

/// A longer list would not help anybody.
const MOST: usize = 40;
/// How many characters of a title are read; a saved job's title is shorter.
const LONGEST_TITLE: usize = 300;

/// The requirements that a description mentions, and what else it says of the job.
///
/// # Errors
/// `Invalid` if it is too long to be saved; `Unavailable` if the machine is too busy.
pub async fn proposal(services: &Services, title: String, description: String) -> Result<Proposal> {
    refuse_long(&description)?;
    let text = description.clone();
    let stated = on_blocking_thread(move || stated::read(&text)).await?;
    Ok(Proposal { requirements: requirements(services, title, description).await?, stated })
}

async fn requirements(services: &Services, title: String, description: String) -> Result<Vec<Requirement>> {
    if let Some(judge) = &services.judge {
        let (title, description) = (title.clone(), description.clone());
        let lines = on_blocking_thread(move || Lines::of(&title, &description)).await?;
        match tokio::time::timeout(PATIENCE, judge.read_advert(lines.pairs(), Priority::Interactive)).await {
            Ok(Ok(answers)) => return Ok(lines.requirements(&answers)),
            Ok(Err(error)) => tracing::warn!(error = %error, "the judge could not read an advert; rules do"),
            Err(_) => tracing::warn!("the judge took too long over an advert; rules read it"),
        }
    }
    on_blocking_thread(move || propose(&title, &description)).await
}

/// Adds a requirement. If it is there already, the stricter one wins.
fn add(found: &mut Vec<Requirement>, one: Requirement) {
    let same = |known: &Requirement| known.kind == one.kind && known.text.to_lowercase() == one.text.to_lowercase();
    match found.iter_mut().find(|known| same(known)) {
        Some(known) => known.must |= one.must,
        None => found.push(one),
    }
}
