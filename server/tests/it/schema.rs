//! General guarantees of the schema.

use crate::support::TestApp;

#[tokio::test]
async fn every_foreign_key_begins_an_index() {
    let app = TestApp::start().await;
    // The columns of the foreign key, in any order, are the first ones of an index over all rows.
    let bare: Vec<(String, String)> = sqlx::query_as(
        "select k.conrelid::regclass::text, k.conname::text from pg_constraint k
         where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not exists (
             select 1 from pg_index i
             where i.indrelid = k.conrelid and i.indpred is null
                 and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
         order by 1, 2",
    )
    .fetch_all(&app.services.pool)
    .await
    .expect("asked");
    assert_eq!(bare, [], "deleting what these name reads their whole tables");
}

#[tokio::test]
async fn who_shares_an_address_is_found_by_an_index() {
    let app = TestApp::start().await;
    let mut db = app.services.pool.acquire().await.expect("a connection");
    sqlx::query("set enable_seqscan = off").execute(&mut *db).await.expect("set");
    let plan: Vec<String> = sqlx::query_scalar(
        "explain select id from candidates where email_keys(emails) && email_keys(array['Zoe@example.com'])",
    )
    .fetch_all(&mut *db)
    .await
    .expect("a plan");
    assert!(plan.join("\n").contains("candidates_emails_idx"), "{plan:?}");
}
