//! Server functions for administrators. Every one requires an administrator.

use crate::error::AppError;
use chrono::NaiveDate;
use hireq_domain::{
    account::{AccountStatus, AccountStep, OrganizationRef, Role},
    admin::{
        AuditChoices, AuditRow, MailRow, MailState, MailText, ModelRow, OrganizationRow, Overview, Settings,
        TaskCounts, TaskRow, TaskState, UserRow,
    },
    ids::{OrganizationId, UserId},
    page::Page,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use uuid::Uuid;

#[cfg(feature = "ssr")]
use crate::server;
#[cfg(feature = "ssr")]
use hireq_domain::admin::{AuditFilter, UserFilter};
#[cfg(feature = "ssr")]
use hireq_services::{accounts, admin};

#[server(prefix = "/api", endpoint = "admin/overview", input = GetUrl)]
pub async fn show_overview() -> Result<Overview, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::overview::show(&services, &who).await.map_err(server::error)
}

/// A page of accounts.
#[server(prefix = "/api", endpoint = "admin/users", input = GetUrl)]
pub async fn list_users(
    #[server(default)] q: String,
    #[server(default)] role: Option<Role>,
    #[server(default)] status: Option<AccountStatus>,
    #[server(default)] organization: Option<OrganizationId>,
    #[server(default)] sort: String,
    page: i64,
) -> Result<Page<UserRow>, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    let filter = UserFilter { q, role, status, organization };
    admin::users::list(&services, &who, &filter, &sort, page).await.map_err(server::error)
}

#[server(prefix = "/api", endpoint = "admin/user", input = GetUrl)]
pub async fn show_user(id: UserId) -> Result<UserRow, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::users::show(&services, &who, id).await.map_err(server::error)
}

/// Approves, rejects, suspends or reactivates an account.
#[server(prefix = "/api", endpoint = "admin/users/step")]
pub async fn step_user(
    id: UserId,
    step: AccountStep,
    #[server(default)] reason: String,
    #[server(default)] list: bool,
    #[server(default)] current: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    if step == AccountStep::Suspend {
        accounts::confirm_password(&services, &who.user, &server::visitor(), &current).await.map_err(server::error)?;
    }
    admin::users::step(&services, &who, id, step, &reason).await.map_err(server::error)?;
    let to = if list { "/admin/users?status=pending".to_owned() } else { format!("/admin/users/{id}") };
    let what = match step {
        AccountStep::Approve => "The account is approved. The recruiter has been told by mail.",
        AccountStep::Reject => "The account is rejected. The recruiter has been told why by mail.",
        AccountStep::Suspend => "The account is suspended and signed out everywhere.",
        AccountStep::Reactivate => "The account is active again.",
    };
    server::done(&to, what);
    Ok(())
}

/// Changes the role of an account.
#[server(prefix = "/api", endpoint = "admin/users/set-role")]
pub async fn set_role(
    id: UserId,
    role: Role,
    #[server(default)] organization_id: String,
    #[server(default)] current: String,
) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    accounts::confirm_password(&services, &who.user, &server::visitor(), &current).await.map_err(server::error)?;
    admin::users::set_role(&services, &who, id, role, organization_id.parse().ok()).await.map_err(server::error)?;
    server::done(&format!("/admin/users/{id}"), "The role is changed.");
    Ok(())
}

/// Removes the person from an account, permanently.
#[server(prefix = "/api", endpoint = "admin/users/remove-person")]
pub async fn remove_person(id: UserId, #[server(default)] current: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    accounts::confirm_password(&services, &who.user, &server::visitor(), &current).await.map_err(server::error)?;
    admin::users::remove_person(&services, &who, id).await.map_err(server::error)?;
    server::done(&format!("/admin/users/{id}"), "The person is removed. The account is a former user's.");
    Ok(())
}

/// Organisations to choose from.
#[server(prefix = "/api", endpoint = "admin/organization-choices", input = GetUrl)]
pub async fn organization_choices() -> Result<Vec<OrganizationRef>, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::users::organizations(&services, &who).await.map_err(server::error)
}

/// A page of organisations.
#[server(prefix = "/api", endpoint = "admin/organizations", input = GetUrl)]
pub async fn list_organizations(#[server(default)] q: String, page: i64) -> Result<Page<OrganizationRow>, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::organizations::list(&services, &who, &q, page).await.map_err(server::error)
}

