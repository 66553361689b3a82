-- A blind job hides a person until somebody has taken a step with their application. That is stored when it happens: a
-- screening rule is nobody, and when a stage was entered or how an application ended says nothing of who did it.

alter table applications add column named_at timestamptz;
update applications a set named_at = first.at
from (
    select application_id, min(created_at) as at from application_events
    where actor_kind in ('recruiter', 'admin') and kind <> 'applied' group by application_id
) as first
where first.application_id = a.id;

-- The rule, for all who ask.
create function names_hidden(blind boolean, named_at timestamptz) returns boolean
    language sql immutable parallel safe as $$ select blind and named_at is null $$;

create or replace view named_applications as
    select a.id, a.organization_id, a.candidate_id, a.document_id
    from applications a join jobs j on j.id = a.job_id
    where not names_hidden(j.blind, a.named_at);
