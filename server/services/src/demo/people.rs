//! The demo's forty candidates: ten apply with accounts of their own, thirty are uploaded by a recruiter. Recruiters
//! then move some of them on.

use super::{Hr, JobId, Result, Role, ServiceError, Services, sign_up, visitor};
use crate::{
    applications::{apply, transitions},
    resumes as upload,
};
use chrono::TimeDelta;
use hireq_domain::{
    application::RejectReason,
    ids::{ApplicationId, StageId},
    job::StageKind,
};
use hireq_store::jobs;
use serde::Deserialize;

/// An open job of the demo with its recruiter.
pub(super) struct DemoOpening {
    pub slug: String,
    pub job: JobId,
    pub hr: Hr,
}

#[derive(Deserialize)]
struct Person {
    name: String,
    email: String,
    file: String,
    job: String,
}

macro_rules! files {
    ($dir:literal: $($file:literal)+) => {
        /// A résumé's bytes by its file's name.
        fn file(name: &str) -> Option<&'static [u8]> {
            match name { $($file => Some(include_bytes!(concat!($dir, $file)).as_slice()),)+ _ => None }
        }
    };
}

files! { "../../demo/resumes/":
    "amara-okafor.pdf" "anjali-rao.pdf" "aoife-brennan.pdf" "chiara-romano.docx" "ciaran-doyle.docx"
    "clodagh-moran.pdf" "daniel-osei.pdf" "declan-byrne.pdf" "emeka-nwosu.pdf" "eva-novakova.pdf"
    "fatima-zahra-alaoui.pdf" "grace-adeyemi.docx" "hannah-weiss.pdf" "ingrid-solberg.pdf"
    "jonas-lindqvist.pdf" "katarina-horvat.docx" "kenji-watanabe.pdf" "laura-jensen.pdf" "liam-hennessy.pdf"
    "lukas-brandt.pdf" "maeve-sheridan.docx" "marcus-bauer.pdf" "mateo-herrera.docx" "mei-lin-tan.pdf"
    "nadia-haddad.docx" "niamh-gallagher.pdf" "oliver-grant.docx" "orla-keane.pdf" "peter-kovacs.docx"
    "priya-menon.pdf" "rafael-duarte.docx" "roisin-daly.pdf" "rory-fitzgerald.pdf" "samuel-mwangi.pdf"
    "sean-whelan.pdf" "siobhan-nolan.docx" "sofia-marchetti.docx" "tomasz-zielinski.pdf" "victor-ionescu.pdf"
    "yusuf-demir.pdf"
}

/// Creates all applications, and moves some of them on.
pub(super) async fn apply_all(services: &Services, openings: &[DemoOpening]) -> Result<()> {
    let people: Vec<Person> =
        serde_json::from_str(include_str!("../../demo/people.json")).map_err(ServiceError::internal)?;
    for (n, person) in people.iter().enumerate() {
        let Some(opening) = openings.iter().find(|o| o.slug == person.job) else { continue };
        let Some(bytes) = file(&person.file) else { continue };
        let stream = || futures::stream::iter([Ok::<_, std::io::Error>(bytes)]);
        let application = if n % 4 == 0 {
            let id = sign_up(services, &person.name, &person.email, Role::Candidate, "").await?;
            let who = visitor(services, id).await?.candidate(services).await?;
            let received = upload::receive(services, id, &person.file, stream()).await?;
            let (document, _) = upload::upload_own(services, &who, received).await?;
            let slug = public_slug(services, opening).await?;
            let questions = apply::form(services, &who, &slug).await?.job.questions;
            let answers = questions.iter().filter_map(|q| q.id).map(|id| (id, "In six weeks".to_owned())).collect();
            let input = apply::Input { document: Some(document), answers, consent: true, ..apply::Input::default() };
            apply::apply(services, &who, &slug, input).await?.0
        } else {
            // A different sender for each file, because the demo uploads faster than the limits allow a person to.
            let who = hireq_domain::ids::UserId(uuid::Uuid::now_v7());
            let received = upload::receive(services, who, &person.file, stream()).await?;
            let uploaded = upload::upload_to_organization(services, &opening.hr, Some(opening.job), received).await?;
            uploaded.application.ok_or(ServiceError::NotFound)?
        };
        services.clock.advance(TimeDelta::hours(29));
        advance(services, opening, application, n).await?;
    }
    Ok(())
}

async fn public_slug(services: &Services, opening: &DemoOpening) -> Result<String> {
    let job = jobs::find(&services.pool, opening.hr.scope(), opening.job).await?.ok_or(ServiceError::NotFound)?;
    Ok(job.slug)
}

/// Moves the application on by an amount that depends on its number: most stay at the start, some reach later stages, a
/// few are decided.
async fn advance(services: &Services, opening: &DemoOpening, application: ApplicationId, n: usize) -> Result<()> {
    let job = jobs::find(&services.pool, opening.hr.scope(), opening.job).await?.ok_or(ServiceError::NotFound)?;
    let stage = |kind| job.content.stages.iter().find(|s| s.kind == kind).and_then(|s| s.id);
    let (screening, interview, offer) =
        (stage(StageKind::Screening), stage(StageKind::Interview), stage(StageKind::Offer));
    let route: Vec<StageId> = match n % 8 {
        0 => [screening, interview].into_iter().flatten().collect(),
        1 | 4 => screening.into_iter().collect(),
        5 => [screening, interview, offer].into_iter().flatten().collect(),
        _ => Vec::new(),
    };
    let mut version = 1;
    for stage in route {
        transitions::move_to(services, &opening.hr, application, version, stage).await?;
        version += 1;
        services.clock.advance(TimeDelta::minutes(50));
    }
    if n % 8 == 3 {
        transitions::reject(services, &opening.hr, application, version, RejectReason::Experience, "").await?;
    }
    Ok(())
}
