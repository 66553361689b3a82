//! The form of an organisation's careers page.

use super::api::{SaveOrganizationPage, open_organization_page};
use crate::{
    error_view::ErrorView,
    form::{FormState, PostForm, use_sent},
    ui::*,
};
use hireq_domain::organization::OrganizationPageForm;
use leptos::prelude::*;

/// The page at `/hr/careers-page`.
#[component]
pub fn OrganizationSettingsPage() -> impl IntoView {
    let sent = use_sent();
    let page = Resource::new_blocking(move || sent.get(), |_| open_organization_page());
    view! {
        <PageTitle text="Careers page"/>
        <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(8)/> }>
            {move || Suspend::new(async move {
                match page.await {
                    Err(error) => view! { <ErrorView error/> }.into_any(),
                    Ok(page) => view! { <Form page/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Form(page: OrganizationPageForm) -> impl IntoView {
    let OrganizationPageForm { name, slug, about, accent, logo } = page;
    let state = FormState::of::<SaveOrganizationPage>();
    let with_logo = logo.is_some();
    let meta = move || view! { <Meta icon=IconKind::Building>{name}</Meta> };
    view! {
        <div class="stack-large">
            <PageHeader title="Careers page" meta=meta>
                <LinkButton href=format!("/c/{slug}") icon=IconKind::External>"Public page"</LinkButton>
            </PageHeader>
            <PostForm state=state class="stack-large" guard=true files=true keeps=true>
                <FieldSet legend="What everybody reads above your open jobs">
                    <TextArea name="about" label="About your organisation" optional=true rows=12 mono=true
                        value=state.value("about", about)
                        hint="Markdown: # heading, - list, **bold**, [link](https://…). 5,000 characters at most"/>
                    <TextField name="accent" label="Colour" optional=true value=state.value("accent", accent)
                        width=FieldWidth::Short
                        hint="Such as #0b5d3b. It is made darker or lighter where it could not be read"/>
                </FieldSet>
                <FieldSet legend="Logo">
                    {logo.map(|logo| view! { <img class="organization-logo" src=logo alt="Your logo"/> })}
                    <FileField name="logo" label=if with_logo { "Another logo" } else { "Logo" } accept=".png,.jpg,.jpeg"
                        optional=true hint="PNG or JPG, at most 1 MB and 2,000 pixels each way"/>
                    {with_logo.then(|| view! { <Checkbox name="without_logo" label="Show no logo"/> })}
                </FieldSet>
                <FormActions><Button variant=ButtonVariant::Primary>"Save"</Button></FormActions>
            </PostForm>
        </div>
    }
}
