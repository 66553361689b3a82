//! A person's initials.

use leptos::prelude::*;

/// A person's initials in a circle. Decorative, because the name is beside it.
#[component]
pub fn Avatar(#[prop(into)] name: String) -> impl IntoView {
    view! { <span class="avatar" aria-hidden="true">{initials(&name)}</span> }
}

/// An avatar beside a name and a second line: the usual first cell of a list of people.
#[component]
pub fn Person(
    #[prop(into)] name: String,
    /// Where the name leads.
    #[prop(optional, into)]
    href: String,
    /// A second line, such as a headline.
    #[prop(optional, into)]
    detail: String,
    /// The reader has not opened it yet.
    #[prop(optional)]
    unread: bool,
) -> impl IntoView {
    let title = if href.is_empty() {
        view! { <span class="person-name">{name.clone()}</span> }.into_any()
    } else {
        view! { <a class="person-name" href=href>{name.clone()}</a> }.into_any()
    };
    view! {
        <span class="person" class:is-unread=unread>
            <Avatar name=name/>
            <span class="person-text">
                {title}
                {unread.then(|| view! { <span class="visually-hidden">"New to you"</span> })}
                {(!detail.is_empty()).then(|| view! { <span class="person-detail">{detail}</span> })}
            </span>
        </span>
    }
}

/// The initials of the first and the last name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    let letters: String = first.into_iter().chain(last).flat_map(char::to_uppercase).collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_the_first_and_the_last_name() {
        assert_eq!(initials("Ada King Lovelace"), "AL");
        assert_eq!(initials("sólveig"), "S");
        assert_eq!(initials("  "), "?");
    }
}
