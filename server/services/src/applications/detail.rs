//! One application with everything needed to decide on it: the résumé beside the match, answers, history, notes.

use super::{job_head, masked::Person, with_verdicts};
use crate::{Result, ServiceError, Services, auth::Hr, notes, resumes::sheets};
use hireq_domain::{
    applicants::{ApplicantQuery, ApplicationDetail, ApplicationFile, Contact, day},
    application::Answer,
    ids::ApplicationId,
    inbox::InboxList,
};
use hireq_store::{
    applications::{
        self as store, events,
        ranked::{self, Reading},
    },
    candidates, inbox, notes as rows, overrules, resumes, views,
};

/// Rows of the history per page.
const EVENTS: i64 = 20;

/// A list that a recruiter goes through.
#[derive(Clone, Debug)]
pub enum List {
    /// The job's applicants, filtered and sorted.
    Job(ApplicantQuery),
    Inbox(InboxList),
}

impl Default for List {
    fn default() -> Self {
        Self::Job(ApplicantQuery::default())
    }
}

/// What of an application's page is shown.
#[derive(Clone, Debug, Default)]
pub struct At {
    /// The list that the reader goes through: its order says who is next.
    pub list: List,
    /// Page of the notes; what is below 1 is the first.
    pub notes: i64,
    /// Page of the history; what is below 1 is the first.
    pub history: i64,
}

/// An application's page as it opens: among the open ones by score, with the newest notes and events.
///
/// # Errors
/// `NotFound` if it is not the organisation's.
pub async fn load(services: &Services, who: &Hr, id: ApplicationId) -> Result<ApplicationDetail> {
    load_at(services, who, id, At::default()).await
}

/// An application's page within a list, with these pages of its own lists.
///
/// # Errors
/// `NotFound` if it is not the organisation's.
pub async fn load_at(services: &Services, who: &Hr, id: ApplicationId, at: At) -> Result<ApplicationDetail> {
    let scope = who.scope();
    let particulars = store::particulars(&services.pool, scope, id).await?.ok_or(ServiceError::NotFound)?;
    let ranked = ranked::some(&services.pool, scope, &[id]).await?.pop().ok_or(ServiceError::NotFound)?;
    let candidate = ranked.row.candidate_id.ok_or(ServiceError::NotFound)?;
    let hidden = ranked.hidden;
    let ((job, asked), mut history, notes, tags, mut earlier, duplicates) = tokio::try_join!(
        job_head(services, scope, particulars.job),
        async { Ok(events::history_page(&services.pool, scope, id, (at.history, EVENTS)).await?) },
        notes::list(services, who, candidate, Some(id), at.notes),
        async { Ok(rows::tags(&services.pool, scope, candidate).await?) },
        async { Ok(store::earlier(&services.pool, scope, id).await?) },
        async {
            // Whom a hidden person resembles would tell who they are.
            if hidden { Ok(vec![]) } else { Ok(candidates::duplicates(&services.pool, scope, candidate).await?) }
        },
    )?;
    let place = match &at.list {
        List::Job(list) => {
            let reading = Reading { user: who.user.id, blind: job.blind, criteria_hash: &asked };
            ranked::place(&services.pool, scope, job.id, id, &list.read(), reading).await?
        }
        List::Inbox(InboxList { part, mine }) => {
            let of = (*part, mine.then_some(who.user.id));
            inbox::place(&services.pool, scope, id, of, services.clock.now()).await?
        }
    };
    views::add(&services.pool, scope, id, who.user.id, services.clock.now()).await?;
    let mut result = match particulars.run {
        Some(run) => {
            let mut db = services.pool.acquire().await?;
            let mut result = hireq_store::matching::results(&mut db, scope, &[run]).await?.remove(&run);
            if let Some(result) = &mut result {
                result.lapsed = overrules::lapsed(&mut *db, scope, id).await?;
            }
            result
        }
        None => None,
    };
    let (mut person, resume) = Person::of(&ranked.row.name, &particulars)?;
    let row = with_verdicts(services, vec![ranked], &asked).await?.pop().ok_or(ServiceError::NotFound)?;
    let mut answers: Vec<Answer> = serde_json::from_value(particulars.answers).unwrap_or_default();
    let mut contact = Contact {
        emails: particulars.emails,
        phones: particulars.phones,
        links: particulars.links,
        do_not_contact: particulars.do_not_contact,
    };
    let (mut text, mut file) = (String::new(), None);
    let (mut scored_at, mut mail_at) = (particulars.scored_at, particulars.mail_at);
    if let Some(stored) = particulars.file {
        let read = resumes::get(&services.pool, stored.id).await?;
        // The file may give the person another name than their account does.
        read.iter().filter_map(|read| read.first.as_ref()).for_each(|first| person.described_by(first));
        file = Some(ApplicationFile {
            id: Some(stored.id),
            corrected_at: read.as_ref().and_then(|read| read.corrected_at),
            corrections: read.map(|read| read.corrections()).unwrap_or_default(),
            sheets: Vec::new(),
            name: stored.name,
            waiting: stored.status == "queued",
            failure: (stored.status == "failed")
                .then(|| stored.failure.unwrap_or_else(|| "The file could not be read.".into())),
        });
        text = stored.parsed.map(|(read, _)| read).unwrap_or_default();
        // The pages would reveal a hidden person, as the file itself would.
        if let Some(file) = file.as_mut().filter(|_| !hidden && !text.is_empty()) {
            let evidence = result.iter().flat_map(|result| result.items.iter().map(|item| item.evidence.clone()));
            file.sheets = sheets::shown(services, stored.id, &text, evidence.collect()).await?;
        }
    }
    if hidden {
        contact = Contact::default();
        // On a blocking thread, because a text may be long.
        let covering = tokio::task::spawn_blocking(move || {
            for answer in &mut answers {
                answer.answer = person.cover(&answer.answer).text;
            }
            if let Some(resume) = &resume {
                let masked = person.cover_resume(&text, resume);
                person.cover_result(result.as_mut(), |span| masked.span(span));
                text = masked.text;
            }
            for reason in history.items.iter_mut().filter_map(|event| event.reason.as_mut()) {
                *reason = person.cover(reason).text;
            }
            if let Some(file) = &mut file {
                person.cover_corrections(&mut file.corrections);
            }
            (answers, result, text, history, file)
        });
        (answers, result, text, history, file) = covering.await.map_err(ServiceError::internal)?;
        // An exact time could be matched with the person's other actions, and files often carry a time in their name.
        history.items.iter_mut().for_each(|event| event.at = day(event.at));
        (scored_at, mail_at) = (scored_at.map(day), mail_at.map(day));
        earlier.iter_mut().for_each(|earlier| earlier.known = None);
        file = file.map(|file| ApplicationFile {
            id: None,
            name: "Résumé".into(),
            corrected_at: file.corrected_at.map(day),
            ..file
        });
    }
    Ok(ApplicationDetail {
        row,
        rank: place.rank,
        of: place.of,
        previous: place.previous,
        next: place.next,
        hidden,
        contact,
        file,
        text,
        result,
        scored_at,
        answers,
        history,
        notes,
        // Tags belong to the person in all jobs, so they would reveal who a hidden applicant is.
        tags: if hidden { vec![] } else { tags },
        reject_reason: particulars.reject_reason,
        applied: particulars.applied,
        earlier,
        duplicates,
        mail_at,
        job,
    })
}
