//! Changing the details of a person without an account.

use super::api::{EditCandidate, load_details};
use crate::{
    error::AppError,
    error_view::ErrorView,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{candidate::CandidateInfo, ids::CandidateId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page at `/hr/candidates/:id/edit`.
#[component]
pub fn EditPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse::<CandidateId>().ok()));
    let details =
        Resource::new_blocking(move || id.get(), |id| async move { load_details(id.ok_or(AppError::NotFound)?).await });
    view! {
        <PageTitle text="Edit candidate"/>
        <div class="container-narrow stack-large">
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(8)/> }>
                {move || Suspend::new(async move {
                    match details.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(info) => view! { <Shown info/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Shown(info: CandidateInfo) -> impl IntoView {
    let (href, label) = (format!("/hr/candidates/{}", info.id), info.name.clone());
    let form = if info.has_account {
        view! { <Notice>"This person has an account, and only they can change these details."</Notice> }.into_any()
    } else {
        view! { <Form info/> }.into_any()
    };
    view! {
        <PageTitle text=format!("Edit {label}")/>
        <PageHeader title="Edit candidate" above=move || view! { <BackLink href=href label=label/> }/>
        {form}
    }
}

#[component]
fn Form(info: CandidateInfo) -> impl IntoView {
    let form = FormState::of::<EditCandidate>();
    let back = format!("/hr/candidates/{}", info.id);
    view! {
        <PostForm state=form keeps=true class="stack" guard=true>
            <input type="hidden" name="id" value=info.id.to_string()/>
            <input type="hidden" name="seen" value=info.updated_at.to_rfc3339()/>
            <TextField name="name" label="Name" required=true value=form.value("name", info.name)/>
            <TextField name="headline" label="Headline" optional=true value=form.value("headline", info.headline)/>
            <TextField name="location" label="Place" optional=true value=form.value("location", info.location)/>
            <TextArea name="emails" label="E-mail addresses" optional=true rows=2 hint="One on each line"
                value=form.value("emails", info.emails.join("\n"))/>
            <TextArea name="phones" label="Telephone numbers" optional=true rows=2 hint="One on each line"
                value=form.value("phones", info.phones.join("\n"))/>
            <TextArea name="links" label="Links" optional=true rows=3 hint="One on each line"
                value=form.value("links", info.links.join("\n"))/>
            <ButtonRow>
                <Button variant=ButtonVariant::Primary>"Save"</Button>
                <LinkButton href=back>"Cancel"</LinkButton>
            </ButtonRow>
        </PostForm>
    }
}
