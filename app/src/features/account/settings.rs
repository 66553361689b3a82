//! An account's settings: who one is, the password, and where one is signed in.

use super::api::{ChangePassword, EndOtherSessions, SetProfile, sessions, waiting_address};
use crate::{error::ErrorView, form::FormState, session::use_user, ui::*};
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
                        <p class="hint">{email} " waits to be confirmed by the link that we sent to it."</p>
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
                                    <span class="session-agent">{agent_name(&row.agent)}</span>
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

/// "Firefox on Linux" out of what a browser says of itself.
fn agent_name(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::agent_name;

    #[test]
    fn a_browser_is_named_in_words() {
        assert_eq!(agent_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0"), "Firefox on Linux");
        assert_eq!(agent_name(""), "Unknown device");
    }
}
