//! The recruiter's dashboard: what needs attention, and how the work is going.

use crate::{Result, Services, auth::Hr, zones};
use chrono::Days;
use hireq_domain::{dashboard::Dashboard, inbox::InboxPart};
use hireq_store::{dashboard as store, inbox};

/// Rows in each list of what needs attention.
const SHOWN: i64 = 8;
/// Rows in the list of jobs.
const JOBS: i64 = 50;
/// For how many weeks applications are shown.
const WEEKS: u32 = 12;

/// Everything on the dashboard, within the recruiter's organisation.
///
/// # Errors
/// If the database query fails.
pub async fn show(services: &Services, hr: &Hr) -> Result<Dashboard> {
    let (pool, scope, now) = (&services.pool, hr.scope(), services.clock.now());
    let year = now.checked_sub_days(Days::new(365)).unwrap_or(now);
    let mondays = zones::weeks(&hr.user.zone(), now, WEEKS);
    let starts: Vec<_> = mondays.iter().map(|(_, begins)| *begins).collect();
    let (counts, overdue, waiting, without_applicants, drafts, unreadable, weeks, funnel, jobs) = tokio::try_join!(
        store::counts(pool, scope, now),
        inbox::list(pool, scope, (InboxPart::Overdue, None), now, (SHOWN, 0)),
        inbox::counts(pool, scope, None, now),
        store::without_applicants(pool, scope, SHOWN),
        store::drafts(pool, scope, SHOWN),
        store::unreadable(pool, scope, SHOWN),
        store::arrivals(pool, scope, &starts),
        store::funnel(pool, scope, year),
        store::jobs(pool, scope, JOBS),
    )?;
    Ok(Dashboard {
        active: counts.active,
        new: counts.new,
        this_week: counts.this_week,
        open_jobs: counts.open_jobs,
        overdue,
        overdue_total: waiting.overdue,
        without_applicants,
        drafts,
        unreadable,
        weeks: mondays.into_iter().map(|(monday, _)| monday).zip(weeks).collect(),
        funnel,
        jobs,
    })
}
