//! Lists as downloads, for recruiters of the organisation that they belong to.

use axum::{
    Extension, Router,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use hireq_domain::{applicants::ApplicantQuery, ids::JobId};
use hireq_services::{ServiceError, Services, applications::csv, auth::Visitor};

/// A job's applicants as CSV, filtered and sorted like the table.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(services: Services) -> Router<S> {
    Router::new().route("/hr/jobs/{job}/applicants.csv", get(applicants)).with_state(services)
}

async fn applicants(
    State(services): State<Services>,
    Extension(visitor): Extension<Visitor>,
    Path(job): Path<String>,
    Query(query): Query<ApplicantQuery>,
) -> Response {
    let made = async {
        let who = visitor.hr()?;
        let job: JobId = job.parse().map_err(|_| ServiceError::NotFound)?;
        csv::applicants(&services, &who, job, &query).await
    };
    match made.await {
        Ok((name, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(ServiceError::Unauthenticated) => Redirect::to("/sign-in").into_response(),
        Err(ServiceError::NotFound | ServiceError::Forbidden) => {
            (StatusCode::NOT_FOUND, "There is no such job").into_response()
        }
        Err(ServiceError::Unavailable(message)) => (StatusCode::SERVICE_UNAVAILABLE, message).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "a list could not be exported");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side").into_response()
        }
    }
}
