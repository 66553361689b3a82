//! Downloads of files: only for those who may see them, and such that no browser runs anything in them.

use crate::parts::{self, Wanted};
use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use hireq_domain::ids::DocumentId;
use hireq_services::{
    ServiceError, Services,
    auth::Visitor,
    resumes::{self, sheets},
    uploads::Download,
};
use tokio_util::io::ReaderStream;

/// A file's bytes, pictures of its pages, and what was read from it as a JSON Resume.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(services: Services) -> Router<S> {
    Router::new()
        .route("/files/{document}", get(download))
        .route("/files/{document}/pages/{page}", get(page))
        .route("/files/{document}/json-resume", get(json_resume))
        .with_state(services)
}

async fn download(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    Path(document): Path<String>,
    asked: HeaderMap,
) -> Response {
    let Ok(document) = document.parse::<DocumentId>() else { return refused(&ServiceError::NotFound) };
    match resumes::download(&services, &visitor, document).await {
        Err(error) => refused(&error),
        Ok(file) => send(&services, &asked, &file).await.unwrap_or_else(|error| refused(&error)),
    }
}

/// Answers with the file, or the requested part of it.
async fn send(services: &Services, asked: &HeaderMap, file: &Download) -> Result<Response, ServiceError> {
    let (tag, size) = (file.tag(), file.bytes);
    let (status, part) = match parts::wanted(asked, &tag, size) {
        Wanted::Unchanged => (StatusCode::NOT_MODIFIED, None),
        Wanted::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, None),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, Some(part)),
        Wanted::Whole => (StatusCode::OK, Some(0..size)),
    };
    let body = match &part {
        Some(part) => Body::from_stream(ReaderStream::new(file.part(services, part.clone()).await?)),
        None => Body::empty(),
    };
    let mut response = attachment(body, &file.name, &file.media_type);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).map_err(ServiceError::internal)?);
    let range = match &part {
        Some(part) if status == StatusCode::PARTIAL_CONTENT => {
            Some(format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1)))
        }
        None if status == StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{size}")),
        _ => None,
    };
    if let Some(range) = range {
        headers.insert(header::CONTENT_RANGE, HeaderValue::from_str(&range).map_err(ServiceError::internal)?);
    }
    if let Some(part) = part {
        headers.insert(header::CONTENT_LENGTH, (part.end - part.start).into());
    }
    Ok(response)
}

/// A page's image. Browsers may cache it but must revalidate it, because the right to see it can end.
async fn page(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    Path((document, number)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    let (Ok(document), Ok(number)) = (document.parse::<DocumentId>(), number.parse::<u32>()) else {
        return refused(&ServiceError::NotFound);
    };
    let seen = async {
        let page = sheets::page(&services, &visitor.hr()?, document, number).await?;
        let tag = page.tag();
        let mut response = if parts::is_known(&asked, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let picture = page.picture(&services).await?;
            ([(header::CONTENT_TYPE, picture.media_type)], Bytes::from_owner(picture.bytes)).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, HeaderValue::from_str(&tag).map_err(ServiceError::internal)?);
        protect(headers);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        Ok(response)
    };
    seen.await.unwrap_or_else(|error| refused(&error))
}

async fn json_resume(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    Path(document): Path<String>,
) -> Response {
    let Ok(document) = document.parse::<DocumentId>() else { return refused(&ServiceError::NotFound) };
    let exported = async {
        let who = visitor.candidate(&services).await?;
        let resume = resumes::export_json(&services, &who, document).await?;
        resume.write().map_err(ServiceError::internal)
    };
    match exported.await {
        Err(error) => refused(&error),
        Ok(json) => attachment(Body::from(json), "resume.json", "application/json"),
    }
}

fn attachment(body: Body, name: &str, media_type: &str) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).ok();
    headers.insert(
        header::CONTENT_TYPE,
        value(media_type).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(
        header::CONTENT_DISPOSITION,
        value(&disposition(name)).unwrap_or(HeaderValue::from_static("attachment")),
    );
    protect(headers);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// Prevents content sniffing and scripts in uploaded content.
pub(crate) fn protect(headers: &mut HeaderMap) {
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    );
}

/// `Content-Disposition: attachment` with the name twice: in ASCII for old programs, and in full as in RFC 5987.
fn disposition(name: &str) -> String {
    let ascii: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

pub(crate) fn refused(error: &ServiceError) -> Response {
    match error {
        ServiceError::Unauthenticated => Redirect::to("/sign-in").into_response(),
        // Somebody without the right to see a file gets the same answer as for one that does not exist.
        ServiceError::NotFound | ServiceError::Forbidden => {
            (StatusCode::NOT_FOUND, "There is no such file").into_response()
        }
        ServiceError::Unavailable(message) => (StatusCode::SERVICE_UNAVAILABLE, message.clone()).into_response(),
        other => {
            tracing::error!(error = %other, "a file could not be sent");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side").into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_survives_in_any_script_and_breaks_out_of_nothing() {
        assert_eq!(
            disposition("Lebenslauf Zoë\".pdf"),
            "attachment; filename=\"Lebenslauf Zo__.pdf\"; filename*=UTF-8''Lebenslauf%20Zo%C3%AB%22.pdf"
        );
        assert!(!disposition("a\r\nSet-Cookie: x").contains('\n'));
    }
}
