//! Signing in.

use super::api::SignIn;
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page to sign in. Signing in loads the site anew for whoever it is now.
#[component]
pub fn SignInPage() -> impl IntoView {
    let form = FormState::of::<SignIn>();
    let query = use_query_map().read_untracked();
    let next = form.value("next", query.get("next").unwrap_or_default());
    let changed = query.get("changed").is_some();
    let waiting = query.get("waiting").is_some();
    let sign_up = if next.is_empty() { "/sign-up".to_owned() } else { format!("/sign-up?next={}", url_escape(&next)) };
    view! {
        <PageTitle text="Sign in"/>
        <NarrowPage title="Sign in">
            {changed.then(|| view! {
                <Notice tone=Tone::Success>"Your password is changed. Sign in with the new one."</Notice>
            })}
            {waiting.then(|| view! {
                <Notice tone=Tone::Info>
                    "You had been signed out. Sign in, and what you typed is there again for you to send."
                </Notice>
            })}
            <PostForm state=form class="stack">
                <input type="hidden" name="next" value=next/>
                <TextField name="email" label="E-mail address" kind="email" autocomplete="username"
                    value=form.value("email", "") required=true/>
                <PasswordField name="password" label="Password" autocomplete="current-password"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Sign in"</Button>
            </PostForm>
            <p class="narrow-links"><a href="/forgot-password">"Forgotten your password?"</a></p>
            <p class="narrow-links">"New here? " <a href=sign_up>"Create an account"</a></p>
        </NarrowPage>
    }
}

/// A value inside a query string.
pub(super) fn url_escape(value: &str) -> String {
    value
        .bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}
