//! The columns that a recruiter wants in the lists of applicants, and what these show.

use crate::{OrgScope, Result, words::word};
use hireq_domain::{
    application::{ListColumn, MoreOfApplicant},
    ids::{ApplicationId, UserId},
};
use sqlx::PgExecutor;
use std::collections::HashMap;
use uuid::Uuid;

/// Keeps a recruiter's choice.
pub async fn choose(db: impl PgExecutor<'_>, user: UserId, columns: &[ListColumn]) -> Result<()> {
    let words: Vec<_> = columns.iter().map(|column| column.as_str().to_owned()).collect();
    sqlx::query!(
        "insert into list_columns (user_id, columns) values ($1, $2)
         on conflict (user_id) do update set columns = excluded.columns",
        user.0,
        &words
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A recruiter's choice; nothing if they have made none.
pub async fn chosen(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<ListColumn>> {
    let words =
        sqlx::query_scalar!("select columns from list_columns where user_id = $1", user.0).fetch_optional(db).await?;
    words.unwrap_or_default().iter().map(|column| word("column", column)).collect()
}

/// What the columns show of these applications. Tags and answers are left out where the job hides who applied: both may
/// name them.
pub async fn of(
    db: impl PgExecutor<'_>,
    scope: &OrgScope,
    ids: &[ApplicationId],
) -> Result<HashMap<ApplicationId, MoreOfApplicant>> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select a.id, a.source, a.answers, (p.body ->> 'total_years')::real as years,
                names_hidden(j.blind, a.named_at) as "hidden!",
                array(select t.name from candidate_tags t
                      where t.organization_id = a.organization_id and t.candidate_id = a.candidate_id
                      order by lower(t.name)) as "tags!"
         from applications a join jobs j on j.id = a.job_id
         left join parsed_resumes p on p.document_id = a.document_id
         where a.id = any($1) and a.organization_id = $2"#,
        &ids,
        scope.uuid()
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let (tags, answers) = if r.hidden {
                (Vec::new(), Vec::new())
            } else {
                (r.tags, serde_json::from_value(r.answers).unwrap_or_default())
            };
            let more = MoreOfApplicant { years: r.years, source: Some(word("source", &r.source)?), tags, answers };
            Ok((ApplicationId(r.id), more))
        })
        .collect()
}
