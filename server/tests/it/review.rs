//! Going through applicants one by one: who is next in the list that one came from, and taking back what was just done.

use crate::{
    applications::{seen, version},
    support::{
        TestApp,
        browser::Browser,
        world::{World, stage},
    },
};
use chrono::TimeDelta;
use hireq_domain::{
    about::About,
    applicants::{ApplicantQuery, Seen},
    application::{ApplicationStatus, EventKind, ListColumn, RejectReason},
    ids::ApplicationId,
};
use hireq_services::{
    ServiceError,
    applications::{
        bulk::{self, Bulk},
        detail::{self, At, List},
        own, ranked, saved_filters, transitions,
        undo::undo,
    },
    auth::Hr,
    tags,
};

/// Rank, how many there are, who is before and who after, for each of these in this list.
async fn places(
    app: &TestApp,
    hr: &Hr,
    list: &ApplicantQuery,
    ids: &[ApplicationId],
) -> Vec<(Option<i64>, i64, Option<ApplicationId>, Option<ApplicationId>)> {
    let mut places = Vec::new();
    for id in ids {
        let at = At { list: List::Job(list.clone()), ..At::default() };
        let page = detail::load_at(&app.services, hr, *id, at).await.expect("a page");
        places.push((page.rank, page.of, page.previous, page.next));
    }
    places
}

/// Three who applied one after the other, whose scores rise.
async fn three(world: &World) -> [ApplicationId; 3] {
    let mut ids = Vec::new();
    for (n, name) in ["cem", "ada", "bea"].into_iter().enumerate() {
        let id = world.app.applicant(&world.job, &format!("{name}@example.com"), &[]).await.id;
        sqlx::query("update applications set score = $2 where id = $1")
            .bind(id.0)
            .bind(f32::from(u8::try_from(n).expect("few")) * 10.0)
            .execute(&world.app.services.pool)
            .await
            .expect("scored");
        world.app.advance(TimeDelta::hours(1));
        ids.push(id);
    }
    ids.try_into().expect("three")
}

#[tokio::test]
async fn the_neighbours_of_an_applicant_are_those_of_the_list_in_each_of_its_orders() {
    let world = World::new().await;
    let ids = three(&world).await;
    let World { app, hr, job } = &world;
    for sort in ["-score", "score", "-applied", "applied", "name", "-name"] {
        let list = ApplicantQuery { sort: sort.into(), ..ApplicantQuery::default() };
        let rows = ranked::page(&app.services, hr, job.id, &list).await.expect("a page").rows.items;
        let order: Vec<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(order.len(), 3);
        let expected: Vec<_> = (0..3_usize)
            .map(|n| {
                let before = n.checked_sub(1).map(|before| order[before]);
                (i64::try_from(n + 1).ok(), 3, before, order.get(n + 1).copied())
            })
            .collect();
        assert_eq!(places(app, hr, &list, &order).await, expected, "{sort}");
    }
    // Nothing asked is the open ones, best first.
    assert_eq!(places(app, hr, &ApplicantQuery::default(), &ids[2..]).await, [(Some(1), 3, None, Some(ids[1]))]);
}

#[tokio::test]
async fn whoever_was_decided_leaves_the_filter_and_keeps_their_neighbours() {
    let world = World::new().await;
    let [cem, ada, bea] = three(&world).await;
    let World { app, hr, job } = &world;
    let list = ApplicantQuery { stage: stage(job, 0).to_string(), sort: "applied".into(), ..ApplicantQuery::default() };
    transitions::move_to(&app.services, hr, ada, 1, stage(job, 1)).await.expect("moved");
    assert_eq!(
        places(app, hr, &list, &[cem, ada, bea]).await,
        [(Some(1), 2, None, Some(bea)), (None, 2, Some(cem), Some(bea)), (Some(2), 2, Some(cem), None)]
    );
    transitions::reject(&app.services, hr, cem, 1, RejectReason::Pay, "").await.expect("rejected");
    assert_eq!(places(app, hr, &list, &[cem]).await, [(None, 1, None, Some(bea))]);
    let words = ApplicantQuery { q: "nobody says this".into(), ..list };
    assert_eq!(places(app, hr, &words, &[bea]).await, [(None, 0, None, None)]);
}

