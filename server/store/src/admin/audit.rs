//! Reading the audit log.

use crate::Result;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use hireq_domain::{
    admin::{AuditChoices, AuditFilter, AuditRow, AuditValue},
    ids::UserId,
    page::{Page, offset},
};
use sqlx::PgExecutor;
use std::collections::HashMap;
use uuid::Uuid;

fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// A page of the entries that match `filter`, newest first.
pub async fn list(
    db: impl PgExecutor<'_> + Copy,
    filter: &AuditFilter,
    number: i64,
    size: i64,
) -> Result<Page<AuditRow>> {
    let actor = filter.actor.map(|id| id.0);
    let from = filter.from.map(start_of);
    // The range is half-open, so the last day is included completely.
    let until = filter.to.and_then(|day| day.checked_add_days(Days::new(1))).map(start_of);
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from audit_log
         where ($1::uuid is null or actor_id = $1)
             and ($2 = '' or action = $2)
             and ($3 = '' or subject_kind = $3)
             and ($4::uuid is null or subject_id = $4)
             and ($5::timestamptz is null or created_at >= $5)
             and ($6::timestamptz is null or created_at < $6)"#,
        actor,
        filter.action,
        filter.subject_kind,
        filter.subject,
        from,
        until
    )
    .fetch_one(db)
    .await?;
    let rows = sqlx::query!(
        r#"select a.id, a.created_at, a.action, a.subject_kind, a.subject_id, a.ip, a.detail,
               u.id as "actor_id?", u.name as "actor?", o.name as "organization?"
         from audit_log a
         left join users u on u.id = a.actor_id
         left join organizations o on o.id = a.organization_id
         where ($1::uuid is null or a.actor_id = $1)
             and ($2 = '' or a.action = $2)
             and ($3 = '' or a.subject_kind = $3)
             and ($4::uuid is null or a.subject_id = $4)
             and ($5::timestamptz is null or a.created_at >= $5)
             and ($6::timestamptz is null or a.created_at < $6)
         order by a.created_at desc, a.id desc limit $7 offset $8"#,
        actor,
        filter.action,
        filter.subject_kind,
        filter.subject,
        from,
        until,
        size,
        offset(number, size)
    )
    .fetch_all(db)
    .await?;
    let details: Vec<_> = rows.iter().map(|r| lines(&r.detail)).collect();
    let keys = rows.iter().filter_map(|r| r.subject_id);
    let keys: Vec<_> = keys.chain(details.iter().flatten().filter_map(|(_, value)| value.key)).collect();
    let names = names(db, &keys).await?;
    let named = |(name, mut value): (String, AuditValue)| {
        if let Some(known) = value.key.and_then(|key| names.get(&key)) {
            value.text.clone_from(known);
        }
        (name, value)
    };
    let items = rows
        .into_iter()
        .zip(details)
        .map(|(r, detail)| AuditRow {
            id: r.id,
            at: r.created_at,
            actor: r.actor_id.map(UserId).zip(r.actor),
            organization: r.organization,
            action: r.action,
            subject_kind: r.subject_kind,
            subject: r.subject_id.map(|key| (key, names.get(&key).cloned())),
            ip: r.ip,
            detail: detail.into_iter().map(named).collect(),
        })
        .collect();
    Ok(Page { items, total, number: number.max(1), size })
}

/// The values of an entry's detail, sorted by name.
fn lines(detail: &serde_json::Value) -> Vec<(String, AuditValue)> {
    let value = |value: &serde_json::Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        AuditValue { key: text.parse().ok(), text }
    };
    let object = detail.as_object().into_iter().flatten();
    object.filter(|(_, v)| !v.is_null()).map(|(name, v)| (name.clone(), value(v))).collect()
}

/// What these keys stand for, as far as it is still there. The log itself keeps no names.
async fn names(db: impl PgExecutor<'_>, keys: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    let rows = sqlx::query!(
        r#"select id as "id!", name as "name!" from (
             select id, title as name from jobs
             union all select id, name from stages
             union all select id, name from users
             union all select id, name from organizations
             union all select id, name from candidates
             union all select id, email from invitations
             union all select id, original_name from documents
             union all select a.id, c.name || ', ' || j.title from applications a
                 join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id
         ) named where id = any($1)"#,
        keys
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}

/// The values that occur in the log, for the filter's lists.
pub async fn choices(db: impl PgExecutor<'_> + Copy) -> Result<AuditChoices> {
    let actions = sqlx::query_scalar!("select distinct action from audit_log order by action").fetch_all(db).await?;
    let subject_kinds =
        sqlx::query_scalar!("select distinct subject_kind from audit_log order by subject_kind").fetch_all(db).await?;
    let actors = sqlx::query!(
        "select u.id, u.name from users u
         where exists (select 1 from audit_log a where a.actor_id = u.id)
         order by lower(u.name), u.id limit 300"
    )
    .fetch_all(db)
    .await?;
    Ok(AuditChoices { actions, subject_kinds, actors: actors.into_iter().map(|r| (UserId(r.id), r.name)).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entrys_detail_reads_as_names_and_values() {
        let detail = serde_json::json!({ "from": "pending", "sessions": 2 });
        let plain = |text: &str| AuditValue { text: text.to_owned(), key: None };
        assert_eq!(lines(&detail), [("from".into(), plain("pending")), ("sessions".into(), plain("2"))]);
        let (key, none) = (Uuid::nil(), serde_json::json!({ "to": null }));
        assert_eq!(lines(&serde_json::json!({ "to": key }))[0].1.key, Some(key));
        assert!(lines(&none).is_empty());
        assert!(lines(&serde_json::json!([])).is_empty());
    }
}
