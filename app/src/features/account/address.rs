//! Changing the address to sign in with: the pages for the two mailed links.

use super::api::{ConfirmAddress, RestoreAddress};
use crate::{
    form::{FormState, PostForm},
    ui::*,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page for confirming a new address. It needs a press of a button, because programs that scan mails open links
/// too.
#[component]
pub fn ConfirmAddressPage() -> impl IntoView {
    let form = FormState::of::<ConfirmAddress>();
    let query = use_query_map();
    let token = StoredValue::new(query.read_untracked().get("token").unwrap_or_default());
    let done = move || query.read().get("done").is_some();
    view! {
        <PageTitle text="Confirm your address"/>
        <NarrowPage title="Confirm your address">
            {move || if done() {
                view! {
                    <Notice tone=Tone::Success>"Your address is changed. You sign in with it from now on."</Notice>
                    <p class="narrow-links"><a href="/home" rel="external">"Go on"</a></p>
                }.into_any()
            } else {
                view! {
                    <PostForm state=form class="stack">
                        <input type="hidden" name="token" value=token.get_value()/>
                        <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>
                            "Sign in with this address from now on"
                        </Button>
                    </PostForm>
                }.into_any()
            }}
        </NarrowPage>
    }
}

/// The page for restoring the old address.
#[component]
pub fn RestoreAddressPage() -> impl IntoView {
    let form = FormState::of::<RestoreAddress>();
    let query = use_query_map();
    let token = StoredValue::new(query.read_untracked().get("token").unwrap_or_default());
    let done = move || query.read().get("done").is_some();
    view! {
        <PageTitle text="Keep your address"/>
        <NarrowPage title="Keep your address">
            {move || if done() {
                view! {
                    <Notice tone=Tone::Success>
                        "The account has its old address, and everybody is signed out. We have sent a link to choose a new \
                         password."
                    </Notice>
                }.into_any()
            } else {
                view! {
                    <p class="narrow-lead">
                        "Somebody asked to change the address of your account. If it was not you, keep your old address \
                         here. This signs everybody out, and the password stops working: we send you a link to choose a \
                         new one."
                    </p>
                    <PostForm state=form class="stack">
                        <input type="hidden" name="token" value=token.get_value()/>
                        <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>
                            "Keep my old address"
                        </Button>
                    </PostForm>
                }.into_any()
            }}
        </NarrowPage>
    }
}