#[tokio::test]
async fn each_kind_of_step_is_taken_back_and_the_candidate_never_hears_of_it() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let applicant = app.applicant(&job, "ada@example.com", &[]).await;
    let id = applicant.id;
    let before = own::page(s, &applicant.who, id).await.expect("a page").history.len();
    let mails = "select count(*) from outbox where event not in ('application_received', 'new_application') \
                 and state <> 'cancelled' and application_id is not null";
    let back = async |taken: transitions::Taken| {
        app.advance(TimeDelta::minutes(1));
        let undone = undo(s, &hr, taken.seen).await.expect("undone");
        assert_eq!((undone.name.as_str(), undone.stage.as_str()), ("ada", "Applied"));
        let detail = detail::load(s, &hr, id).await.expect("a page");
        assert_eq!((detail.row.status, detail.row.stage_id), (ApplicationStatus::Active, stage(&job, 0)));
        undone.seen.version
    };
    let version = back(transitions::move_to(s, &hr, id, 1, stage(&job, 1)).await.expect("moved")).await;
    let version = back(transitions::reject(s, &hr, id, version, RejectReason::Pay, "").await.expect("rejected")).await;
    let version = back(transitions::hire(s, &hr, id, version).await.expect("hired")).await;
    assert_eq!(app.value::<i64>(mails).await, 0, "what was to be mailed is called back");
    app.advance(TimeDelta::days(3));
    assert_eq!(own::page(s, &applicant.who, id).await.expect("a page").history.len(), before);
    let version = back(transitions::hold(s, &hr, id, version, "later").await.expect("held")).await;
    // Going on is taken back as well: for the reason that it had waited for.
    undo(s, &hr, seen(id, version)).await.expect("undone");
    let detail = detail::load(s, &hr, id).await.expect("a page");
    let why = detail.history.items[0].team_note.as_deref();
    assert_eq!((detail.row.status, why), (ApplicationStatus::OnHold, Some("later")));
}

#[tokio::test]
async fn what_is_taken_back_is_as_it_was_a_hold_and_the_waiting_too_each_time() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let id = app.applicant(&job, "ada@example.com", &[]).await.id;
    let row = async || detail::load(s, &hr, id).await.expect("a page").row;
    let arrived = row().await.stage_entered_at;
    app.advance(TimeDelta::hours(2));
    let moved = transitions::move_to(s, &hr, id, 1, stage(&job, 1)).await.expect("moved");
    assert!(row().await.stage_entered_at > arrived);
    undo(s, &hr, moved.seen).await.expect("undone");
    assert_eq!(row().await.stage_entered_at, arrived);
    transitions::hold(s, &hr, id, 3, "later").await.expect("held");
    // Twice: the second time the step before the rejection is the undoing of the first.
    for version in [4, 6] {
        app.advance(TimeDelta::hours(2));
        let rejected = transitions::reject(s, &hr, id, version, RejectReason::Pay, "").await.expect("rejected");
        undo(s, &hr, rejected.seen).await.expect("undone");
        assert_eq!(
            (row().await.status, row().await.stage_entered_at),
            (ApplicationStatus::OnHold, arrived),
            "{version}"
        );
    }
    // Reopened by a decision, it is active and waits anew.
    transitions::reject(s, &hr, id, 8, RejectReason::Pay, "").await.expect("rejected");
    transitions::reopen(s, &hr, id, 9).await.expect("reopened");
    assert_eq!(row().await.status, ApplicationStatus::Active);
    assert!(row().await.stage_entered_at > arrived);
}

