//! The signed-in person's menu: home, settings, sign out. Visitors get a link to sign in.

use crate::{
    features::account::api::SignOut,
    form::{FormState, PostForm},
    session::use_user,
    ui::*,
};
use leptos::prelude::*;

/// The menu at the end of every page's header.
#[component]
pub fn AccountMenu() -> impl IntoView {
    match use_user() {
        None => view! {
            <a class="button button-ghost" href="/sign-in">"Sign in"</a>
            <a class="button" href="/sign-up">"Sign up"</a>
        }
        .into_any(),
        Some(user) => {
            let form = FormState::of::<SignOut>();
            let (name, email, home) = (user.name.clone(), user.email.to_string(), user.home());
            view! {
                <Menu label=format!("{}, account of {name}", initials(&name)) trigger=ViewFnOnce::from({
                    let name = name.clone();
                    move || view! { <Avatar name=name/> }
                })>
                    <MenuHeading label=name detail=email/>
                    <MenuSeparator/>
                    <MenuLink href=home label="Home" icon=IconKind::Home/>
                    <MenuLink href="/account" label="Account settings" icon=IconKind::Settings/>
                    <MenuSeparator/>
                    <PostForm state=form>
                        <MenuButton label="Sign out" icon=IconKind::SignOut/>
                    </PostForm>
                </Menu>
            }
            .into_any()
        }
    }
}
