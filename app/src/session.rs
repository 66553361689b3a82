//! Who is signed in. Signing in and out reload the page, so the value is constant for each page.

use hireq_domain::account::CurrentUser;
use leptos::prelude::*;

#[derive(Clone)]
struct User(Option<CurrentUser>);

/// Reads the signed-in user on the server and passes it to the browser. Call once, in the root.
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

/// The signed-in user.
pub fn use_user() -> Option<CurrentUser> {
    use_context::<User>().and_then(|user| user.0)
}
