-- When a candidate was told of a step, or will be: their page shows it from then on. A step that was called back before
-- anybody was told never shows there.

alter table application_events add column told_at timestamptz;

-- All else of the history stays as it was written.
drop trigger application_events_append_only on application_events;

update application_events e
set told_at = case
    when exists (select 1 from outbox o where o.dedupe_key = mail.key and o.state = 'cancelled') then null
    else coalesce((select o.send_after from outbox o where o.dedupe_key = mail.key and o.state = 'queued'), e.created_at)
    end
from (
    select id, case when actor_kind = 'rule' then 'application_rejected ' || application_id || ' rule'
        else 'rejected ' || id end as key
    from application_events
) as mail
where mail.id = e.id;

create trigger application_events_append_only
    before update of id, application_id, actor_id, actor_kind, kind, from_stage_id, to_stage_id, from_stage, to_stage,
        reason, created_at
    on application_events for each row execute function refuse_change();
