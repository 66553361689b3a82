//! Choosing the first password of an account that an application created.

use crate::{
    features::account::api::ChoosePassword,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::ids::ApplicationId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/me/password?application=…`.
#[component]
pub fn ChoosePasswordPage() -> impl IntoView {
    let form = FormState::of::<ChoosePassword>();
    let application = use_query_map().read_untracked().get("application").unwrap_or_default();
    let application = application.parse::<ApplicationId>().ok().map(|id| id.to_string()).unwrap_or_default();
    let next = if application.is_empty() { "/me".to_owned() } else { format!("/me/applications/{application}") };
    view! {
        <PageTitle text="Choose a password"/>
        <NarrowPage title="Choose a password to see your application again">
            <PostForm state=form class="stack">
                <input type="hidden" name="application" value=application/>
                <PasswordField name="password" label="Password" autocomplete="new-password"
                    hint="10 characters or more. A few unrelated words are easy to remember"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Set password"</Button>
            </PostForm>
            <p class="narrow-links"><a href=next>"Not now"</a></p>
            <p class="small muted">
                "Without one you get in later by “Forgotten your password?” at signing in: we send a link to your address."
            </p>
        </NarrowPage>
    }
}
