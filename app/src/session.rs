//! Who is signed in. Signing in and out reload the page, so one value a page suffices.

use hireq_domain::account::CurrentUser;
use leptos::prelude::*;

#[derive(Clone)]
struct User(Option<CurrentUser>);

/// Reads who is signed in on the server and hands it to the browser. Call once, in the root.
pub fn provide_user() {
    let user = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        return crate::server::visitor().signed_in().ok().map(|s| s.user);
        #[cfg(not(feature = "ssr"))]
        None::<CurrentUser>
    })
    .into_inner();
    provide_context(User(user));
}

/// Whoever is signed in.
pub fn use_user() -> Option<CurrentUser> {
    use_context::<User>().and_then(|user| user.0)
}
