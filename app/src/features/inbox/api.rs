//! Server functions of the inbox.

use crate::error::AppError;
use hireq_domain::inbox::{InboxPage, InboxQuery};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;

#[server(prefix = "/api", endpoint = "inbox/show", input = GetUrl)]
pub async fn show_inbox(#[server(default)] query: InboxQuery) -> Result<InboxPage, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    hireq_services::inbox::page(&services, &who, &query).await.map_err(server::error)
}
