-- The filters of a job's list that a recruiter keeps under a name, for themselves.
create table saved_filters (
    id uuid primary key,
    job_id uuid not null references jobs (id) on delete cascade,
    user_id uuid not null references users (id) on delete cascade,
    name text not null,
    -- The list's query, as the page sends it.
    query jsonb not null,
    created_at timestamptz not null,
    constraint saved_filters_key unique (job_id, user_id, name)
);
create index saved_filters_user_idx on saved_filters (user_id);
