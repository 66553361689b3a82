//! Answers of several lines.

use leptos::{html, prelude::*};

use super::{FrameText, Wiring, field_frame};
use crate::ui::{escaped_text, text_or_none};

/// A text field of several lines that grows with its text, if the browser supports that.
#[component]
pub fn TextArea(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The initial value.
    #[prop(optional, into)]
    value: String,
    /// A signal bound to the text both ways; text typed before hydration is kept.
    #[prop(optional)]
    control: Option<RwSignal<String>>,
    /// Help that stays visible.
    #[prop(optional, into)]
    hint: String,
    /// The error; takes precedence over the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The id, if two forms on one page share a name.
    #[prop(optional, into)]
    id: String,
    /// How many lines are shown while it is empty.
    #[prop(default = 4)]
    rows: u32,
    /// Whether an answer is required.
    #[prop(optional)]
    required: bool,
    /// Marks the label “optional”.
    #[prop(optional)]
    optional: bool,
    /// Show the label only to screen readers.
    #[prop(optional)]
    hide_label: bool,
    /// An example inside the empty control. Never the only instruction.
    #[prop(optional, into)]
    placeholder: String,
    /// The keyboard shortcut that moves the focus here.
    #[prop(optional)]
    shortcut: &'static str,
    /// A monospaced font, for code and Markdown.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&name, id, &hint, error);
    let node = NodeRef::<html::Textarea>::new();
    let value = control.map_or(value, |control| control.get_untracked());
    if let Some(control) = control {
        Effect::new(move |seen: Option<()>| {
            let wanted = control.get();
            if let Some(area) = node.get() {
                let typed = area.value();
                if seen.is_none() && !typed.is_empty() && typed != wanted {
                    control.set(typed);
                } else if typed != wanted {
                    area.set_value(&wanted);
                }
            }
        });
    }
    let (id, described_by, invalid) = (wiring.id.clone(), wiring.described_by(), wiring.invalid());
    let class = "field".to_owned();
    let control = view! {
        <textarea
            class=if mono { "input textarea mono" } else { "input textarea" }
            name=name
            id=id
            rows=rows.to_string()
            required=required
            placeholder=text_or_none(placeholder)
            aria-keyshortcuts=text_or_none(shortcut.to_owned())
            aria-describedby=described_by
            aria-invalid=invalid
            node_ref=node
            inner_html=escaped(&value)
            on:input=move |event| {
                if let Some(control) = control {
                    control.set(event_target_value(&event));
                }
            }
        ></textarea>
    };
    field_frame(wiring, FrameText { label, hint, optional, hide_label, class }, control.into_any())
}

/// The text as the inner HTML of a text area. It is set this way because the renderer does not escape a text area's
/// children, and writes a space for an empty one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    // The HTML parser drops one newline after the opening tag; without an extra one, a leading newline in the text
    // would be lost.
    if text.starts_with('\n') {
        out.push('\n');
    }
    out.push_str(&escaped_text(text));
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn an_answer_cannot_close_its_own_text_area() {
        assert_eq!(escaped("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
    }

    #[test]
    fn a_leading_newline_survives_the_parser() {
        assert_eq!(escaped("\nhello"), "\n\nhello");
    }
}
