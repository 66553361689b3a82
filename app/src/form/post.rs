//! The component for all forms. Without JavaScript, the browser submits it and follows the redirect. With JavaScript,
//! the same fields are sent to the same address and the response is applied to the page: nothing reloads, the focus
//! stays, and the button shows that it is busy.

use super::{FormState, Sent};
use crate::ui::{FormScope, Toasts, use_toasts};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What is needed to submit a form by script.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser's page sends a form itself"))]
struct Post {
    state: FormState,
    keeps: bool,
    done: Option<Callback<()>>,
    sent: Option<Sent>,
    toasts: Toasts,
}

/// A form that posts to a server function.
#[component]
pub fn PostForm(
    /// The state, which determines the server function.
    state: FormState,
    /// Its id, for buttons outside it.
    #[prop(optional)]
    id: Option<&'static str>,
    #[prop(optional)] class: Option<&'static str>,
    /// Warn before leaving the form edited, for forms with a lot of text.
    #[prop(optional)]
    guard: bool,
    /// It contains files.
    #[prop(optional)]
    files: bool,
    /// Only the server validates the input.
    #[prop(optional)]
    novalidate: bool,
    /// It shows saved values and keeps showing them; other forms are reset after they were submitted.
    #[prop(optional)]
    keeps: bool,
    /// The surrounding page shows its errors, because several forms share them.
    #[prop(optional)]
    bare: bool,
    /// Called after a successful submission.
    #[prop(optional)]
    done: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let post = Post { state, keeps, done, sent: use_context(), toasts: use_toasts() };
    let navigate = use_navigate();
    // Only after hydration: before that, the browser submits the form, and everything typed is considered sent.
    let in_place = RwSignal::new(false);
    Effect::new(move || in_place.set(true));
    let inside = if bare {
        children().into_any()
    } else {
        view! { <FormScope errors=state.errors()>{children()}</FormScope> }.into_any()
    };
    view! {
        <form
            action=state.url()
            method="post"
            id=id
            class=class
            enctype=files.then_some("multipart/form-data")
            novalidate=novalidate
            data-guard=guard.then_some("")
            data-in-place=move || in_place.get().then_some("")
            on:submit=move |event| send(&event, post, &navigate)
        >
            {inside}
        </form>
    }
}

#[cfg(not(feature = "hydrate"))]
fn send(_event: &SubmitEvent, _post: Post, _navigate: &impl Fn(&str, NavigateOptions)) {}

#[cfg(feature = "hydrate")]
use browser::send;

