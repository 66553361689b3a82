-- What a recruiter writes for the team has a place of its own: the reason is for the candidate too.

alter table application_events add column team_note text;

-- All else of the history stays as it was written.
drop trigger application_events_append_only on application_events;

update application_events e
set reason = picked.label, team_note = nullif(btrim(substr(e.reason, length(picked.label) + 2)), '')
from (values
    ('Other applicants are a closer match'),
    ('A required skill or qualification is missing'),
    ('More or different experience is needed'),
    ('Location or permission to work'),
    ('Pay expectations'),
    ('The position is filled'),
    ('No reply from the candidate'),
    ('A screening question''s answer')
) as picked (label)
where e.kind = 'rejected' and e.actor_kind = 'recruiter' and starts_with(e.reason, picked.label || ':');

-- Why an application waits was never for the candidate.
update application_events set team_note = reason, reason = null where kind = 'held';

create trigger application_events_append_only
    before update of id, application_id, actor_id, actor_kind, kind, from_stage_id, to_stage_id, from_stage, to_stage,
        reason, team_note, created_at
    on application_events for each row execute function refuse_change();
