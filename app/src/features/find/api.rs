//! The server function of finding by name.

use crate::error::AppError;
use hireq_domain::find::Found;
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;

#[server(prefix = "/api", endpoint = "find", input = GetUrl)]
pub async fn find_by_name(#[server(default)] q: String) -> Result<Found, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    hireq_services::find::by_name(&services, &who, &q).await.map_err(server::error)
}
