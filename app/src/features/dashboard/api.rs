//! Server functions of the dashboard.

use crate::error::AppError;
use hireq_domain::dashboard::Dashboard;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;

/// What needs attention, and how the work is going.
#[server(prefix = "/api", endpoint = "dashboard/show", input = GetUrl)]
pub async fn show_dashboard() -> Result<Dashboard, AppError> {
    let (services, hr) = (server::services()?, server::hr()?);
    hireq_services::dashboard::show(&services, &hr).await.map_err(server::error)
}
