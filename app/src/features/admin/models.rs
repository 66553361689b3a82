//! The list of machine learning models.

use super::{api::list_models, loaded};
use crate::ui::*;
use hireq_domain::admin::{ModelRow, ModelStatus, ModelWorker};
use leptos::prelude::*;

/// The page at `/admin/models`.
#[component]
pub fn ModelsPage() -> impl IntoView {
    let models = Resource::new_blocking(|| (), |()| list_models());
    view! {
        <PageTitle text="Models"/>
        <PageHeader title="Models"/>
        {loaded(models, SkeletonKind::Cards(3), |models| content(models).into_any())}
    }
}

fn content(models: Vec<ModelRow>) -> impl IntoView {
    if models.is_empty() {
        return view! { <Empty icon=IconKind::Assistant title="No models are known to this build"/> }.into_any();
    }
    let cards = models.into_iter().map(card).collect_view();
    view! {
        <div class="stack">
            <p class="muted">"Everything runs on this machine. A missing model switches its feature off, never the site."</p>
            <div class="grid grid-2">{cards}</div>
        </div>
    }
    .into_any()
}

fn card(model: ModelRow) -> impl IntoView {
    let tone = match model.status {
        ModelStatus::Ready => Tone::Success,
        ModelStatus::Missing => Tone::Warning,
        ModelStatus::Damaged => Tone::Danger,
    };
    view! {
        <Card title=model.name>
            <DefinitionList>
                <Fact term="Files"><StatusPill tone=tone label=model.status.label()/></Fact>
                <Fact term="Purpose">{model.purpose}</Fact>
                <Fact term="Licence">{model.licence}</Fact>
                <Fact term="Size">{format_bytes(model.bytes)}</Fact>
                <Fact term="Revision"><span class="mono small">{model.revision}</span></Fact>
                {model.worker.map(worker)}
            </DefinitionList>
        </Card>
    }
}

fn worker(worker: ModelWorker) -> impl IntoView {
    let (tone, label) = match (&worker.trouble, worker.ready) {
        (Some(_), _) => (Tone::Danger, "Does not load"),
        (None, true) => (Tone::Success, "Loaded"),
        (None, false) => (Tone::Info, "Loads"),
    };
    let (pages, tasks) = worker.waiting;
    let (queue, prepare, inference) = worker.mean_ms;
    let number = |n: u64| format_number(i64::try_from(n).unwrap_or(i64::MAX));
    view! {
        <Fact term="Thread"><StatusPill tone=tone label=label/></Fact>
        {worker.trouble.map(|trouble| view! { <Fact term="Trouble">{trouble}</Fact> })}
        <Fact term="Waiting">{format!("{pages} from pages, {tasks} from tasks")}</Fact>
        <Fact term="Answered">
            {format!("{}, {} failed, {} turned away", number(worker.answered), number(worker.failed), number(worker.refused))}
        </Fact>
        <Fact term="Mean time">
            {format!("{queue:.1} ms in the queue, {prepare:.1} ms prepared, {inference:.1} ms in the model")}
        </Fact>
    }
}
