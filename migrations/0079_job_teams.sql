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
