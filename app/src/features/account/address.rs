//! A new address to sign in with: the pages that its two links open.

use super::api::{ConfirmAddress, RestoreAddress};
use crate::{form::FormState, ui::*};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page that the link to a new address opens. A button does it: programs that look into mails open links too.
#[component]
pub fn ConfirmAddressPage() -> impl IntoView {
    let form = FormState::plain::<ConfirmAddress>();
    let query = use_query_map().read_untracked();
    let token = query.get("token").unwrap_or_default();
    let done = query.get("done").is_some();
    view! {
        <PageTitle text="Confirm your address"/>
        <NarrowPage title="Confirm your address">
            {if done {
                view! {
                    <Notice tone=Tone::Success>"Your address is changed. You sign in with it from now on."</Notice>
                    <p class="narrow-links"><a href="/home" rel="external">"Go on"</a></p>
                }.into_any()
            } else {
                view! {
                    <form action="/api/account/confirm-address" method="post" class="stack">
                        <FormScope errors=form.errors()>
                            <input type="hidden" name="token" value=token/>
                            <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>
                                "Sign in with this address from now on"
                            </Button>
                        </FormScope>
                    </form>
                }.into_any()
            }}
        </NarrowPage>
    }
}

/// The page that the link to an old address opens.
#[component]
pub fn RestoreAddressPage() -> impl IntoView {
    let form = FormState::plain::<RestoreAddress>();
    let query = use_query_map().read_untracked();
    let token = query.get("token").unwrap_or_default();
    let done = query.get("done").is_some();
    view! {
        <PageTitle text="Keep your address"/>
        <NarrowPage title="Keep your address">
            {if done {
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
                    <form action="/api/account/restore-address" method="post" class="stack">
                        <FormScope errors=form.errors()>
                            <input type="hidden" name="token" value=token/>
                            <Button variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>
                                "Keep my old address"
                            </Button>
                        </FormScope>
                    </form>
                }.into_any()
            }}
        </NarrowPage>
    }
}