#[tokio::test]
async fn nothing_is_taken_back_once_a_colleague_took_another_step() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let id = app.applicant(&job, "ada@example.com", &[]).await.id;
    let taken = transitions::reject(s, &hr, id, 1, RejectReason::Pay, "").await.expect("rejected");
    transitions::reopen(s, &hr, id, 2).await.expect("reopened");
    let moved = transitions::move_to(s, &hr, id, 3, stage(&job, 1)).await.expect("moved");
    let refused = undo(s, &hr, taken.seen).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    assert_eq!(version(&app, id).await, moved.seen.version);
    let eve = app.hr("eve@elsewhere.example").await;
    let other = undo(s, &eve, moved.seen).await;
    assert!(matches!(other, Err(ServiceError::NotFound)), "{other:?}");
}

#[tokio::test]
async fn what_many_had_done_to_them_is_taken_back_at_once_and_who_changed_is_named() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let ada = app.applicant(&job, "ada@example.com", &[]).await.id;
    let bea = app.applicant(&job, "bea@example.com", &[]).await.id;
    let reject = Bulk::Reject { reason: RejectReason::Filled, note: "", quiet: false };
    let outcome = bulk::apply(s, &hr, job.id, &[seen(ada, 1), seen(bea, 1)], reject).await;
    let steps: Vec<Seen> = outcome.expect("an outcome").done();
    transitions::reopen(s, &hr, bea, 2).await.expect("a colleague is faster");
    let outcome = bulk::undo_many(s, &hr, &steps).await.expect("an outcome");
    assert_eq!(outcome.done(), [seen(ada, 3)]);
    let problems: Vec<_> = outcome.rows.iter().filter(|row| row.problem.is_some()).map(|row| &row.name).collect();
    assert_eq!(problems, ["bea"]);
}

#[tokio::test]
async fn a_quiet_step_shows_on_the_candidates_page_and_sends_no_mail() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let ada = app.applicant(&job, "ada@example.com", &[]).await;
    let steps = "select count(*) from outbox where event in ('status_update', 'application_rejected')";
    transitions::move_quietly(s, &hr, seen(ada.id, 1), stage(&job, 1)).await.expect("moved");
    app.advance(TimeDelta::minutes(6));
    transitions::reject_quietly(s, &hr, seen(ada.id, 2), RejectReason::Pay, "").await.expect("rejected");
    app.advance(TimeDelta::hours(25));
    assert_eq!(app.value::<i64>(steps).await, 0);
    let shown: Vec<_> =
        own::page(s, &ada.who, ada.id).await.expect("a page").history.iter().map(|event| event.kind).collect();
    assert!(shown.contains(&EventKind::Moved) && shown.contains(&EventKind::Rejected), "{shown:?}");
}

