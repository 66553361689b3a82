//! The recruiters' page about their own team.

use super::api::{InviteColleague, WithdrawInvitation, show_team};
use crate::{
    error_view::ErrorView,
    features::jobs::api::HandOverJobs,
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    account::AccountStatus,
    ids::UserId,
    team::{Colleague, Invitation, Team},
};
use leptos::prelude::*;

/// The page at `/hr/team`.
#[component]
pub fn TeamPage() -> impl IntoView {
    let (inviting, withdrawing) = (FormState::of::<InviteColleague>(), FormState::of::<WithdrawInvitation>());
    let handing = FormState::of::<HandOverJobs>();
    let sent = use_sent();
    let team = Resource::new_blocking(move || sent.get(), |_| show_team());
    view! {
        <PageTitle text="Team"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(5)/> }>
            {move || Suspend::new(async move {
                match team.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(team) => view! { <Shown team inviting withdrawing handing/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(team: Team, inviting: FormState, withdrawing: FormState, handing: FormState) -> impl IntoView {
    let Team { organization, colleagues, invitations, mails, ownerless } = team;
    let active = colleagues.iter().filter(|one| one.status == AccountStatus::Active);
    let takers: Vec<_> = active.map(|one| (one.id, one.name.clone())).collect();
    let unowned = (ownerless > 0).then(|| {
        let form = hand_over(None, &takers, handing);
        let jobs = plural(usize::try_from(ownerless).unwrap_or(0), "job has no owner", "jobs have no owner");
        view! {
            <Card title="Jobs without an owner">
                <p>{format!("{jobs}: nobody hears of their new applicants.")}</p>
                {form}
            </Card>
        }
    });
    let how = if mails {
        "They get a mail with a link, which works for a week."
    } else {
        "This server sends no mail: hand the link on yourself. It works for a week."
    };
    let colleagues = colleagues.into_iter().map(|one| colleague(one, &takers, handing)).collect_view();
    let none = invitations.is_empty();
    let invitations = invitations.into_iter().map(|one| invitation(one, withdrawing)).collect_view();
    view! {
        <PageHeader title="Team" meta=move || view! {
            <Meta icon=IconKind::Users>{format!("Everybody here recruits for {organization}, and sees all of its jobs and applicants.")}</Meta>
        }/>
        <div class="stack-large">
            <Card title="Invite a colleague">
                <PostForm state=inviting class="stack-small">
                    <TextField name="email" label="E-mail address" kind="email" autocomplete="off"
                        value=inviting.value("email", "") hint=how required=true/>
                    <ButtonRow><Button variant=ButtonVariant::Primary icon=IconKind::Mail>"Invite"</Button></ButtonRow>
                </PostForm>
            </Card>
            <ErrorSummary errors=withdrawing.errors()/>
            <ErrorSummary errors=handing.errors()/>
            {unowned}
            {(!none).then(|| view! { <Card title="Invited"><LinkList>{invitations}</LinkList></Card> })}
            <Card title="Colleagues"><LinkList>{colleagues}</LinkList></Card>
        </div>
    }
}

/// The form that gives a colleague's jobs, or those without an owner, to another.
fn hand_over(from: Option<UserId>, takers: &[(UserId, String)], handing: FormState) -> impl IntoView + use<> {
    let others = takers.iter().filter(|(id, _)| Some(*id) != from);
    let people: Vec<_> = others.map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let from = from.map(|from| from.to_string()).unwrap_or_default();
    let id = format!("to-{from}");
    view! {
        <PostForm state=handing class="stack-small">
            <input type="hidden" name="from" value=from/>
            <Select name="to" label="New owner" options=people selected=String::new() empty="Choose a colleague" id=id/>
            <ButtonRow><Button size=ButtonSize::Small>"Hand over"</Button></ButtonRow>
        </PostForm>
    }
}

fn colleague(colleague: Colleague, takers: &[(UserId, String)], handing: FormState) -> impl IntoView + use<> {
    let Colleague { id, name, email, status, since, owns } = colleague;
    let jobs = (owns > 0).then(|| plural(usize::try_from(owns).unwrap_or(0), "job", "jobs"));
    let other = takers.iter().any(|(taker, _)| *taker != id);
    let giving = jobs.clone().filter(|_| other).map(|jobs| {
        let form = hand_over(Some(id), takers, handing);
        view! {
            <Menu label=format!("Hand over {name}’s {jobs}") icon=IconKind::ArrowRight>
                <MenuHeading label=format!("Hand over {jobs}")/>
                <MenuForm>{form}</MenuForm>
            </Menu>
        }
    });
    let waiting = match status {
        AccountStatus::Active => None,
        AccountStatus::Pending => Some((Tone::Warning, "Waits for an administrator")),
        _ => Some((Tone::Neutral, status.label())),
    };
    let pill = waiting.map(|(tone, label)| view! { <StatusPill tone=tone label=label/> });
    view! {
        <li class="link-row">
            <div class="link-row-main">
                <p class="strong">{name}</p>
                <MetaLine>
                    <Meta icon=IconKind::Mail><a href=format!("mailto:{email}")>{email.clone()}</a></Meta>
                    <Meta icon=IconKind::Clock>"Since " <Time at=since style=TimeStyle::Date/></Meta>
                    {jobs.map(|jobs| view! { <Meta icon=IconKind::Briefcase>{format!("Owns {jobs}")}</Meta> })}
                </MetaLine>
            </div>
            {pill}
            {giving}
        </li>
    }
}

fn invitation(invitation: Invitation, withdrawing: FormState) -> impl IntoView {
    let Invitation { id, email, by, at, expires_at, link } = invitation;
    let field = format!("link-{id}");
    let link = link.map(|link| {
        view! {
            <div class="field">
                <label class="field-label" for=field.clone()>{format!("Link for {email}")}</label>
                <input class="input" id=field readonly=true value=link/>
            </div>
        }
    });
    view! {
        <li class="link-row">
            <div class="link-row-main stack-small">
                <p class="strong">{email.clone()}</p>
                <MetaLine>
                    <Meta icon=IconKind::User>{format!("Invited by {by}, ")}<Time at=at/></Meta>
                    <Meta icon=IconKind::Clock>"The link expires " <Time at=expires_at style=TimeStyle::Ahead/></Meta>
                </MetaLine>
                {link}
            </div>
            <PostForm state=withdrawing bare=true>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button size=ButtonSize::Small variant=ButtonVariant::Ghost>"Withdraw"</Button>
            </PostForm>
        </li>
    }
}
