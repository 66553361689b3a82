//! The page of a mailed link that confirms an application.

use super::api::{ConfirmApplication, show_unconfirmed};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::candidate::Unconfirmed;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/confirm-application?token=…`. It needs a press of a button, because programs that scan mails open
/// links too.
#[component]
pub fn ConfirmApplicationPage() -> impl IntoView {
    let form = FormState::of::<ConfirmApplication>();
    let token = use_query_map().read_untracked().get("token").unwrap_or_default();
    let asked = token.clone();
    let waits = Resource::new_blocking(move || asked.clone(), show_unconfirmed);
    view! {
        <PageTitle text="Confirm your application"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(4)/> }>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match waits.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(None) => view! {
                            <NarrowPage title="This link works no longer"
                                lead="It has been used, or is older than a week. If your application was sent, your account shows it.">
                                <ButtonRow>
                                    <LinkButton href="/sign-in" variant=ButtonVariant::Primary>"Sign in"</LinkButton>
                                    <LinkButton href="/jobs">"See open jobs"</LinkButton>
                                </ButtonRow>
                            </NarrowPage>
                        }
                        .into_any(),
                        Ok(Some(waits)) => view! { <Confirm form token waits/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Confirm(form: FormState, token: String, waits: Unconfirmed) -> impl IntoView {
    let Unconfirmed { job, organization, name, file } = waits;
    view! {
        <NarrowPage title="Confirm your application" lead=format!("{job} at {organization}")>
            <DefinitionList>
                <Fact term="Name">{name}</Fact>
                <Fact term="Résumé">{file}</Fact>
            </DefinitionList>
            <PostForm state=form class="stack">
                <input type="hidden" name="token" value=token/>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true icon=IconKind::Send>
                    "Send application"
                </Button>
            </PostForm>
            <p class="small muted">
                "You are signed in then, and see where your application stands. If it is not yours, close this page: it is \
                 deleted after a week."
            </p>
        </NarrowPage>
    }
}
