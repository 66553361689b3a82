//! `GET /api/health`: whether the site can answer. It asks as little as can be asked: balancers ask every second, and
//! strangers may.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use hireq_services::{Services, health};

/// 200 while the site can work, 503 otherwise.
pub(crate) async fn answer(State(services): State<Services>) -> impl IntoResponse {
    let pulse = health::pulse(&services).await;
    let status = if pulse.status == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(pulse))
}
