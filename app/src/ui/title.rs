//! A page's title, for the window and search results. This is the only place that may use `leptos_meta::Title`: on the
//! server it writes its text unescaped, so that a name could close the title element and continue as markup.

use super::escaped_text;
use leptos::prelude::*;
use leptos_meta::Title;

/// The title of a page.
#[component]
pub fn PageTitle(
    /// The text; the site's name is added.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <Title text=as_written(text)/> }
}

/// The suffix of every page's title. Used once, in the root.
#[component]
pub fn TitleEnd() -> impl IntoView {
    view! {
        <Title formatter=|title: String| if title.is_empty() { "HireQ".to_owned() } else { format!("{title} · HireQ") }/>
    }
}

/// The text escaped for the server's markup; in the browser, `document.title` takes it as it is.
fn as_written(text: String) -> String {
    if cfg!(feature = "ssr") { escaped_text(&text) } else { text }
}

#[cfg(test)]
mod tests {
    use crate::sources::sources;

    /// Whether a source uses the unescaped component: as a tag, by its path, or through a glob import.
    fn names_bare_title(source: &str) -> bool {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let tag = source.match_indices("<Title").any(|(at, tag)| ends(&source[at + tag.len()..]));
        let import = source.split("leptos_meta::").skip(1).any(|rest| {
            let names = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or_default(),
                None => rest.split([';', ' ', '/', '(', '>']).next().unwrap_or_default(),
            };
            names.split(',').any(|name| matches!(name.split_whitespace().next(), Some("Title" | "*" | "TitleContext")))
        });
        tag || import
    }

    #[test]
    fn no_page_writes_its_title_past_the_component_that_escapes_it() {
        for (file, source) in sources().iter().filter(|(file, _)| !file.ends_with("ui/title.rs")) {
            assert!(!names_bare_title(source), "{}: use PageTitle", file.display());
        }
        for bare in
            ["<Title text=x/>", "use leptos_meta::{Link, Title};", "use leptos_meta::*;", "leptos_meta::Title(p)"]
        {
            assert!(names_bare_title(bare), "{bare}");
        }
        assert!(!names_bare_title("<TitleEnd/> use leptos_meta::{Link, Meta as MetaTag};"));
    }
}
