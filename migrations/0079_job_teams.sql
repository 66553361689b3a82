-- Who works on a job, and as what. Whoever writes a job owns it until it is handed over.
create table job_members (
    job_id uuid not null references jobs (id) on delete cascade,
    user_id uuid not null references users (id) on delete cascade,
    role text not null constraint job_members_role_check check (role in ('owner', 'hiring_manager', 'interviewer')),
    created_at timestamptz not null,
    primary key (job_id, user_id)
);
create index job_members_user_idx on job_members (user_id);
create unique index job_members_owner_key on job_members (job_id) where role = 'owner';
insert into job_members (job_id, user_id, role, created_at)
select id, created_by, 'owner', created_at from jobs where created_by is not null;

-- Who owns a job, while they may act for its organisation.
create function job_owner(job uuid) returns uuid language sql stable as $$
    select m.user_id from job_members m join jobs j on j.id = m.job_id join users u on u.id = m.user_id
    where m.job_id = $1 and m.role = 'owner'
        and u.status = 'active' and u.role = 'hr' and u.organization_id = j.organization_id
$$;
