//! An account's settings: who one is, the password, and where one is signed in.

use super::api::{ChangePassword, EndOtherSessions, SetProfile, recent_events, sessions, waiting_address};
use crate::{error::ErrorView, form::FormState, session::use_user, ui::*};
use hireq_domain::account::device_name;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page with an account's settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let saved = use_query_map().read_untracked().get("saved");
    let message = match saved.as_deref() {
        Some("profile") => Some("Your details are saved."),
        Some("address") => Some(
            "We have sent a link to the new address, and a message to the old one. You sign in with the new one from \
             when you open the link.",
        ),
        Some("password") => Some("Your password is changed. Other devices are signed out."),
        Some("sessions") => Some("Other devices are signed out."),
        _ => None,
    };
    view! {
        <PageTitle text="Account settings"/>
        <div class="container-narrow stack-large">
            <PageHeader title="Account settings"/>
            {message.map(|text| view! { <Notice tone=Tone::Success>{text}</Notice> })}
            <Profile/>
            <NewPassword/>
            <Devices/>
            <RecentEvents/>
        </div>
    }
}

#[component]
fn Profile() -> impl IntoView {
    let form = FormState::plain::<SetProfile>();
    let waiting = Resource::new_blocking(|| (), |()| waiting_address());
    let (name, email) = use_user().map(|u| (u.name, u.email.to_string())).unwrap_or_default();
    view! {
        <Card title="Your details">
            <form action="/api/account/set-profile" method="post" class="stack">
                <FormScope errors=form.errors()>
                    <TextField name="name" label="Name" autocomplete="name" value=form.value("name", name) required=true
                        width=FieldWidth::Medium/>
                    <TextField name="email" label="E-mail address" kind="email" autocomplete="username"
                        value=form.value("email", email) required=true width=FieldWidth::Medium/>
                    <PasswordField name="current" label="Current password" autocomplete="current-password"
                        id="address-current" required=false hint="Needed only for a new e-mail address"/>
                    <ButtonRow><Button variant=ButtonVariant::Primary>"Save"</Button></ButtonRow>
                </FormScope>
            </form>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    waiting.await.ok().flatten().map(|email| view! {
                        <p class="small muted">
                            "We have sent a link to " {email} ". The new address counts once you confirm it there."
                        </p>
                    })
                })}
            </Suspense>
        </Card>
    }
}

#[component]
fn NewPassword() -> impl IntoView {
    let form = FormState::plain::<ChangePassword>();
    view! {
        <Card title="Password">
            <form action="/api/account/change-password" method="post" class="stack">
                <FormScope errors=form.errors()>
                    <PasswordField name="current" label="Current password" autocomplete="current-password"/>
                    <PasswordField name="password" label="New password" autocomplete="new-password"
                        hint="10 characters or more. Other devices will be signed out"/>
                    <ButtonRow><Button>"Change password"</Button></ButtonRow>
                </FormScope>
            </form>
        </Card>
    }
}

#[component]
fn Devices() -> impl IntoView {
    let list = Resource::new_blocking(|| (), |()| sessions());
    let form = FormState::plain::<EndOtherSessions>();
    view! {
        <Card title="Where you are signed in">
            <Suspense fallback=|| view! { <Skeleton/> }>
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
                                    <form action="/api/account/end-other-sessions" method="post">
                                        <FormScope errors=form.errors()>
                                            <Button>"Sign out other devices"</Button>
                                        </FormScope>
                                    </form>
                                })}
                            }.into_any()
                        }
                    }
                })}
            </Suspense>
        </Card>
    }
}

#[component]
fn RecentEvents() -> impl IntoView {
    let list = Resource::new_blocking(|| (), |()| recent_events());
    view! {
        <Card title="Recent security events">
            <Suspense fallback=|| view! { <Skeleton/> }>
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
            </Suspense>
        </Card>
    }
}
