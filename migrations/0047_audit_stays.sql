-- A history that refuses changes refuses to be emptied at once, too.

create trigger audit_log_stays before truncate on audit_log
    for each statement execute function refuse_change();
create trigger application_events_stay before truncate on application_events
    for each statement execute function refuse_change();
