//! The candidate's own profile.

use super::api::{SetOwnProfile, own_profile};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::candidate::CandidateInfo;
use leptos::prelude::*;

/// The page at `/me/profile`.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let sent = use_sent();
    let profile = Resource::new_blocking(move || sent.get(), |_| own_profile());
    view! {
        <PageTitle text="Profile"/>
        <div class="container-narrow stack-large">
            <PageHeader title="Profile"/>
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(6)/> }>
                {move || Suspend::new(async move {
                    match profile.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(profile) => view! { <Form profile=profile/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Form(profile: CandidateInfo) -> impl IntoView {
    let form = FormState::of::<SetOwnProfile>();
    let quiet = match form.values("do_not_contact") {
        Some(values) => !values.is_empty(),
        None => profile.do_not_contact,
    };
    view! {
        <PostForm state=form keeps=true class="stack" guard=true>
            <p>
                "Recruiters know you as " <strong>{profile.name}</strong> ". Name, address and password are in your "
                <a href="/account">"account settings"</a> "."
            </p>
            <TextField name="headline" label="Headline" optional=true hint="What you call yourself, such as “Data engineer”"
                value=form.value("headline", profile.headline)/>
            <TextField name="location" label="Location" optional=true value=form.value("location", profile.location)/>
            <TextArea name="phones" label="Telephone numbers" optional=true rows=2 hint="One on each line"
                value=form.value("phones", profile.phones.join("\n"))/>
            <TextArea name="links" label="Links" optional=true rows=3 hint="One on each line"
                value=form.value("links", profile.links.join("\n"))/>
            <Checkbox name="do_not_contact" label="Do not contact me about other jobs" checked=quiet
                hint="Recruiters whose jobs you applied for cannot add you to others"/>
            <ButtonRow><Button variant=ButtonVariant::Primary>"Save"</Button></ButtonRow>
        </PostForm>
    }
}
