//! Who works on a job.

use super::api::{RemoveJobMember, SetJobMember, show_job_team};
use crate::{
    error::AppError,
    error_view::ErrorView,
    features::applications::{JobFrame, JobTab},
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    ids::{JobId, UserId},
    team::{JobMember, JobRole, JobTeam, JobTeamPage},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/hr/jobs/:id/team`.
#[component]
pub fn TeamOfJobPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| id.parse().ok())));
    let (setting, removing) = (FormState::of::<SetJobMember>(), FormState::of::<RemoveJobMember>());
    let sent = use_sent();
    let page = Resource::new_blocking(
        move || (id.get(), sent.get()),
        |(id, _)| async move { show_job_team(id.ok_or(AppError::NotFound)?).await },
    );
    view! {
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(4)/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(page) => view! { <Shown page setting removing/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(page: JobTeamPage, setting: FormState, removing: FormState) -> impl IntoView {
    let JobTeamPage { head, team: JobTeam { members, others } } = page;
    let job = head.id;
    let ownerless = members.iter().all(|member| member.role != JobRole::Owner);
    let members = members.into_iter().map(|one| member(job, one, setting, removing)).collect_view();
    view! {
        <JobFrame job=head active=JobTab::Team/>
        <div class="stack-large">
            <ErrorSummary errors=removing.errors()/>
            <ErrorSummary errors=setting.errors()/>
            {ownerless.then(|| view! {
                <Notice tone=Tone::Warning title="Nobody owns this job">
                    "Nobody hears of its new applicants. Make a colleague its owner."
                </Notice>
            })}
            <Card title="Who works on it">
                <p class="small muted">
                    "The owner answers for the job. The owner and hiring managers get an e-mail about each new applicant."
                </p>
                <LinkList>{members}</LinkList>
            </Card>
            {(!others.is_empty()).then(|| adding(job, others, setting))}
        </div>
    }
}

fn adding(job: JobId, others: Vec<(UserId, String)>, setting: FormState) -> impl IntoView {
    let people = others.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>();
    view! {
        <Card title="Add a colleague">
            <PostForm state=setting class="stack-small">
                <input type="hidden" name="job" value=job.to_string()/>
                <Select name="user" label="Colleague" options=people selected=setting.value("user", "")
                    empty="Choose a colleague" id="new-member"/>
                <Select name="role" label="Role" options=roles() selected=setting.value("role", JobRole::HiringManager.as_str())
                    id="new-role"/>
                <ButtonRow><Button variant=ButtonVariant::Primary icon=IconKind::Plus>"Add"</Button></ButtonRow>
            </PostForm>
        </Card>
    }
}

fn roles() -> Vec<Choice> {
    JobRole::ALL.iter().map(|role| Choice::new(role.as_str(), role.label())).collect()
}

fn member(job: JobId, member: JobMember, setting: FormState, removing: FormState) -> impl IntoView {
    let JobMember { user, name, role } = member;
    let to = JobRole::ALL.iter().filter(|to| **to != role).map(move |to| {
        let label = format!("Make {}", to.label().to_lowercase());
        view! {
            <PostForm state=setting bare=true>
                <input type="hidden" name="job" value=job.to_string()/>
                <input type="hidden" name="user" value=user.to_string()/>
                <input type="hidden" name="role" value=to.as_str()/>
                <MenuButton label=label/>
            </PostForm>
        }
    });
    let to = to.collect_view();
    // Whoever owns it stays until somebody else does.
    let menu = (role != JobRole::Owner).then(|| {
        view! {
            <Menu label=format!("Change {name}’s role")>
                {to}
                <MenuSeparator/>
                <PostForm state=removing bare=true>
                    <input type="hidden" name="job" value=job.to_string()/>
                    <input type="hidden" name="user" value=user.to_string()/>
                    <MenuButton label="Remove from the job" icon=IconKind::Cross/>
                </PostForm>
            </Menu>
        }
    });
    view! {
        <li class="link-row">
            <div class="link-row-main">
                <p class="strong">{name}</p>
                <p class="small muted">{role.label()}</p>
            </div>
            {menu}
        </li>
    }
}
