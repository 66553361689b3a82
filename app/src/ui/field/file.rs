//! File fields. The browser's own file control is the drop area, so that dropping works without scripts too.

use leptos::{html, prelude::*};

use super::{FrameText, Wiring, field_frame};
use crate::ui::{Icon, IconKind, format_bytes, text_or_none};

/// A file field with a drop area and, with scripts, the list of chosen files.
#[component]
pub fn FileField(
    /// The field's name; the form needs `enctype="multipart/form-data"`.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The types that the file dialog offers, such as `.pdf,.docx,.txt`.
    #[prop(optional, into)]
    accept: String,
    /// Whether several files can be chosen.
    #[prop(optional)]
    multiple: bool,
    /// Help that stays visible: types and size.
    #[prop(optional, into)]
    hint: String,
    /// The error; takes precedence over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The id, if two forms on one page share a name.
    #[prop(optional, into)]
    id: String,
    /// Whether a file is required.
    #[prop(optional)]
    required: bool,
    /// Marks the label “optional”.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&name, id, &hint, error);
    let (id, described_by, invalid) = (wiring.id.clone(), wiring.described_by(), wiring.invalid());
    let node = NodeRef::<html::Input>::new();
    let chosen = RwSignal::new(Vec::<(String, u64)>::new());
    let over = RwSignal::new(false);
    let list = move || {
        let files = chosen.get();
        (multiple && !files.is_empty()).then(|| {
            let rows = files
                .into_iter()
                .map(|(name, size)| {
                    view! {
                        <li class="file-row">
                            <Icon kind=IconKind::File/>
                            <span class="file-name">{name}</span>
                            <span class="file-size">{format_bytes(size)}</span>
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="file-list">{rows}</ul> }
        })
    };
    let class = "field".to_owned();
    let control = view! {
        <input
            class="file-input"
            class:is-over=move || over.get()
            type="file"
            name=name
            id=id
            accept=text_or_none(accept)
            multiple=multiple
            required=required
            aria-describedby=described_by
            aria-invalid=invalid
            node_ref=node
            on:dragenter=move |_| over.set(true)
            on:dragleave=move |_| over.set(false)
            on:drop=move |_| over.set(false)
            on:change=move |_| chosen.set(files_of(node))
        />
        {list}
    };
    field_frame(wiring, FrameText { label, hint, optional, hide_label: false, class }, control.into_any())
}

#[cfg(feature = "hydrate")]
fn files_of(node: NodeRef<html::Input>) -> Vec<(String, u64)> {
    let Some(files) = node.get_untracked().and_then(|input| input.files()) else {
        return Vec::new();
    };
    (0..files.length()).filter_map(|index| files.get(index)).map(|file| (file.name(), file.size() as u64)).collect()
}

#[cfg(not(feature = "hydrate"))]
fn files_of(_node: NodeRef<html::Input>) -> Vec<(String, u64)> {
    Vec::new()
}
