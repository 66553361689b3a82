//! The inbox: who waits for the recruiter in any of the organisation's jobs, in which order, and who is next.

use crate::support::{
    browser::Browser,
    world::{World, stage},
};
use chrono::TimeDelta;
use hireq_domain::{
    applicants::blind_name,
    ids::ApplicationId,
    inbox::{InboxCounts, InboxList, InboxPart, InboxQuery},
    job_form::JobForm,
};
use hireq_services::{
    applications::{
        detail::{self, At, List},
        transitions,
    },
    inbox,
};

fn limited(form: &mut JobForm) {
    form.stages[1].sla_days = "3".into();
}

#[tokio::test]
async fn the_inbox_holds_who_is_new_and_who_waits_too_long_in_any_job_what_is_due_first_first() {
    let World { app, hr, job } = World::with(limited).await;
    let s = &app.services;
    let other = app.job(&hr, |form| form.title = "Nurse".into()).await;
    let ids = async |part: InboxPart| {
        let query = InboxQuery { show: part.to_string(), page: "9".into() };
        let page = inbox::page(s, &hr, &query).await.expect("a page");
        assert_eq!(page.rows.total, page.counts.of(part));
        page.rows.items.iter().map(|row| row.id).collect::<Vec<ApplicationId>>()
    };
    let ada = app.applicant(&job, "ada@example.com", &[]).await.id;
    app.advance(TimeDelta::hours(1));
    let bea = app.applicant(&other, "bea@example.com", &[]).await.id;
    app.advance(TimeDelta::hours(1));
    let cem = app.applicant(&job, "cem@example.com", &[]).await.id;
    assert_eq!(ids(InboxPart::All).await, [ada, bea, cem]);
    assert!(ids(InboxPart::Overdue).await.is_empty());
    // Whoever was moved on waits for nobody, until the stage's days are over.
    transitions::move_to(s, &hr, ada, 1, stage(&job, 1)).await.expect("moved");
    assert_eq!(ids(InboxPart::All).await, [bea, cem]);
    app.advance(TimeDelta::days(4));
    assert_eq!(ids(InboxPart::Overdue).await, [ada]);
    assert_eq!(ids(InboxPart::All).await, [ada, bea, cem]);
    assert_eq!(ids(InboxPart::New).await, [bea, cem]);
    let place = async |id, part| {
        let at = At { list: List::Inbox(InboxList { part, mine: false }), ..At::default() };
        let page = detail::load_at(s, &hr, id, at).await.expect("a page");
        (page.rank, page.of, page.previous, page.next)
    };
    assert_eq!(place(bea, InboxPart::All).await, (Some(2), 3, Some(ada), Some(cem)));
    assert_eq!(place(bea, InboxPart::New).await, (Some(1), 2, None, Some(cem)));
    assert_eq!(place(ada, InboxPart::New).await, (None, 2, None, Some(bea)));
    // On hold the clock is stopped, and what is over waits for nobody.
    transitions::hold(s, &hr, bea, 1, "later").await.expect("held");
    transitions::hire(s, &hr, cem, 1).await.expect("hired");
    assert_eq!(ids(InboxPart::All).await, [ada]);
    assert_eq!(place(cem, InboxPart::All).await.0, None);
    app.sql("update jobs set status = 'closed'").await;
    assert!(ids(InboxPart::All).await.is_empty());
}

#[tokio::test]
async fn another_organisations_applicants_are_in_nobody_elses_inbox() {
    let World { app, job, .. } = World::new().await;
    app.applicant(&job, "ada@example.com", &[]).await;
    let eve = app.hr("eve@elsewhere.example").await;
    let page = inbox::page(&app.services, &eve, &InboxQuery::default()).await.expect("a page");
    assert_eq!(page.counts, InboxCounts::default());
    assert!(page.rows.items.is_empty());
}

#[tokio::test]
async fn the_page_leads_to_the_first_and_from_one_to_the_next() {
    let World { app, job, .. } = World::with(crate::support::world::blind).await;
    let ada = app.applicant(&job, "ada@example.com", &[]).await.id;
    app.advance(TimeDelta::hours(1));
    let bea = app.applicant(&job, "bea@example.com", &[]).await.id;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let page = browser.get("/hr/inbox?show=new").await.body;
    assert!(page.contains(&blind_name(ada)) && !page.contains("ada@example.com"), "{page}");
    let href = |id| format!("/hr/applications/{id}?inbox=new");
    assert!(page.contains("Review one by one") && page.contains(&href(ada)));
    let page = browser.get(&href(ada)).await.body;
    assert!(page.contains("1 of 2") && page.contains(&href(bea)) && page.contains("/hr/inbox?show=new"), "{page}");
}
