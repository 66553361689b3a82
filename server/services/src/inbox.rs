//! The inbox: applicants of all jobs that wait for a recruiter.

use crate::{Result, Services, auth::Hr};
use hireq_domain::{
    inbox::{InboxList, InboxPage, InboxQuery},
    page::{Page, offset},
};
use hireq_store::inbox as store;

/// Rows a page.
const PAGE: i64 = 50;

/// A page of who waits in the recruiter's organisation, with how many wait in each part.
///
/// # Errors
/// Where the database refuses.
pub async fn page(services: &Services, who: &Hr, query: &InboxQuery) -> Result<InboxPage> {
    let (pool, scope, now) = (&services.pool, who.scope(), services.clock.now());
    let (InboxList { part, mine }, number) = query.read();
    let member = mine.then_some(who.user.id);
    let counts = store::counts(pool, scope, member, now).await?;
    let total = counts.of(part);
    // A page past the end, perhaps of a list that shrank, shows the last one.
    let number = number.min(((total + PAGE - 1) / PAGE).max(1));
    let items = store::list(pool, scope, (part, member), now, (PAGE, offset(number, PAGE))).await?;
    Ok(InboxPage { counts, rows: Page { items, total, number, size: PAGE } })
}
