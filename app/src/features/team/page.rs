//! The recruiters' page about their own team.

use super::api::{InviteColleague, WithdrawInvitation, show_team};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::{
    account::AccountStatus,
    team::{Colleague, Invitation, Team},
};
use leptos::prelude::*;

/// The page at `/hr/team`.
#[component]
pub fn TeamPage() -> impl IntoView {
    let (inviting, withdrawing) = (FormState::of::<InviteColleague>(), FormState::of::<WithdrawInvitation>());
    let sent = use_sent();
    let team = Resource::new_blocking(move || sent.get(), |_| show_team());
    view! {
        <PageTitle text="Team"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Table(5)/> }>
            {move || Suspend::new(async move {
                match team.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(team) => view! { <Shown team inviting withdrawing/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(team: Team, inviting: FormState, withdrawing: FormState) -> impl IntoView {
    let Team { organization, colleagues, invitations, mails } = team;
    let how = if mails {
        "They get a mail with a link, which works for a week."
    } else {
        "This server sends no mail: hand the link on yourself. It works for a week."
    };
    let colleagues = colleagues.into_iter().map(colleague).collect_view();
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
            {(!none).then(|| view! { <Card title="Invited"><LinkList>{invitations}</LinkList></Card> })}
            <Card title="Colleagues"><LinkList>{colleagues}</LinkList></Card>
        </div>
    }
}

fn colleague(colleague: Colleague) -> impl IntoView {
    let Colleague { name, email, status, since, .. } = colleague;
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
                </MetaLine>
            </div>
            {pill}
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
                    <Meta icon=IconKind::Clock>"The link ends " <Time at=expires_at style=TimeStyle::Ahead/></Meta>
                </MetaLine>
                {link}
            </div>
            <PostForm state=withdrawing bare=true>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button size=ButtonSize::Small variant=ButtonVariant::Ghost>"Take back"</Button>
            </PostForm>
        </li>
    }
}
