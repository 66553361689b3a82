-- A person has one name, the account's: the key keeps what recruiters see of them the same. Where the two differ, what
-- recruiters see stays; of somebody who is no candidate any more, what the account says.

update users u set name = c.name from candidates c where c.user_id = u.id and u.role = 'candidate' and u.name <> c.name;
update candidates c set name = u.name from users u where u.id = c.user_id and u.name <> c.name;

alter table users add constraint users_name_key unique (id, name);
create index candidates_account_idx on candidates (user_id, name);
alter table candidates
    drop constraint candidates_user_id_fkey,
    add constraint candidates_account_fkey foreign key (user_id, name) references users (id, name) on update cascade,
    -- What they were called before, the newest first: covered where a job hides who applied, and shown nowhere.
    add column former_names text[] not null default '{}';

alter table application_events drop constraint application_events_kind_check;
alter table application_events add constraint application_events_kind_check check (kind in
    ('applied', 'moved', 'rejected', 'reopened', 'withdrawn', 'held', 'resumed', 'hired', 'closed', 'renamed'));
