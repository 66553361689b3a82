//! `GET /api/health`: whether each part works.

use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use hireq_services::{Services, health};

/// 200 while the site can work, 503 otherwise.
pub(crate) async fn answer(State(services): State<Services>) -> impl IntoResponse {
    let health = health::check(&services).await;
    let status = if health.is_up() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(health))
}
