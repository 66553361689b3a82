//! Fills in how to reach a person from the résumé that they choose. What somebody typed stays.

use leptos::{ev::Event, prelude::*};

#[derive(Clone, Copy)]
pub(super) struct Prefill {
    /// What the page says meanwhile.
    says: RwSignal<String>,
    #[cfg(feature = "hydrate")]
    filled: StoredValue<browser::Filled>,
}

impl Prefill {
    pub(super) fn new() -> Self {
        let prefill = Self {
            says: RwSignal::default(),
            #[cfg(feature = "hydrate")]
            filled: StoredValue::default(),
        };
        // A file may have been chosen before the page's scripts ran.
        #[cfg(feature = "hydrate")]
        Effect::new(move || prefill.look());
        prefill
    }

    pub(super) fn says(self) -> String {
        self.says.get()
    }

    /// Called when a field of the form has changed.
    #[cfg(not(feature = "hydrate"))]
    pub(super) fn chosen(self, _event: &Event) {}
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{Event, Prefill};
    use crate::{error::AppError, features::portal::api::read_contact};
    use hireq_domain::candidate::Contact;
    use leptos::{prelude::*, task::spawn_local};
    use wasm_bindgen::JsCast;
    use web_sys::{EventInit, FormData, HtmlFormElement, HtmlInputElement};

    const READING: &str = "Your résumé is being read, to fill in how to reach you…";
    const FILLED: &str = "Filled in below from your résumé. Check that it is right.";

    /// What was filled in last, and how many files were chosen.
    #[derive(Clone, Default)]
    pub(super) struct Filled {
        round: u32,
        contact: Contact,
    }

    impl Prefill {
        /// Called when a field of the form has changed.
        pub(in super::super) fn chosen(self, event: &Event) {
            let input = event_target::<HtmlInputElement>(event);
            if input.type_() == "file" {
                self.read(&input);
            }
        }

        pub(super) fn look(self) {
            let input = document().query_selector("main form input[type=file]").ok().flatten();
            let input = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input.filter(|input| input.files().is_some_and(|files| files.length() > 0)) {
                self.read(&input);
            }
        }

        fn read(self, input: &HtmlInputElement) {
            self.filled.update_value(|filled| filled.round += 1);
            let round = self.filled.with_value(|filled| filled.round);
            let file = input.files().and_then(|files| files.get(0));
            let (Some(file), Some(form), Ok(data)) = (file, input.form(), FormData::new()) else {
                return self.says.set(String::new());
            };
            if data.append_with_blob_and_filename("file", &file, &file.name()).is_err() {
                return;
            }
            self.says.set(READING.to_owned());
            spawn_local(async move {
                let read = read_contact(data.into()).await;
                if self.filled.try_with_value(|filled| filled.round == round) != Some(true) {
                    return;
                }
                self.says.set(match read {
                    Ok(contact) if self.fill(&form, &contact) => FILLED.to_owned(),
                    Err(AppError::Invalid(why)) => why.get("file").unwrap_or_default().to_owned(),
                    // The form is filled in by hand.
                    _ => String::new(),
                });
            });
        }

        /// Fills the fields that are empty, or as they were filled from another file. Returns whether there were any.
        fn fill(self, form: &HtmlFormElement, contact: &Contact) -> bool {
            let before = self.filled.with_value(|filled| filled.contact.clone());
            let fields = [
                ("name", &contact.name, &before.name),
                ("email", &contact.email, &before.email),
                ("phone", &contact.phone, &before.phone),
            ];
            let filled = fields.map(|(name, value, before)| set(form, name, value, before)).contains(&true);
            self.filled.update_value(|filled| filled.contact = contact.clone());
            filled
        }
    }

    fn set(form: &HtmlFormElement, name: &str, value: &str, before: &str) -> bool {
        let field = form.query_selector(&format!("input[name={name}]")).ok().flatten();
        let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) else { return false };
        let typed = field.value();
        if value.is_empty() || !(typed.is_empty() || typed == before) {
            return false;
        }
        field.set_value(value);
        let heard = EventInit::new();
        heard.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &heard) {
            _ = field.dispatch_event(&event);
        }
        true
    }
}
