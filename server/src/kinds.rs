//! The media types of a request's body and of the accepted response. They are parsed, because the header may contain a
//! type's name without meaning it.

use axum::{extract::Request, http::header};
use mime::Mime;

/// A form's fields as text.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// A form with files.
pub(crate) const MULTIPART: &str = "multipart/form-data";

/// Whether a request's body has this type.
pub(crate) fn content_is(request: &Request, kind: &str) -> bool {
    let value = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse::<Mime>().ok()).is_some_and(|found| found.essence_str() == kind)
}

/// Whether the response should be a page, as when a browser submits a form or follows a link.
pub(crate) fn wants_page(request: &Request) -> bool {
    wants(request, mime::TEXT_HTML.essence_str())
}

/// Whether a response of this type is accepted.
pub(crate) fn wants(request: &Request, wanted: &str) -> bool {
    let values = request.headers().get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .filter_map(|kind| kind.trim().parse::<Mime>().ok())
        .any(|kind| kind.essence_str() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(content_type: &str, accept: &str) -> Request {
        let request = Request::post("/").header(header::CONTENT_TYPE, content_type).header(header::ACCEPT, accept);
        request.body(Body::empty()).expect("a request")
    }

    #[test]
    fn a_type_is_what_stands_first_and_not_what_is_hidden_behind_it() {
        assert!(content_is(&request("multipart/form-data; boundary=x", ""), MULTIPART));
        assert!(content_is(&request("Application/X-WWW-Form-Urlencoded; charset=UTF-8", ""), FORM));
        assert!(!content_is(&request("multipart/form-data; x=application/x-www-form-urlencoded", ""), FORM));
        assert!(!content_is(&request("multipart/form-data-not; boundary=x", ""), MULTIPART));
        assert!(wants_page(&request("", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")));
        assert!(!wants_page(&request("", "application/json, text/htmlish")));
    }
}
