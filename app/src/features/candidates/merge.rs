//! Merging two records of one person: what would become of each detail, and the button that does it.

use super::api::{MergeCandidates, load_merge};
use crate::{
    error::AppError,
    error_view::ErrorView,
    form::{FormState, PostForm},
    ui::*,
};
use hireq_domain::{
    candidate::CandidateInfo,
    ids::CandidateId,
    merge::{MergePreview, refusal},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page at `/hr/candidates/:id/merge`; `?with=` is the record that goes.
#[component]
pub fn MergePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let pair = Memo::new(move |_| {
        let id = params.read().get("id").and_then(|id| id.parse::<CandidateId>().ok());
        (id, query.read().get("with").and_then(|id| id.parse::<CandidateId>().ok()))
    });
    let preview = Resource::new_blocking(
        move || pair.get(),
        |(id, with)| async move {
            let id = id.ok_or(AppError::NotFound)?;
            match with {
                Some(with) => load_merge(id, with).await.map(Some),
                None => Ok(None),
            }
        },
    );
    view! {
        <PageTitle text="Merge candidates"/>
        <div class="stack-large">
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(8)/> }>
                {move || Suspend::new(async move {
                    match preview.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(Some(preview)) => view! { <Shown preview/> }.into_any(),
                        Ok(None) => nobody().into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

fn nobody() -> impl IntoView {
    view! {
        <PageHeader title="Merge candidates" above=|| view! { <BackLink href="/hr/candidates" label="Candidates"/> }/>
        <Empty icon=IconKind::Users title="Nobody is chosen"
            text="A candidate's page names who may be the same person, and leads from there to merging the two."/>
    }
}

#[component]
fn Shown(preview: MergePreview) -> impl IntoView {
    let (stays, goes) = (preview.stays.info.clone(), preview.goes.info.clone());
    let (back, label) = (format!("/hr/candidates/{}", stays.id), stays.name.clone());
    let swapped = refusal(&goes, &stays).is_none().then(|| {
        (format!("/hr/candidates/{}/merge?with={}", goes.id, stays.id), format!("Keep {} instead", goes.name))
    });
    let swap = swapped.map(|(href, label)| view! { <LinkButton href=href>{label}</LinkButton> });
    let refused = preview.refused.clone();
    let about = remarks(&preview);
    view! {
        <PageHeader title="Merge candidates" above=move || view! { <BackLink href=back label=label/> }/>
        <Comparison preview/>
        {about}
        {match refused {
            Some(why) => view! {
                <Notice tone=Tone::Warning title="These two cannot be merged this way">{why}</Notice>
                <ButtonRow>{swap}</ButtonRow>
            }
            .into_any(),
            None => view! { <Form stays goes>{swap}</Form> }.into_any(),
        }}
    }
}

#[component]
fn Form(stays: CandidateInfo, goes: CandidateInfo, children: Children) -> impl IntoView {
    let form = FormState::of::<MergeCandidates>();
    view! {
        <PostForm state=form class="stack">
            <input type="hidden" name="id" value=stays.id.to_string()/>
            <input type="hidden" name="with" value=goes.id.to_string()/>
            <input type="hidden" name="seen" value=stays.updated_at.to_rfc3339()/>
            <input type="hidden" name="seen_with" value=goes.updated_at.to_rfc3339()/>
            <p class="small muted">"A merge can be undone for 30 days, on the page of the record that is kept."</p>
            <ButtonRow>
                <Button variant=ButtonVariant::Primary>"Merge"</Button>
                {children()}
            </ButtonRow>
        </PostForm>
    }
}

/// What the table does not say.
fn remarks(preview: &MergePreview) -> impl IntoView + use<> {
    let (stays, goes) = (&preview.stays.info, &preview.goes.info);
    let jobs = preview.both_applied.join(", ");
    let both = (!jobs.is_empty()).then(|| {
        format!("Both have an application for {jobs}. All of them stay, each with its own stage and history.")
    });
    let own = stays.has_account.then(|| {
        format!(
            "{} has an account of their own: their details stay as they are, and they do not see what comes from the \
             other record. It stays your organisation's.",
            stays.name
        )
    });
    let quiet = (goes.do_not_contact && !preview.after.do_not_contact).then(|| {
        format!("{} is marked “do not contact”. {} decides this in their account, and has not.", goes.name, stays.name)
    });
    let lines = [both, own, quiet].into_iter().flatten().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| view! { <Notice><ul>{lines}</ul></Notice> })
}

#[component]
fn Comparison(preview: MergePreview) -> impl IntoView {
    let MergePreview { stays, goes, after, tags, .. } = preview;
    let heads = [format!("Keep: {}", stays.info.name), format!("Merge in: {}", goes.info.name), "Result".to_owned()];
    let lines = |values: &[String]| values.join(", ");
    let notes = stays.notes + goes.notes;
    let detail = |of: fn(&CandidateInfo) -> String| [of(&stays.info), of(&goes.info), of(&after)];
    let count = |of: [usize; 2]| [of[0].to_string(), of[1].to_string(), (of[0] + of[1]).to_string()];
    let rows = [
        ("Name", detail(|info| info.name.clone())),
        ("Headline", detail(|info| info.headline.clone())),
        ("Place", detail(|info| info.location.clone())),
        ("E-mail", detail(|info| info.emails.join(", "))),
        ("Telephone", detail(|info| info.phones.join(", "))),
        ("Links", detail(|info| info.links.join(", "))),
        ("Do not contact", detail(|info| if info.do_not_contact { "Yes" } else { "No" }.to_owned())),
        ("Tags", [lines(&stays.tags), lines(&goes.tags), lines(&tags)]),
        ("Files", count([stays.files, goes.files])),
        ("Applications", count([stays.applications, goes.applications])),
        ("Notes", [stays.notes.to_string(), goes.notes.to_string(), notes.to_string()]),
    ];
    let rows = rows.map(|(what, values)| row(what, values, &heads)).into_iter().collect_view();
    let heads = heads.clone().map(|head| view! { <th scope="col">{head}</th> }).into_iter().collect_view();
    view! {
        <Table caption="What becomes of the two records" stacked=true>
            <thead><tr><th scope="col">"Detail"</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(what: &'static str, values: [String; 3], heads: &[String; 3]) -> impl IntoView + use<> {
    let cells = values.into_iter().zip(heads.clone()).map(|(value, head)| {
        let value = if value.is_empty() { "–".to_owned() } else { value };
        view! { <Td label=head>{value}</Td> }
    });
    let cells = cells.collect_view();
    view! { <tr><th scope="row">{what}</th>{cells}</tr> }
}
