-- Every open page's socket ends with the right behind it: whichever statement changes an account's rights or ends one of
-- its sessions, the servers are told of the account, once the transaction commits.

create function tell_rights() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'users' then
        perform pg_notify('hireq_rights', old.id::text);
    elsif old.user_id is not null then
        perform pg_notify('hireq_rights', old.user_id::text);
    end if;
    return null;
end
$$;

create trigger users_rights_told after update of role, status, organization_id on users
    for each row when (old.role is distinct from new.role or old.status is distinct from new.status
        or old.organization_id is distinct from new.organization_id)
    execute function tell_rights();
create trigger users_removal_told after delete on users for each row execute function tell_rights();
create trigger sessions_end_told after delete on sessions for each row execute function tell_rights();
create trigger sessions_owner_told after update of user_id on sessions
    for each row when (old.user_id is distinct from new.user_id) execute function tell_rights();
