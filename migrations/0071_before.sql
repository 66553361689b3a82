-- What the last change of an application replaced, so that taking it back puts everything back.
alter table applications
    add column status_before text constraint applications_status_before_check
        check (status_before in ('active', 'on_hold', 'hired', 'rejected', 'withdrawn', 'closed')),
    add column stage_entered_before timestamptz;

-- An application that was closed with its job goes on as it was when the job does.
update applications a set status_before = 'on_hold'
where a.status = 'closed' and 'held' = (
    select e.kind from application_events e
    where e.application_id = a.id and e.kind not in ('closed', 'renamed', 'overruled', 'restored')
        and not (e.kind = 'reopened' and e.actor_kind = 'system')
    order by e.created_at desc, e.id desc limit 1);
