//! Forgotten passwords: requesting a link, and using it.

use super::api::{ForgotPassword, ResetPassword};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page to request a password reset link.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let form = FormState::of::<ForgotPassword>();
    let query = use_query_map();
    let sent = move || query.read().get("sent").is_some();
    view! {
        <PageTitle text="Forgotten password"/>
        <NarrowPage title="Forgotten your password?" lead="Enter your address, and we send a link to choose a new one.">
            {move || sent().then(|| view! {
                <Notice tone=Tone::Success>
                    "If this address has an account, a message is on its way. The link in it works for an hour."
                </Notice>
            })}
            <PostForm state=form class="stack">
                <TextField name="email" label="E-mail address" kind="email" autocomplete="username"
                    value=form.value("email", "") required=true/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Send the link"</Button>
            </PostForm>
            <p class="narrow-links"><a href="/sign-in">"Back to sign in"</a></p>
        </NarrowPage>
    }
}

/// The page for choosing a new password with a mailed link.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let form = FormState::of::<ResetPassword>();
    let token = form.value("token", use_query_map().read_untracked().get("token").unwrap_or_default());
    view! {
        <PageTitle text="New password"/>
        <NarrowPage title="Choose a new password" lead="Every device that is signed in now will be signed out.">
            <PostForm state=form class="stack">
                <input type="hidden" name="token" value=token/>
                <PasswordField name="password" label="New password" autocomplete="new-password"
                    hint="10 characters or more. A few unrelated words are easy to remember"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Change password"</Button>
            </PostForm>
        </NarrowPage>
    }
}
