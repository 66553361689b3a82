//! Requirements that a description asks for, for a recruiter to correct: read line by line by the judge where it is had, by
//! rules where not.

mod by_judge;
mod by_rules;
mod wording;

pub(crate) use by_judge::Lines;
pub use by_rules::propose;

use super::preview::{PATIENCE, on_blocking_thread, refuse_long};
use crate::{Result, Services};
use hireq_domain::job::Requirement;
use hireq_ml::judge::Priority;

/// More than these help nobody.
const MOST: usize = 40;
/// So many characters of a title are read; a job's own is shorter.
const LONGEST_TITLE: usize = 300;

/// Requirements that a description speaks of.
///
/// # Errors
/// `Invalid` for one that is too long to be saved; `Unavailable` where the machine is too busy.
pub async fn proposal(services: &Services, title: String, description: String) -> Result<Vec<Requirement>> {
    refuse_long(&description)?;
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

/// Adds one, unless it is asked for already: then the stricter wording holds.
fn add(found: &mut Vec<Requirement>, one: Requirement) {
    let same = |known: &Requirement| known.kind == one.kind && known.text.to_lowercase() == one.text.to_lowercase();
    match found.iter_mut().find(|known| same(known)) {
        Some(known) => known.must |= one.must,
        None => found.push(one),
    }
}
