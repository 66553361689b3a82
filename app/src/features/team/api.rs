//! Server functions of the team.

use crate::error::AppError;
use hireq_domain::{
    ids::InvitationId,
    team::{Invited, Team},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_services::accounts::team;

#[server(prefix = "/api", endpoint = "team/show", input = GetUrl)]
pub async fn show_team() -> Result<Team, AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    team::team(&services, &who).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "team/invite")]
pub async fn invite_colleague(#[server(default)] email: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    let email = team::invite(&services, &who, &email).await.map_err(server::error)?;
    server::done("/hr/team", format!("{} is invited", email.as_str()));
    Ok(())
}

#[server(prefix = "/api", endpoint = "team/withdraw")]
pub async fn withdraw_invitation(id: InvitationId) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::hr()?);
    team::withdraw(&services, &who, id).await.map_err(server::error)?;
    server::done("/hr/team", "The invitation is withdrawn");
    Ok(())
}

/// What the invitation of a link says; nothing if the link works no longer.
#[server(prefix = "/api", endpoint = "team/invited", input = GetUrl)]
pub async fn show_invitation(#[server(default)] token: String) -> Result<Option<Invited>, AppError> {
    team::invited(&server::services()?, &server::visitor(), &token).await.map_err(server::error)
}

/// Creates the account of somebody who was invited, and starts its first session.
#[server(prefix = "/api", endpoint = "team/join")]
pub async fn join_team(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    let (services, visitor) = (server::services()?, server::visitor());
    let user = team::join(&services, &visitor, &token, &name, &password).await.map_err(server::error)?;
    server::begin_session(user).await?;
    server::redirect("/hr");
    Ok(())
}
