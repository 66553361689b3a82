//! One account: its details, and the actions that an administrator can take.

use super::{
    api::{RemovePerson, SetRole, StepUser, organization_choices, show_user},
    loaded, status_pill,
};
use crate::{
    error::AppError,
    form::{FormState, PostForm, use_sent},
    session::use_user,
    ui::*,
};
use hireq_domain::{
    account::{AccountStatus, AccountStep, OrganizationRef, Role},
    admin::UserRow,
    ids::UserId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/admin/users/:id`.
#[component]
pub fn UserPage() -> impl IntoView {
    let (params, sent) = (use_params_map(), use_sent());
    let forms = Forms {
        step: FormState::of::<StepUser>(),
        role: FormState::of::<SetRole>(),
        remove: FormState::of::<RemovePerson>(),
    };
    let user = Resource::new_blocking(
        move || (params.with(|params| params.get("id").and_then(|id| id.parse::<UserId>().ok())), sent.get()),
        |(id, _)| async move {
            let user = show_user(id.ok_or(AppError::NotFound)?).await?;
            Ok((user, organization_choices().await?))
        },
    );
    view! {
        <PageTitle text="Account"/>
        {loaded(user, SkeletonKind::Lines(6), move |(user, organizations)| {
            content(user, organizations, forms).into_any()
        })}
    }
}

#[derive(Clone, Copy)]
struct Forms {
    step: FormState,
    role: FormState,
    remove: FormState,
}

fn content(user: UserRow, organizations: Vec<OrganizationRef>, forms: Forms) -> impl IntoView {
    let own = use_user().is_some_and(|me| me.id == user.id);
    let (id, status) = (user.id, user.status);
    let side = facts(&user);
    view! {
        <PageTitle text=user.name.clone()/>
        <PageHeader
            title=user.name.clone()
            above=ViewFnOnce::from(|| view! { <BackLink href="/admin/users" label="Users"/> })
            status=ViewFnOnce::from(move || status_pill(status))
        />
        <Split side=ViewFnOnce::from(move || side)>
            <div class="stack-large">
                {if status == AccountStatus::Former {
                    view! {
                        <Notice>"The person was removed. What they did refers to this account, which nobody can use."</Notice>
                    }.into_any()
                } else if own {
                    view! {
                        <Notice>"This is your own account. Another administrator can change its role or suspend it."</Notice>
                    }.into_any()
                } else {
                    view! {
                        {(user.alike && status == AccountStatus::Pending).then(|| alike(&user))}
                        {steps(id, user.role, status, forms.step)}
                        {role_form(&user, organizations, forms.role)}
                        {removal(&user, forms.remove)}
                    }.into_any()
                }}
            </div>
        </Split>
    }
}

/// Similar organisations, to be checked before a second one with the same name is approved.
fn alike(user: &UserRow) -> impl IntoView + use<> {
    let name = user.organization.as_ref().map(|o| o.name.clone()).unwrap_or_default();
    view! {
        <Notice tone=Tone::Warning title="An organisation of a like name exists">
            {format!("“{name}” may be one that is here already. Look at it below under “Organisation”: if this person \
                belongs there, choose it and change the role before you approve; if you are not sure, ask them first.")}
        </Notice>
    }
}

fn facts(user: &UserRow) -> impl IntoView + use<> {
    let (email, role, created) = (user.email.clone(), user.role.label(), user.created_at);
    let organization = user.organization.clone();
    let (seen, reason) = (user.last_seen_at, user.status_reason.clone().filter(|r| !r.is_empty()));
    let (did, done_to) = (
        Href::new("/admin/audit").with("actor", user.id).to_string(),
        Href::new("/admin/audit").with("subject", user.id).to_string(),
    );
    view! {
        <Card title="About">
            <DefinitionList>
                <Fact term="E-mail address">{email}</Fact>
                <Fact term="Role">{role}</Fact>
                {organization.map(|o| {
                    let href = Href::new("/admin/users").with("organization", o.id).to_string();
                    view! { <Fact term="Organisation"><a href=href>{o.name}</a></Fact> }
                })}
                <Fact term="Joined"><Time at=created style=TimeStyle::DateTime/></Fact>
                {seen.map(|at| view! { <Fact term="Last seen"><Time at=at/></Fact> })}
                {reason.map(|reason| view! { <Fact term="Reason">{reason}</Fact> })}
            </DefinitionList>
            <p><a href=did>"What this person did"</a></p>
            <p><a href=done_to>"What was done to this account"</a></p>
        </Card>
    }
}

/// The forms for the steps that are possible from `status`: a pending account is approved or rejected before it can be
/// suspended.
fn steps(id: UserId, role: Role, status: AccountStatus, form: FormState) -> impl IntoView {
    let offered: &[AccountStep] = match status {
        AccountStatus::Pending => &[AccountStep::Approve, AccountStep::Reject],
        AccountStatus::Active => &[AccountStep::Suspend],
        AccountStatus::Rejected => &[AccountStep::Approve],
        AccountStatus::Suspended => &[AccountStep::Reactivate],
        AccountStatus::Former => &[],
    };
    let cards = offered.iter().map(|step| step_card(id, *step, role, form)).collect_view();
    view! { <FormScope errors=form.errors()>{cards}</FormScope> }
}

fn step_card(id: UserId, step: AccountStep, role: Role, form: FormState) -> impl IntoView {
    let (title, text) = match step {
        AccountStep::Approve => ("Approve", "The recruiter can post jobs and see who applies. They are told by mail."),
        AccountStep::Reject => ("Reject", "The recruiter is told by mail, with your reason."),
        AccountStep::Suspend => (
            "Suspend",
            "Signs the person out everywhere at once. They cannot sign in again until you reactivate the account.",
        ),
        AccountStep::Reactivate => ("Reactivate", "The person can sign in and work again."),
    };
    let pauses = (role == Role::Hr && step == AccountStep::Suspend)
        .then_some(" Where nobody else hires for their organisation, its open jobs are paused.");
    let variant = if step.needs_reason() { ButtonVariant::Danger } else { ButtonVariant::Primary };
    let reason = form.value("reason", "");
    view! {
        <Card title=title>
            <PostForm state=form class="stack" bare=true>
                <p>{text}{pauses}</p>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="step" value=step.as_str()/>
                {step.needs_reason().then(|| view! {
                    <TextArea name="reason" label="Reason" value=reason rows=3 required=true
                        hint="The person will read it."/>
                })}
                {(step == AccountStep::Suspend).then(|| view! {
                    <PasswordField name="current" label="Your own password" autocomplete="current-password"
                        id="step-current"/>
                })}
                <ButtonRow><Button variant=variant>{title}</Button></ButtonRow>
            </PostForm>
        </Card>
    }
}

fn role_form(user: &UserRow, organizations: Vec<OrganizationRef>, form: FormState) -> impl IntoView + use<> {
    let roles = choices(Role::ALL.iter().map(|r| (r.as_str(), r.label())));
    let places = choices(organizations.into_iter().map(|o| (o.id.to_string(), o.name)));
    let role = form.value("role", user.role.as_str());
    let place = form.value("organization_id", user.organization.as_ref().map(|o| o.id.to_string()).unwrap_or_default());
    let id = user.id.to_string();
    view! {
        <Card title="Role">
            <PostForm state=form class="stack">
                <input type="hidden" name="id" value=id/>
                <Select name="role" label="Role" options=roles selected=role width=FieldWidth::Medium/>
                <Select name="organization_id" label="Organisation" options=places selected=place empty="None"
                    hint="For recruiters only." width=FieldWidth::Medium/>
                <PasswordField name="current" label="Your own password" autocomplete="current-password"
                    id="role-current"/>
                <ButtonRow><Button>"Change role"</Button></ButtonRow>
            </PostForm>
        </Card>
    }
}

/// The form that removes the person from the account, and an explanation of what happens to their data.
fn removal(user: &UserRow, form: FormState) -> impl IntoView + use<> {
    let stays = match user.role {
        Role::Candidate => {
            "Their applications, profile and résumés stay with the organisations, by a “Former user”, with the \
             addresses and names that stand in them: this does not erase a candidate."
        }
        Role::Hr | Role::Admin => {
            "Jobs, notes and decisions stay, by a “Former user”. What they wrote stays as they wrote it."
        }
    };
    let id = user.id.to_string();
    view! {
        <Card title="Remove the person">
            <div class="stack">
                <p>"For somebody who is gone: the account stays as a “Former user”, without the person."</p>
                <p>{stays}</p>
                <ErrorSummary errors=form.errors()/>
                <ButtonRow>
                    <DialogButton dialog="remove-person" label="Remove the person…" variant=ButtonVariant::Danger/>
                </ButtonRow>
            </div>
        </Card>
        <Dialog id="remove-person" title="Remove the person for good?">
            <PostForm state=form class="stack">
                <p>
                    "Name, address, password, time zone, sessions, links and mails to them are deleted, and the audit log \
                     forgets where they came from. They are signed out everywhere and cannot sign in again. "
                    <span class="strong">"This cannot be undone."</span>
                </p>
                <input type="hidden" name="id" value=id/>
                <PasswordField name="current" label="Your own password" autocomplete="current-password"
                    id="remove-current"/>
                <DialogActions dialog="remove-person" cancel="Keep the person">
                    <Button variant=ButtonVariant::Danger>"Remove the person"</Button>
                </DialogActions>
            </PostForm>
        </Dialog>
    }
}
