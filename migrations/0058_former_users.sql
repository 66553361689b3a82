-- An account can lose its person: the row stays, for what refers to it, and is nobody's.

alter table users drop constraint users_status_check;
alter table users add constraint users_status_check
    check (status in ('pending', 'active', 'rejected', 'suspended', 'former'));

-- The audit log forgets where its entries came from, and refuses every other change as before.
create function audit_log_refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and to_jsonb(new) = to_jsonb(old) || jsonb_build_object('ip', null, 'detail',
        case when jsonb_typeof(old.detail) = 'object' then old.detail - 'device' else old.detail end)
    then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name;
end
$$;

drop trigger audit_log_append_only on audit_log;
create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function audit_log_refuse();
