//! The header shared by all pages about a job's applicants.

use crate::{features::jobs::JobStatusPill, ui::*};
use hireq_domain::{applicants::JobHead, application::ApplicationStatus, ids::JobId, job::JobStatus};
use leptos::prelude::*;

/// The pages of one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobTab {
    /// The ranked table.
    Applicants,
    Board,
    /// Who works on it.
    Team,
    /// The job's form.
    Edit,
    /// A page below one of these.
    None,
}

/// Links between the pages of one job.
#[component]
fn JobTabs(
    job: JobId,
    /// The current page.
    active: JobTab,
    /// The number of open applications.
    #[prop(optional)]
    open: i64,
    /// The filters that the list and the board share.
    list: Href,
) -> impl IntoView {
    let at = move |tab: JobTab| Signal::stored(active == tab);
    let filtered = move |below: &str| {
        let pairs = list.without("page").pairs().to_vec();
        Href::from_pairs(format!("/hr/jobs/{job}{below}"), pairs).to_string()
    };
    view! {
        <Tabs label="Job">
            <Tab href=filtered("") label="Applicants" active=at(JobTab::Applicants)
                count=Signal::stored(usize::try_from(open).unwrap_or(0))/>
            <Tab href=filtered("/board") label="Board" active=at(JobTab::Board)/>
            <Tab href=format!("/hr/jobs/{job}/team") label="Team" active=at(JobTab::Team)/>
            <Tab href=format!("/hr/jobs/{job}/edit") label="Edit" active=at(JobTab::Edit)/>
        </Tabs>
    }
}

/// Heading, status and tabs of a job.
#[component]
pub fn JobFrame(
    job: JobHead,
    /// The current page.
    active: JobTab,
    /// The page's address, whose filters its list and its board share.
    #[prop(optional)]
    list: Href,
    /// The page's actions.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
) -> impl IntoView {
    let status = job.status;
    let open = job.open();
    let (total, location, blind, unscored) = (job.applications, job.location.clone(), job.blind, job.unscored);
    let owner = job.owner.clone();
    let (id, public) = (job.id, (status == JobStatus::Open).then(|| format!("/jobs/{}", job.slug)));
    view! {
        <PageTitle text=job.title.clone()/>
        <PageHeader
            title=job.title
            above=move || view! { <Breadcrumbs trail=vec![("/hr/jobs".into(), "Jobs".into())]/> }
            status=move || view! { <JobStatusPill status/> }
            meta=move || view! {
                {(!location.is_empty()).then(|| view! { <Meta icon=IconKind::Pin>{location}</Meta> })}
                <Meta icon=IconKind::Users>{format!("{} open, {} in all", format_number(open), format_number(total))}</Meta>
                {owner.map(|owner| view! { <Meta icon=IconKind::User>{owner}</Meta> })}
                {blind.then(|| view! { <Meta icon=IconKind::EyeOff>"Names hidden until a first decision"</Meta> })}
                {(unscored > 0).then(|| view! {
                    <Meta icon=IconKind::Clock>{format!("{} being scored", format_number(unscored))}</Meta>
                })}
                {public.map(|href| view! { <Meta icon=IconKind::External><a href=href>"Public page"</a></Meta> })}
            }
        >
            {actions.map(ViewFnOnce::run)}
        </PageHeader>
        <JobTabs job=id active open list/>
    }
}

/// A note beside a score that is based on outdated criteria.
pub fn rescoring(yes: bool) -> impl IntoView {
    yes.then(|| view! { <span class="small muted">"Being scored anew"</span> })
}

/// The colour of an application's status.
pub const fn application_tone(status: ApplicationStatus) -> Tone {
    match status {
        ApplicationStatus::Active => Tone::Info,
        ApplicationStatus::OnHold => Tone::Warning,
        ApplicationStatus::Hired => Tone::Success,
        ApplicationStatus::Rejected => Tone::Danger,
        ApplicationStatus::Withdrawn | ApplicationStatus::Closed => Tone::Neutral,
    }
}
