//! The page that an invitation's link leads to.

use super::api::{JoinTeam, show_invitation};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::team::Invited;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/join?token=…`.
#[component]
pub fn JoinPage() -> impl IntoView {
    let form = FormState::of::<JoinTeam>();
    let token = form.value("token", use_query_map().read_untracked().get("token").unwrap_or_default());
    let asked = token.clone();
    let invited = Resource::new_blocking(move || asked.clone(), show_invitation);
    view! {
        <PageTitle text="Join your team"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(4)/> }>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match invited.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(None) => view! {
                            <NarrowPage title="This invitation works no longer"
                                lead="It has been used or withdrawn, or has expired. Ask your colleague for a new one.">
                                <p class="narrow-links"><a href="/sign-in">"Sign in"</a></p>
                            </NarrowPage>
                        }
                        .into_any(),
                        Ok(Some(invited)) => view! { <Join form token invited/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Join(form: FormState, token: String, invited: Invited) -> impl IntoView {
    let Invited { organization, email, by } = invited;
    view! {
        <NarrowPage title=format!("Join {organization}") lead=format!("{by} invites you to recruit for {organization}.")>
            <PostForm state=form class="stack">
                <input type="hidden" name="token" value=token/>
                <p class="small muted">"You will sign in with "<strong>{email.clone()}</strong>"."</p>
                // For password managers.
                <input type="hidden" name="username" autocomplete="username" value=email/>
                <TextField name="name" label="Your name" autocomplete="name" value=form.value("name", "") required=true/>
                <PasswordField name="password" label="Password" autocomplete="new-password"
                    hint="10 characters or more. A few unrelated words are easy to remember"/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>"Join"</Button>
            </PostForm>
        </NarrowPage>
    }
}
