//! One application with everything that a decision needs: the text beside the match, answers, history, notes.

use super::{is_hidden, job_head, with_verdicts};
use crate::{Result, ServiceError, Services, auth::Hr, matching, notes};
use hireq_domain::{
    applicants::{ApplicationDetail, ApplicationFile, Contact},
    application::Answer,
    ids::ApplicationId,
    resume::ParsedResume,
};
use hireq_store::{
    applications::{self as store, events, ranked},
    notes as rows, resumes,
};

/// Rows of the history at a time.
const EVENTS: i64 = 20;

/// Which pages of an application's long lists are shown; what is below 1 is the first.
#[derive(Clone, Copy, Debug, Default)]
pub struct At {
    /// Of its notes.
    pub notes: i64,
    /// Of its history.
    pub history: i64,
}

/// An application's page as it opens: the newest notes and events.
///
/// # Errors
/// `NotFound` where it is not the organisation's.
pub async fn load(services: &Services, who: &Hr, id: ApplicationId) -> Result<ApplicationDetail> {
    load_at(services, who, id, At::default()).await
}

/// An application's page with these pages of its lists.
///
/// # Errors
/// `NotFound` where it is not the organisation's.
pub async fn load_at(services: &Services, who: &Hr, id: ApplicationId, at: At) -> Result<ApplicationDetail> {
    let scope = who.scope();
    let particulars = store::particulars(&services.pool, scope, id).await?.ok_or(ServiceError::NotFound)?;
    let ranked = ranked::some(&services.pool, scope, &[id]).await?.pop().ok_or(ServiceError::NotFound)?;
    let candidate = ranked.row.candidate_id.ok_or(ServiceError::NotFound)?;
    let (job, history, notes, tags, place) = tokio::try_join!(
        job_head(services, scope, particulars.job),
        async { Ok(events::history_page(&services.pool, scope, id, (at.history, EVENTS)).await?) },
        notes::list(services, who, candidate, Some(id), at.notes),
        async { Ok(rows::tags(&services.pool, scope, candidate).await?) },
        async { Ok(ranked::place(&services.pool, scope, particulars.job, id, ranked.row.score).await?) },
    )?;
    let result = match particulars.run {
        Some(run) => {
            let mut db = services.pool.acquire().await?;
            hireq_store::matching::results(&mut db, scope, &[run]).await?.remove(&run)
        }
        None => None,
    };
    let hidden = is_hidden(job.blind, &ranked.row);
    let open = ranked.row.status.is_open();
    let name = ranked.row.name.clone();
    let row = with_verdicts(services, job.blind, vec![ranked]).await?.pop().ok_or(ServiceError::NotFound)?;
    let mut answers: Vec<Answer> = serde_json::from_value(particulars.answers).unwrap_or_default();
    let contact = if hidden {
        let contacts = [particulars.emails, particulars.phones, particulars.links].concat();
        for answer in &mut answers {
            answer.answer = matching::impersonal_words(&answer.answer, &name, &contacts);
        }
        Contact::default()
    } else {
        Contact {
            emails: particulars.emails,
            phones: particulars.phones,
            links: particulars.links,
            do_not_contact: particulars.do_not_contact,
        }
    };
    let (mut text, mut file) = (String::new(), None);
    if let Some(stored) = particulars.file {
        if let Some((read, body)) = stored.parsed {
            text = if hidden {
                let resume: ParsedResume = serde_json::from_value(body).map_err(ServiceError::internal)?;
                matching::impersonal(&read, &resume)
            } else {
                read
            };
        }
        file = Some(ApplicationFile {
            id: (!hidden).then_some(stored.id),
            corrected_at: resumes::get(&services.pool, stored.id).await?.and_then(|read| read.corrected_at),
            // A file is often named after the person.
            name: if hidden { "Résumé".into() } else { stored.name },
            waiting: stored.status == "queued",
            failure: (stored.status == "failed")
                .then(|| stored.failure.unwrap_or_else(|| "The file could not be read.".into())),
        });
    }
    Ok(ApplicationDetail {
        row,
        rank: open.then_some(place.rank),
        previous: place.previous,
        next: place.next,
        hidden,
        contact,
        file,
        text,
        result,
        scored_at: particulars.scored_at,
        answers,
        history,
        notes,
        // A tag is the person's in every job: while the person is hidden it would lead to them.
        tags: if hidden { vec![] } else { tags },
        reject_reason: particulars.reject_reason,
        applied: particulars.applied,
        mail_at: particulars.mail_at,
        job,
    })
}
