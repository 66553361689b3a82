//! `GET /api/health`: whether the site can answer. It is as cheap as possible, because load balancers call it every
//! second, and strangers may too.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use hireq_services::{Services, health};

/// 200 while the site works, 503 otherwise.
pub(crate) async fn answer(State(services): State<Services>) -> impl IntoResponse {
    let pulse = health::pulse(&services).await;
    let status = if pulse.status == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(pulse))
}
