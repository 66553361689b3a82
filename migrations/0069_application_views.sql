-- Who opened an application first and when, so that lists tell each recruiter what is new to them.
create table application_views (
    application_id uuid not null references applications on delete cascade,
    user_id uuid not null references users on delete cascade,
    seen_at timestamptz not null,
    primary key (application_id, user_id)
);
create index application_views_user_idx on application_views (user_id);

-- Nobody is told that all they know is new: what a person decided before was seen by the whole team.
insert into application_views (application_id, user_id, seen_at)
select a.id, u.id, a.named_at
from applications a join users u on u.organization_id = a.organization_id and u.role = 'hr'
where a.named_at is not null;
