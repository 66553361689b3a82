//! Server functions of accounts.

use crate::error::AppError;
use hireq_domain::account::{Role, SecurityEvent, SessionInfo};
use leptos::{prelude::*, server_fn::codec::GetUrl};

#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_domain::ids::ApplicationId;
#[cfg(feature = "ssr")]
use hireq_services::accounts;

/// Starts a session and goes to the page that the person wanted to reach, or home.
#[server(prefix = "/api", endpoint = "account/sign-in")]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), AppError> {
    let services = server::services()?;
    let user = accounts::sign_in(&services, &server::visitor(), &email, &password).await.map_err(server::error)?;
    server::begin_session(user).await?;
    server::redirect(if next.is_empty() { "/home" } else { &next });
    Ok(())
}

#[server(prefix = "/api", endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    accounts::signed_out(&server::services()?, &server::visitor()).await.map_err(server::error)?;
    server::end_session().await?;
    server::redirect("/");
    Ok(())
}

/// Creates an account and starts its first session, or mails a link to confirm the address first.
#[server(prefix = "/api", endpoint = "account/sign-up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    role: Role,
    #[server(default)] organization: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let (services, input) = (server::services()?, accounts::SignUp { name, email, password, role, organization });
    let account = accounts::begin_sign_up(&services, &server::visitor(), input, next.clone()).await;
    let Some(user) = account.map_err(server::error)? else {
        server::redirect("/sign-up?sent=1");
        return Ok(());
    };
    server::begin_session(user).await?;
    server::redirect(if next.is_empty() { "/home" } else { &next });
    Ok(())
}

/// Creates the account for a mailed link and starts its first session.
#[server(prefix = "/api", endpoint = "account/confirm-sign-up")]
pub async fn confirm_sign_up(token: String, password: String) -> Result<(), AppError> {
    let (services, visitor) = (server::services()?, server::visitor());
    let (user, next) =
        accounts::confirm_sign_up(&services, &visitor, &token, &password).await.map_err(server::error)?;
    server::begin_session(user).await?;
    server::redirect(if next.is_empty() { "/home" } else { &next });
    Ok(())
}

/// Mails a password reset link.
#[server(prefix = "/api", endpoint = "account/forgot-password")]
pub async fn forgot_password(email: String) -> Result<(), AppError> {
    let services = server::services()?;
    accounts::forgot_password(&services, &server::visitor(), &email).await.map_err(server::error)?;
    server::redirect("/forgot-password?sent=1");
    Ok(())
}

/// Sets a new password with a mailed link's token.
#[server(prefix = "/api", endpoint = "account/reset-password")]
pub async fn reset_password(token: String, password: String) -> Result<(), AppError> {
    let visitor = server::visitor();
    accounts::reset_password(&server::services()?, &visitor, &token, &password).await.map_err(server::error)?;
    server::redirect("/sign-in?changed=1");
    Ok(())
}

/// Changes the name and requests a change of address; both require the password.
#[server(prefix = "/api", endpoint = "account/set-profile")]
pub async fn set_profile(name: String, email: String, #[server(default)] current: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::signed_in()?);
    let asked = accounts::set_profile(&services, &who, &name, &email, &current).await.map_err(server::error)?;
    let sent = "We have sent a link to the new address, and a message to the old one. You sign in with the new one from \
                when you open the link.";
    server::done("/account", if asked { sent } else { "Your details are saved." });
    Ok(())
}

/// Sets the user's time zone and, for recruiters, the organisation's.
#[server(prefix = "/api", endpoint = "account/set-time-zone")]
pub async fn set_time_zone(
    #[server(default)] time_zone: String,
    #[server(default)] organization_time_zone: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::signed_in()?);
    accounts::set_time_zone(&services, &who, &time_zone, &organization_time_zone).await.map_err(server::error)?;
    server::done("/account", "Your time zone is saved.");
    Ok(())
}

/// The new address that awaits confirmation.
#[server(prefix = "/api", endpoint = "account/waiting-address", input = GetUrl)]
pub async fn waiting_address() -> Result<Option<String>, AppError> {
    let (services, who) = (server::services()?, server::signed_in()?);
    let waiting = accounts::waiting_address(&services, &who).await.map_err(server::error)?;
    Ok(waiting.map(String::from))
}

/// Confirms a new address with a mailed link's token.
#[server(prefix = "/api", endpoint = "account/confirm-address")]
pub async fn confirm_address(token: String) -> Result<(), AppError> {
    let visitor = server::visitor();
    accounts::confirm_address(&server::services()?, &visitor, &token).await.map_err(server::error)?;
    server::redirect("/confirm-address?done=1");
    Ok(())
}

/// Restores the old address with a mailed link's token.
#[server(prefix = "/api", endpoint = "account/restore-address")]
pub async fn restore_address(token: String) -> Result<(), AppError> {
    let visitor = server::visitor();
    accounts::restore_address(&server::services()?, &visitor, &token).await.map_err(server::error)?;
    server::redirect("/restore-address?done=1");
    Ok(())
}

/// Sets the first password of an account that was created without one, and returns to the application that led to it.
#[server(prefix = "/api", endpoint = "account/choose-password")]
pub async fn choose_password(password: String, #[server(default)] application: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::signed_in()?);
    accounts::choose_first_password(&services, &who, &password).await.map_err(server::error)?;
    server::renew_session().await?;
    let to = match application.parse::<ApplicationId>() {
        Ok(id) => format!("/me/applications/{id}"),
        Err(_) => "/home".to_owned(),
    };
    server::done(&to, "Your password is set. Sign in with it to see your application again.");
    Ok(())
}

#[server(prefix = "/api", endpoint = "account/change-password")]
pub async fn change_password(current: String, password: String) -> Result<(), AppError> {
    let (services, who, session) = (server::services()?, server::signed_in()?, server::session_key());
    accounts::change_password(&services, &who, session.as_deref(), &current, &password).await.map_err(server::error)?;
    server::renew_session().await?;
    server::done("/account", "Your password is changed. Other devices are signed out.");
    Ok(())
}

#[server(prefix = "/api", endpoint = "account/sessions", input = GetUrl)]
pub async fn sessions() -> Result<Vec<SessionInfo>, AppError> {
    let (services, who, session) = (server::services()?, server::signed_in()?, server::session_key());
    accounts::list_sessions(&services, &who, session.as_deref()).await.map_err(server::error)
}

/// Recent events of the account.
#[server(prefix = "/api", endpoint = "account/recent-events", input = GetUrl)]
pub async fn recent_events() -> Result<Vec<SecurityEvent>, AppError> {
    let (services, who) = (server::services()?, server::signed_in()?);
    accounts::recent_events(&services, &who).await.map_err(server::error)
}

/// Ends all other sessions.
#[server(prefix = "/api", endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let (services, who, session) = (server::services()?, server::signed_in()?, server::session_key());
    accounts::end_other_sessions(&services, &who, session.as_deref()).await.map_err(server::error)?;
    server::done("/account", "Other devices are signed out.");
    Ok(())
}
