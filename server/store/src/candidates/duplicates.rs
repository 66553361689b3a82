//! People who are probably one person, and why.

use crate::{OrgScope, Result, words::word};
use hireq_domain::{candidate::Duplicate, ids::CandidateId};
use sqlx::PgExecutor;

/// How many are told of.
const MOST: i64 = 10;

/// Others whom the organisation may see and who are probably the same person as `id`: those with most in common first.
/// Nobody whom a job hides is among them, and none are told of somebody hidden.
pub async fn duplicates(db: impl PgExecutor<'_>, scope: &OrgScope, id: CandidateId) -> Result<Vec<Duplicate>> {
    let rows = sqlx::query!(
        r#"with me as (
             select c.id, c.name, c.emails, c.phones, c.location
             from candidates c join organization_candidates o on o.candidate_id = c.id and o.organization_id = $1
             where c.id = $2),
         called as (
             select other.id, other.location, me.location as mine
             from me join candidates other on name_key(other.name) = name_key(me.name) and other.id <> me.id
             where name_key(me.name) like '% %' and not exists (
                 select 1 from users u where u.id = other.user_id and u.status = 'former')),
         alike as (
             select other.id, 'email' as likeness
             from me join candidates other on email_keys(other.emails) && email_keys(me.emails)
             union
             select other.id, 'phone'
             from me join candidates other on phone_keys(other.phones) && phone_keys(me.phones)
             where exists (select 1 from unnest(other.phones) a, unnest(me.phones) b where same_phone(a, b))
             union
             select id, 'employer' from called
             where exists (select employers_of($1, id) intersect select employers_of($1, $2))
             union
             select id, 'place' from called where folded(location) = folded(mine) and folded(mine) <> '')
         select c.id, c.name, c.user_id is not null as "has_account!", array_agg(alike.likeness) as "reasons!"
         from alike join candidates c on c.id = alike.id
         join organization_candidates o on o.candidate_id = c.id and o.organization_id = $1
         where c.id <> $2
         group by c.id order by count(*) desc, c.name, c.id limit $3"#,
        scope.uuid(),
        id.0,
        MOST,
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|r| {
            let mut reasons = r.reasons.iter().map(|w| word("likeness", w)).collect::<Result<Vec<_>>>()?;
            reasons.sort();
            Ok(Duplicate { id: CandidateId(r.id), name: r.name, has_account: r.has_account, reasons })
        })
        .collect()
}