/// Renames an organisation.
#[server(prefix = "/api", endpoint = "admin/organizations/rename")]
pub async fn rename_organization(id: OrganizationId, name: String) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::organizations::rename(&services, &who, id, &name).await.map_err(server::error)?;
    server::done("/admin/organizations", "The organisation is renamed.");
    Ok(())
}

/// A page of the audit log.
#[server(prefix = "/api", endpoint = "admin/audit", input = GetUrl)]
pub async fn list_audit(
    #[server(default)] actor: Option<UserId>,
    #[server(default)] action: String,
    #[server(default)] kind: String,
    #[server(default)] subject: Option<Uuid>,
    #[server(default)] from: Option<NaiveDate>,
    #[server(default)] to: Option<NaiveDate>,
    page: i64,
) -> Result<Page<AuditRow>, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    let filter = AuditFilter { actor, action, subject_kind: kind, subject, from, to };
    admin::audit::list(&services, &who, &filter, page).await.map_err(server::error)
}

/// The values that the audit log can be filtered by.
#[server(prefix = "/api", endpoint = "admin/audit-choices", input = GetUrl)]
pub async fn audit_filter_choices() -> Result<AuditChoices, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::audit::choices(&services, &who).await.map_err(server::error)
}

/// A page of tasks, and how many are in each state.
#[server(prefix = "/api", endpoint = "admin/tasks", input = GetUrl)]
pub async fn list_tasks(
    #[server(default)] state: Option<TaskState>,
    page: i64,
) -> Result<(TaskCounts, Page<TaskRow>), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    let counts = admin::tasks::counts(&services, &who).await.map_err(server::error)?;
    Ok((counts, admin::tasks::list(&services, &who, state, page).await.map_err(server::error)?))
}

/// Runs a task again.
#[server(prefix = "/api", endpoint = "admin/tasks/retry")]
pub async fn retry_task(id: i64) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::tasks::retry(&services, &who, id).await.map_err(server::error)?;
    server::done("/admin/tasks", "The task runs again as soon as a worker is free.");
    Ok(())
}

/// Removes a task.
#[server(prefix = "/api", endpoint = "admin/tasks/cancel")]
pub async fn cancel_task(id: i64) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::tasks::cancel(&services, &who, id).await.map_err(server::error)?;
    server::done("/admin/tasks", "The task is removed.");
    Ok(())
}

/// A page of mails, and how many are in each state.
#[server(prefix = "/api", endpoint = "admin/outbox", input = GetUrl)]
pub async fn list_mails(
    #[server(default)] state: Option<MailState>,
    page: i64,
) -> Result<(Vec<(MailState, i64)>, Page<MailRow>), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    let counts = admin::outbox::counts(&services, &who).await.map_err(server::error)?;
    Ok((counts, admin::outbox::list(&services, &who, state, page).await.map_err(server::error)?))
}

#[server(prefix = "/api", endpoint = "admin/mail", input = GetUrl)]
pub async fn read_mail(id: Uuid) -> Result<MailText, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::outbox::read(&services, &who, id).await.map_err(server::error)
}

/// Cancels a mail.
#[server(prefix = "/api", endpoint = "admin/outbox/cancel")]
pub async fn cancel_mail(id: Uuid) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::outbox::cancel(&services, &who, id).await.map_err(server::error)?;
    server::done(&format!("/admin/outbox/{id}"), "The mail is called back.");
    Ok(())
}

/// Queues a mail again.
#[server(prefix = "/api", endpoint = "admin/outbox/retry")]
pub async fn retry_mail(id: Uuid) -> Result<(), AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::outbox::retry(&services, &who, id).await.map_err(server::error)?;
    server::done(&format!("/admin/outbox/{id}"), "The mail is queued again.");
    Ok(())
}

#[server(prefix = "/api", endpoint = "admin/models", input = GetUrl)]
pub async fn list_models() -> Result<Vec<ModelRow>, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    admin::models::list(&services, &who).await.map_err(server::error)
}

/// The configuration check.
#[server(prefix = "/api", endpoint = "admin/settings", input = GetUrl)]
pub async fn show_settings() -> Result<Settings, AppError> {
    let (services, who) = (server::services()?, server::admin()?);
    Ok(admin::settings::shown(&services, &who))
}
