//! Demo data: two organisations, ten open jobs and forty candidates, made through the same use-cases as real ones, so
//! that whatever the demo shows the program did itself. The résumés are files that `scripts/demo-resumes` made; they
//! are read by the ordinary task after the start.

mod one_step;
mod people;

use crate::{
    Result, ServiceError, Services, accounts, admin,
    auth::{Hr, Visitor, chosen::Password, password},
    jobs,
};
use chrono::TimeDelta;
use hireq_domain::{
    account::{AccountStatus, Role},
    ids::{JobId, UserId},
    job::{Employment, JobContent, Pay, PayPeriod, Question, QuestionKind, RemoteMode, default_stages},
    job_form::JobForm,
    matching::Weights,
};
use hireq_store::{PgPool, users};
use one_step::OneStep;
use serde::Deserialize;
use uuid::Uuid;

/// Who can sign in, and what as.
pub const ACCOUNTS: &[(&str, &str)] = &[
    ("admin@example.com", "administrator"),
    ("recruiter@northwind.example", "recruiter of Northwind Mobility"),
    ("recruiter@harbour.example", "recruiter of Harbour Health"),
    ("amara.okafor@example.com", "candidate with an application"),
];

const ORGANIZATIONS: &[(&str, &str, &str, &str)] = &[
    ("northwind", "Northwind Mobility", "Nora Winter", "recruiter@northwind.example"),
    ("harbour", "Harbour Health", "Hugh Barrett", "recruiter@harbour.example"),
];

/// The demo begins this many days before the first start.
const DAYS: i64 = 60;

#[derive(Deserialize)]
struct DemoJob {
    organization: String,
    slug: String,
    title: String,
    location: String,
    remote: RemoteMode,
    employment: Employment,
    pay: DemoPay,
}

#[derive(Deserialize)]
struct DemoPay {
    min: i64,
    max: i64,
    currency: String,
    period: PayPeriod,
}

/// A job's text by its slug.
fn description(slug: &str) -> &'static str {
    macro_rules! texts {
        ($($slug:literal)+) => {
            match slug { $($slug => include_str!(concat!("../../demo/jobs/", $slug, ".md")),)+ _ => "" }
        };
    }
    texts!("senior-data-engineer" "backend-engineer-rust" "frontend-engineer" "devops-engineer" "product-designer"
        "financial-accountant" "registered-nurse-emergency" "hr-generalist" "it-support-specialist" "data-analyst")
}

/// Whether this is the demo's database.
///
/// # Errors
/// Where the database refuses.
pub async fn is_demo(services: &Services) -> Result<bool> {
    let email = ACCOUNTS[0].0.parse().map_err(|e: &str| ServiceError::internal(e))?;
    Ok(users::credentials(&services.pool, &email).await?.is_some())
}

/// Adds the demo where there is no account at all; whether it did. It is there whole or not at all, however the program
/// ends; files of one that was cut off are swept like any that no row names.
///
/// # Errors
/// Where a use-case refuses.
pub async fn seed_if_empty(services: &Services) -> Result<bool> {
    if has_accounts(&services.pool).await? {
        return Ok(false);
    }
    let step = OneStep::begin(&services.pool).await?;
    if has_accounts(&step.pool).await? {
        return Ok(false);
    }
    let inside = Services { pool: step.pool.clone(), ..services.clone() };
    // History needs a past: the clock walks from there to now while the demo is made.
    services.clock.advance(-TimeDelta::days(DAYS));
    let seeded = seed(&inside).await;
    services.clock.reset();
    seeded?;
    step.commit().await?;
    Ok(true)
}

async fn has_accounts(pool: &PgPool) -> Result<bool> {
    Ok(sqlx::query_scalar("select exists (select from users)").fetch_one(pool).await?)
}

async fn seed(services: &Services) -> Result<()> {
    let admin = admin_account(services).await?;
    let mut recruiters = Vec::new();
    for (key, organization, name, email) in ORGANIZATIONS {
        let id = sign_up(services, name, email, Role::Hr, organization).await?;
        admin::users::approve(services, &admin, id).await?;
        let hr = visitor(services, id).await?.hr()?;
        recruiters.push((*key, hr));
    }
    let jobs: Vec<DemoJob> =
        serde_json::from_str(include_str!("../../demo/jobs.json")).map_err(ServiceError::internal)?;
    let mut made = Vec::new();
    for job in jobs {
        let Some((_, hr)) = recruiters.iter().find(|(key, _)| *key == job.organization) else { continue };
        let id = publish(services, hr, &job).await?;
        made.push(people::DemoOpening { slug: job.slug, job: id, hr: hr.clone() });
        services.clock.advance(TimeDelta::hours(20));
    }
    people::apply_all(services, &made).await
}

async fn admin_account(services: &Services) -> Result<crate::auth::Admin> {
    let (email, _) = ACCOUNTS[0];
    let password = Password::choose(password::DEMO, &[email]).await?.map_err(ServiceError::internal)?;
    let address = email.parse().map_err(|e: &str| ServiceError::internal(e))?;
    let id = accounts::create_admin(services, "Ada Minh", &address, &password).await?;
    visitor(services, id).await?.admin()
}

async fn publish(services: &Services, hr: &Hr, job: &DemoJob) -> Result<JobId> {
    let text = description(&job.slug);
    let content = JobContent {
        title: job.title.clone(),
        description: text.to_owned(),
        location: job.location.clone(),
        remote: job.remote,
        employment: job.employment,
        pay: Some(Pay {
            min: Some(job.pay.min.into()),
            max: Some(job.pay.max.into()),
            currency: job.pay.currency.clone(),
            period: job.pay.period,
        }),
        closes_on: None,
        time_zone: None,
        blind: false,
        weights: Weights::default(),
        requirements: jobs::proposal(services, job.title.clone(), text.to_owned()).await?,
        questions: vec![Question {
            id: None,
            text: "When could you start?".into(),
            kind: QuestionKind::Text,
            options: Vec::new(),
            required: true,
            knock_out: None,
        }],
        stages: default_stages(),
    };
    let saved = jobs::save(services, hr, JobId(Uuid::now_v7()), 0, &JobForm::from(&content), true).await?;
    Ok(saved.id)
}

/// Makes an account as signing up does; nobody's address is limited here.
async fn sign_up(services: &Services, name: &str, email: &str, role: Role, organization: &str) -> Result<UserId> {
    let input = accounts::SignUp {
        name: name.to_owned(),
        email: email.to_owned(),
        password: password::DEMO.to_owned(),
        role,
        organization: organization.to_owned(),
    };
    accounts::sign_up(services, email, input).await
}

/// What a request of an account's carries.
async fn visitor(services: &Services, id: UserId) -> Result<Visitor> {
    let user = users::current(&services.pool, id).await?.ok_or(ServiceError::NotFound)?;
    debug_assert_ne!(user.status, AccountStatus::Pending, "the demo's accounts are approved");
    Ok(Visitor { user: Some(user), ip: "127.0.0.1".into(), agent: "demo".into() })
}
