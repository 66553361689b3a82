//! Signing in.

use super::api::SignIn;
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page to sign in. Signing in reloads the site, because the user changes.
#[component]
pub fn SignInPage() -> impl IntoView {
    let form = FormState::of::<SignIn>();
    let query = use_query_map().read_untracked();
    let next = form.value("next", query.get("next").unwrap_or_default());
    let changed = query.get("changed").is_some();
    let waiting = query.get("waiting").is_some();
    let sign_up = Href::new("/sign-up").with("next", &next).to_string();
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
