//! The configuration check.

use super::{api::show_settings, loaded};
use crate::ui::*;
use hireq_domain::{admin::Settings, retention::Kept};
use leptos::prelude::*;

/// The page at `/admin/settings`.
#[component]
pub fn ConfigurationPage() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| show_settings());
    view! {
        <PageTitle text="Configuration"/>
        <PageHeader title="Configuration"/>
        {loaded(settings, SkeletonKind::Table(8), |settings| content(settings).into_any())}
    }
}

fn content(settings: Settings) -> impl IntoView {
    let Settings { variables, effects, advice } = settings;
    let effects = effects.into_iter().map(|(name, value)| view! { <Fact term=name>{value}</Fact> }).collect_view();
    let kept = Kept::ALL.iter().map(|kept| view! { <Fact term=kept.label()>{kept.says()}</Fact> }).collect_view();
    let rows = variables
        .into_iter()
        .map(|setting| {
            let value = match setting.value {
                Some(value) => view! { <span class="mono">{value}</span> }.into_any(),
                None => view! { <span class="muted">"not set"</span> }.into_any(),
            };
            view! { <tr><th scope="row" class="mono">{setting.name}</th><Td label="Value">{value}</Td></tr> }
        })
        .collect_view();
    view! {
        <div class="stack-large">
            {if advice.is_empty() {
                view! { <Notice tone=Tone::Success>"Nothing to look at."</Notice> }.into_any()
            } else {
                let lines = advice.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
                view! { <Notice title="Worth a look"><ul>{lines}</ul></Notice> }.into_any()
            }}
            <Card title="What holds"><DefinitionList>{effects}</DefinitionList></Card>
            <Card title="What is removed by itself"><DefinitionList>{kept}</DefinitionList></Card>
            <Card title="Variables that were read" flush=true>
                <Table caption="Variables that were read at start; secrets are hidden">
                    <thead><tr><Th label="Variable"/><Th label="Value"/></tr></thead>
                    <tbody>{rows}</tbody>
                </Table>
            </Card>
        </div>
    }
}
