//! An account's settings: name and address, password, and sessions.

use super::api::{ChangePassword, EndOtherSessions, SetProfile, SetTimeZone, recent_events, sessions, waiting_address};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm, use_sent},
    session::use_user,
    ui::*,
};
use hireq_domain::{
    account::{AccountStatus, Role, device_name},
    zone::Zone,
};
use leptos::prelude::*;

#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <PageTitle text="Account settings"/>
        <div class="container-narrow stack-large">
            <PageHeader title="Account settings"/>
            <Profile/>
            <TimeZones/>
            <NewPassword/>
            <Devices/>
            <RecentEvents/>
        </div>
    }
}

#[component]
fn Profile() -> impl IntoView {
    let form = FormState::of::<SetProfile>();
    let sent = use_sent();
    let waiting = Resource::new_blocking(move || sent.get(), |_| waiting_address());
    let (name, email) = use_user().map(|u| (u.name, u.email.to_string())).unwrap_or_default();
    view! {
        <Card title="Your details">
            <PostForm state=form keeps=true class="stack">
                <TextField name="name" label="Name" autocomplete="name" value=form.value("name", name) required=true
                    width=FieldWidth::Medium/>
                <TextField name="email" label="E-mail address" kind="email" autocomplete="username"
                    value=form.value("email", email) required=true width=FieldWidth::Medium/>
                <PasswordField name="current" label="Current password" autocomplete="current-password"
                    id="address-current" required=false hint="Needed for another name or e-mail address"/>
                <ButtonRow><Button variant=ButtonVariant::Primary>"Save"</Button></ButtonRow>
            </PostForm>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    waiting.await.ok().flatten().map(|email| view! {
                        <p class="small muted">
                            "We have sent a link to " {email} ". The new address counts once you confirm it there."
                        </p>
                    })
                })}
            </Transition>
        </Card>
    }
}

#[component]
fn TimeZones() -> impl IntoView {
    let form = FormState::of::<SetTimeZone>();
    let user = use_user();
    let name = |zone: Option<Zone>| zone.map(String::from).unwrap_or_default();
    let own = name(user.as_ref().and_then(|user| user.time_zone.clone()));
    let organization = user.filter(|user| user.role == Role::Hr && user.status == AccountStatus::Active);
    let organization = organization.map(|user| name(user.organization_zone));
    view! {
        <Card title="Time zone">
            <PostForm state=form keeps=true class="stack">
                <ZoneField name="time_zone" label="Your time zone" value=form.value("time_zone", own)
                    hint="Times are shown to you as clocks there show them"/>
                {organization.map(|zone| view! {
                    <ZoneField name="organization_time_zone" label="Your organisation's time zone"
                        required=!zone.is_empty()
                        value=form.value("organization_time_zone", zone)
                        hint="The last day for applications ends there, unless a job says otherwise"/>
                })}
                <ButtonRow><Button>"Save time zone"</Button></ButtonRow>
            </PostForm>
        </Card>
    }
}

#[component]
fn NewPassword() -> impl IntoView {
    let form = FormState::of::<ChangePassword>();
    view! {
        <Card title="Password">
            <PostForm state=form class="stack">
                <PasswordField name="current" label="Current password" autocomplete="current-password"/>
                <PasswordField name="password" label="New password" autocomplete="new-password"
                    hint="10 characters or more. Other devices will be signed out"/>
                <ButtonRow><Button>"Change password"</Button></ButtonRow>
            </PostForm>
        </Card>
    }
}

#[component]
fn Devices() -> impl IntoView {
    let sent = use_sent();
    let list = Resource::new_blocking(move || sent.get(), |_| sessions());
    let form = FormState::of::<EndOtherSessions>();
    view! {
        <Card title="Where you are signed in">
            <Transition fallback=|| view! { <Skeleton/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(rows) => {
                            let others = rows.iter().any(|row| !row.current);
                            let rows = rows.into_iter().map(|row| view! {
                                <li class="session">
                                    <span class="session-agent">{device_name(&row.agent)}</span>
                                    {row.current.then(|| view! { <Badge tone=Tone::Success>"This device"</Badge> })}
                                    <span class="session-meta">{row.ip} " · used " <Time at=row.last_seen_at/></span>
                                </li>
                            }).collect_view();
                            view! {
                                <ul class="session-list">{rows}</ul>
                                {others.then(|| view! {
                                    <PostForm state=form>
                                        <Button>"Sign out other devices"</Button>
                                    </PostForm>
                                })}
                            }.into_any()
                        }
                    }
                })}
            </Transition>
        </Card>
    }
}

#[component]
fn RecentEvents() -> impl IntoView {
    let sent = use_sent();
    let list = Resource::new_blocking(move || sent.get(), |_| recent_events());
    view! {
        <Card title="Recent security events">
            <Transition fallback=|| view! { <Skeleton/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(events) => {
                            let rows = events.into_iter().map(|event| {
                                let times = (event.times > 1).then(|| format!(" · {} times", event.times));
                                let from = [event.device, event.network].into_iter().filter(|part| !part.is_empty());
                                let from = from.map(|part| format!("{part} · ")).collect::<String>();
                                view! {
                                    <li class="session">
                                        <span class="session-agent">{event.what} {times}</span>
                                        <span class="session-meta">{from} <Time at=event.at/></span>
                                    </li>
                                }
                            }).collect_view();
                            view! {
                                <p class="small muted">
                                    "Is there something that you do not recognise? Change your password: that signs out every \
                                     other device."
                                </p>
                                <ul class="session-list">{rows}</ul>
                            }.into_any()
                        }
                    }
                })}
            </Transition>
        </Card>
    }
}
