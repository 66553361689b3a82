//! Static pages for when the site itself cannot answer.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

/// The page for an internal error.
pub(crate) fn broken() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, plain_page("Something went wrong on our side", "Go back and try again."))
        .into_response()
}

/// The page while the database is unavailable.
pub(crate) fn down() -> Response {
    let page = plain_page(
        "Not available just now",
        "The site is back in a moment. Nothing that was saved is lost; try again soon.",
    );
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], page).into_response()
}

/// The page for requests that contain characters which cannot be stored.
pub(crate) fn unreadable_page() -> Html<String> {
    plain_page(
        "This cannot be read",
        "The address or the form holds a character that no text has. Go back and remove it.",
    )
}

/// The page for a form that was refused too often to be kept.
pub(crate) fn busy_page() -> Html<String> {
    plain_page("Too many attempts", "Wait a minute, go back and send the form again.")
}

/// The page for a refused form if the browser does not say which page it came from.
pub(crate) fn refused_page(status: StatusCode, why: &str) -> Response {
    let why: String = why.chars().filter(|c| !matches!(c, '<' | '>' | '&')).collect();
    let text = format!("{why}. Nothing was done. Go back: what you typed is there.");
    (status, plain_page("The form was not taken", &text)).into_response()
}

fn plain_page(title: &str, text: &str) -> Html<String> {
    Html(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title} · HireQ</title></head>\
         <body><main><h1>{title}</h1><p>{text}</p></main></body></html>"
    ))
}
