//! Applying without being signed in: the résumé, how to reach the person, the questions and the privacy notice on one
//! page.

use super::{
    api::{ApplyAsGuest, load_guest_form},
    apply::{NoForm, Over, RestOfForm, file_hint, lead},
    prefill::Prefill,
};
use crate::{
    features::resumes::ACCEPT,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::candidate::GuestForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub(super) fn ApplyingAsGuest(slug: Memo<String>) -> impl IntoView {
    let query = use_query_map();
    let sent = Memo::new(move |_| query.read().get("sent").is_some());
    let form = Resource::new_blocking(move || slug.get(), load_guest_form);
    view! {
        <Suspense fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(10)/> }>
            {move || {
                let sent = sent.get();
                Suspend::new(async move {
                    match form.await {
                        Err(error) => view! { <NoForm error/> }.into_any(),
                        Ok(form) if sent => view! { <CheckMail form/> }.into_any(),
                        Ok(form) if form.job.over.is_some() => {
                            let state = FormState::of::<ApplyAsGuest>();
                            view! { <Over job=form.job state=state/> }.into_any()
                        }
                        Ok(form) => view! { <Form form/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn CheckMail(form: GuestForm) -> impl IntoView {
    let GuestForm { job, .. } = form;
    view! {
        <NarrowPage title="Check your mail: confirm to send your application" lead=format!("{} at {}", job.title, job.organization)>
            <Notice tone=Tone::Info>
                {format!(
                    "We have sent a message to the address that you entered. Open the link in it within a week: {} gets \
                     your application only then.",
                    job.organization,
                )}
            </Notice>
            <p class="small muted">
                "Is there no message after a few minutes? Look among the unwanted ones, or "
                <a href=format!("/jobs/{}/apply", job.slug)>"apply again"</a>
                " and check the address."
            </p>
            <LinkButton href="/jobs">"See other jobs"</LinkButton>
        </NarrowPage>
    }
}

#[component]
fn Form(form: GuestForm) -> impl IntoView {
    let state = FormState::of::<ApplyAsGuest>();
    let prefill = Prefill::new();
    let GuestForm { job, mails } = form;
    let sign_in = format!("/sign-in?next=/jobs/{}/apply", job.slug);
    // A browser does not send a chosen file back to the page.
    let again = if state.came_back() { "Choose your file again: everything else is as you left it. " } else { "" };
    let hint = format!("{again}{}", file_hint(&job));
    view! {
        <NarrowPage title=format!("Apply: {}", job.title) lead=lead(&job)>
            <p class="narrow-links">"Have an account? " <a href=sign_in>"Sign in"</a></p>
            <PostForm state=state class="stack-large" guard=true files=true on:change=move |event| prefill.chosen(&event)>
                <input type="hidden" name="slug" value=job.slug.clone()/>
                <input type="hidden" name="asked" value=job.asked.clone()/>
                <FieldSet legend="Your résumé">
                    <FileField name="file" label="Résumé" accept=ACCEPT required=true
                        hint=hint/>
                    <p class="small muted" role="status">{move || prefill.says()}</p>
                </FieldSet>
                <FieldSet legend="How to reach you">
                    <TextField name="name" label="Your name" autocomplete="name" value=state.value("name", "") required=true/>
                    <TextField name="email" label="E-mail address" kind="email" autocomplete="email"
                        value=state.value("email", "") required=true
                        hint=if mails { "We send a link there, with which you confirm your application" } else { "You sign in with it" }/>
                    <TextField name="phone" label="Telephone" kind="tel" autocomplete="tel" value=state.value("phone", "")
                        optional=true/>
                    {(!mails).then(|| view! {
                        <PasswordField name="password" label="Password" autocomplete="new-password"
                            hint="With it you see where your application stands, and can withdraw it. 10 characters or more"/>
                    })}
                </FieldSet>
                <RestOfForm job=job state=state/>
            </PostForm>
        </NarrowPage>
    }
}
