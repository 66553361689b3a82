-- Who did what to what, when. Rows are only ever added.

create table audit_log (
    id uuid primary key,
    actor_id uuid references users (id),
    organization_id uuid references organizations (id),
    action text not null,
    subject_kind text not null,
    subject_id uuid,
    ip text,
    detail jsonb not null default '{}',
    created_at timestamptz not null default now()
);

create index audit_log_created_idx on audit_log (created_at desc);
create index audit_log_actor_idx on audit_log (actor_id, created_at desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end
$$;

create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change();
create trigger application_events_append_only before update on application_events
    for each row execute function refuse_change();