#[cfg(feature = "hydrate")]
mod browser {
    use super::{NavigateOptions, Post, SubmitEvent};
    use crate::{
        error::AppError,
        form::{
            FormAnswer, Told,
            drafts::{self, Drafts},
        },
        ui::FieldMessages,
    };
    use leptos::{prelude::*, task::spawn_local};
    use std::time::Duration;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Element, Event, EventInit, FormData, Headers, HtmlDialogElement, HtmlElement, HtmlFormElement,
        HtmlInputElement, RequestInit, Response, UrlSearchParams,
    };

    /// How many times to look for the previously focused element in a page that is being rendered again.
    const LOOKS: u32 = 30;
    /// How long to wait between two attempts.
    const PAUSE: Duration = Duration::from_millis(100);

    /// Submits a form by script.
    pub(super) fn send(event: &SubmitEvent, post: Post, navigate: &(impl Fn(&str, NavigateOptions) + Clone + 'static)) {
        let Some(form) = event.target().and_then(|t| t.dyn_into::<HtmlFormElement>().ok()) else { return };
        let button = event.submitter();
        let of_button = |name: &str| button.as_ref().and_then(|button| button.get_attribute(name));
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        // A second press while sending is ignored.
        if form.has_attribute("data-sending") {
            return;
        }
        let url = of_button("formaction").unwrap_or_else(|| post.state.url().to_owned());
        let Some(body) = body(&form, button.as_ref()) else { return };
        let (place, sent) = (Place::of(&form, button.as_ref()), drafts::typed(&form));
        let navigate = navigate.clone();
        busy(&form, button.as_ref(), true);
        spawn_local(async move {
            let answer = answer(&url, &body).await;
            busy(&form, button.as_ref(), false);
            match answer {
                Some(FormAnswer::Done { to, told }) => {
                    post.succeed(&form, told, drafts::typed(&form) == sent);
                    if let Some(to) = other_page(&to) {
                        let here = same_page(&to);
                        navigate(&to, NavigateOptions { replace: here, scroll: !here, ..NavigateOptions::default() });
                        if !here {
                            return focus_main();
                        }
                    }
                    if let Some(sent) = post.sent {
                        let typed = Drafts::besides(None);
                        sent.0.update(|n| *n += 1);
                        typed.put_back();
                    }
                    place.look(LOOKS);
                }
                Some(FormAnswer::Load { to }) => {
                    if same_page(&to) {
                        Drafts::besides(Some(&form)).store();
                    }
                    drafts::let_go();
                    _ = window().location().assign(&to);
                }
                Some(FormAnswer::Refused(error)) => post.show_refusal(&form, error.messages()),
                None => post.show_refusal(&form, AppError::Offline.messages()),
            }
        });
    }

    impl Post {
        /// What was typed while it was being sent stays: only a form that is as it was `sent` is empty again.
        fn succeed(self, form: &HtmlFormElement, told: Told, as_sent: bool) {
            self.state.errors.try_update(Vec::clear);
            self.state.values.try_update_value(Vec::clear);
            if let Some(done) = self.done {
                done.try_run(());
            }
            if !told.text.is_empty() {
                self.toasts.done(told);
            }
            if !self.keeps && as_sent {
                form.reset();
                // Setting a value fires no event, but a file field only updates its list on a change event.
                let heard = EventInit::new();
                heard.set_bubbles(true);
                for field in all(form, "input[type=file]") {
                    _ = Event::new_with_event_init_dict("change", &heard)
                        .and_then(|change| field.dispatch_event(&change));
                }
            }
            // Saved values remain visible, but a password asked for with them does not.
            for field in all(form, "input[autocomplete$=password]") {
                if let Some(field) = field.dyn_ref::<HtmlInputElement>() {
                    field.set_value("");
                }
            }
            if as_sent {
                _ = form.remove_attribute("data-edited");
            }
            close(form, "dialog[open], details[open]");
        }

        fn show_refusal(self, form: &HtmlFormElement, errors: FieldMessages) {
            close(form, "details.menu[open]");
            self.state.errors.try_set(errors);
        }
    }

    /// The fields, as the browser would send them.
    fn body(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Option<JsValue> {
        let data = FormData::new_with_form(form).ok()?;
        if let Some((name, value)) = button.and_then(|b| Some((b.get_attribute("name")?, b.get_attribute("value")?))) {
            data.append_with_str(&name, &value).ok()?;
        }
        if form.enctype() == "multipart/form-data" {
            return Some(data.into());
        }
        UrlSearchParams::new_with_str_sequence_sequence(&data).ok().map(Into::into)
    }

    async fn answer(url: &str, body: &JsValue) -> Option<FormAnswer> {
        let headers = Headers::new().ok()?;
        headers.set("Accept", FormAnswer::MEDIA_TYPE).ok()?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(body);
        let response = JsFuture::from(window().fetch_with_str_and_init(url, &request)).await.ok()?;
        let response: Response = response.dyn_into().ok()?;
        let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        let known = serde_json::from_str(&text).ok();
        // The middleware that limits the size of requests answers with a plain text message.
        known.or_else(|| (response.status() == 413).then_some(FormAnswer::Refused(AppError::TooLarge(text))))
    }

    fn busy(form: &HtmlFormElement, button: Option<&HtmlElement>, on: bool) {
        let set = |element: &Element, name: &str, value: &str| {
            _ = if on { element.set_attribute(name, value) } else { element.remove_attribute(name) };
        };
        set(form, "data-sending", "");
        for name in ["aria-busy", "aria-disabled"] {
            button.into_iter().for_each(|button| set(button, name, "true"));
        }
    }

    fn all(form: &HtmlFormElement, selector: &str) -> Vec<Element> {
        let found = form.query_selector_all(selector);
        let found = found.into_iter().flat_map(|list| (0..list.length()).filter_map(move |n| list.get(n)));
        found.filter_map(|node| node.dyn_into().ok()).collect()
    }

    /// Closes the menu or dialog that contains the form. The focus returns to what opened it.
    fn close(form: &HtmlFormElement, selector: &str) {
        let Ok(Some(around)) = form.closest(selector) else { return };
        if let Some(dialog) = around.dyn_ref::<HtmlDialogElement>() {
            return dialog.close();
        }
        let within = document().active_element().is_some_and(|active| around.contains(Some(&active)));
        _ = around.remove_attribute("open");
        if let (true, Ok(Some(summary))) = (within, around.query_selector("summary")) {
            focus(&summary);
        }
    }

    fn focus(element: &Element) {
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            _ = element.focus();
        }
    }

    fn focus_main() {
        if let Some(main) = document().get_element_by_id("main") {
            focus(&main);
        }
    }

    /// The address, if it differs from the current page; a fragment of the current page does not.
    fn other_page(to: &str) -> Option<String> {
        let location = window().location();
        let here = format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
        let page = to.split('#').next().unwrap_or_default();
        (page != here).then(|| if same_page(page) { page.to_owned() } else { to.to_owned() })
    }

    fn same_page(to: &str) -> bool {
        let path = to.split(['?', '#']).next();
        window().location().pathname().ok().as_deref() == path
    }

    /// The position of the focus: the index of its form among those with the same address, and of the field or button.
    struct Place {
        forms: String,
        form: u32,
        element: u32,
    }

    impl Place {
        fn of(form: &HtmlFormElement, button: Option<&HtmlElement>) -> Self {
            let forms = format!("form[action=\"{}\"]", form.get_attribute("action").unwrap_or_default());
            let list = document().query_selector_all(&forms).ok();
            let place = list
                .and_then(|list| (0..list.length()).find(|n| list.get(*n).is_some_and(|f| f.is_same_node(Some(form)))));
            let active = document().active_element();
            let active = active.filter(|a| form.contains(Some(a)));
            let wanted = active.or_else(|| button.map(|button| Element::clone(button)));
            let elements = form.elements();
            let element = (0..elements.length()).find(|n| elements.item(*n) == wanted);
            Self { forms, form: place.unwrap_or_default(), element: element.unwrap_or_default() }
        }

        fn find(&self) -> Option<Element> {
            let form = document().query_selector_all(&self.forms).ok()?.get(self.form)?;
            form.dyn_into::<HtmlFormElement>().ok()?.elements().item(self.element)
        }

        /// Restores the focus if the page was rendered again.
        fn look(self, left: u32) {
            let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
            match self.find().filter(|_| lost) {
                Some(element) => focus(&element),
                None if left > 0 => set_timeout(move || self.look(left - 1), PAUSE),
                None if lost => focus_main(),
                None => {}
            }
        }
    }
}