#[tokio::test]
async fn whom_a_recruiter_has_not_opened_is_new_to_them_and_to_no_colleague_through_them() {
    let world = World::new().await;
    let [cem, ada, bea] = three(&world).await;
    let World { app, hr, job } = &world;
    let colleague = app.colleague(hr, "colleague@example.com").await;
    let new_to = async |who: &Hr| {
        let list = ApplicantQuery { unseen: "true".into(), sort: "applied".into(), ..ApplicantQuery::default() };
        let rows = ranked::page(&app.services, who, job.id, &list).await.expect("a page").rows.items;
        assert!(rows.iter().all(|row| row.unseen));
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(new_to(hr).await, [cem, ada, bea]);
    detail::load(&app.services, hr, ada).await.expect("a page");
    detail::load(&app.services, hr, ada).await.expect("a page");
    assert_eq!(new_to(hr).await, [cem, bea]);
    assert_eq!(new_to(&colleague).await, [cem, ada, bea]);
    let rows = ranked::page(&app.services, hr, job.id, &ApplicantQuery::default()).await.expect("a page").rows.items;
    assert_eq!(rows.iter().filter(|row| row.unseen).count(), 2);
    let eve = app.hr("eve@elsewhere.example").await;
    assert!(detail::load(&app.services, &eve, cem).await.is_err());
    assert_eq!(app.value::<i64>("select count(*) from application_views").await, 1, "who may not see it saw nothing");
}

#[tokio::test]
async fn without_scripts_a_decision_leads_to_the_next_applicant_and_is_undone_there() {
    let world = World::new().await;
    let [cem, ada, bea] = three(&world).await;
    let World { app, hr, job } = &world;
    let mut browser = Browser::signed_in(app, hr.user.email.as_str()).await;
    let list = browser.get(&format!("/hr/jobs/{}?sort=applied", job.id)).await.body;
    let page = |id: ApplicationId| format!("/hr/applications/{id}?sort=applied");
    assert!(list.contains(&page(cem)), "the list's links know the list");
    let shown = browser.get(&page(cem)).await.body;
    assert!(shown.contains("1 of 3") && shown.contains(&page(ada)) && !shown.contains(&page(bea)));
    let (stage, id) = (stage(job, 1).to_string(), cem.to_string());
    let (here, next) = (page(cem), page(ada));
    let fields = [("id", &*id), ("version", "1"), ("stage", &*stage), ("here", &*here), ("back", &*next)];
    assert_eq!(browser.post("/api/applications/move", &fields).await.location(), next);
    let shown = browser.get(&next).await.body;
    assert!(shown.contains("cem moved to Screening") && shown.contains("/api/applications/undo"), "{shown}");
    let step = seen(cem, 2).to_string();
    let fields = [("steps[]", &*step), ("back", &*here)];
    assert_eq!(browser.post("/api/applications/undo", &fields).await.location(), here);
    assert!(browser.get(&here).await.body.contains("Undone: cem is back in Applied"));
    // An address that another site made up leads nowhere else.
    let fields = [("id", &*id), ("version", "3"), ("stage", &*stage), ("here", "//x.example"), ("back", "https://x")];
    let location = browser.post("/api/applications/move", &fields).await.location().to_owned();
    assert_eq!(location, format!("/hr/applications/{cem}"));
}

#[tokio::test]
async fn a_recruiter_chooses_the_columns_of_every_list_and_hidden_people_are_not_named_by_them() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let ada = app.applicant(&job, "ada@example.com", &[]).await;
    tags::add(s, &hr, About::Application(ada.id), "Ada's friend").await.expect("tagged");
    let list = format!("/hr/jobs/{}", job.id);
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let body = browser.get(&list).await.body;
    assert!(!body.contains("Careers site") && !body.contains("Ada&#x27;s friend") && !body.contains("Ada's friend"));

    let fields = [("columns[]", "tags"), ("columns[]", "source"), ("columns[]", "drop table"), ("back", &*list)];
    assert_eq!(browser.post("/api/applications/columns", &fields).await.location(), list);
    let page = ranked::page(s, &hr, job.id, &ApplicantQuery::default()).await.expect("a page");
    assert_eq!(page.columns, [ListColumn::Source, ListColumn::Tags]);
    assert_eq!(page.rows.items[0].more.tags, ["ada's friend"]);
    let body = browser.get(&list).await.body;
    assert!(body.contains("Careers site") && body.contains("friend"));

    sqlx::query("update jobs set blind = true").execute(&s.pool).await.expect("blind");
    let page = ranked::page(s, &hr, job.id, &ApplicantQuery::default()).await.expect("a page");
    let more = &page.rows.items[0].more;
    assert!(more.tags.is_empty() && more.answers.is_empty() && more.source.is_some(), "{more:?}");

    let none = [("back", "https://elsewhere.example")];
    assert_eq!(browser.post("/api/applications/columns", &none).await.location(), "/hr/jobs");
    let page = ranked::page(s, &hr, job.id, &ApplicantQuery::default()).await.expect("a page");
    assert!(page.columns.is_empty());
}

