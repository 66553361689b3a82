//! Signing up, as a candidate or as a recruiter.

use super::api::{ConfirmSignUp, SignUp};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::account::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignUpPage() -> impl IntoView {
    let form = FormState::of::<SignUp>();
    let query = use_query_map().read_untracked();
    let next = form.value("next", query.get("next").unwrap_or_default());
    let role = form.value("role", query.get("role").unwrap_or_else(|| Role::Candidate.to_string()));
    let sign_in = Href::new("/sign-in").with("next", &next).to_string();
    let sent = use_query_map();
    let sent = move || sent.read().get("sent").is_some();
    view! {
        <PageTitle text="Create an account"/>
        <NarrowPage title="Create an account">
            {move || sent().then(|| view! {
                <Notice tone=Tone::Success>
                    "We have sent a message to this address. Open the link in it within a day to finish."
                </Notice>
            })}
            <PostForm state=form class="stack">
                <input type="hidden" name="next" value=next/>
                <RadioGroup name="role" legend="What do you want to do here?" selected=role options=vec![
                    Choice::new(Role::Candidate.as_str(), "Look for work")
                        .hint("Apply for jobs and follow your applications"),
                    Choice::new(Role::Hr.as_str(), "Hire people")
                        .hint("An administrator approves recruiter accounts before first use"),
                ]/>
                <TextField name="name" label="Your name" autocomplete="name" value=form.value("name", "") required=true/>
                <div class="only-when-hiring">
                    <TextField name="organization" label="Organisation" hint="Needed if you want to hire people"
                        autocomplete="organization" value=form.value("organization", "")/>
                </div>
                <TextField name="email" label="E-mail address" kind="email" autocomplete="username"
                    value=form.value("email", "") required=true/>
                <PasswordField name="password" label="Password" autocomplete="new-password"
                    hint="10 characters or more. A few unrelated words are easy to remember"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Create account"</Button>
            </PostForm>
            <p class="narrow-links">"Have an account? " <a href=sign_in>"Sign in"</a></p>
        </NarrowPage>
    }
}

/// The page for confirming a new account. It asks for the password, because somebody else may have entered the address.
#[component]
pub fn ConfirmSignUpPage() -> impl IntoView {
    let form = FormState::of::<ConfirmSignUp>();
    let token = use_query_map().read_untracked().get("token").unwrap_or_default();
    view! {
        <PageTitle text="Finish signing up"/>
        <NarrowPage title="Finish signing up" lead="Enter the password that you chose, and your account is ready.">
            <PostForm state=form class="stack">
                <input type="hidden" name="token" value=token/>
                <PasswordField name="password" label="Password" autocomplete="current-password"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Create account"</Button>
            </PostForm>
            <p class="narrow-links"><a href="/sign-up">"Sign up again"</a></p>
        </NarrowPage>
    }
}
