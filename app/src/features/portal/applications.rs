//! The candidate's first page: their applications, each with its actual stage.

use super::{api::own_applications, tone};
use crate::{error_view::ErrorView, live::use_live, ui::*};
use hireq_domain::{application::OwnApplication, event::LiveEvent};
use leptos::prelude::*;

/// The page at `/me`.
#[component]
pub fn OwnApplicationsPage() -> impl IntoView {
    let changed = use_live(|event| matches!(event, LiveEvent::ApplicationChanged { .. }));
    let list = Resource::new_blocking(move || changed.get(), |_| own_applications());
    view! {
        <PageTitle text="Your applications"/>
        <div class="stack-large">
            <PageHeader title="Your applications">
                <LinkButton href="/jobs" variant=ButtonVariant::Primary icon=IconKind::Search>"Find jobs"</LinkButton>
            </PageHeader>
            <Transition fallback=|| view! { <Skeleton kind=SkeletonKind::Lines(6)/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                        Ok(list) if list.is_empty() => view! {
                            <Empty icon=IconKind::Briefcase title="You have not applied anywhere yet"
                                text="Find a job, choose your résumé and answer a few questions. Here you see where it stands.">
                                <LinkButton href="/jobs" variant=ButtonVariant::Primary>"Find jobs"</LinkButton>
                            </Empty>
                        }.into_any(),
                        Ok(list) => {
                            let (open, over): (Vec<_>, Vec<_>) = list.into_iter().partition(|a| a.status.is_open());
                            view! {
                                {(!open.is_empty()).then(|| view! { <Section title="Going on"><Rows list=open/></Section> })}
                                {(!over.is_empty()).then(|| view! { <Section title="Over"><Rows list=over/></Section> })}
                            }.into_any()
                        }
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Rows(list: Vec<OwnApplication>) -> impl IntoView {
    let rows = list
        .into_iter()
        .map(|a| {
            let label = if a.status.is_open() && a.status.as_str() == "active" {
                a.stage_kind.label()
            } else {
                a.status.label()
            };
            let tone = tone(a.status);
            view! {
                <LinkRow href=format!("/me/applications/{}", a.id) title=a.job_title
                    end=move || view! { <StatusPill label=label tone=tone/> }>
                    <MetaLine>
                        <Meta icon=IconKind::Building>{a.organization}</Meta>
                        <Meta icon=IconKind::Clock>"Applied " <Time at=a.applied_at/></Meta>
                    </MetaLine>
                </LinkRow>
            }
        })
        .collect_view();
    view! { <LinkList>{rows}</LinkList> }
}