#[tokio::test]
async fn words_find_applicants_without_accents_and_while_the_last_one_is_being_typed() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let ada = app.applicant(&job, "ada@example.com", &[]).await.id;
    app.applicant(&job, "bea@example.com", &[]).await;
    app.run_tasks().await;
    app.sql("update users set name = 'Łukasz Wiśniewski' where email = 'ada@example.com'").await;
    sqlx::query(
        "update parsed_resumes set text = 'Runs Kubernetes clusters' where document_id =
             (select document_id from applications where id = $1)",
    )
    .bind(ada.0)
    .execute(&s.pool)
    .await
    .expect("another text");
    for (q, found) in [
        ("wisniewski", 1),
        ("LUKASZ WIŚ", 1),
        ("kub", 1),
        ("runs kuber", 1),
        ("kub clusters", 0),
        ("-(a b)", 0),
        ("-welding", 1),
        ("\"runs kubernetes\" clus", 1),
        ("100%", 0),
    ] {
        let query = ApplicantQuery { q: q.into(), ..ApplicantQuery::default() };
        let rows = ranked::page(s, &hr, job.id, &query).await.expect("a page").rows;
        assert_eq!(rows.items.iter().filter(|row| row.id == ada).count(), found, "{q}");
    }
}

#[tokio::test]
async fn filters_are_kept_under_a_name_for_whoever_keeps_them_and_one_job() {
    let World { app, hr, job } = World::new().await;
    let s = &app.services;
    let query = |q: &str| ApplicantQuery { q: q.into(), sort: "name".into(), ..ApplicantQuery::default() };
    let kept = async |who: &Hr| -> Vec<(String, String)> {
        let page = ranked::page(s, who, job.id, &ApplicantQuery::default()).await.expect("a page");
        page.saved.into_iter().map(|saved| (saved.name, saved.query.q)).collect()
    };
    saved_filters::save(s, &hr, job.id, " Night  shift ", ApplicantQuery { page: "3".into(), ..query("night") })
        .await
        .expect("saved");
    saved_filters::save(s, &hr, job.id, "Ovens", query("oven")).await.expect("saved");
    saved_filters::save(s, &hr, job.id, "Ovens", query("deck oven")).await.expect("saved in its place");
    let both = [("Night shift".to_owned(), "night".to_owned()), ("Ovens".to_owned(), "deck oven".to_owned())];
    assert_eq!(kept(&hr).await, both);
    let refused = saved_filters::save(s, &hr, job.id, " ", query("x")).await;
    assert!(matches!(refused, Err(ServiceError::Invalid(_))), "{refused:?}");
    let eve = app.hr("eve@elsewhere.example").await;
    let other = saved_filters::save(s, &eve, job.id, "Mine", query("x")).await;
    assert!(matches!(other, Err(ServiceError::NotFound)), "{other:?}");
    let page = ranked::page(s, &hr, job.id, &ApplicantQuery::default()).await.expect("a page");
    let gone = saved_filters::remove(s, &eve, page.saved[0].id).await;
    assert!(matches!(gone, Err(ServiceError::NotFound)), "{gone:?}");
    saved_filters::remove(s, &hr, page.saved[0].id).await.expect("removed");
    assert_eq!(kept(&hr).await, both[1..]);
    for n in 0..19 {
        saved_filters::save(s, &hr, job.id, &format!("Filter {n}"), query("x")).await.expect("saved");
    }
    let many = saved_filters::save(s, &hr, job.id, "One more", query("x")).await;
    assert!(matches!(many, Err(ServiceError::Invalid(_))), "{many:?}");
    app.applicant(&job, "ada@example.com", &[]).await;
    let mut browser = Browser::signed_in(&app, "hr@example.com").await;
    let body = browser.get(&format!("/hr/jobs/{}?q=deck+oven&sort=name", job.id)).await.body;
    assert!(body.contains("Remove “Ovens”"), "what is kept is known again");
}
